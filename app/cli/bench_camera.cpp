// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <filesystem>

#include "app/cli/bench.h"
#include "core/mesh/metrics.h"
#include "core/reconstruct/ground_truth.h"
#include "core/reconstruct/ring_estimate.h"
#include "core/reconstruct/solver.h"

namespace app::cli {
namespace {

/// @param scale  the solved surface's unit, in units of the truth
double iou_of(const core::views::ViewSet& views, const core::mesh::Mesh& truth, double scale,
              const BenchArguments& arguments, Session& session) {
  const core::RunContext context(session.stop, {});
  core::mesh::Mesh found =
      *core::reconstruct::solve(views, nullptr, arguments.options.solve, {}, context, arguments.device)->dense;
  for (glm::vec3& p : found.positions) p *= static_cast<float>(scale);
  return rounded(core::mesh::volume_iou(found, truth, kBenchIouCells), 1e4);
}

}  // namespace

void bench_camera(const std::string& path, const BenchArguments& arguments, Session& session) {
  const core::mesh::Mesh truth = read_truth(path);
  const core::geometry::RingGeometry usual,
      rings[] = {
          usual, {1.5f, usual.fov_deg}, {usual.distance, 1.1f * usual.fov_deg}, {usual.distance, 0.9f * usual.fov_deg}};
  for (const core::geometry::RingGeometry& ring : rings) {
    core::views::ViewSet views = core::reconstruct::ground_truth_views(truth, kBenchViewPx, ring);
    views.ring = usual;
    const auto start = std::chrono::steady_clock::now();
    const core::reconstruct::RingEstimate estimate = core::reconstruct::estimate_ring(views);
    const double estimate_s = seconds_since(start);
    // Pictures do not show the distance: it is the unit of length, which the comparison takes from the truth.
    const double scale = static_cast<double>(ring.distance / usual.distance);
    const double without = iou_of(views, truth, scale, arguments, session);
    views.ring = estimate.ring;
    const Json row{{"bench", "camera"},
                   {"mesh", std::filesystem::path(path).stem().string()},
                   {"distance", rounded(ring.distance, 1e3)},
                   {"fov_deg", rounded(ring.fov_deg, 1e2)},
                   {"found_fov_deg", rounded(estimate.ring.fov_deg, 1e2)},
                   {"found_error_deg", rounded(estimate.fov_error_deg, 1e2)},
                   {"is_sure", estimate.is_sure},
                   {"iou_without", without},
                   {"iou_with", estimate.is_sure ? iou_of(views, truth, scale, arguments, session) : without},
                   {"estimate_s", rounded(estimate_s, 1e3)}};
    session.reporter.line(row, row.dump());
  }
}

}  // namespace app::cli
