// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "core/diffusion/noise_schedule.h"
#include "core/models/clip_vision.h"
#include "core/models/multiview_unet.h"
#include "core/models/spatio_temporal_unet.h"
#include "core/models/vae_blocks.h"

/// What the configuration files of a pack say, as the networks and schedulers want it. A file that describes another
/// kind of network is refused.
///
/// All throw Error BadFormat (damaged, a setting missing or out of range), Unsupported (another class, or a setting
/// that the network here does not have) and what io::read_json() throws. Shapes that weights could not have anyway
/// (more than 2^14 channels, more than 8 levels) are out of range.
namespace core::cascade {

/// @param path  of unet/config.json of stage I
models::MultiviewUnetOptions read_multiview_unet_config(const std::filesystem::path& path);
/// @param path  of unet/config.json of stage II
models::SpatioTemporalUnetOptions read_spatio_temporal_unet_config(const std::filesystem::path& path);
/// @param path  of vae/config.json, of either stage
models::AutoencoderOptions read_autoencoder_config(const std::filesystem::path& path);
/// @param path  of image_encoder/config.json
models::ClipVisionOptions read_clip_vision_config(const std::filesystem::path& path);
/// @param path  of scheduler/scheduler_config.json
diffusion::NoiseSchedule read_noise_schedule(const std::filesystem::path& path);

}  // namespace core::cascade
