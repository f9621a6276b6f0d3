// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/spatio_temporal_unet.h"

/// What the network of stage II is told about a clip: nine frames over 90 degrees, held by three anchors.
///
/// Source: reference/stage2-interpolation.md 1.3, 2.
namespace core::cascade {

inline constexpr std::int64_t kClipFrames = 9;

/// Sines, then cosines of (0, 0, azimuth) for each frame, relative to the first: [9, 6], float32.
at::Tensor clip_camera_values();
/// The same rounded to fp16, as the original does.
at::Tensor clip_cameras();

/// Frames per second, motion and noise of the condition: [1, 3], float32, rounded to fp16 as in the original.
at::Tensor clip_time_ids();

/// What the anchors give to a clip.
struct ClipCondition {
  at::Tensor latents;  ///< [3, 4, h, w], not scaled: of the anchors at start, middle and end
  at::Tensor token;    ///< [1, X], of the image encoder: of the anchor at the start
};

/// The network with the condition of one clip around it.
class ClipPredictor {
 public:
  /// @throws Error(Unsupported) if the network does not take clips of nine frames, or its channels do not fit
  ClipPredictor(models::SpatioTemporalUnet unet, const ClipCondition& condition);

  /// @param latents   [9, 4, h, w], float32, scaled by the scheduler
  /// @param timestep  ln(sigma) / 4
  /// @return          [9, 4, h, w]
  at::Tensor operator()(const at::Tensor& latents, double timestep) const;

 private:
  models::SpatioTemporalUnet unet_;
  at::Tensor latents_;  ///< [9, 4, h, w]
  at::Tensor context_;  ///< [1, 1, X], in the network's type; the same tensor at every step
  at::Tensor time_ids_, cameras_;
};

/// A picture as the image encoder of stage II wants it: resized by a Gaussian against aliasing and bicubic
/// interpolation with aligned corners, normalised, not clamped.
/// @param pictures  [B, 3, H, W], 0..1
/// @return          [B, 3, side, side]
at::Tensor image_encoder_pixels(const at::Tensor& pictures, std::int64_t side);

/// The resize of image_encoder_pixels().
/// @param x  [B, C, H, W]; a side that shrinks f times is blurred first with deviation max((f - 1) / 2, 0.001)
at::Tensor antialiased_resize(const at::Tensor& x, std::int64_t height, std::int64_t width);

}  // namespace core::cascade
