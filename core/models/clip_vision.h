// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/nn/layers.h"
#include "core/nn/load_weights.h"

namespace core::models {

enum class ClipActivation {
  QuickGelu,  ///< x sigmoid(1.702 x)
  Gelu        ///< exact
};

struct ClipVisionOptions {
  std::int64_t hidden_size = 1024;
  std::int64_t intermediate_size = 4096;
  std::int64_t num_hidden_layers = 24;
  std::int64_t num_attention_heads = 16;
  std::int64_t num_channels = 3;
  std::int64_t image_size = 224;
  std::int64_t patch_size = 14;
  std::int64_t projection_dim = 768;
  double layer_norm_eps = 1e-5;
  ClipActivation hidden_act = ClipActivation::QuickGelu;
};

/// One layer of the tower: attention and MLP, each after its norm and added to its input.
struct ClipLayerImpl : torch::nn::Module {
  explicit ClipLayerImpl(const ClipVisionOptions& options);
  /// @param hidden  [B, N, hidden_size]
  at::Tensor forward(const at::Tensor& hidden) const;

  ClipVisionOptions options;
  nn::LayerNorm layer_norm1, layer_norm2;
  nn::Linear q_proj, k_proj, v_proj, out_proj;  ///< of self_attn
  nn::Linear fc1, fc2;                          ///< of mlp
};
TORCH_MODULE(ClipLayer);

/// CLIP's vision tower with its projection: a picture to one vector, not normalised.
///
/// Source: Radford et al. 2021, "Learning transferable visual models from natural language supervision", 2.4;
/// reference/stage1-anchor-views.md 2.2, stage2-interpolation.md 2.1.
struct ClipVisionImpl : torch::nn::Module {
  explicit ClipVisionImpl(const ClipVisionOptions& options);

  /// @param pixels  [B, 3, image_size, image_size], normalised by normalized_for_clip()
  /// @return        [B, projection_dim]
  /// @throws Error(Usage) for another shape
  at::Tensor forward(const at::Tensor& pixels) const;

  /// What enters the first layer: [B, 1 + patches, hidden_size], the class token first.
  at::Tensor embedded(const at::Tensor& pixels) const;
  /// The class token of what leaves the last layer, as forward() returns it.
  at::Tensor projected(const at::Tensor& hidden) const;

  ClipVisionOptions options;
  at::Tensor class_embedding;     ///< [hidden_size]
  nn::Conv2d patch_embedding;     ///< no bias
  at::Tensor position_embedding;  ///< [1 + patches, hidden_size]
  nn::LayerNorm pre_layrnorm;     ///< spelt as in the files
  nn::List<ClipLayer> layers;
  nn::LayerNorm post_layernorm;
  nn::Linear visual_projection;
};
TORCH_MODULE(ClipVision);

/// Files may hold the numbers of the positions.
const nn::NameRules& clip_name_rules();

/// Takes off the mean and divides by the deviation of the pictures that CLIP was trained with.
/// @param images  [B, 3, H, W], 0..1
at::Tensor normalized_for_clip(const at::Tensor& images);

}  // namespace core::models
