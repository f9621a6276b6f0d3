// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/body_estimator.h"

#include "core/base/error.h"
#include "core/sketch/front_body.h"
#include "core/sketch/own_outlines_body.h"

namespace core::sketch {

std::unique_ptr<BodyEstimator> make_body_estimator(Body body, std::size_t num_outlines) {
  if (num_outlines > 1) return std::make_unique<OwnOutlinesEstimator>();
  if (body == Body::Auto) {
    throw Error(ErrorCode::Usage, "Choose the body before asking for its estimator: automatic is not a shape.");
  }
  return std::make_unique<FrontBodyEstimator>(body);
}

}  // namespace core::sketch
