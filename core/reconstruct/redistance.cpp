// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/redistance.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace core::reconstruct {
namespace {

constexpr float kUnknown = 1e6f;
constexpr int kNumRounds = 2;

/// Solves sum_i max(0, d - a_i)^2 = 1 for the distances a, b, c of the neighbours along the axes (in voxels).
float upwind(float a, float b, float c) {
  if (a > b) std::swap(a, b);
  if (b > c) std::swap(b, c);
  if (a > b) std::swap(a, b);
  float d = a + 1.0f;
  if (d > b) d = 0.5f * (a + b + std::sqrt(std::max(0.0f, 2.0f - (a - b) * (a - b))));
  if (d > c) {
    const float sum = a + b + c;
    const float root = sum * sum - 3.0f * (a * a + b * b + c * c - 1.0f);
    if (root > 0.0f) d = (sum + std::sqrt(root)) / 3.0f;
  }
  return d;
}

/// One sweep over all voxels in one of the eight diagonal orders.
void sweep(DenseField& distance, const std::vector<std::uint8_t>& is_fixed, int order) {
  const int n = distance.resolution();
  const auto along = [n](bool is_backward, int i) { return is_backward ? n - 1 - i : i; };
  for (int i = 0; i < n; ++i) {
    const int z = along((order & 4) != 0, i);
    for (int j = 0; j < n; ++j) {
      const int y = along((order & 2) != 0, j);
      for (int k = 0; k < n; ++k) {
        const int x = along((order & 1) != 0, k);
        float& value = distance.at(x, y, z);
        if (is_fixed[static_cast<std::size_t>(&value - distance.values().data())] != 0) continue;
        const float a =
            std::min(x > 0 ? distance.at(x - 1, y, z) : kUnknown, x + 1 < n ? distance.at(x + 1, y, z) : kUnknown);
        const float b =
            std::min(y > 0 ? distance.at(x, y - 1, z) : kUnknown, y + 1 < n ? distance.at(x, y + 1, z) : kUnknown);
        const float c =
            std::min(z > 0 ? distance.at(x, y, z - 1) : kUnknown, z + 1 < n ? distance.at(x, y, z + 1) : kUnknown);
        value = std::min(value, upwind(a, b, c));
      }
    }
  }
}

}  // namespace

void redistance(DenseField& field, float trusted_voxels, const RunContext& context) {
  DenseField distance(field.box(), field.resolution());
  std::vector<std::uint8_t> is_fixed(field.values().size());
  for (std::size_t i = 0; i < is_fixed.size(); ++i) {
    const float voxels = std::abs(field.values()[i]) / field.spacing();
    is_fixed[i] = voxels <= trusted_voxels;
    distance.values()[i] = is_fixed[i] != 0 ? voxels : kUnknown;
  }
  if (std::count(is_fixed.begin(), is_fixed.end(), 1) == 0) return;
  for (int i = 0; i < 8 * kNumRounds; ++i) {
    context.checkpoint();
    sweep(distance, is_fixed, i % 8);
  }
  for (std::size_t i = 0; i < is_fixed.size(); ++i)
    field.values()[i] = std::copysign(distance.values()[i] * field.spacing(), field.values()[i]);
}

}  // namespace core::reconstruct
