// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include "core/image/alpha.h"
#include "core/image/outline_distance.h"
#include "core/image/resize.h"
#include "tests/benchmarks/inputs.h"

namespace {

using core::image::Image8;

void count_pixels(benchmark::State& state, int size_px) {
  state.SetItemsProcessed(state.iterations() * size_px * size_px);
}

void outline_distance(benchmark::State& state) {
  const int size_px = static_cast<int>(state.range(0));
  const Image8 picture = benchmarks::torus_picture(size_px);
  for (auto _ : state) benchmark::DoNotOptimize(core::image::outline_distance(picture));
  count_pixels(state, size_px);
}
BENCHMARK(outline_distance)->Arg(256)->Arg(1024)->Unit(benchmark::kMillisecond);

/// From range(0) to range(1) pixels a side.
void resize(benchmark::State& state) {
  const Image8 picture = benchmarks::torus_picture(static_cast<int>(state.range(0)));
  const int target_px = static_cast<int>(state.range(1));
  for (auto _ : state) benchmark::DoNotOptimize(core::image::resize(picture, target_px, target_px));
  count_pixels(state, target_px);
}
BENCHMARK(resize)->Args({1024, 256})->Args({256, 1024})->Unit(benchmark::kMillisecond);

void over_white(benchmark::State& state) {
  const Image8 picture = benchmarks::torus_picture(1024);
  for (auto _ : state) benchmark::DoNotOptimize(core::image::over_white(picture));
  count_pixels(state, 1024);
}
BENCHMARK(over_white)->Unit(benchmark::kMillisecond);

void bleed_color(benchmark::State& state) {
  const Image8 picture = benchmarks::torus_picture(1024);
  for (auto _ : state) benchmark::DoNotOptimize(core::image::bleed_color(picture));
  count_pixels(state, 1024);
}
BENCHMARK(bleed_color)->Unit(benchmark::kMillisecond);

}  // namespace
