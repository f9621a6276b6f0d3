// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/sketch/body_estimator.h"

namespace core::sketch {

/// A body that respects several outlines: view 0 and those of the artist's own pictures.
class OwnOutlinesEstimator final : public BodyEstimator {
 public:
  mesh::Mesh estimate(const BodyRequest& request, const RunContext& context) const override;
};

}  // namespace core::sketch
