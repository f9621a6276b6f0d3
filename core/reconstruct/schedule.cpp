// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/schedule.h"

#include <algorithm>
#include <cmath>

namespace core::reconstruct {
namespace {

/// After a small change: share of the steps, and of their length, in which what is new settles (bench warm).
constexpr int kSmallPercent = 30;
constexpr float kSmallRate = 0.3f;
/// After a larger one: the level that finds what is new, and the share of its steps; that of the finer levels' steps,
/// and of their length.
constexpr int kFarResolution = 128, kFarPercent = 45, kFarFinerPercent = 30;
constexpr float kFarFinerRate = 0.7f;
constexpr float kFirstRateVoxels = 0.1f;
constexpr float kLastRateShare = 0.15f;

/// At the coarsest level details of the views contradict one another: there a field that is held to a distance, and few
/// steps, keep them from hollowing out what no view sees.
constexpr float kCoarsestEikonal = 0.3f;
/// Steps of the levels that find the shape are long, where the views agree; few steps of the finest one settle sooner
/// when they are shorter (bench reconstruct).
constexpr float kBold = 2.0f, kSettling = 0.8f;

std::vector<Level> cpu_levels(Quality quality, int fine_px) {
  switch (quality) {
    case Quality::Draft:
      return {{32, 32, 150, 16, false, 1.0f, kCoarsestEikonal},
              {64, 64, 300, 48, false, kBold},
              {128, 128, 140, 96, true, kBold}};
    case Quality::Standard:
      return {{32, 32, 150, 16, false, 1.0f, kCoarsestEikonal},
              {64, 64, 300, 64, false, kBold},
              {128, 128, 220, 96, true, kBold},
              {256, fine_px, 50, 192, true, kSettling}};
    case Quality::Fine:
      break;
  }
  return {{32, 32, 150, 16, false, 1.0f, kCoarsestEikonal},
          {64, 64, 300, 64, false, kBold},
          {128, 128, 300, 128, true, kBold},
          {256, fine_px, 200, 256, true}};
}

std::vector<Level> cuda_levels(Quality quality, int fine_px) {
  switch (quality) {
    case Quality::Draft:
      return {{32, 32, 150, 64, false, 1.0f, kCoarsestEikonal}, {64, 64, 100, 192, false}, {128, 128, 120, 512, true}};
    case Quality::Standard:
      return {{32, 32, 150, 64, false, 1.0f, kCoarsestEikonal},
              {64, 64, 300, 192, false},
              {128, 128, 220, 512, true},
              {256, fine_px, 120, 1536, true}};
    case Quality::Fine:
      break;
  }
  return {{32, 32, 150, 64, false, 1.0f, kCoarsestEikonal},
          {64, 64, 300, 192, false},
          {128, 128, 300, 768, true},
          {256, fine_px, 200, 2048, true},
          {512, fine_px, 100, 3072, true}};
}

}  // namespace

std::vector<Level> schedule_for(Quality quality, int view_px, Device device) {
  const int fine_px = std::min(view_px, quality == Quality::Fine ? 512 : 256);
  return device == Device::Cuda ? cuda_levels(quality, fine_px) : cpu_levels(quality, fine_px);
}

std::vector<Level> warm_schedule(Quality quality, int view_px, const Change& change, Device device) {
  const bool is_small = change.distance == Distance::Small;
  std::vector<Level> levels = schedule_for(quality, view_px, device);
  const int coarsest = is_small ? levels.back().resolution : kFarResolution;
  std::erase_if(levels, [&](const Level& level) { return level.resolution < coarsest; });
  for (Level& level : levels) {
    const bool is_first = !is_small && level.resolution == kFarResolution;
    const int percent = is_small ? kSmallPercent : is_first ? kFarPercent : kFarFinerPercent;
    level.num_steps = level.num_steps * percent / 100;
    if (!is_first) level.rate = is_small ? kSmallRate : kFarFinerRate;
    if (is_small && !change.anchors.empty()) level.tiles_per_step /= 2;
  }
  return levels;
}

bool in_betweens_take_part(InBetweens when, const Level& level, double progress) {
  switch (when) {
    case InBetweens::FinerLevels:
      return level.is_fine;
    case InBetweens::Never:
      return false;
    case InBetweens::Always:
      return true;
    case InBetweens::Windows:
      break;
  }
  // Steps 500-1000, 1500-2000, 2500-3000 and 3500-4000 of 5000 (reference/stage3-reconstruction.md 1.2).
  const int tenth = static_cast<int>(10.0 * progress);
  return tenth % 2 == 1 && tenth < 8;
}

float transition_voxels(int step, int num_steps) {
  return 0.5f - 0.25f * static_cast<float>(step) / static_cast<float>(std::max(1, num_steps - 1));
}

float learning_rate_voxels(int step, int num_steps) {
  return kFirstRateVoxels *
         std::pow(kLastRateShare, static_cast<float>(step) / static_cast<float>(std::max(1, num_steps - 1)));
}

}  // namespace core::reconstruct
