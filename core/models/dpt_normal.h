// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/dpt_backbone.h"
#include "core/nn/load_weights.h"

namespace core::models {

/// Two convolutions, each after a ReLU, added to their input.
struct ResidualConvUnitImpl : torch::nn::Module {
  explicit ResidualConvUnitImpl(std::int64_t channels);
  at::Tensor forward(const at::Tensor& x) const;

  nn::Conv2d conv1, conv2;
};
TORCH_MODULE(ResidualConvUnit);

/// Adds a finer map to what comes from the coarser ones and doubles the size.
struct FeatureFusionImpl : torch::nn::Module {
  explicit FeatureFusionImpl(std::int64_t channels);
  /// @param x     [B, C, H, W]
  /// @param skip  the same; undefined at the coarsest, whose resConfUnit1 is never used
  /// @return      [B, C, 2 H, 2 W]
  at::Tensor forward(const at::Tensor& x, const at::Tensor& skip) const;

  nn::Conv2d out_conv;
  ResidualConvUnit resConfUnit1, resConfUnit2;  // NOLINT: the names of the file
};
TORCH_MODULE(FeatureFusion);

/// Normals of a photo: DPT-Hybrid as Omnidata trained it. The architecture is fixed; there is no configuration.
///
/// Source: Eftekhar et al. 2021, "Omnidata: a scalable pipeline for making multi-task mid-level vision datasets";
/// Ranftl, Bochkovskiy, Koltun 2021, "Vision transformers for dense prediction", 3;
/// reference/stage1-anchor-views.md 1.7.
struct DptNormalImpl : torch::nn::Module {
  DptNormalImpl();

  /// @param pictures  [B, 3, 384, 384], 0..1, not normalised
  /// @return          [B, 3, 384, 384], (normal + 1) / 2, >= 0, not clamped to 1
  /// @throws Error(Usage) for another shape
  at::Tensor forward(const at::Tensor& pictures) const;

  /// What follows the backbone.
  at::Tensor from_taps(const DptTaps& taps) const;

  DptBackbone model;
  nn::Linear readout3, readout4;             ///< pretrained.act_postprocess3.0.project.0 and of 4
  nn::Conv2d resized3, resized4, coarsened;  ///< act_postprocess3.3, 4.3, 4.4
  std::vector<nn::Conv2d> layers;            ///< scratch.layer1_rn ... layer4_rn
  std::vector<FeatureFusion> refinenets;     ///< scratch.refinenet1 ... refinenet4
  nn::Conv2d head0, head2, head4;            ///< scratch.output_conv.0, .2, .4
};
TORCH_MODULE(DptNormal);

/// Lightning's prefix, and the classifier that the file holds and nothing uses.
const nn::NameRules& dpt_normal_name_rules();

}  // namespace core::models
