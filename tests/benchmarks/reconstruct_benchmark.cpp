// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include <array>
#include <cmath>

#include "core/image/outline_distance.h"
#include "core/reconstruct/block_kernels.h"
#include "core/reconstruct/contradiction.h"
#include "core/reconstruct/disagreement.h"
#include "core/reconstruct/field_optimizer.h"
#include "core/reconstruct/neus_renderer.h"
#include "core/reconstruct/ray_targets.h"
#include "core/reconstruct/ring_estimate.h"
#include "core/reconstruct/view_checks.h"
#include "core/reconstruct/visual_hull.h"
#include "tests/benchmarks/inputs.h"

namespace {

using namespace core::reconstruct;

constexpr float kBandVoxels = 4.5f;  ///< as the solver keeps

/// The block kernels, on one block that stays in the cache: items are voxels.
class Block : public benchmark::Fixture {
 public:
  Block() {
    const auto fill = [](auto& apron) {
      for (std::size_t i = 0; i < apron.values.size(); ++i)
        apron.values[i] = 0.01f * std::sin(0.7f * static_cast<float>(i));
    };
    fill(near);
    fill(wide);
    fill(coarse);
    nodes.fill(Node{0.1f, 0.2f, 0.3f, 0.4f});
    sums.fill(Node{0.1f, 0.2f, 0.3f, 0.4f});
    add_eikonal(near, {}, 100.0f, 1.0f, 1.0f, sums, derivatives);
    gradient.fill(0.1f);
    mean.fill(0.0f);
    square.fill(0.0f);
  }

 protected:
  static void count(benchmark::State& state) { state.SetItemsProcessed(state.iterations() * SparseField::kVoxels); }

  SparseField::Apron<1> near{};
  SparseField::Apron<2> wide{};
  SparseField::Apron<1, 4> coarse{};
  NodeBlock nodes{};
  VoxelNodes sums{};
  BlockNodes derivatives{};
  BlockSides beyond{};
  BlockValues gradient{}, mean{}, square{};
};

BENCHMARK_DEFINE_F(Block, find_nodes)(benchmark::State& state) {
  for (auto _ : state) {
    find_nodes(wide, 100.0f, nodes);
    benchmark::ClobberMemory();
  }
  count(state);
}
BENCHMARK_REGISTER_F(Block, find_nodes);

BENCHMARK_DEFINE_F(Block, add_eikonal)(benchmark::State& state) {
  for (auto _ : state) {
    add_eikonal(near, {}, 100.0f, 1.0f, 1.0f, sums, derivatives);
    benchmark::ClobberMemory();
  }
  count(state);
}
BENCHMARK_REGISTER_F(Block, add_eikonal);

BENCHMARK_DEFINE_F(Block, add_nodes)(benchmark::State& state) {
  for (auto _ : state) {
    add_nodes(nodes, {0, 0, 0}, sums);
    benchmark::ClobberMemory();
  }
  count(state);
}
BENCHMARK_REGISTER_F(Block, add_nodes);

BENCHMARK_DEFINE_F(Block, find_value_gradient)(benchmark::State& state) {
  for (auto _ : state) {
    find_value_gradient(derivatives, 100.0f, gradient, beyond);
    benchmark::ClobberMemory();
  }
  count(state);
}
BENCHMARK_REGISTER_F(Block, find_value_gradient);

BENCHMARK_DEFINE_F(Block, adam)(benchmark::State& state) {
  const AdamStep step{1.0f, 1.0f, 1e-3f, 1e-3f};
  for (auto _ : state) {
    adam(step, gradient, mean, square);
    benchmark::ClobberMemory();
  }
  count(state);
}
BENCHMARK_REGISTER_F(Block, adam);

BENCHMARK_DEFINE_F(Block, add_upsampled)(benchmark::State& state) {
  for (auto _ : state) {
    add_upsampled(coarse, gradient.data());
    benchmark::ClobberMemory();
  }
  count(state);
}
BENCHMARK_REGISTER_F(Block, add_upsampled);

BENCHMARK_DEFINE_F(Block, find_bilaplacian)(benchmark::State& state) {
  for (auto _ : state) {
    find_bilaplacian(wide, gradient);
    benchmark::ClobberMemory();
  }
  count(state);
}
BENCHMARK_REGISTER_F(Block, find_bilaplacian);

/// The parts of a step over a whole field, on all cores: items are voxels.
enum class Part { UpdateNodes, Step, Smooth };
template <Part part>
void optimizer(benchmark::State& state) {
  const int resolution = static_cast<int>(state.range(0));
  SparseField field(benchmarks::torus_field(64), resolution, kBandVoxels);
  FieldOptimizer optimizer(field);
  std::vector<GradientBuffer> gradients(4, GradientBuffer(field.num_blocks()));
  for (std::size_t block = 0; block < field.num_blocks(); block += 2) gradients[block % 4].at(block).fill(Node{});
  for (auto _ : state) {
    if constexpr (part == Part::UpdateNodes) optimizer.update_nodes();
    if constexpr (part == Part::Step) optimizer.step(gradients, 0.1f, 1e-6f);
    if constexpr (part == Part::Smooth) optimizer.smooth(0.005f);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(field.num_voxels()));
}
BENCHMARK(optimizer<Part::UpdateNodes>)->Arg(128)->Arg(256)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(optimizer<Part::Step>)->Arg(128)->Arg(256)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(optimizer<Part::Smooth>)->Arg(128)->Arg(256)->Unit(benchmark::kMillisecond)->UseRealTime();

std::vector<core::image::ImageF> distances_of(const core::views::ViewSet& views) {
  std::vector<core::image::ImageF> distances;
  for (const core::views::ViewPtr& view : views.views) distances.push_back(core::image::outline_distance(view->rgba));
  return distances;
}

const std::vector<core::image::ImageF>& torus_distances() {
  static const std::vector<core::image::ImageF> distances = distances_of(benchmarks::torus_views());
  return distances;
}

/// On one core; items are samples of rays.
void render_tiles(benchmark::State& state) {
  const int resolution = static_cast<int>(state.range(0));
  SparseField field(benchmarks::torus_field(64), resolution, kBandVoxels);
  FieldOptimizer optimizer(field);
  const RayTargets targets =
      core::reconstruct::make_targets(benchmarks::torus_views(), torus_distances(), resolution, true);
  RenderSettings settings;
  settings.inv_s = 1.0f / field.spacing();
  GradientBuffer gradients(field.num_blocks());
  const std::vector<NodeBlock>& nodes = optimizer.update_nodes();
  RenderStatistics statistics;
  for (auto _ : state) {
    gradients.clear();
    core::reconstruct::render_tiles(field, nodes, targets, targets.inner_tiles, settings, gradients, statistics);
  }
  state.SetItemsProcessed(statistics.num_samples);
}
BENCHMARK(render_tiles)->Arg(64)->Arg(128)->Arg(256)->Unit(benchmark::kMillisecond);

void make_targets(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(core::reconstruct::make_targets(benchmarks::torus_views(), torus_distances(), 128, true));
}
BENCHMARK(make_targets)->Unit(benchmark::kMillisecond)->UseRealTime();

void sparse_field(benchmark::State& state) {
  const DenseField dense = benchmarks::torus_field(64);
  for (auto _ : state)
    benchmark::DoNotOptimize(SparseField(dense, static_cast<int>(state.range(0)), kBandVoxels).num_blocks());
}
BENCHMARK(sparse_field)->Arg(128)->Arg(256)->Unit(benchmark::kMillisecond)->UseRealTime();

void visual_hull(benchmark::State& state) {
  const core::views::ViewSet& views = benchmarks::torus_views();
  const Box box = box_of_silhouettes(views);
  const int resolution = static_cast<int>(state.range(0));
  for (auto _ : state)
    benchmark::DoNotOptimize(core::reconstruct::visual_hull(views, torus_distances(), box, resolution));
  state.SetItemsProcessed(state.iterations() * resolution * resolution * resolution);
}
BENCHMARK(visual_hull)->Arg(64)->Arg(128)->Unit(benchmark::kMillisecond)->UseRealTime();

void extract_surface(benchmark::State& state) {
  const DenseField field = benchmarks::torus_field(static_cast<int>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(core::reconstruct::extract_surface(field));
}
BENCHMARK(extract_surface)->Arg(64)->Arg(128)->Arg(256)->Unit(benchmark::kMillisecond)->UseRealTime();

void find_contradicting_view(benchmark::State& state) {
  const core::views::ViewSet& views = benchmarks::torus_views();
  const Box box = box_of_silhouettes(views);
  for (auto _ : state) benchmark::DoNotOptimize(contradicting_view(views, torus_distances(), box));
}
BENCHMARK(find_contradicting_view)->Unit(benchmark::kMillisecond)->UseRealTime();

void check_views(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(core::reconstruct::check_views(benchmarks::torus_views()));
}
BENCHMARK(check_views)->Unit(benchmark::kMillisecond)->UseRealTime();

void estimate_ring(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(core::reconstruct::estimate_ring(benchmarks::torus_views()));
}
BENCHMARK(estimate_ring)->Unit(benchmark::kMillisecond)->UseRealTime();

void measure_disagreement(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(
        core::reconstruct::measure_disagreement(benchmarks::torus(), benchmarks::torus_views(), {}));
}
BENCHMARK(measure_disagreement)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
