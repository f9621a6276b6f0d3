// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/clip_predictor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/nn/stored_tensor.h"
#include "tests/support/golden.h"
#include "tests/support/module_weights.h"

namespace core::cascade {
namespace {

using nn::tensor_of;
using support::TensorNear;

TEST(ClipPredictor, CamerasAndTimeIdsAgreeWithTheReference) {
  ENVISION3D_NEED_GOLDEN("stage2/modules.safetensors");
  const io::TensorFile golden = io::open_tensor_file(support::golden_path("stage2/modules.safetensors"));
  EXPECT_THAT(clip_camera_values(), TensorNear(tensor_of(golden, "camera.table_before_rounding"), 1e-6));
  EXPECT_TRUE(clip_cameras().to(at::kHalf).equal(tensor_of(golden, "camera.table_f16")));
  EXPECT_TRUE(clip_time_ids().equal(tensor_of(golden, "ids.values")));
}

TEST(ClipPredictor, PicturesReachTheImageEncoderAlike) {
  ENVISION3D_NEED_GOLDEN("stage2/modules.safetensors");
  const io::TensorFile golden = io::open_tensor_file(support::golden_path("stage2/modules.safetensors"));
  const at::Tensor picture = tensor_of(golden, "prep.image").unsqueeze(0).to(at::kFloat) / 255.0;
  EXPECT_THAT(image_encoder_pixels(picture, 224).slice(2, 0, {}, 4),
              TensorNear(tensor_of(golden, "prep.pixel_values_every_4th_row"), 1e-4));
  EXPECT_THAT(antialiased_resize(2.0 * tensor_of(golden, "prep.blur_in") - 1.0, 16, 12),
              TensorNear(tensor_of(golden, "prep.blur_out"), 1e-4));
}

TEST(ClipPredictor, FramesFollowTheAnchorBeforeThem) {
  models::SpatioTemporalUnetOptions options;
  options.shape = {
      .channels = {32, 32}, .has_attention_down = {true, false}, .has_attention_up = {false, true}, .num_layers = 1};
  options.num_heads = {2, 2};
  options.context_channels = 6;
  options.time_id_channels = 8;
  models::SpatioTemporalUnet unet(options);
  support::fill_weights(*unet);
  const at::Tensor anchors = at::linspace(-1.0, 1.0, 3 * 4 * 4 * 4).view({3, 4, 4, 4}).sin();
  const at::Tensor token = at::linspace(-1.0, 1.0, 6).view({1, 6});
  const at::Tensor latents = at::linspace(-9.0, 9.0, 9 * 4 * 4 * 4).view({9, 4, 4, 4}).cos();
  const at::Tensor condition =
      at::cat({anchors[0].expand({4, 4, 4, 4}), anchors[1].expand({4, 4, 4, 4}), anchors[2].unsqueeze(0)});
  EXPECT_THAT(ClipPredictor(unet, {anchors, token})(latents, 0.75),
              TensorNear(unet->forward(at::cat({latents, condition}, 1), 0.75, clip_time_ids(), clip_cameras(),
                                       token.unsqueeze(1)),
                         1e-6));
  EXPECT_THROW(ClipPredictor(unet, {anchors, at::zeros({1, 7})}), Error);
}

}  // namespace
}  // namespace core::cascade
