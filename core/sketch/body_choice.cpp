// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/outline_field.h"
#include "core/sketch/silhouette_features.h"
#include "core/sketch/sketch_source.h"

namespace core::sketch {
namespace {

// A turned body shows mirror symmetry and no gaps; photos of turned things reach 0.92 and more, leaves and stems
// included.
constexpr float kTurnedSymmetry = 0.915f;
constexpr float kTurnedSolidity = 0.97f;
// Boards and boxes seen square on have straight sides; logos have even colours as well.
constexpr float kBoardStraightness = 0.8f;
constexpr float kLogoFlatness = 0.85f;
constexpr float kLogoStraightness = 0.3f;

}  // namespace

Body choose_body(const image::Image8& front_rgba) {
  const SilhouetteFeatures features = silhouette_features(front_rgba, coverage_of(front_rgba));
  if (features.straightness >= kBoardStraightness) return Body::Extruded;
  if (features.flatness >= kLogoFlatness && features.straightness >= kLogoStraightness) return Body::Extruded;
  if (features.symmetry >= kTurnedSymmetry && features.solidity >= kTurnedSolidity) return Body::Lathe;
  return Body::Inflated;
}

}  // namespace core::sketch
