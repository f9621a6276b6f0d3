// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/parallel.h"
#include "core/reconstruct/sdf_volume.h"

namespace core::reconstruct {

/// A field whose voxels hold value_at(position). `value_at` is called from many threads.
template <class ValueAt>
DenseField filled_field(const Box& box, int resolution, const ValueAt& value_at) {
  DenseField field(box, resolution);
  parallel_for(0, resolution, 2, [&](int z) {
    for (int y = 0; y < resolution; ++y) {
      for (int x = 0; x < resolution; ++x) field.at(x, y, z) = value_at(field.position(x, y, z));
    }
  });
  return field;
}

}  // namespace core::reconstruct
