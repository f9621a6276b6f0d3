// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/sketch/body_estimator.h"

namespace core::sketch {

/// Bodies made of the front outline alone: inflated, turned on a lathe or cut from a board (front_profile.h).
class FrontBodyEstimator final : public BodyEstimator {
 public:
  explicit FrontBodyEstimator(Body body) : body_(body) {}
  mesh::Mesh estimate(const BodyRequest& request, const RunContext& context) const override;

 private:
  Body body_;
};

}  // namespace core::sketch
