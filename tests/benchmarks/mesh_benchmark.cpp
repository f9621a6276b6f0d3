// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include "core/geometry/view_ring.h"
#include "core/mesh/marching_cubes.h"
#include "core/mesh/rasterizer.h"
#include "core/mesh/simplify.h"
#include "tests/benchmarks/inputs.h"

namespace {

void marching_cubes(benchmark::State& state) {
  const int resolution = static_cast<int>(state.range(0));
  const core::reconstruct::DenseField field = benchmarks::torus_field(resolution);
  const core::mesh::ScalarGrid grid{glm::ivec3(resolution), field.origin(), field.spacing(), field.values()};
  for (auto _ : state) benchmark::DoNotOptimize(core::mesh::marching_cubes(grid));
  state.SetItemsProcessed(state.iterations() * resolution * resolution * resolution);
}
BENCHMARK(marching_cubes)->Arg(64)->Arg(128)->Arg(256)->Unit(benchmark::kMillisecond)->UseRealTime();

void simplify(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(core::mesh::simplify(benchmarks::torus(), 5000));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(benchmarks::torus().faces.size()));
}
BENCHMARK(simplify)->Unit(benchmark::kMillisecond);

void rasterize(benchmark::State& state) {
  const auto camera = core::geometry::view_camera(0, static_cast<int>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(core::mesh::rasterize(benchmarks::torus(), camera));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(benchmarks::torus().faces.size()));
}
BENCHMARK(rasterize)->Arg(256)->Arg(1024)->Unit(benchmark::kMillisecond)->UseRealTime();

void rasterize_depth(benchmark::State& state) {
  const auto camera = core::geometry::view_camera(0, 512);
  for (auto _ : state) benchmark::DoNotOptimize(core::mesh::rasterize_depth(benchmarks::torus(), camera));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(benchmarks::torus().faces.size()));
}
BENCHMARK(rasterize_depth)->Unit(benchmark::kMillisecond)->UseRealTime();

void draw_antialiased(benchmark::State& state) {
  const auto camera = core::geometry::view_camera(0, 256);
  for (auto _ : state)
    benchmark::DoNotOptimize(core::mesh::draw(benchmarks::torus(), camera, core::mesh::Shading::Colors));
}
BENCHMARK(draw_antialiased)->Unit(benchmark::kMillisecond)->UseRealTime();

void smooth_normals(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(core::mesh::smooth_normals(benchmarks::torus()));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(benchmarks::torus().faces.size()));
}
BENCHMARK(smooth_normals)->Unit(benchmark::kMillisecond);

}  // namespace
