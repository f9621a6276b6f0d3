// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/solver.h"
#include "core/image/outline_distance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/mesh/metrics.h"
#include "core/mesh/topology.h"
#include "core/reconstruct/ground_truth.h"
#include "core/reconstruct/view_noise.h"
#include "core/reconstruct/visual_hull.h"
#include "tests/support/shapes.h"

namespace core::reconstruct {
namespace {

SolveOptions draft() {
  SolveOptions options;
  options.quality = Quality::Draft;
  return options;
}

mesh::Mesh torus() {
  // Standing, so that the ring's cameras see through its hole.
  mesh::Mesh mesh = support::make_torus(0.24f, 0.1f);
  for (glm::vec3& p : mesh.positions) p = {p.x, -p.z, p.y};
  return mesh;
}

const views::ViewSet& torus_views() {
  static const views::ViewSet views = ground_truth_views(torus());
  return views;
}

/// A draft from nothing, which several tests compare with.
const SurfacePtr& torus_surface() {
  static const SurfacePtr surface = solve(torus_views(), nullptr, draft(), {}, RunContext());
  return surface;
}

TEST(VisualHull, HoldsTheSphereAndAddsOnlyTheUnseenPoles) {
  const views::ViewSet views = ground_truth_views(support::make_sphere(0.3f));
  std::vector<image::ImageF> distances(geometry::kNumViews);
  for (int k = 0; k < 32; k += 4) distances[static_cast<std::size_t>(k)] = image::outline_distance(views.at(k)->rgba);
  const DenseField hull = visual_hull(views, distances, box_of_silhouettes(views), 64);
  EXPECT_LT(hull.sample({0.0f, 0.0f, 0.0f}), -0.25f);
  // Seen from nearby, the outline touches the sphere in front of its middle: there the hull is wider by 1 / cos.
  EXPECT_NEAR(hull.sample({0.308f, 0.0f, 0.0f}), 0.0f, 0.004f);
  EXPECT_NEAR(hull.sample({0.0f, -0.308f, 0.0f}), 0.0f, 0.004f);
  EXPECT_LT(hull.sample({0.0f, 0.0f, 0.3f}), 0.0f);
}

TEST(Solve, ATorusComesOutClosedWithItsHoleAndClose) {
  const mesh::Mesh truth = torus();
  int num_snapshots = 0;
  const SurfacePtr surface = solve(
      ground_truth_views(truth), nullptr, draft(),
      [&](const Snapshot& snapshot) {
        ++num_snapshots;
        EXPECT_EQ(snapshot.mesh->normals.size(), snapshot.mesh->positions.size());
      },
      RunContext());
  EXPECT_TRUE(mesh::topology_of(*surface->dense).is_watertight());
  EXPECT_EQ(mesh::topology_of(*surface->dense).num_components, 1);
  EXPECT_GT(mesh::volume_iou(*surface->dense, truth, 100), 0.95);
  EXPECT_GE(num_snapshots, 3);
  ASSERT_EQ(surface->disagreement.size(), 32u);
  for (const Disagreement& row : surface->disagreement) EXPECT_LT(row.outline_px, 0.8f) << row.view;
  EXPECT_LT(surface->disagreement[0].normal_deg, 6.0f);
}

TEST(Solve, TellsStepByStepHowFarItsRaysAreOff) {
  std::vector<Residual> rows;
  const ThreadLimit one(1);
  solve(torus_views(), nullptr, draft(), {}, RunContext(), Device::Cpu, nullptr,
        [&](const Residual& residual) { rows.push_back(residual); });
  ASSERT_GE(rows.size(), 3u);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    EXPECT_GT(rows[i].step, rows[i - 1].step);
    EXPECT_GE(rows[i].resolution, rows[i - 1].resolution);
    EXPECT_GT(rows[i].normal_loss, 0.0f);
    EXPECT_GT(rows[i].outline_loss, 0.0f);
  }
  EXPECT_EQ(rows.back().step, rows.back().num_steps);
  EXPECT_LT(rows.back().normal_loss, 0.7f * rows.front().normal_loss);
}

TEST(Solve, TheResultDoesNotDependOnTheNumberOfThreads) {
  const ThreadLimit one(1);
  const SurfacePtr alone = solve(torus_views(), nullptr, draft(), {}, RunContext());
  EXPECT_EQ(alone->dense->positions, torus_surface()->dense->positions);
}

TEST(Solve, AWarmStartKeepsTheSurface) {
  const mesh::Mesh truth = torus();
  const SurfacePtr cold = torus_surface();
  int first_resolution = 0;
  const SurfacePtr warm = solve(
      torus_views(), cold, draft(),
      [&](const Snapshot& snapshot) {
        if (first_resolution == 0) first_resolution = snapshot.resolution;
      },
      RunContext());
  EXPECT_EQ(first_resolution, 128);
  EXPECT_GT(mesh::volume_iou(*warm->dense, truth, 100), mesh::volume_iou(*cold->dense, truth, 100) - 0.005);
}

TEST(Solve, AStartOfAnotherObjectIsNotUsed) {
  const mesh::Mesh truth = support::make_sphere(0.33f);
  int first_resolution = 0;
  std::stop_source stop;
  const auto look = [&](const Snapshot& snapshot) {
    first_resolution = snapshot.resolution;
    stop.request_stop();
  };
  const RunContext context(stop.get_token(), {});
  EXPECT_THROW(solve(ground_truth_views(truth), torus_surface(), draft(), look, context), Cancelled);
  EXPECT_EQ(first_resolution, 64);
}

TEST(Solve, AMutedViewHasNoSay) {
  const mesh::Mesh truth = support::make_sphere(0.3f);
  views::ViewSet views = ground_truth_views(truth);
  auto wrong = std::make_shared<views::View>(*views.views[8]);
  for (std::size_t i = 0; i < wrong->rgba.num_pixels(); ++i) {
    const int x = static_cast<int>(i % 256);
    if (x < 128) wrong->rgba.data()[4 * i + 3] = 0;
  }
  views.views[8] = wrong;
  views.trust[8] = 0.0f;
  const SurfacePtr surface = solve(views, nullptr, draft(), {}, RunContext());
  EXPECT_GT(mesh::volume_iou(*surface->dense, truth, 80), 0.93);
}

TEST(Solve, AWrongAnchorIsLeftOutAndNamed) {
  mesh::Mesh truth = support::make_sphere(0.3f);
  for (glm::vec3& p : truth.positions) p *= glm::vec3(0.4f, 0.6f, 1.0f);
  truth.normals = mesh::smooth_normals(truth);
  std::string warned;
  RunListener listener;
  listener.on_warning = [&](std::string_view code, const std::string& message) {
    warned += std::string(code) + ": " + message;
  };
  const auto views = with_wrong_view(ground_truth_views(truth), truth, 12);
  const SurfacePtr surface = solve(views, nullptr, draft(), {}, RunContext({}, listener));
  EXPECT_GT(mesh::volume_iou(*surface->dense, truth, 80), 0.95);
  for (const Disagreement& row : surface->disagreement) EXPECT_EQ(row.dropped, row.view == 12) << row.view;
  EXPECT_NE(warned.find("view_dropped: View 12 (135 degrees)"), std::string::npos) << warned;
}

TEST(Solve, OutlinesWithoutACommonVolumeAreRefused) {
  views::ViewSet views = ground_truth_views(support::make_box(glm::vec3(0.05f)));
  auto moved = std::make_shared<views::View>(*views.views[8]);
  std::rotate(moved->rgba.data().begin(), moved->rgba.data().begin() + 4 * 256 * 100, moved->rgba.data().end());
  views.views[8] = views.views[16] = moved;
  try {
    solve(views, nullptr, draft(), {}, RunContext());
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::Empty);
  }
}

TEST(Solve, AStopRequestEndsIt) {
  std::stop_source stop;
  EXPECT_THROW(solve(
                   ground_truth_views(torus()), nullptr, draft(), [&](const Snapshot&) { stop.request_stop(); },
                   RunContext(stop.get_token(), {})),
               Cancelled);
}

}  // namespace
}  // namespace core::reconstruct
