// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/models/temporal_autoencoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/nn/stored_tensor.h"
#include "tests/support/golden.h"
#include "tests/support/module_weights.h"

namespace core::models {
namespace {

using nn::tensor_of;
using support::TensorNear;

class TemporalAutoencoderReference : public testing::Test {
 protected:
  void SetUp() override {
    ENVISION3D_NEED_GOLDEN("stage2/modules.safetensors");
    modules.emplace(io::open_tensor_file(support::golden_path("stage2/modules.safetensors")));
    nn::load_weights(
        *autoencoder,
        io::open_tensor_file(support::golden_path("stage2/pack/s2_pipe/vae/diffusion_pytorch_model.safetensors")),
        autoencoder_name_rules());
  }
  at::Tensor golden(const std::string& name) const { return tensor_of(*modules, name); }

  TemporalAutoencoder autoencoder{AutoencoderOptions{.block_out_channels = {32, 64, 32, 32}}};
  std::optional<io::TensorFile> modules;
};

TEST_F(TemporalAutoencoderReference, BlocksAgreeAndTheirBlendIsReversed) {
  const SpatioTemporalResnet& resnet = (*autoencoder->decoder->mid_block->resnets)[0];
  for (const std::string name : {"vae_res", "vae_res_small"}) {
    const at::Tensor spatial = resnet->spatial_res_block->forward(golden(name + ".x"));
    EXPECT_THAT(spatial, TensorNear(golden(name + ".spatial"), 1e-5));
    EXPECT_THAT(resnet->forward(golden(name + ".x")), TensorNear(golden(name + ".y"), 1e-5));
  }
  EXPECT_THAT(resnet->temporal_res_block->forward(golden("vae_res_temporal_small.x"), {}),
              TensorNear(golden("vae_res_temporal_small.y"), 1e-5));
  EXPECT_THAT(resnet->time_mixer->forward(golden("blend.spatial"), golden("blend.temporal")),
              TensorNear(golden("blend.vae"), 1e-5));
  const nn::MapAttention& attention = (*autoencoder->decoder->mid_block->attentions)[0];
  EXPECT_THAT(attention->forward(golden("vae_attn.x")), TensorNear(golden("vae_attn.y"), 1e-5));
  EXPECT_THAT(attention->forward(golden("vae_attn_small.x")), TensorNear(golden("vae_attn_small.y"), 1e-5));
}

TEST_F(TemporalAutoencoderReference, MeansAndClipsAgree) {
  EXPECT_THAT(autoencoder->encode(golden("vae.enc_in")), TensorNear(golden("vae.enc_mean"), 5e-5));
  EXPECT_THAT(autoencoder->decode(golden("vae.dec_in")), TensorNear(golden("vae.dec_out"), 5e-5));
}

TEST_F(TemporalAutoencoderReference, FramesDecodedOneByOneAreOtherPictures) {
  std::vector<at::Tensor> frames;
  for (std::int64_t i = 0; i < 9; ++i) frames.push_back(autoencoder->decode(golden("vae.dec_in").narrow(0, i, 1)));
  EXPECT_THAT(at::cat(frames), testing::Not(TensorNear(golden("vae.dec_out"), 0.05)));
}

}  // namespace
}  // namespace core::models
