// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/models/temporal_autoencoder.h"

namespace core::models {
namespace {

SpatioTemporalResnet make_resnet(const AutoencoderOptions& options, std::int64_t in_channels,
                                 std::int64_t out_channels) {
  return SpatioTemporalResnet(SpatioTemporalResnetOptions{.spatial = {.in_channels = in_channels,
                                                                      .out_channels = out_channels,
                                                                      .num_groups = options.norm_num_groups,
                                                                      .eps = kVaeNormEps},
                                                          .temporal_eps = 1e-5,
                                                          .weighted = MixedBranch::Temporal});
}

}  // namespace

TemporalDecoderImpl::TemporalDecoderImpl(const AutoencoderOptions& options)
    : VaeDecoderImpl(options, options.layers_per_block,
                     [&](std::int64_t in_channels, std::int64_t out_channels) {
                       return make_resnet(options, in_channels, out_channels);
                     }),
      time_conv_out(register_module("time_conv_out", FrameConv(options.out_channels, options.out_channels))) {}

at::Tensor TemporalDecoderImpl::forward(const at::Tensor& latents) const {
  const at::Tensor frames = VaeDecoderImpl::forward(latents);
  return frames_from_clips(time_conv_out->forward(clips_from_frames(frames, frames.size(0))));
}

TemporalAutoencoderImpl::TemporalAutoencoderImpl(const AutoencoderOptions& settings)
    : options(settings),
      encoder(register_module("encoder", VaeEncoder(settings))),
      decoder(register_module("decoder", TemporalDecoder(settings))),
      quant_conv(register_module("quant_conv", pointwise_conv(2 * settings.latent_channels))) {}

at::Tensor TemporalAutoencoderImpl::encode(const at::Tensor& images) const {
  check_images(options, images);
  return quant_conv->forward(encoder->forward(images)).narrow(1, 0, options.latent_channels);
}

at::Tensor TemporalAutoencoderImpl::decode(const at::Tensor& latents) const {
  check_latents(options, latents);
  return decoder->forward(latents);
}

}  // namespace core::models
