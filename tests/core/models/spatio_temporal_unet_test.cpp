// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/models/spatio_temporal_unet.h"

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

SpatioTemporalUnetOptions tiny_options() {
  SpatioTemporalUnetOptions options;
  options.shape = {.channels = {32, 64, 32, 32},
                   .has_attention_down = {true, true, true, false},
                   .has_attention_up = {false, true, true, true}};
  options.num_heads = {2, 8, 4, 1};
  options.context_channels = 24;
  return options;
}

/// The tiny network of the reference data with its weights, and single modules' inputs and outputs.
class SpatioTemporalUnetReference : public testing::Test {
 protected:
  void SetUp() override {
    ENVISION3D_NEED_GOLDEN("stage2/modules.safetensors");
    modules.emplace(io::open_tensor_file(support::golden_path("stage2/modules.safetensors")));
    nn::load_weights(*unet, io::open_tensor_file(
                                support::golden_path("stage2/pack/s2_pipe/unet/diffusion_pytorch_model.safetensors")));
  }
  at::Tensor golden(const std::string& name) const { return tensor_of(*modules, name); }

  void expect_resnet(const SpatioTemporalResnet& resnet, const std::string& name) const {
    const at::Tensor x = golden(name + ".x"), embedding = golden(name + ".emb");
    const at::Tensor spatial = resnet->spatial_res_block->forward(x, embedding);
    EXPECT_THAT(spatial, TensorNear(golden(name + ".spatial"), 1e-5)) << name;
    const at::Tensor temporal = resnet->temporal_res_block->forward(clips_from_frames(spatial, 9), embedding);
    EXPECT_THAT(frames_from_clips(temporal), TensorNear(golden(name + ".temporal"), 1e-5)) << name;
    EXPECT_THAT(resnet->forward(x, embedding), TensorNear(golden(name + ".y"), 1e-5)) << name;
  }
  void expect_transformer(const SpatioTemporalTransformer& transformer, const std::string& name) const {
    EXPECT_THAT(transformer->frame_positions(), TensorNear(golden(name + ".frame_pos"), 1e-5)) << name;
    EXPECT_THAT(transformer->forward(golden(name + ".x"), golden(name + ".context")),
                TensorNear(golden(name + ".y"), 1e-5))
        << name;
  }

  SpatioTemporalUnet unet{tiny_options()};
  std::optional<io::TensorFile> modules;
};

TEST_F(SpatioTemporalUnetReference, ResidualBlocksAgreeWithTheNormsOfTheirPlaces) {
  const auto& down = unet->down_blocks->items;
  const auto& up = unet->up_blocks->items;
  expect_resnet((*down[0]->resnets)[0], "res.eps6");
  expect_resnet((*down[0]->resnets)[0], "res.eps6_small");
  expect_resnet((*down[0]->resnets)[1], "res.two_clips");
  expect_resnet((*down[3]->resnets)[1], "res.eps5_down3_small");
  expect_resnet((*unet->mid_block->resnets)[0], "res.eps5_mid");
  expect_resnet((*unet->mid_block->resnets)[0], "res.eps5_mid_small");
  expect_resnet((*up[0]->resnets)[1], "res.eps6_up0_small");
  expect_resnet((*up[2]->resnets)[0], "res.eps6_shortcut");
}

TEST_F(SpatioTemporalUnetReference, TransformersAgreeAtEveryLevel) {
  const auto& down = unet->down_blocks->items;
  expect_transformer((*down[0]->attentions)[0], "tf.level0");
  expect_transformer((*down[0]->attentions)[0], "tf.level0_small");
  expect_transformer((*down[1]->attentions)[1], "tf.level1");
  expect_transformer((*unet->up_blocks->items[1]->attentions)[0], "tf.level2");
  expect_transformer((*unet->mid_block->attentions)[0], "tf.mid");
}

TEST_F(SpatioTemporalUnetReference, BlocksInSpaceAndTimeAgree) {
  const SpatioTemporalTransformer& transformer = (*unet->down_blocks->items[2]->attentions)[0];
  EXPECT_THAT((*transformer->transformer_blocks)[0]->forward(golden("sblock.x"), golden("sblock.context")),
              TensorNear(golden("sblock.y"), 1e-5));
  EXPECT_THAT((*transformer->temporal_transformer_blocks)[0]->forward(golden("tblock.x"), golden("tblock.context")),
              TensorNear(golden("tblock.y"), 1e-5));
}

TEST_F(SpatioTemporalUnetReference, EmbeddingsSamplersAndHeadAgree) {
  const double timestep = golden("time.timestep")[1].item<double>();
  EXPECT_THAT(unet->embedding(timestep, golden("ids.values"), golden("camera.table_f16")),
              TensorNear(golden("emb.frames"), 1e-5));
  EXPECT_THAT((*unet->down_blocks->items[0]->downsamplers)[0]->forward(golden("down.x")),
              TensorNear(golden("down.y"), 1e-5));
  EXPECT_THAT((*unet->up_blocks->items[0]->upsamplers)[0]->forward(golden("up.x")), TensorNear(golden("up.y"), 1e-5));
  EXPECT_THAT(unet->conv_out->forward(at::silu(unet->conv_norm_out->forward(golden("head.x_small")))),
              TensorNear(golden("head.y_small"), 1e-5));
  EXPECT_THAT((*unet->down_blocks->items[0]->resnets)[0]->time_mixer->forward(golden("blend.spatial"),
                                                                              golden("blend.temporal")),
              TensorNear(golden("blend.unet"), 1e-5));
}

TEST_F(SpatioTemporalUnetReference, AWholeCallAgreesAndTwoClipsInABatchDoNotMix) {
  const io::TensorFile call = io::open_tensor_file(support::golden_path("stage2/unet_call.safetensors"));
  const at::Tensor sample = tensor_of(call, "sample").squeeze(0), ids = tensor_of(call, "added_time_ids"),
                   cameras = tensor_of(call, "class_labels"), context = tensor_of(call, "encoder_hidden_states");
  const double timestep = tensor_of(call, "timestep").item<double>();
  const at::Tensor output = unet->forward(sample, timestep, ids, cameras, context);
  EXPECT_THAT(output.unsqueeze(0), TensorNear(tensor_of(call, "output"), 2e-5));

  const at::Tensor other_sample = sample.flip(0), other_context = -context;
  const at::Tensor both = unet->forward(at::cat({sample, other_sample}), timestep, ids.repeat({2, 1}), cameras,
                                        at::cat({context, other_context}));
  EXPECT_THAT(both.narrow(0, 0, 9), TensorNear(output, 1e-5));
  EXPECT_THAT(both.narrow(0, 9, 9),
              TensorNear(unet->forward(other_sample, timestep, ids, cameras, other_context), 1e-5));
}

TEST(SpatioTemporalUnet, RowsThatAreNoWholeClipAreRefused) {
  const SpatioTemporalUnet unet(tiny_options());
  const at::Tensor ids = at::zeros({1, 3}), cameras = at::zeros({9, 6}), context = at::zeros({1, 1, 24});
  EXPECT_THROW(unet->forward(at::zeros({8, 8, 8, 8}), 0.0, ids, cameras, context), Error);
  EXPECT_THROW(unet->forward(at::zeros({9, 8, 12, 8}), 0.0, ids, cameras, context), Error);
  EXPECT_THROW(unet->forward(at::zeros({18, 8, 8, 8}), 0.0, ids, cameras, context), Error);
}

}  // namespace
}  // namespace core::models
