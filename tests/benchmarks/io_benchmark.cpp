// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include "core/io/mesh_file.h"
#include "core/io/view_folder.h"
#include "core/texture/finish.h"
#include "tests/benchmarks/inputs.h"
#include "tests/support/temporary_folder.h"

namespace {

void read_view_folder(benchmark::State& state) {
  const support::TemporaryFolder folder;
  core::io::ViewFolder content;
  content.set = benchmarks::torus_views();
  core::io::write_view_folder(folder.path(), content);
  for (auto _ : state) benchmark::DoNotOptimize(core::io::read_view_folder(folder.path(), {}, {}));
}
BENCHMARK(read_view_folder)->Unit(benchmark::kMillisecond)->UseRealTime();

void write_view_folder(benchmark::State& state) {
  const support::TemporaryFolder folder;
  core::io::ViewFolder content;
  content.set = benchmarks::torus_views();
  for (auto _ : state) core::io::write_view_folder(folder.path(), content);
}
BENCHMARK(write_view_folder)->Unit(benchmark::kMillisecond)->UseRealTime();

/// With the check that reads it again.
void write_glb(benchmark::State& state) {
  const support::TemporaryFolder folder;
  const core::mesh::MeshPtr mesh =
      core::texture::finish(benchmarks::torus(), benchmarks::torus_views(), {.faces = 10000, .texture_px = 512}, {});
  for (auto _ : state) benchmark::DoNotOptimize(core::io::write_mesh(folder / "torus.glb", *mesh));
}
BENCHMARK(write_glb)->Unit(benchmark::kMillisecond)->UseRealTime();

void read_glb(benchmark::State& state) {
  const support::TemporaryFolder folder;
  core::io::write_mesh(folder / "torus.glb", benchmarks::torus());
  for (auto _ : state) benchmark::DoNotOptimize(core::io::read_mesh(folder / "torus.glb"));
}
BENCHMARK(read_glb)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
