// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/nn/resnet_block.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/nn/stored_tensor.h"
#include "tests/support/golden.h"
#include "tests/support/module_weights.h"

namespace core::nn {
namespace {

using support::TensorNear;

struct Golden {
  io::TensorFile tensors = io::open_tensor_file(support::golden_path("stage1/modules.safetensors"));
  io::TensorFile weights = io::open_tensor_file(support::golden_path("stage1/unet_modules.safetensors"));
  at::Tensor operator()(const std::string& name) const { return tensor_of(tensors, name); }
};

TEST(ResnetBlock, AgreesWithTheReferenceWithAndWithoutShortcut) {
  const Golden golden;
  ResnetBlock plain(
      ResnetOptions{.in_channels = 16, .out_channels = 16, .embedding_channels = 64, .num_groups = 8, .eps = 1e-5});
  support::load_module(*plain, golden.weights, "down_blocks.0.resnets.0.");
  EXPECT_THAT(plain->forward(golden("resnet_plain.in"), golden("resnet_plain.temb")),
              TensorNear(golden("resnet_plain.out"), 1e-5));
  ResnetBlock shortcut(
      ResnetOptions{.in_channels = 16, .out_channels = 32, .embedding_channels = 64, .num_groups = 8, .eps = 1e-5});
  support::load_module(*shortcut, golden.weights, "down_blocks.1.resnets.0.");
  EXPECT_THAT(shortcut->forward(golden("resnet_shortcut.in"), golden("resnet_shortcut.temb")),
              TensorNear(golden("resnet_shortcut.out"), 1e-5));
}

TEST(Downsample, AgreesWithTheReference) {
  const Golden golden;
  Downsample downsample(16, DownsamplePadding::AllSides);
  support::load_module(*downsample, golden.weights, "down_blocks.0.downsamplers.0.");
  EXPECT_THAT(downsample->forward(golden("unet_down.in")), TensorNear(golden("unet_down.out"), 1e-5));
}

TEST(Downsample, PaddingRightAndBottomMovesTheGridByAPixel) {
  Downsample downsample(1, DownsamplePadding::RightAndBottom);
  const at::Tensor kernel = at::zeros({1, 1, 3, 3});
  kernel[0][0][1][1] = 1.0;
  downsample->conv->weight.set_data(kernel);
  downsample->conv->bias.set_data(at::zeros({1}));
  const at::Tensor picture = at::arange(16.0).view({1, 1, 4, 4});
  EXPECT_TRUE(downsample->forward(picture).flatten().equal(at::tensor({5.0f, 7.0f, 13.0f, 15.0f})));
}

TEST(Upsample, AgreesWithTheReference) {
  const Golden golden;
  Upsample upsample(48);
  support::load_module(*upsample, golden.weights, "up_blocks.0.upsamplers.0.");
  EXPECT_THAT(upsample->forward(golden("unet_up.in")), TensorNear(golden("unet_up.out"), 1e-5));
}

TEST(GroupNorm, TheSmallConstantMattersForSmallInputs) {
  const Golden golden;
  GroupNorm norm(8, 32, 1e-6), wrong(8, 32, 1e-5);
  support::load_module(*norm, golden.weights, "down_blocks.1.attentions.0.norm.");
  support::load_module(*wrong, golden.weights, "down_blocks.1.attentions.0.norm.");
  const at::Tensor wanted = golden("group_norm_transformer.out");
  EXPECT_THAT(norm->forward(golden("group_norm_transformer.in")), TensorNear(wanted, 1e-5));
  EXPECT_THAT(wrong->forward(golden("group_norm_transformer.in")), testing::Not(TensorNear(wanted, 1e-3)));
}

TEST(LayerNorm, AgreesWithTheReference) {
  const Golden golden;
  LayerNorm norm(32);
  support::load_module(*norm, golden.weights, "down_blocks.1.attentions.0.transformer_blocks.0.norm1.");
  EXPECT_THAT(norm->forward(golden("layer_norm.in")), TensorNear(golden("layer_norm.out"), 1e-5));
}

}  // namespace
}  // namespace core::nn
