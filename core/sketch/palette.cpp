// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/palette.h"

#include <algorithm>
#include <glm/geometric.hpp>
#include <limits>

namespace core::sketch {
namespace {

constexpr std::size_t kMaxSamples = 4000;
constexpr int kNumRounds = 12;
constexpr float kMergeDistance = 0.09f;  // colours closer than this count as one

std::vector<glm::vec3> opaque_samples(const image::Image8& rgba) {
  std::vector<glm::vec3> all;
  for (std::size_t i = 0; i < rgba.num_pixels(); ++i) {
    const std::uint8_t* p = rgba.data().data() + 4 * i;
    if (p[3] >= 250) all.push_back(glm::vec3(p[0], p[1], p[2]) / 255.0f);
  }
  std::vector<glm::vec3> samples;
  const std::size_t stride = std::max<std::size_t>(1, all.size() / kMaxSamples);
  for (std::size_t i = stride / 2; i < all.size(); i += stride) samples.push_back(all[i]);
  return samples;
}

float distance_sq(const glm::vec3& a, const glm::vec3& b) { return glm::dot(a - b, a - b); }

std::size_t nearest(const std::vector<glm::vec3>& centers, const glm::vec3& color) {
  std::size_t best = 0;
  for (std::size_t c = 1; c < centers.size(); ++c) {
    if (distance_sq(centers[c], color) < distance_sq(centers[best], color)) best = c;
  }
  return best;
}

/// The mean first, then again and again the colour farthest from all taken so far.
std::vector<glm::vec3> spread_centers(const std::vector<glm::vec3>& samples, int count) {
  glm::vec3 mean(0.0f);
  for (const glm::vec3& sample : samples) mean += sample;
  std::vector<glm::vec3> centers = {mean / static_cast<float>(samples.size())};
  std::vector<float> gap(samples.size(), std::numeric_limits<float>::max());
  while (static_cast<int>(centers.size()) < count) {
    std::size_t farthest = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      gap[i] = std::min(gap[i], distance_sq(samples[i], centers.back()));
      if (gap[i] > gap[farthest]) farthest = i;
    }
    if (gap[farthest] < kMergeDistance * kMergeDistance) break;
    centers.push_back(samples[farthest]);
  }
  return centers;
}

}  // namespace

std::vector<PaletteColor> palette_of(const image::Image8& rgba, int max_colors) {
  const std::vector<glm::vec3> samples = opaque_samples(rgba);
  if (samples.empty()) return {{glm::vec3(0.5f), 1.0f}};
  std::vector<glm::vec3> centers = spread_centers(samples, max_colors);
  std::vector<float> counts;
  for (int round = 0; round < kNumRounds; ++round) {
    std::vector<glm::vec3> sums(centers.size(), glm::vec3(0.0f));
    counts.assign(centers.size(), 0.0f);
    for (const glm::vec3& sample : samples) {
      const std::size_t c = nearest(centers, sample);
      sums[c] += sample;
      counts[c] += 1.0f;
    }
    for (std::size_t c = 0; c < centers.size(); ++c) {
      if (counts[c] > 0.0f) centers[c] = sums[c] / counts[c];
    }
  }
  std::vector<PaletteColor> palette;
  for (std::size_t c = 0; c < centers.size(); ++c) {
    if (counts[c] > 0.0f) palette.push_back({centers[c], counts[c] / static_cast<float>(samples.size())});
  }
  std::stable_sort(palette.begin(), palette.end(),
                   [](const PaletteColor& a, const PaletteColor& b) { return a.share > b.share; });
  return palette;
}

}  // namespace core::sketch
