// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/schedule.h"

#include <algorithm>
#include <cmath>

namespace core::reconstruct {
namespace {

/// Share of the steps after a change: what of the surface is new settles by then (bench warm).
constexpr int kWarmPercent = 50;
/// A kept field has the shape of coarser levels.
constexpr int kWarmResolution = 128;
constexpr float kFirstRateVoxels = 0.1f;
constexpr float kLastRateShare = 0.15f;

}  // namespace

std::vector<Level> schedule_for(Quality quality, int view_px, bool is_warm) {
  const int fine_px = std::min(view_px, quality == Quality::Fine ? 512 : 256);
  std::vector<Level> levels;
  switch (quality) {
    case Quality::Draft:
      levels = {{32, 32, 150, 16, false}, {64, 64, 100, 48, false}, {128, 128, 120, 64, true}};
      break;
    case Quality::Standard:
      levels = {
          {32, 32, 300, 16, false}, {64, 64, 300, 48, false}, {128, 128, 220, 64, true}, {256, fine_px, 60, 192, true}};
      break;
    case Quality::Fine:
      levels = {{32, 32, 300, 16, false},
                {64, 64, 300, 48, false},
                {128, 128, 300, 96, true},
                {256, fine_px, 200, 256, true}};
      break;
  }
  if (is_warm) {
    std::erase_if(levels, [](const Level& level) { return level.resolution < kWarmResolution; });
    for (Level& level : levels) level.num_steps = level.num_steps * kWarmPercent / 100;
  }
  return levels;
}

float transition_voxels(int step, int num_steps) {
  return 0.5f - 0.25f * static_cast<float>(step) / static_cast<float>(std::max(1, num_steps - 1));
}

float learning_rate_voxels(int step, int num_steps) {
  return kFirstRateVoxels *
         std::pow(kLastRateShare, static_cast<float>(step) / static_cast<float>(std::max(1, num_steps - 1)));
}

}  // namespace core::reconstruct
