// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/anchor_condition.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>

#include "core/cascade/pipe_networks.h"
#include "core/image/resize.h"
#include "core/nn/tensor_image.h"

namespace core::cascade {

image::Image8 conditioning_canvas(const image::Image8& front_rgba) {
  image::Image8 rgb(front_rgba.width(), front_rgba.height(), 3);
  for (std::size_t i = 0; i < rgb.num_pixels(); ++i) {
    const std::uint8_t* from = front_rgba.data().data() + 4 * i;
    const float alpha = static_cast<float>(from[3]) / 255.0f;
    for (std::size_t c = 0; c < 3; ++c) {
      const float mixed = static_cast<float>(from[c]) / 255.0f * alpha + (1.0f - alpha);
      rgb.data()[3 * i + c] = static_cast<std::uint8_t>(255.0f * mixed);
    }
  }
  return rgb;
}

at::Tensor image_encoder_input(const image::Image8& rgb, const models::ClipVision& encoder) {
  const int side = static_cast<int>(encoder->options.image_size);
  return models::normalized_for_clip(nn::tensor_from_image(image::resize(rgb, side, side)));
}

at::Tensor encoded_picture(const image::Image8& rgb, const models::AutoencoderKl& autoencoder) {
  const at::Tensor images = 2.0 * nn::tensor_from_image(rgb) - 1.0;
  const auto& weight = autoencoder->quant_conv->weight;
  return autoencoder->encode(images.to(weight.device(), weight.scalar_type())).to(at::kFloat) *
         autoencoder->options.scaling_factor;
}

image::Image8 decoded_picture(const at::Tensor& latents, const models::AutoencoderKl& autoencoder) {
  const auto& weight = autoencoder->quant_conv->weight;
  const at::Tensor unscaled = latents / autoencoder->options.scaling_factor;
  const at::Tensor images = autoencoder->decode(unscaled.to(weight.device(), weight.scalar_type()));
  return nn::image_from_tensor(images.to(at::kFloat) / 2.0 + 0.5);
}

EncodedPictures encode_pictures(const std::array<image::Image8, 2>& canvases, std::span<const image::Image8> others,
                                const std::filesystem::path& pipe, const nn::WeightPlacement& placement,
                                const RunContext& context) {
  EncodedPictures result;
  const double total = static_cast<double>(2 * canvases.size() + others.size());
  double done = 0.0;
  const auto next = [&] {
    context.report(++done, total);
    context.checkpoint();
  };
  {
    const models::ClipVision encoder = load_image_encoder(pipe, placement);
    std::vector<at::Tensor> tokens;
    for (const image::Image8& canvas : canvases) {
      tokens.push_back(encoder->forward(image_encoder_input(canvas, encoder).to(placement.device, placement.dtype)));
      next();
    }
    result.condition.tokens = at::cat(tokens);
  }
  const models::AutoencoderKl autoencoder = load_autoencoder(pipe, placement);
  std::vector<at::Tensor> latents;
  for (const image::Image8& canvas : canvases) {
    latents.push_back(encoded_picture(canvas, autoencoder));
    next();
  }
  result.condition.latents = at::cat(latents);
  latents.clear();
  for (const image::Image8& picture : others) {
    latents.push_back(encoded_picture(picture, autoencoder));
    next();
  }
  if (!latents.empty()) result.latents = at::cat(latents);
  return result;
}

}  // namespace core::cascade
