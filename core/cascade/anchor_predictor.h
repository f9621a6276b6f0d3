// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/multiview_unet.h"

/// The rows that the network of stage I sees: of each domain (colour, then normal) the eight anchors and, as a ninth
/// view, the picture itself. Noise, samples and results have the same order without the ninth views: 16 rows.
///
/// Source: He et al. 2024, "Envision3D", 3.2 (instruction representation injection);
/// reference/stage1-anchor-views.md 2.1, 2.3, 2.5.
namespace core::cascade {

inline constexpr std::int64_t kNumDomains = 2;

/// What tells camera and domain of each row: [18, 6], fp16: elevation of the picture, change of elevation, change of
/// azimuth in radians, and one place for each of three domains. The numbers are labels: exactly these were trained
/// with.
at::Tensor anchor_label_values();

/// Sines, then cosines of the label values: [18, 12], float32, each rounded to fp16 as the original does.
at::Tensor anchor_labels();

/// What the picture gives to both domains.
struct AnchorCondition {
  at::Tensor latents;  ///< [2, 4, h, w], scaled: of the picture, of its normals
  at::Tensor tokens;   ///< [2, X], of the image encoder
};

/// The network with the rows and conditions of one object around it.
class AnchorPredictor {
 public:
  /// @throws Error(Unsupported) if the network does not take nine views of two domains, or its channels do not fit
  AnchorPredictor(models::MultiviewUnet unet, const AnchorCondition& condition);

  /// @param latents  [16, 4, h, w], float32, on the device of the network
  /// @return         [18, 4, h, w], predictions for all rows, the picture's own included
  at::Tensor predict_all_rows(const at::Tensor& latents, double timestep) const;

  /// The same without the picture's own rows: [16, 4, h, w].
  at::Tensor operator()(const at::Tensor& latents, double timestep) const;

 private:
  models::MultiviewUnet unet_;
  at::Tensor clean_;    ///< [2, 1, 4, h, w]
  at::Tensor latents_;  ///< [18, 4, h, w]
  at::Tensor tokens_;   ///< [18, 1, X], in the network's type; the same tensor at every step
  at::Tensor labels_;   ///< [18, 12]
};

}  // namespace core::cascade
