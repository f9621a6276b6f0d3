// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/image/image.h"

namespace core::sketch {

/// Alpha of an RGBA picture as 0..1, slightly smoothed, without specks, at most 512 pixels a side, so that its half
/// level is an outline fit for shaping.
image::ImageF coverage_of(const image::Image8& rgba);

/// A stretch of one pixel row inside the outline, in pixel coordinates.
struct Run {
  float left = 0.0f, right = 0.0f;
  float width() const { return right - left; }
};

/// The runs of every row, from left to right.
std::vector<std::vector<Run>> runs_of(const image::ImageF& coverage);

/// For every row the nearest row that has runs; -1 if there is none.
std::vector<int> nearest_filled_rows(const std::vector<std::vector<Run>>& rows);

}  // namespace core::sketch
