// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/body_bench.h"

#include <gtest/gtest.h>

#include <cstdio>

namespace {

using namespace core::sketch;

TEST(BodyBench, DefaultDepthMeasuresBestOverProgramShapes) {
  const std::vector<BenchShape> shapes = program_shapes();
  BodyBenchOptions options;
  options.cells = 64;
  double usual = 0.0, best = 0.0;
  for (const float depth : {0.6f, 0.8f, 1.0f, 1.2f, 1.5f}) {
    options.depth = depth;
    const double iou = mean_iou(bench_bodies(shapes, options, core::RunContext()));
    std::printf("inflated, depth %.2f: mean volume IoU %.3f\n", static_cast<double>(depth), iou);
    if (depth == 1.0f) usual = iou;
    best = std::max(best, iou);
  }
  EXPECT_GE(usual, best - 0.015);
}

TEST(BodyBench, SideOutlineIsWorthMoreThanAnyGuess) {
  const std::vector<BenchShape> shapes = program_shapes();
  BodyBenchOptions options;
  options.cells = 64;
  const double alone = mean_iou(bench_bodies(shapes, options, core::RunContext()));
  options.own_views = {8};
  const double with_side = mean_iou(bench_bodies(shapes, options, core::RunContext()));
  std::printf("front alone %.3f, front and side %.3f\n", alone, with_side);
  EXPECT_GT(with_side, alone + 0.05);
}

}  // namespace
