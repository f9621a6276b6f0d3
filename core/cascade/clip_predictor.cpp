// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/clip_predictor.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/reflection_pad2d.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/upsample_bicubic2d.h>
#include <ATen/ops/zeros.h>
#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/models/clip_vision.h"

namespace core::cascade {
namespace {

/// Filters along one side of maps; the window sums to 1 and the border is mirrored.
at::Tensor blurred(const at::Tensor& x, std::int64_t axis, double factor) {
  const double deviation = std::max((factor - 1.0) / 2.0, 0.001);
  const std::int64_t half = std::max<std::int64_t>(static_cast<std::int64_t>(4.0 * deviation), 3) / 2;
  const at::Tensor offsets = at::arange(-half, half + 1, x.options());
  const at::Tensor window = (offsets.square() / (-2.0 * deviation * deviation)).exp();
  const bool is_row = axis == 3;
  const at::Tensor padded =
      is_row ? at::reflection_pad2d(x, {half, half, 0, 0}) : at::reflection_pad2d(x, {0, 0, half, half});
  const at::Tensor kernel = (window / window.sum()).view({1, 1, is_row ? 1 : 2 * half + 1, is_row ? 2 * half + 1 : 1});
  return at::conv2d(padded, kernel.repeat({x.size(1), 1, 1, 1}), {}, 1, at::IntArrayRef{0, 0}, 1, x.size(1));
}

}  // namespace

at::Tensor clip_camera_values() {
  // As the original writes them.
  constexpr float kAzimuths[kClipFrames] = {0.0f,    0.1963f, 0.3927f, 0.5890f, 0.7854f,
                                            0.9817f, 1.1781f, 1.3744f, 1.5708f};
  const at::Tensor angles = at::zeros({kClipFrames, 3}, at::kFloat);
  for (std::int64_t frame = 0; frame < kClipFrames; ++frame) angles[frame][2] = kAzimuths[frame];
  return at::cat({angles.sin(), angles.cos()}, 1);
}

at::Tensor clip_cameras() { return clip_camera_values().to(at::kHalf).to(at::kFloat); }

at::Tensor clip_time_ids() { return at::tensor({7.0f, 127.0f, 0.02f}).to(at::kHalf).to(at::kFloat).unsqueeze(0); }

ClipPredictor::ClipPredictor(models::SpatioTemporalUnet unet, const ClipCondition& condition)
    : unet_(std::move(unet)),
      // Frames 0-3 follow the start, 4-7 the middle, 8 the end.
      latents_(condition.latents.repeat_interleave(4, 0).narrow(0, 0, kClipFrames)),
      context_(condition.token.unsqueeze(1).to(unet_->conv_norm_out->weight.scalar_type())),
      time_ids_(clip_time_ids().to(condition.latents.device())),
      cameras_(clip_cameras().to(condition.latents.device())) {
  const models::SpatioTemporalUnetOptions& options = unet_->options;
  const std::int64_t latent_channels = condition.latents.size(1);
  if (options.num_frames != kClipFrames || options.in_channels != 2 * latent_channels ||
      options.out_channels != latent_channels || options.num_time_ids != time_ids_.size(1) ||
      options.camera_channels != cameras_.size(1) || options.context_channels != condition.token.size(1)) {
    throw Error(
        ErrorCode::Unsupported,
        fmt::format("This network is not that of stage II: it takes clips of {} frames, {} to {} channels, {} time "
                    "ids, cameras of {} and tokens of {} numbers, and the stage has {} frames, {} to {} channels, {} "
                    "time ids, cameras of {} and tokens of {} numbers.",
                    options.num_frames, options.in_channels, options.out_channels, options.num_time_ids,
                    options.camera_channels, options.context_channels, kClipFrames, 2 * latent_channels,
                    latent_channels, time_ids_.size(1), cameras_.size(1), condition.token.size(1)));
  }
}

at::Tensor ClipPredictor::operator()(const at::Tensor& latents, double timestep) const {
  const at::ScalarType dtype = unet_->conv_norm_out->weight.scalar_type();
  return unet_->forward(at::cat({latents, latents_}, 1).to(dtype), timestep, time_ids_, cameras_, context_);
}

at::Tensor image_encoder_pixels(const at::Tensor& pictures, std::int64_t side) {
  return models::normalized_for_clip((antialiased_resize(2.0 * pictures - 1.0, side, side) + 1.0) / 2.0);
}

at::Tensor antialiased_resize(const at::Tensor& x, std::int64_t height, std::int64_t width) {
  const auto factor = [&](std::int64_t axis, std::int64_t size) {
    return static_cast<double>(x.size(axis)) / static_cast<double>(size);
  };
  const at::Tensor smooth = blurred(blurred(x, 3, factor(3, width)), 2, factor(2, height));
  return at::upsample_bicubic2d(smooth, {height, width}, /*align_corners=*/true);
}

}  // namespace core::cascade
