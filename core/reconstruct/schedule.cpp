// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/schedule.h"

#include <algorithm>
#include <cmath>

namespace core::reconstruct {
namespace {

/// Share of the steps after a change: what of the surface is new settles by then (bench warm).
constexpr int kWarmPercent = 50;

}  // namespace

std::vector<Level> schedule_for(Quality quality, int view_px, bool is_warm) {
  const int fine_px = std::min(view_px, quality == Quality::Fine ? 512 : 256);
  std::vector<Level> levels;
  switch (quality) {
    case Quality::Draft:
      levels = {{64, 128, 100, 96, false}, {128, 256, 70, 128, true}};
      break;
    case Quality::Standard:
      levels = {{64, 128, 160, 96, false}, {128, 256, 120, 128, true}, {256, fine_px, 60, 192, true}};
      break;
    case Quality::Fine:
      levels = {{64, 128, 250, 128, false}, {128, 256, 200, 160, true}, {256, fine_px, 160, 256, true}};
      break;
  }
  if (is_warm) {
    levels.erase(levels.begin());
    for (Level& level : levels) level.num_steps = level.num_steps * kWarmPercent / 100;
  }
  return levels;
}

float transition_voxels(int step, int num_steps) {
  return 1.0f - 0.5f * static_cast<float>(step) / static_cast<float>(std::max(1, num_steps - 1));
}

float learning_rate_voxels(int step, int num_steps) {
  return 0.04f * std::pow(0.2f, static_cast<float>(step) / static_cast<float>(std::max(1, num_steps - 1)));
}

}  // namespace core::reconstruct
