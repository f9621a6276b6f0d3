// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec2.hpp>
#include <vector>

#include "core/geometry/camera.h"
#include "core/image/image.h"
#include "core/sketch/body_estimator.h"
#include "core/sketch/outline_field.h"

/// What several outlines of one object say about its horizontal sections.
namespace core::sketch {

/// Which outlines shape the sections (the others only cut), and how much their squared coordinates count.
struct SectionWeights {
  std::vector<float> outlines;  ///< 0 for outlines that only cut
  std::size_t partner = 0;  ///< the outline that sees the object most from the side of the first; 0 if there is none
  float missing = 0.0f;     ///< of the square along a direction that no outline measures; 0 if none is missing
  float missing_azimuth_deg = 0.0f;  ///< a camera there would see that direction across
  float power = 1.0f;  ///< of the squares before they are added: the higher, the less sections are rounded
};

/// Weights with which squared coordinates, measured across the lines of sight of the first outline and of the one most
/// square to it, add up to the squared distance from the axis; a missing direction is added where the two are far from
/// square. Where oblique outlines come to two square ones, all of them count, with a power: together they leave little
/// to guess, and a sum of plain squares would cut off legs that stand in the corners.
SectionWeights section_weights(const std::vector<float>& azimuths_deg);

/// One outline made ready for questions about points in space.
struct OutlineSections {
  geometry::Camera camera;
  float azimuth_deg = 0.0f;
  float weight = 0.0f;
  image::ImageF distance;    ///< signed, pixels, negative inside
  image::ImageF nearness;    ///< 1 on the crest of the row, 0 on the outline, negative outside
  image::ImageF half_width;  ///< root of the crest's height: about half the width of the section there, pixels
  image::ImageF lean;        ///< outline_lean.h
  image::ImageF allowance;   ///< pixels by which the rays' parts may lie outside other outlines; empty: not at all
  std::vector<Run> extents;  ///< of each row, from its first to its last run; empty rows take the nearest
};

/// @param own_crest  0: parts are measured by the highest crest of their pixel row, so that narrow ones stay near the
/// middle;
///                   1: by their own
OutlineSections sections_of(const Outline& outline, float weight, float own_crest, const geometry::RingGeometry& ring);

}  // namespace core::sketch
