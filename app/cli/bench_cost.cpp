// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <thread>

#include "app/cli/bench.h"
#include "core/base/parallel.h"
#include "core/reconstruct/ground_truth.h"
#include "core/reconstruct/solver.h"
#include "core/texture/finish.h"

namespace app::cli {
namespace {

using core::reconstruct::LevelCost;
using core::reconstruct::Quality;

/// The first of every 32 / num_views views.
core::views::ViewSet thinned(core::views::ViewSet views, int num_views) {
  for (int k = 0; k < core::geometry::kNumViews; ++k) {
    if (k % (core::geometry::kNumViews / num_views) != 0) views.views[static_cast<std::size_t>(k)] = nullptr;
  }
  return views;
}

/// seconds = a * steps * voxels + b * samples, least squares of the relative error over levels.
struct CostModel {
  double ns_per_voxel = 0.0, ns_per_sample = 0.0, worst_error = 0.0;
};

CostModel fitted(const std::vector<LevelCost>& levels) {
  const auto voxels = [](const LevelCost& level) {
    return static_cast<double>(level.num_voxels) * level.num_steps / level.seconds;
  };
  const auto samples = [](const LevelCost& level) { return static_cast<double>(level.num_samples) / level.seconds; };
  double vv = 0.0, vs = 0.0, ss = 0.0, v = 0.0, s = 0.0;
  for (const LevelCost& level : levels) {
    vv += voxels(level) * voxels(level);
    vs += voxels(level) * samples(level);
    ss += samples(level) * samples(level);
    v += voxels(level);
    s += samples(level);
  }
  const double determinant = vv * ss - vs * vs;
  CostModel model;
  if (determinant <= 0.0) return model;
  const double per_voxel = (v * ss - s * vs) / determinant, per_sample = (s * vv - v * vs) / determinant;
  for (const LevelCost& level : levels) {
    const double error = per_voxel * voxels(level) + per_sample * samples(level) - 1.0;
    model.worst_error = std::max(model.worst_error, std::abs(error));
  }
  model.ns_per_voxel = per_voxel * 1e9;
  model.ns_per_sample = per_sample * 1e9;
  return model;
}

/// Powers of two up to the cores there are.
std::vector<int> thread_counts() {
  std::vector<int> counts;
  const int most = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  for (int count = 1; count <= most; count *= 2) counts.push_back(count);
  return counts;
}

/// What the meshes that a solve sends while it runs cost it.
Json live_meshing_row(const std::string& mesh, const core::views::ViewSet& views, const BenchArguments& arguments,
                      const core::RunContext& context) {
  constexpr int kRounds = 3;
  int num_meshes = 0;
  double without_s = 0.0, with_s = 0.0;
  const auto time = [&](const core::reconstruct::OnSnapshot& on_snapshot) {
    const auto start = std::chrono::steady_clock::now();
    core::reconstruct::solve(views, nullptr, arguments.options.solve, on_snapshot, context, arguments.device);
    return seconds_since(start);
  };
  for (int round = 0; round < kRounds; ++round) {
    without_s += time({}) / kRounds;
    with_s += time([&](const core::reconstruct::Snapshot& snapshot) {
                ++num_meshes;
                core::texture::color_vertices(*snapshot.mesh, views);
              }) /
              kRounds;
  }
  return {{"bench", "cost"},
          {"mesh", mesh},
          {"live_meshes", num_meshes / kRounds},
          {"without_s", rounded(without_s, 1e3)},
          {"with_s", rounded(with_s, 1e3)},
          {"ratio", rounded(with_s / without_s, 1e3)}};
}

}  // namespace

void bench_cost(const std::string& path, const BenchArguments& arguments, Session& session) {
  const core::mesh::Mesh truth = read_truth(path);
  const core::views::ViewSet all_views = core::reconstruct::ground_truth_views(truth, kBenchViewPx);
  const core::RunContext context(session.stop, {});
  const std::string mesh = std::filesystem::path(path).stem().string();
  const std::pair<const char*, Quality> qualities[] = {
      {"draft", Quality::Draft}, {"standard", Quality::Standard}, {"fine", Quality::Fine}};
  for (const int threads : thread_counts()) {
    const core::ThreadLimit limit(threads);
    std::vector<LevelCost> levels;
    for (const int num_views : {8, 16, 32}) {
      const core::views::ViewSet views = thinned(all_views, num_views);
      for (const auto& [name, quality] : qualities) {
        core::reconstruct::SolveOptions options = arguments.options.solve;
        options.quality = quality;
        std::vector<LevelCost> costs;
        const auto start = std::chrono::steady_clock::now();
        core::reconstruct::solve(views, nullptr, options, {}, context, arguments.device, &costs);
        const double surface_s = seconds_since(start);
        for (const LevelCost& cost : costs) {
          const Json row{{"bench", "cost"},
                         {"mesh", mesh},
                         {"threads", threads},
                         {"views", num_views},
                         {"quality", name},
                         {"resolution", cost.resolution},
                         {"picture_px", cost.size_px},
                         {"steps", cost.num_steps},
                         {"voxels", cost.num_voxels},
                         {"samples", cost.num_samples},
                         {"seconds", rounded(cost.seconds, 1e4)},
                         {"surface_s", rounded(surface_s, 1e3)}};
          session.reporter.line(row, row.dump());
        }
        levels.insert(levels.end(), costs.begin(), costs.end());
      }
    }
    const CostModel model = fitted(levels);
    const Json row{{"bench", "cost"},
                   {"mesh", mesh},
                   {"threads", threads},
                   {"ns_per_voxel_and_step", rounded(model.ns_per_voxel, 1e3)},
                   {"ns_per_sample", rounded(model.ns_per_sample, 1e3)},
                   {"worst_error", rounded(model.worst_error, 1e3)}};
    session.reporter.line(row, row.dump());
  }
  const Json row = live_meshing_row(mesh, all_views, arguments, context);
  session.reporter.line(row, row.dump());
}

}  // namespace app::cli
