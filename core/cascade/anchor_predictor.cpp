// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/anchor_predictor.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/zeros.h>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/geometry/view_ring.h"

namespace core::cascade {
namespace {

constexpr std::int64_t kAnchors = geometry::kNumAnchors;
constexpr std::int64_t kRowsPerDomain = kAnchors + 1;
// As the original writes them; the picture's own row has the first anchor's.
constexpr float kAzimuths[kRowsPerDomain] = {0.0f, 0.7854f, 1.5708f, 2.3562f, 3.1416f, 3.9270f, 4.7124f, 5.4978f, 0.0f};

}  // namespace

at::Tensor anchor_label_values() {
  const at::Tensor values = at::zeros({kNumDomains * kRowsPerDomain, 6}, at::kHalf);
  for (std::int64_t row = 0; row < values.size(0); ++row) {
    values[row][2] = kAzimuths[row % kRowsPerDomain];
    values[row][3 + row / kRowsPerDomain] = 1.0f;
  }
  return values;
}

at::Tensor anchor_labels() {
  const at::Tensor angles = anchor_label_values().to(at::kFloat);
  return at::cat({angles.sin(), angles.cos()}, 1).to(at::kHalf).to(at::kFloat);
}

AnchorPredictor::AnchorPredictor(models::MultiviewUnet unet, const AnchorCondition& condition)
    : unet_(std::move(unet)),
      clean_(condition.latents.unsqueeze(1)),
      latents_(condition.latents.repeat_interleave(kRowsPerDomain, 0)),
      tokens_(condition.tokens.unsqueeze(1)
                  .repeat_interleave(kRowsPerDomain, 0)
                  .to(unet_->conv_norm_out->weight.scalar_type())),
      labels_(anchor_labels().to(condition.latents.device())) {
  const models::MultiviewUnetOptions& options = unet_->options;
  const std::int64_t latent_channels = condition.latents.size(1);
  if (options.num_views != kRowsPerDomain || options.num_domains != kNumDomains ||
      options.label_channels != labels_.size(1) || options.in_channels != 2 * latent_channels ||
      options.out_channels != latent_channels || options.context_channels != condition.tokens.size(1)) {
    throw Error(
        ErrorCode::Unsupported,
        fmt::format("This network is not that of stage I: it takes {} views of {} domains, {} to {} channels, labels "
                    "of {} and tokens of {} numbers, and the stage has {} views of {} domains, {} to {} channels, "
                    "labels of {} and tokens of {} numbers.",
                    options.num_views, options.num_domains, options.in_channels, options.out_channels,
                    options.label_channels, options.context_channels, kRowsPerDomain, kNumDomains, 2 * latent_channels,
                    latent_channels, labels_.size(1), condition.tokens.size(1)));
  }
}

at::Tensor AnchorPredictor::predict_all_rows(const at::Tensor& latents, double timestep) const {
  const at::Tensor domains = latents.unflatten(0, {kNumDomains, kAnchors});
  const at::Tensor rows = at::cat({domains, clean_}, 1).flatten(0, 1);
  const at::ScalarType dtype = unet_->conv_norm_out->weight.scalar_type();
  return unet_->forward(at::cat({rows, latents_}, 1).to(dtype), timestep, labels_, tokens_);
}

at::Tensor AnchorPredictor::operator()(const at::Tensor& latents, double timestep) const {
  return predict_all_rows(latents, timestep)
      .unflatten(0, {kNumDomains, kRowsPerDomain})
      .narrow(1, 0, kAnchors)
      .flatten(0, 1);
}

}  // namespace core::cascade
