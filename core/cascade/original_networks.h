// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/clip_vision.h"
#include "core/models/multiview_unet.h"
#include "core/models/spatio_temporal_unet.h"
#include "core/models/vae_blocks.h"

/// The sizes of the original's networks, and of tiny ones of the same build, for benchmarks that have no pack at hand.
///
/// Source: reference/stage1-anchor-views.md 3.1, stage2-interpolation.md 3.1.
namespace core::cascade {

enum class NetworkSize { Tiny, Original };

models::MultiviewUnetOptions multiview_unet_options(NetworkSize size);
models::SpatioTemporalUnetOptions spatio_temporal_unet_options(NetworkSize size);
/// Of either stage.
models::AutoencoderOptions autoencoder_options(NetworkSize size);
/// Stage I has CLIP ViT-L/14, stage II ViT-H/14.
models::ClipVisionOptions clip_vision_options(int stage, NetworkSize size);

}  // namespace core::cascade
