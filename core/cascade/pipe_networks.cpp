// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/pipe_networks.h"

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/cascade/network_configs.h"
#include "core/cascade/packs/model_pack.h"

namespace core::cascade {
namespace {

template <class Network>
Network filled(Network network, const std::filesystem::path& folder, const nn::NameRules& rules,
               const nn::WeightPlacement& placement) {
  nn::load_weights(*network, io::open_tensor_file(find_weights(folder)), rules, placement);
  return network;
}

}  // namespace

std::filesystem::path find_weights(const std::filesystem::path& network_folder) {
  for (const char* stem : {"diffusion_pytorch_model", "model"}) {
    if (std::filesystem::path file = find_weight_file(network_folder, stem); !file.empty()) return file;
  }
  throw Error(ErrorCode::MissingWeights,
              fmt::format("There are no weights in '{}': neither 'diffusion_pytorch_model.safetensors' nor "
                          "'model.safetensors' (nor a sibling of them).",
                          network_folder.string()));
}

models::MultiviewUnet load_multiview_unet(const std::filesystem::path& pipe, const nn::WeightPlacement& placement) {
  const std::filesystem::path folder = pipe / "unet";
  return filled(models::MultiviewUnet(read_multiview_unet_config(folder / "config.json")), folder,
                models::multiview_unet_name_rules(), placement);
}

models::AutoencoderKl load_autoencoder(const std::filesystem::path& pipe, const nn::WeightPlacement& placement) {
  const std::filesystem::path folder = pipe / "vae";
  return filled(models::AutoencoderKl(read_autoencoder_config(folder / "config.json")), folder,
                models::autoencoder_name_rules(), placement);
}

models::ClipVision load_image_encoder(const std::filesystem::path& pipe, const nn::WeightPlacement& placement) {
  const std::filesystem::path folder = pipe / "image_encoder";
  return filled(models::ClipVision(read_clip_vision_config(folder / "config.json")), folder, models::clip_name_rules(),
                placement);
}

models::SpatioTemporalUnet load_spatio_temporal_unet(const std::filesystem::path& pipe,
                                                     const nn::WeightPlacement& placement) {
  const std::filesystem::path folder = pipe / "unet";
  return filled(models::SpatioTemporalUnet(read_spatio_temporal_unet_config(folder / "config.json")), folder, {},
                placement);
}

models::TemporalAutoencoder load_temporal_autoencoder(const std::filesystem::path& pipe,
                                                      const nn::WeightPlacement& placement) {
  const std::filesystem::path folder = pipe / "vae";
  return filled(models::TemporalAutoencoder(read_autoencoder_config(folder / "config.json")), folder,
                models::autoencoder_name_rules(), placement);
}

}  // namespace core::cascade
