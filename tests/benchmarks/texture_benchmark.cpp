// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include <algorithm>

#include "core/mesh/simplify.h"
#include "core/texture/atlas.h"
#include "core/texture/bake.h"
#include "core/texture/finish.h"
#include "tests/benchmarks/inputs.h"

namespace {

using namespace core::texture;

constexpr int kTexturePx = 512;

/// The torus as it is handed over.
const core::mesh::Mesh& light_torus() {
  static const core::mesh::Mesh mesh = [] {
    core::mesh::Mesh plain = benchmarks::torus();
    plain.colors.clear();
    core::mesh::Mesh light = core::mesh::simplify(plain, 10000);
    light.normals = core::mesh::smooth_normals(light);
    return light;
  }();
  return mesh;
}

void unfold(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(core::texture::unfold(light_torus(), benchmarks::torus_views(), kTexturePx, {}));
}
BENCHMARK(unfold)->Unit(benchmark::kMillisecond)->UseRealTime();

/// Items are texels.
void bake(benchmark::State& state) {
  const Atlas atlas = core::texture::unfold(light_torus(), benchmarks::torus_views(), kTexturePx, {});
  const SightSettings settings{.depth_px = 512,
                               .texel_share = *std::max_element(atlas.texel_share.begin(), atlas.texel_share.end())};
  for (auto _ : state) {
    ViewBlend blend(light_torus(), benchmarks::torus_views(), settings);
    benchmark::DoNotOptimize(
        core::texture::bake(light_torus(), atlas, kTexturePx, benchmarks::torus_views(), blend, {}));
  }
  state.SetItemsProcessed(state.iterations() * kTexturePx * kTexturePx);
}
BENCHMARK(bake)->Unit(benchmark::kMillisecond)->UseRealTime();

/// Colours of a live snapshot; items are vertices.
void color_vertices(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(core::texture::color_vertices(benchmarks::torus(), benchmarks::torus_views()));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(benchmarks::torus().positions.size()));
}
BENCHMARK(color_vertices)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
