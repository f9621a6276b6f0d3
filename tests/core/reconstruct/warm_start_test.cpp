// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/warm_start.h"

#include <gtest/gtest.h>

#include <glm/geometric.hpp>

#include "core/reconstruct/filled_field.h"

namespace core::reconstruct {
namespace {

std::vector<mesh::Disagreement> even_rows() {
  std::vector<mesh::Disagreement> rows(32);
  for (int k = 0; k < 32; ++k) {
    rows[static_cast<std::size_t>(k)].view = k;
    rows[static_cast<std::size_t>(k)].outline_px = 0.1f;
    rows[static_cast<std::size_t>(k)].normal_deg = 2.0f;
  }
  return rows;
}

TEST(ChangeOf, NamesTheAnchorsThatAreNotThoseOfTheSolve) {
  const auto before = even_rows();
  auto now = before;
  EXPECT_TRUE(change_of(before, now).anchors.empty());
  now[12].outline_px = 0.3f;
  now[16].trust = 0.5f;
  now[20].normal_deg = 2.5f;
  now[13].outline_px = 9.0f;  // in-betweens follow their anchors
  EXPECT_EQ(change_of(before, now).anchors, (std::vector<int>{12, 16, 20}));
  EXPECT_EQ(change_of(before, now).distance, Distance::Small);
}

TEST(ChangeOf, IsFarOrApartByHowMuchMoreThanUsualAChangedAnchorDisagrees) {
  const auto before = even_rows();
  const auto distance_with = [&](float outline_px, float normal_deg) {
    auto now = before;
    now[8].outline_px = outline_px;
    now[8].normal_deg = normal_deg;
    return change_of(before, now).distance;
  };
  EXPECT_EQ(distance_with(0.2f, 3.0f), Distance::Small);
  EXPECT_EQ(distance_with(2.0f, 2.0f), Distance::Far);
  EXPECT_EQ(distance_with(0.1f, 4.5f), Distance::Far);
  EXPECT_EQ(distance_with(0.1f, 12.0f), Distance::Apart);
}

TEST(ChangeOf, ForgivesWhatAnAnchorAlwaysDisagreedBy) {
  auto before = even_rows();
  before[24].normal_deg = 12.0f;
  auto now = before;
  now[8].normal_deg = 2.5f;
  EXPECT_EQ(change_of(before, now).anchors, std::vector<int>{8});
  EXPECT_EQ(change_of(before, now).distance, Distance::Small);
}

TEST(ChangeOf, OfAnAnchorThatIsMutedIsSmall) {
  auto before = even_rows();
  before[24].normal_deg = 12.0f;
  auto now = before;
  now[24].trust = 0.0f;
  EXPECT_EQ(change_of(before, now).distance, Distance::Small);
}

TEST(KeepTilesOf, LeavesThoseOfTheViewsAround) {
  RayTargets targets;
  for (int k = 0; k < 32; ++k) {
    ViewTarget target;
    target.view = k;
    targets.views.push_back(target);
    targets.outline_tiles.push_back({static_cast<std::uint16_t>(k), 0, 0});
    if (k % 4 == 0) targets.inner_tiles.push_back({static_cast<std::uint16_t>(k), 0, 0});
  }
  RayTargets all = targets;
  keep_tiles_of({}, all);
  EXPECT_EQ(all.outline_tiles.size(), 32u);
  keep_tiles_of({0}, targets);
  EXPECT_EQ(targets.outline_tiles.size(), 9u) << "28 to 31, 0, and 1 to 4";
  EXPECT_EQ(targets.inner_tiles.size(), 3u);
}

DenseField ball(int resolution, float radius) {
  return filled_field(Box{glm::vec3(0.0f), 0.45f}, resolution,
                      [&](const glm::vec3& point) { return glm::length(point) - radius; });
}

TEST(AddChange, MovesTheFinerFieldByWhatTheCoarserOnesMoved) {
  DenseField field = ball(64, 0.3f);
  add_change(ball(32, 0.3f), ball(32, 0.32f), field);
  EXPECT_NEAR(field.sample({0.32f, 0.0f, 0.0f}), 0.0f, 0.15f * field.spacing());
}

TEST(AddChange, LeavesDetailsAloneWhereNothingMoved) {
  DenseField field = ball(64, 0.3f);
  for (std::size_t i = 0; i < field.values().size(); i += 3) field.values()[i] += 0.2f * field.spacing();
  const std::vector<float> before = field.values();
  add_change(ball(32, 0.3f), ball(32, 0.3f + 0.02f * 0.9f / 32.0f), field);
  EXPECT_EQ(field.values(), before);
}

TEST(AddChange, TakesWhatIsNewWhereTheFinerFieldKnewOnlyItsSide) {
  DenseField field = ball(64, 0.1f);
  add_change(ball(32, 0.1f), ball(32, 0.35f), field);
  EXPECT_NEAR(field.sample({0.0f, 0.35f, 0.0f}), 0.0f, 0.3f * field.spacing());
  EXPECT_LT(field.sample({0.0f, 0.25f, 0.0f}), 0.0f);
}

}  // namespace
}  // namespace core::reconstruct
