// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/field_change.h"

#include <cmath>

#include "core/base/parallel.h"

namespace core::reconstruct {
namespace {

/// A change of less than so many voxels of the level that found it is noise.
constexpr float kLeastChangeVoxels = 0.05f;
/// Values of a field that are distances, in voxels.
constexpr float kKnownVoxels = 4.0f;

}  // namespace

void add_change(const DenseField& before, const DenseField& after, DenseField& field) {
  const float least = kLeastChangeVoxels * before.spacing(), known = kKnownVoxels * field.spacing();
  const int n = field.resolution();
  parallel_for(0, n, 2, [&](int z) {
    for (int y = 0; y < n; ++y) {
      for (int x = 0; x < n; ++x) {
        float& value = field.at(x, y, z);
        const float nearby = after.at(x / 2, y / 2, z / 2);
        if (std::abs(value) > known && std::abs(nearby) > 2.0f * known && (nearby < 0.0f) == (value < 0.0f)) continue;
        const glm::vec3 point = field.position(x, y, z);
        const float now = after.sample(point), change = now - before.sample(point);
        if (std::abs(change) <= least) continue;
        value = std::abs(value) < known ? value + change - std::copysign(least, change) : now;
      }
    }
  });
}

}  // namespace core::reconstruct
