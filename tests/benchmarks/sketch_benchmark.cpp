// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include "core/image/outline_distance.h"
#include "core/sketch/front_body.h"
#include "core/sketch/membrane.h"
#include "core/sketch/paint_picture.h"
#include "core/sketch/surface_paint.h"
#include "tests/benchmarks/inputs.h"

namespace {

using namespace core::sketch;

const core::image::Image8& front() { return benchmarks::torus_views().at(0)->rgba; }

/// Making the sharp and the softer versions of a picture.
void paint_picture(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(PaintPicture(front()).size_px());
}
BENCHMARK(paint_picture)->Unit(benchmark::kMillisecond)->UseRealTime();

/// Asking it for colours, one at a time.
void paint_picture_color(benchmark::State& state) {
  const PaintPicture paint(front());
  float x = 0.0f;
  for (auto _ : state) {
    x = x < 250.0f ? x + 0.37f : 0.0f;
    benchmark::DoNotOptimize(paint.color({x, 128.3f}, 0.02f * x));
  }
}
BENCHMARK(paint_picture_color);

void fill_from_outline(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(filled_from_outline(front()));
}
BENCHMARK(fill_from_outline)->Unit(benchmark::kMillisecond)->UseRealTime();

/// The colour of points all over the body, from one picture.
void surface_paint(benchmark::State& state) {
  std::vector<RingPicture> pictures;
  pictures.emplace_back(0, front(), nullptr, benchmarks::torus_views().ring);
  const SurfacePaint paint(front(), pictures, Unseen::Mirror);
  const core::mesh::Mesh& mesh = benchmarks::torus();
  const SeedVariation variation(43, paint.palette());
  std::size_t i = 0;
  for (auto _ : state) {
    i = (i + 97) % mesh.positions.size();
    benchmark::DoNotOptimize(paint.at({mesh.positions[i], mesh.normals[i]}, variation));
  }
}
BENCHMARK(surface_paint);

void membrane(benchmark::State& state) {
  const core::image::ImageF distance = core::image::outline_distance(front());
  for (auto _ : state) benchmark::DoNotOptimize(membrane_over(distance));
}
BENCHMARK(membrane)->Unit(benchmark::kMillisecond)->UseRealTime();

void inflated_body(benchmark::State& state) {
  BodyRequest request;
  request.outlines.push_back({0, core::image::ImageF(256, 256, 1)});
  for (std::size_t i = 0; i < front().num_pixels(); ++i) {
    request.outlines[0].coverage.data()[i] = static_cast<float>(front().data()[4 * i + 3]) / 255.0f;
  }
  const FrontBodyEstimator estimator(Body::Inflated);
  for (auto _ : state) benchmark::DoNotOptimize(estimator.estimate(request, {}));
}
BENCHMARK(inflated_body)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
