// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/original_networks.h"

namespace core::cascade {
namespace {

nn::UnetShape unet_shape(NetworkSize size) {
  return {.channels = size == NetworkSize::Original ? std::vector<std::int64_t>{320, 640, 1280, 1280}
                                                    : std::vector<std::int64_t>{32, 64, 64, 64},
          .has_attention_down = {true, true, true, false},
          .has_attention_up = {false, true, true, true}};
}

}  // namespace

models::MultiviewUnetOptions multiview_unet_options(NetworkSize size) {
  models::MultiviewUnetOptions options;
  options.shape = unet_shape(size);
  options.num_heads = {8, 8, 8, 8};
  return options;
}

models::SpatioTemporalUnetOptions spatio_temporal_unet_options(NetworkSize size) {
  models::SpatioTemporalUnetOptions options;
  options.shape = unet_shape(size);
  options.num_heads =
      size == NetworkSize::Original ? std::vector<std::int64_t>{5, 10, 20, 20} : std::vector<std::int64_t>{2, 4, 4, 4};
  return options;
}

models::AutoencoderOptions autoencoder_options(NetworkSize size) {
  models::AutoencoderOptions options;
  if (size == NetworkSize::Tiny) options.block_out_channels = {32, 32, 64, 64};
  return options;
}

models::ClipVisionOptions clip_vision_options(int stage, NetworkSize size) {
  models::ClipVisionOptions options;
  if (stage == 2) {
    options.hidden_size = 1280;
    options.intermediate_size = 5120;
    options.num_hidden_layers = 32;
    options.projection_dim = 1024;
    options.hidden_act = models::ClipActivation::Gelu;
  }
  if (size == NetworkSize::Tiny) {
    options.hidden_size = 64;
    options.intermediate_size = 256;
    options.num_hidden_layers = 2;
    options.num_attention_heads = 4;
  }
  return options;
}

}  // namespace core::cascade
