// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "tests/core/cascade/tiny_pack.h"

#include <ATen/ATen.h>

#include <cmath>
#include <fstream>

#include "core/cascade/network_configs.h"
#include "core/io/safetensors.h"
#include "core/models/autoencoder_kl.h"
#include "core/models/clip_vision.h"
#include "core/models/multiview_unet.h"
#include "tests/support/module_weights.h"

namespace support {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUnet = R"({
  "_class_name": "UNetMV2DConditionModel", "attention_head_dim": 2, "block_out_channels": [8, 16],
  "cd_attention_mid": true, "cross_attention_dim": 6, "in_channels": 8, "layers_per_block": 1, "norm_eps": 1e-05,
  "down_block_types": ["CrossAttnDownBlockMV2D", "DownBlock2D"],
  "up_block_types": ["UpBlock2D", "CrossAttnUpBlockMV2D"],
  "norm_num_groups": 4, "num_task": 2, "num_views": 9, "out_channels": 4, "projection_class_embeddings_input_dim": 12
})";
constexpr const char* kAutoencoder = R"({
  "_class_name": "AutoencoderKL", "block_out_channels": [4, 4, 4, 8, 8, 8], "latent_channels": 4,
  "layers_per_block": 1, "norm_num_groups": 2
})";
constexpr const char* kImageEncoder = R"({
  "model_type": "clip_vision_model", "hidden_act": "quick_gelu", "hidden_size": 8, "image_size": 28,
  "intermediate_size": 16, "num_attention_heads": 2, "num_hidden_layers": 1, "patch_size": 14, "projection_dim": 6
})";
constexpr const char* kScheduler = R"({
  "_class_name": "PNDMScheduler", "beta_end": 0.012, "beta_schedule": "scaled_linear", "beta_start": 0.00085,
  "num_train_timesteps": 1000, "set_alpha_to_one": false, "skip_prk_steps": true, "steps_offset": 1
})";

fs::path write_config(const fs::path& folder, const char* name, const char* text) {
  fs::create_directories(folder);
  std::ofstream(folder / name) << text;
  return folder / name;
}

/// Random weights under which signals neither grow nor fade.
void write_weights(torch::nn::Module& network, const fs::path& path) {
  fill_weights(network);
  std::vector<std::pair<std::string, at::Tensor>> tensors;
  for (const auto& item : network.named_parameters()) {
    const at::Tensor& weight = item.value();
    const double fan_in = weight.dim() > 1 ? static_cast<double>(weight.numel() / weight.size(0)) : 0.0;
    tensors.emplace_back(item.key(), fan_in > 0.0 ? weight * (std::sqrt(3.0 / fan_in) / 0.05) : weight);
  }
  core::io::write_safetensors(path, file_of(tensors).tensors());
}

}  // namespace

void write_tiny_anchor_pipe(const fs::path& pipe) {
  using namespace core;
  const char* const kFile = "diffusion_pytorch_model.safetensors";
  models::MultiviewUnet unet(cascade::read_multiview_unet_config(write_config(pipe / "unet", "config.json", kUnet)));
  write_weights(*unet, pipe / "unet" / kFile);
  models::AutoencoderKl autoencoder(
      cascade::read_autoencoder_config(write_config(pipe / "vae", "config.json", kAutoencoder)));
  write_weights(*autoencoder, pipe / "vae" / kFile);
  models::ClipVision encoder(
      cascade::read_clip_vision_config(write_config(pipe / "image_encoder", "config.json", kImageEncoder)));
  write_weights(*encoder, pipe / "image_encoder" / "model.safetensors");
  write_config(pipe / "scheduler", "scheduler_config.json", kScheduler);
}

}  // namespace support
