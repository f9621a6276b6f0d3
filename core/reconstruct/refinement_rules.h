// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

/// What rendering and stepping a field must agree on whatever device they run on.
namespace core::reconstruct {

/// Distance of a ray's samples.
inline constexpr float kStepVoxels = 1.0f;
/// Samples begin and end where the surface's transition has all but ended, in units of 1 / inv_s: cut off earlier, it
/// pulls the surface inwards.
inline constexpr float kBandWidths = 5.0f;
/// The eikonal term acts where |f| is within this many voxels.
inline constexpr float kEikonalBandVoxels = 4.0f;

inline constexpr float kAdamBeta1 = 0.9f, kAdamBeta2 = 0.99f;
/// Moments that fade out would become denormal numbers, which are a hundred times slower.
inline constexpr float kTinyMoment = 1e-25f;
/// Gradients far below the usual size are noise; Adam would blow them up to full steps, and what no view sees would be
/// driven about by them.
inline constexpr float kRelativeEpsilon = 0.4f;
/// The usual size of gradients is taken from one block of so many.
inline constexpr std::size_t kSquaresEvery = 8;

/// One step of Adam. The corrections are 1 / (1 - beta^t).
struct AdamStep {
  float correction_mean, correction_square, epsilon, learning_rate;
};

}  // namespace core::reconstruct
