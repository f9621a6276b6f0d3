// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/multiview_transformer.h"
#include "core/nn/embeddings.h"
#include "core/nn/load_weights.h"
#include "core/nn/unet_body.h"

namespace core::models {

/// Field by field what the network's config.json says, in the words of this program.
struct MultiviewUnetOptions {
  std::int64_t in_channels = 8;
  std::int64_t out_channels = 4;
  nn::UnetShape shape;  ///< block_out_channels, down_block_types, up_block_types, layers_per_block
  std::vector<std::int64_t>
      num_heads;  ///< of each level, finest first. The files say "attention_head_dim", but mean this
  std::int64_t transformer_layers = 1;
  std::int64_t context_channels = 768;
  std::int64_t label_channels = 12;  ///< of the camera and domain label
  std::int64_t num_groups = 32;
  double norm_eps = 1e-5;
  bool cosines_first = true;
  double freq_shift = 0.0;
  std::int64_t num_views = 9;
  std::int64_t num_domains = 2;
  nn::ViewMixing mixing = nn::ViewMixing::AllViews;
  bool joint_mid = true;
  bool joint_last = false;
  bool per_domain = false;  ///< "moe_mlp": own first and last convolutions and feed-forward parts for each domain
  bool use_linear_projection = false;
};

/// The network of stage I (UNetMV2DConditionModel): predicts the noise of all views and domains of an object together.
///
/// Source: He et al. 2024, "Envision3D: one image to 3D with anchor views interpolation", 3.2; Long et al. 2024,
/// "Wonder3D"; reference/stage1-anchor-views.md 3.
struct MultiviewUnetImpl : nn::UnetBodyImpl<nn::ResnetBlock, MultiviewTransformer> {
  explicit MultiviewUnetImpl(const MultiviewUnetOptions& options);

  /// @param sample    [rows, in_channels, H, W], rows domain-major and a multiple of num_views and num_domains; H and W
  ///                  divisible by 2^(levels - 1); dtype and device of the weights
  /// @param timestep  0..999
  /// @param labels    [rows, label_channels], sines and cosines of camera and domain
  /// @param context   [rows, M, context_channels], tokens of the picture
  /// @return          [rows, out_channels, H, W]
  /// @throws Error(Usage) for other shapes
  at::Tensor forward(const at::Tensor& sample, double timestep, const at::Tensor& labels,
                     const at::Tensor& context) const;

  /// What every residual block receives: [rows, E].
  at::Tensor embedding(double timestep, const at::Tensor& labels) const;

  MultiviewUnetOptions options;
  nn::EmbeddingMlp time_embedding, class_embedding;
  std::vector<nn::Conv2d> convs_in;  ///< conv_in, or one for each domain
  nn::GroupNorm conv_norm_out;
  std::vector<nn::Conv2d> convs_out;  ///< conv_out, or one for each domain
};
TORCH_MODULE(MultiviewUnet);

/// Names that the attention across domains has in older files.
const nn::NameRules& multiview_unet_name_rules();

}  // namespace core::models
