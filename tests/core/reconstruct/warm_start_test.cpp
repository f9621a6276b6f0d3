// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/warm_start.h"

#include <gtest/gtest.h>

#include <array>

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

constexpr std::array<float, 8> kNoneFar{};

/// @param far  share of each anchor
Change change_of(const std::vector<mesh::Disagreement>& before, const std::vector<mesh::Disagreement>& now,
                 const std::array<float, 8>& far) {
  std::vector<ViewFit> fits;
  for (const mesh::Disagreement& row : now) fits.push_back({row, far[static_cast<std::size_t>(row.view / 4)]});
  return reconstruct::change_of(before, fits);
}

TEST(ChangeOf, NamesTheAnchorsThatAreNotThoseOfTheSolve) {
  const auto before = even_rows();
  auto now = before;
  EXPECT_TRUE(change_of(before, now, kNoneFar).anchors.empty());
  now[12].outline_px = 0.15f;
  now[16].trust = 0.5f;
  now[20].normal_deg = 2.2f;
  now[13].outline_px = 9.0f;  // in-betweens follow their anchors
  EXPECT_EQ(change_of(before, now, kNoneFar).anchors, (std::vector<int>{12, 16, 20}));
  EXPECT_EQ(change_of(before, now, kNoneFar).distance, Distance::Small);
}

TEST(ChangeOf, IsFarOrApartByHowMuchMoreThanUsualAChangedAnchorDisagrees) {
  const auto before = even_rows();
  const auto distance_with = [&](float outline_px, float normal_deg, float share) {
    auto now = before;
    now[8].outline_px = outline_px;
    now[8].normal_deg = normal_deg;
    std::array<float, 8> far{};
    far.fill(0.01f);
    far[2] = share;
    return change_of(before, now, far).distance;
  };
  EXPECT_EQ(distance_with(0.15f, 2.2f, 0.01f), Distance::Small);
  EXPECT_EQ(distance_with(0.5f, 2.0f, 0.01f), Distance::Far);
  EXPECT_EQ(distance_with(0.1f, 12.0f, 0.02f), Distance::Far);
  EXPECT_EQ(distance_with(0.1f, 3.0f, 0.04f), Distance::Apart);
  EXPECT_EQ(distance_with(6.0f, 2.0f, 0.01f), Distance::Apart);
}

TEST(ChangeOf, ForgivesWhatAnAnchorAlwaysDisagreedBy) {
  auto before = even_rows();
  before[24].normal_deg = 12.0f;
  auto now = before;
  now[8].normal_deg = 2.2f;
  std::array<float, 8> far{};
  far[6] = 0.1f;
  EXPECT_EQ(change_of(before, now, far).anchors, std::vector<int>{8});
  EXPECT_EQ(change_of(before, now, far).distance, Distance::Small);
}

TEST(ChangeOf, OfAnAnchorThatIsMutedIsSmall) {
  auto before = even_rows();
  before[24].normal_deg = 12.0f;
  auto now = before;
  now[24].trust = 0.0f;
  std::array<float, 8> far{};
  far[6] = 0.1f;
  EXPECT_EQ(change_of(before, now, far).distance, Distance::Small);
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

}  // namespace
}  // namespace core::reconstruct
