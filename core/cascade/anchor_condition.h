// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <span>

#include "core/base/run_context.h"
#include "core/cascade/anchor_predictor.h"
#include "core/image/image.h"
#include "core/models/autoencoder_kl.h"
#include "core/models/clip_vision.h"
#include "core/nn/load_weights.h"

namespace core::cascade {

/// The photo's canvas as the networks of stage I see it: RGB over white.
///
/// Source: reference/stage1-anchor-views.md 1.6, steps 5 and 6 (the mixture in float32, cut off to whole bytes).
image::Image8 conditioning_canvas(const image::Image8& front_rgba);

/// An RGB picture as the image encoder of stage I wants it: [1, 3, side, side].
at::Tensor image_encoder_input(const image::Image8& rgb, const models::ClipVision& encoder);
/// An RGB picture as latents: [1, 4, h, w], scaled as the denoising network wants them.
at::Tensor encoded_picture(const image::Image8& rgb, const models::AutoencoderKl& autoencoder);
/// The inverse of encoded_picture(), for one row of latents.
image::Image8 decoded_picture(const at::Tensor& latents, const models::AutoencoderKl& autoencoder);

/// Everything that the networks make of pictures before the first denoising step. One network is in memory at a time.
struct EncodedPictures {
  AnchorCondition condition;
  at::Tensor latents;  ///< [N, 4, h, w], scaled: of `others`
};
/// @param canvases  the photo's and its normals', RGB
/// @param others    pictures of the same size whose latents are wanted too
/// @param pipe      s1_pipe of a pack
EncodedPictures encode_pictures(const std::array<image::Image8, 2>& canvases, std::span<const image::Image8> others,
                                const std::filesystem::path& pipe, const nn::WeightPlacement& placement,
                                const RunContext& context);

}  // namespace core::cascade
