// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/models/clip_vision.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/tensor.h>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/nn/attention.h"

namespace core::models {

using nn::LayerNorm;
using nn::Linear;

ClipLayerImpl::ClipLayerImpl(const ClipVisionOptions& settings)
    : options(settings),
      layer_norm1(register_module("layer_norm1", LayerNorm(settings.hidden_size, settings.layer_norm_eps))),
      layer_norm2(register_module("layer_norm2", LayerNorm(settings.hidden_size, settings.layer_norm_eps))),
      q_proj(settings.hidden_size, settings.hidden_size),
      k_proj(settings.hidden_size, settings.hidden_size),
      v_proj(settings.hidden_size, settings.hidden_size),
      out_proj(settings.hidden_size, settings.hidden_size),
      fc1(settings.hidden_size, settings.intermediate_size),
      fc2(settings.intermediate_size, settings.hidden_size) {
  const auto self_attn = nn::add_group(*this, "self_attn");
  self_attn->register_module("q_proj", q_proj);
  self_attn->register_module("k_proj", k_proj);
  self_attn->register_module("v_proj", v_proj);
  self_attn->register_module("out_proj", out_proj);
  const auto mlp = nn::add_group(*this, "mlp");
  mlp->register_module("fc1", fc1);
  mlp->register_module("fc2", fc2);
}

at::Tensor ClipLayerImpl::forward(const at::Tensor& hidden) const {
  const at::Tensor normed = layer_norm1->forward(hidden);
  const at::Tensor mixed = nn::attend(q_proj->forward(normed), k_proj->forward(normed), v_proj->forward(normed),
                                      options.num_attention_heads);
  const at::Tensor attended = hidden + out_proj->forward(mixed);
  const at::Tensor x = fc1->forward(layer_norm2->forward(attended));
  const at::Tensor activated = options.hidden_act == ClipActivation::Gelu ? at::gelu(x) : x * at::sigmoid(1.702 * x);
  return attended + fc2->forward(activated);
}

ClipVisionImpl::ClipVisionImpl(const ClipVisionOptions& settings)
    : options(settings),
      patch_embedding(nn::Conv2dOptions{.in_channels = settings.num_channels,
                                        .out_channels = settings.hidden_size,
                                        .kernel = settings.patch_size,
                                        .stride = settings.patch_size,
                                        .padding = 0,
                                        .has_bias = false}),
      pre_layrnorm(settings.hidden_size, settings.layer_norm_eps),
      post_layernorm(settings.hidden_size, settings.layer_norm_eps),
      visual_projection(
          register_module("visual_projection", Linear(settings.hidden_size, settings.projection_dim, false))) {
  const std::int64_t patches_per_side = settings.image_size / settings.patch_size;
  const auto vision_model = nn::add_group(*this, "vision_model");
  const auto embeddings = nn::add_group(*vision_model, "embeddings");
  class_embedding = embeddings->register_parameter("class_embedding", at::empty({settings.hidden_size}), false);
  embeddings->register_module("patch_embedding", patch_embedding);
  const auto positions = nn::add_group(*embeddings, "position_embedding");
  position_embedding = positions->register_parameter(
      "weight", at::empty({1 + patches_per_side * patches_per_side, settings.hidden_size}), false);
  vision_model->register_module("pre_layrnorm", pre_layrnorm);
  const auto encoder = nn::add_group(*vision_model, "encoder");
  encoder->register_module("layers", layers);
  for (std::int64_t i = 0; i < settings.num_hidden_layers; ++i) layers->add(ClipLayer(settings));
  vision_model->register_module("post_layernorm", post_layernorm);
}

at::Tensor ClipVisionImpl::forward(const at::Tensor& pixels) const {
  at::Tensor hidden = embedded(pixels);
  for (const ClipLayer& layer : layers->items) hidden = layer->forward(hidden);
  return projected(hidden);
}

at::Tensor ClipVisionImpl::embedded(const at::Tensor& pixels) const {
  if (pixels.dim() != 4 || pixels.size(1) != options.num_channels || pixels.size(2) != options.image_size ||
      pixels.size(3) != options.image_size) {
    throw Error(ErrorCode::Usage, fmt::format("The image encoder takes pictures [B, {}, {}, {}].", options.num_channels,
                                              options.image_size, options.image_size));
  }
  const at::Tensor patches = nn::tokens_from_map(patch_embedding->forward(pixels));
  const at::Tensor class_token = class_embedding.expand({pixels.size(0), 1, options.hidden_size});
  return pre_layrnorm->forward(at::cat({class_token, patches}, 1) + position_embedding);
}

at::Tensor ClipVisionImpl::projected(const at::Tensor& hidden) const {
  return visual_projection->forward(post_layernorm->forward(hidden.select(1, 0)));
}

const nn::NameRules& clip_name_rules() {
  static const nn::NameRules rules = {.renamed = {}, .ignored = {"embeddings.position_ids"}};
  return rules;
}

at::Tensor normalized_for_clip(const at::Tensor& images) {
  const at::Tensor mean = at::tensor({0.48145466f, 0.4578275f, 0.40821073f}, images.options()).view({1, 3, 1, 1});
  const at::Tensor deviation = at::tensor({0.26862954f, 0.26130258f, 0.27577711f}, images.options()).view({1, 3, 1, 1});
  return (images - mean) / deviation;
}

}  // namespace core::models
