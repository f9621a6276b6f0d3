// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/view_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <glm/geometric.hpp>

#include "core/base/error.h"
#include "core/geometry/aabb.h"
#include "core/mesh/topology.h"
#include "core/reconstruct/ground_truth.h"
#include "core/reconstruct/solver.h"
#include "core/reconstruct/view_noise.h"
#include "core/views/normal_map.h"
#include "tests/support/shapes.h"

namespace core::reconstruct {
namespace {

using ::testing::HasSubstr;

mesh::Mesh egg() {
  mesh::Mesh mesh = support::make_sphere(0.32f);
  for (glm::vec3& p : mesh.positions) p *= glm::vec3(0.6f, 0.9f, 1.0f);
  mesh.normals = mesh::smooth_normals(mesh);
  return mesh;
}

const views::ViewSet& egg_views() {
  static const views::ViewSet views = ground_truth_views(egg());
  return views;
}

/// The views with one of them changed.
views::ViewSet with_changed(views::ViewSet views, int k, const std::function<void(views::View&)>& change) {
  auto view = std::make_shared<views::View>(*views.at(k));
  change(*view);
  views.views[static_cast<std::size_t>(k)] = view;
  return views;
}

void change_normals(views::View& view, const std::function<glm::vec3(const glm::vec3&)>& changed) {
  for (std::size_t i = 0; i < view.normal.num_pixels(); ++i) {
    std::uint8_t* p = view.normal.data().data() + 4 * i;
    if (p[3] != 0) views::encode_normal(changed(views::decode_normal(p)), p);
  }
}

void invert(views::View& view) {
  change_normals(view, [](const glm::vec3& n) { return -n; });
}

/// The only remark, with the code that is expected.
std::string only_remark(const CheckedViews& checked, std::string_view code) {
  if (checked.remarks.size() != 1) return "there are " + std::to_string(checked.remarks.size()) + " remarks";
  EXPECT_EQ(checked.remarks[0].code, code);
  return checked.remarks[0].message;
}

TEST(ViewChecks, SayNothingOfGoodViews) {
  const views::ViewSet views = egg_views();
  const CheckedViews checked = check_views(views);
  EXPECT_TRUE(checked.remarks.empty());
  EXPECT_EQ(checked.set.views, views.views);
  EXPECT_EQ(checked.set.trust, views.trust);
}

TEST(ViewChecks, SayNothingOfNormalsWithNoise) {
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    EXPECT_TRUE(check_views(with_noise(egg_views(), {20.0f, 2.0f}, seed)).remarks.empty()) << seed;
  }
}

TEST(ViewChecks, NameAllAnchorsWithoutNormalsInOneSentence) {
  views::ViewSet views = egg_views();
  for (const int k : {4, 8, 12}) views = with_changed(views, k, [](views::View& view) { view.normal = {}; });
  EXPECT_THAT(only_remark(check_views(views), "view_without_normals"), HasSubstr("views 4, 8 and 12;"));
}

TEST(ViewChecks, ANormalMapWithoutNormalsIsNone) {
  const auto views = with_changed(egg_views(), 20, [](views::View& view) { view.normal = image::Image8(256, 256, 4); });
  EXPECT_THAT(only_remark(check_views(views), "view_without_normals"), HasSubstr("view 20;"));
}

TEST(ViewChecks, AskForNoNormalsOfOwnPicturesAndMutedViews) {
  auto views = with_changed(egg_views(), 8, [](views::View& view) {
    view.normal = {};
    view.own = true;
  });
  views = with_changed(views, 12, invert);
  views.trust[12] = 0.0f;
  EXPECT_TRUE(check_views(views).remarks.empty());
}

TEST(ViewChecks, AnEmptyViewLosesItsTrust) {
  for (const int k : {16, 17}) {
    const auto views = with_changed(egg_views(), k, [](views::View& view) { view.rgba = image::Image8(256, 256, 4); });
    const CheckedViews checked = check_views(views);
    EXPECT_THAT(only_remark(checked, "view_empty"), HasSubstr("view " + std::to_string(k) + ";"));
    EXPECT_EQ(checked.set.trust[static_cast<std::size_t>(k)], 0.0f);
  }
}

TEST(ViewChecks, RefuseViewsOfWhichNoAnchorShowsAnything) {
  views::ViewSet views = egg_views();
  for (int k = 0; k < geometry::kNumViews; k += geometry::kViewsPerAnchor)
    views.trust[static_cast<std::size_t>(k)] = 0.0f;
  EXPECT_THROW(check_views(views), Error);
  EXPECT_THROW(check_views(views::ViewSet{}), Error);
}

TEST(ViewChecks, InvertedNormalsAreTurnedRound) {
  const views::ViewSet good = egg_views();
  views::ViewSet views = good;
  for (int k = 0; k < geometry::kNumViews; k += geometry::kViewsPerAnchor) views = with_changed(views, k, invert);
  const CheckedViews checked = check_views(views);
  EXPECT_THAT(only_remark(checked, "normals_turned"), HasSubstr("views 0, 4, 8, 12, 16, 20, 24 and 28"));
  for (int k = 0; k < geometry::kNumViews; k += geometry::kViewsPerAnchor) {
    for (std::size_t i = 0; i < good.at(k)->normal.data().size(); ++i) {
      ASSERT_NEAR(checked.set.at(k)->normal.data()[i], good.at(k)->normal.data()[i], 1) << k;
    }
  }
}

TEST(ViewChecks, InvertedNormalsOfAFlatFrontAreTurnedRoundToo) {
  const auto views = with_changed(ground_truth_views(support::make_box({0.2f, 0.1f, 0.3f})), 0, invert);
  EXPECT_THAT(only_remark(check_views(views), "normals_turned"), HasSubstr("view 0 "));
}

TEST(ViewChecks, NormalsInAnotherFrameAreLeftOut) {
  // Each view's normals in its own camera's frame: the back's point away, and turned round they have up and down
  // exchanged.
  const auto views = with_changed(egg_views(), 16, [](views::View& view) {
    change_normals(view, [](const glm::vec3& n) { return glm::vec3(-n.x, -n.y, n.z); });
  });
  const CheckedViews checked = check_views(views);
  EXPECT_THAT(only_remark(checked, "normals_ignored"), HasSubstr("view 16 "));
  EXPECT_FALSE(checked.set.at(16)->has_normal());
}

TEST(ViewChecks, AnOutlineAtTheBorderIsOpenThere) {
  // Its ends leave the pictures of both sides; where those end, the body is closed.
  const views::ViewSet views = ground_truth_views(support::make_box({0.1f, 0.5f, 0.2f}));
  EXPECT_THAT(only_remark(check_views(views), "outline_at_border"), HasSubstr(" 8, "));
  EXPECT_FALSE(reaches_border(views.at(0)->rgba));
  std::string codes;
  RunListener listener;
  listener.on_warning = [&](std::string_view code, const std::string&) { codes += code; };
  SolveOptions options;
  options.quality = Quality::Draft;
  const SurfacePtr surface = solve(views, nullptr, options, {}, RunContext({}, listener));
  EXPECT_EQ(codes, "outline_at_border");
  EXPECT_EQ(mesh::topology_of(*surface->dense).num_boundary_edges, 0);
  const geometry::Aabb bounds = geometry::bounds_of(surface->dense->positions);
  EXPECT_NEAR(bounds.low.y, -0.46f, 0.03f);
  EXPECT_NEAR(bounds.high.y, 0.46f, 0.03f);
}

}  // namespace
}  // namespace core::reconstruct
