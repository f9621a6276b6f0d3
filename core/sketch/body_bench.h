// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/mesh/mesh.h"
#include "core/sketch/sketch_options.h"

/// Measures how much of a known shape a body finds back from the shape's outlines alone.
namespace core::sketch {

/// A closed shape in the axes of the ring world (z up, front at -y), of any size and place.
struct BenchShape {
  std::string name;
  mesh::Mesh mesh;
};

/// Shapes made by program: ball, ellipsoids, tori, boxes, a figure and a vase.
std::vector<BenchShape> program_shapes();

struct BodyBenchOptions {
  Body body = Body::Inflated;  ///< Auto chooses for each picture
  float depth = 1.0f;          ///< as in SketchOptions
  std::vector<int> own_views;  ///< views whose true outlines are given beside view 0
  int cells = 128;             ///< along each side of the volumes compared
};

/// One shape seen from one azimuth.
struct BodyBenchRow {
  std::string name;
  int azimuth_deg = 0;          ///< from which the shape was taken as front
  double volume_iou = 0.0;      ///< both centred on their boxes, the body scaled to the shape's width + height
  double silhouette_iou = 0.0;  ///< the worst over the given outlines
};

/// Every shape from eight azimuths, its longest side scaled to 0.7 of the world.
std::vector<BodyBenchRow> bench_bodies(std::span<const BenchShape> shapes, const BodyBenchOptions& options,
                                       const RunContext& context);

/// Mean volume IoU of rows; 0 if there are none.
double mean_iou(std::span<const BodyBenchRow> rows);

}  // namespace core::sketch
