// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "core/models/autoencoder_kl.h"
#include "core/models/clip_vision.h"
#include "core/models/multiview_unet.h"
#include "core/models/spatio_temporal_unet.h"
#include "core/models/temporal_autoencoder.h"
#include "core/nn/load_weights.h"

/// The networks of a pack's folder for one stage (s1_pipe, s2_pipe), built from their configurations and filled with
/// their weights. All throw what network_configs.h and load_weights() throw, and Error(MissingWeights) naming the file
/// that is not there.
namespace core::cascade {

/// The file with a network's weights, as packs/model_pack.h finds it.
std::filesystem::path find_weights(const std::filesystem::path& network_folder);

models::MultiviewUnet load_multiview_unet(const std::filesystem::path& pipe, const nn::WeightPlacement& placement = {});
models::AutoencoderKl load_autoencoder(const std::filesystem::path& pipe, const nn::WeightPlacement& placement = {});
models::ClipVision load_image_encoder(const std::filesystem::path& pipe, const nn::WeightPlacement& placement = {});
models::SpatioTemporalUnet load_spatio_temporal_unet(const std::filesystem::path& pipe,
                                                     const nn::WeightPlacement& placement = {});
models::TemporalAutoencoder load_temporal_autoencoder(const std::filesystem::path& pipe,
                                                      const nn::WeightPlacement& placement = {});

}  // namespace core::cascade
