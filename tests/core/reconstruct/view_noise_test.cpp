// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/view_noise.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>

#include "core/image/alpha.h"
#include "core/reconstruct/ground_truth.h"
#include "core/views/normal_map.h"
#include "tests/support/shapes.h"

namespace core::reconstruct {
namespace {

views::ViewSet ball_views() { return ground_truth_views(support::make_sphere(0.3f)); }

/// Root mean square angle between the normals of two views, degrees.
double turned_deg(const views::View& a, const views::View& b) {
  double squares = 0.0, count = 0.0;
  for (std::size_t i = 0; i < a.normal.num_pixels(); ++i) {
    const std::uint8_t *p = &a.normal.data()[4 * i], *q = &b.normal.data()[4 * i];
    if (p[3] < 255 || q[3] < 255) continue;
    const glm::vec3 n = glm::normalize(views::decode_normal(p)), m = glm::normalize(views::decode_normal(q));
    const double angle = std::acos(std::clamp(static_cast<double>(glm::dot(n, m)), -1.0, 1.0)) * 57.29578;
    squares += angle * angle;
    count += 1.0;
  }
  return std::sqrt(squares / count);
}

TEST(ViewNoise, OfNothingChangesNothingThatCounts) {
  const views::ViewSet views = ball_views(), same = with_noise(views, {}, 1);
  EXPECT_EQ(image::mask_iou(same.at(8)->rgba, views.at(8)->rgba), 1.0);
  EXPECT_LT(turned_deg(*views.at(8), *same.at(8)), 0.5);
}

TEST(ViewNoise, IsTheSameForASeedAndAnotherForAnother) {
  const views::ViewSet views = ball_views();
  const views::ViewSet a = with_noise(views, {5.0f, 1.0f}, 7), b = with_noise(views, {5.0f, 1.0f}, 7),
                       c = with_noise(views, {5.0f, 1.0f}, 8);
  EXPECT_EQ(a.at(4)->rgba, b.at(4)->rgba);
  EXPECT_EQ(a.at(4)->normal, b.at(4)->normal);
  EXPECT_NE(a.at(4)->rgba, c.at(4)->rgba);
}

TEST(ViewNoise, TurnsNormalsByAboutTheAngleAskedFor) {
  const views::ViewSet views = ball_views();
  double sum = 0.0;
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    for (int k = 0; k < 32; k += 4) sum += turned_deg(*views.at(k), *with_noise(views, {10.0f, 0.0f}, seed).at(k)) / 32;
  }
  EXPECT_GT(sum, 7.0);
  EXPECT_LT(sum, 25.0);
}

TEST(ViewNoise, MovesOutlinesByAboutThePixelsAskedFor) {
  const views::ViewSet views = ball_views(), noisy = with_noise(views, {0.0f, 2.0f}, 3);
  double sum = 0.0;
  for (int k = 0; k < 32; ++k) sum += image::mask_iou(views.at(k)->rgba, noisy.at(k)->rgba) / 32;
  EXPECT_LT(sum, 0.985);
  EXPECT_GT(sum, 0.93);
}

TEST(WrongView, ReplacesOneViewOnly) {
  const mesh::Mesh box = support::make_box({0.1f, 0.15f, 0.3f});
  const views::ViewSet views = ground_truth_views(box), wrong = with_wrong_view(views, box, 12);
  for (int k = 0; k < 32; ++k) EXPECT_EQ(views.at(k) == wrong.at(k), k != 12);
  EXPECT_LT(image::mask_iou(views.at(12)->rgba, wrong.at(12)->rgba), 0.6);
}

}  // namespace
}  // namespace core::reconstruct
