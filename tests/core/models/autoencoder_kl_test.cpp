// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/models/autoencoder_kl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/nn/stored_tensor.h"
#include "tests/support/golden.h"
#include "tests/support/module_weights.h"

namespace core::models {
namespace {

using nn::tensor_of;
using support::TensorNear;

AutoencoderOptions tiny_options() { return {.block_out_channels = {16, 32, 48, 48}, .norm_num_groups = 8}; }

class AutoencoderKlReference : public testing::Test {
 protected:
  void SetUp() override {
    ENVISION3D_NEED_GOLDEN(kWeights);
    nn::load_weights(*autoencoder, io::open_tensor_file(support::golden_path(kWeights)), autoencoder_name_rules());
  }
  at::Tensor golden(const std::string& name) const { return tensor_of(tensors, name); }

  static constexpr const char* kWeights = "stage1/pack/s1_pipe/vae/diffusion_pytorch_model.safetensors";
  AutoencoderKl autoencoder{tiny_options()};
  io::TensorFile tensors = io::open_tensor_file(support::golden_path("stage1/modules.safetensors"));
};

TEST_F(AutoencoderKlReference, SingleModulesAgree) {
  const VaeLevel<nn::ResnetBlock>& level = (*autoencoder->encoder->down_blocks)[0];
  EXPECT_THAT((*level->downsamplers)[0]->forward(golden("vae_down.in")), TensorNear(golden("vae_down.out"), 1e-5));
  EXPECT_THAT((*(*autoencoder->encoder->down_blocks)[1]->resnets)[0]->forward(golden("vae_resnet.in")),
              TensorNear(golden("vae_resnet.out"), 1e-5));
  EXPECT_THAT((*autoencoder->encoder->mid_block->attentions)[0]->forward(golden("vae_mid_attn.in")),
              TensorNear(golden("vae_mid_attn.out"), 1e-5));
  EXPECT_THAT((*(*autoencoder->decoder->up_blocks)[0]->upsamplers)[0]->forward(golden("vae_up.in")),
              TensorNear(golden("vae_up.out"), 1e-5));
}

TEST_F(AutoencoderKlReference, MomentsAndPicturesAgree) {
  EXPECT_THAT(autoencoder->encode_moments(golden("vae_encode.in")), TensorNear(golden("vae_encode.moments"), 2e-5));
  EXPECT_THAT(autoencoder->encode(golden("vae_encode.in")), TensorNear(golden("vae_encode.mean"), 2e-5));
  EXPECT_THAT(autoencoder->decode(golden("vae_decode.in")), TensorNear(golden("vae_decode.out"), 2e-5));
}

TEST(AutoencoderKl, OlderNamesOfTheAttentionLoad) {
  AutoencoderKl written(tiny_options()), read(tiny_options());
  support::fill_weights(*written);
  std::vector<std::pair<std::string, at::Tensor>> tensors;
  for (const auto& item : written->named_parameters()) {
    std::string name = item.key();
    const auto replace = [&](const std::string& from, const std::string& to) {
      const std::size_t place = name.find(from);
      if (place != std::string::npos) name.replace(place, from.size(), to);
    };
    replace("to_q", "query");
    replace("to_k", "key");
    replace("to_v", "value");
    replace("to_out.0", "proj_attn");
    const bool is_projection = name != item.key() && item.value().dim() == 2;
    tensors.emplace_back(name, is_projection ? item.value().unsqueeze(2).unsqueeze(3) : item.value());
  }
  nn::load_weights(*read, support::file_of(tensors), autoencoder_name_rules());
  const at::Tensor images = at::linspace(-1.0, 1.0, 3 * 16 * 16).view({1, 3, 16, 16});
  EXPECT_TRUE(read->encode(images).equal(written->encode(images)));
}

TEST(AutoencoderKl, SizesThatLatentsCannotHaveAreRefused) {
  const AutoencoderKl autoencoder(tiny_options());
  EXPECT_THROW(autoencoder->encode(at::zeros({1, 3, 20, 16})), Error);
  EXPECT_THROW(autoencoder->encode(at::zeros({1, 4, 16, 16})), Error);
  EXPECT_THROW(autoencoder->decode(at::zeros({1, 3, 2, 2})), Error);
}

}  // namespace
}  // namespace core::models
