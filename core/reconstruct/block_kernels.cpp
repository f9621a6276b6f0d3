// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/block_kernels.h"

#include <algorithm>
#include <cmath>

#include "core/base/multiversion.h"

namespace core::reconstruct {
namespace {

constexpr int kSide = SparseField::kSide;
constexpr int kVoxels = SparseField::kVoxels;
constexpr int kApron = SparseField::kApron;
/// Moments that fade out would become denormal numbers, which are a hundred times slower.
constexpr float kTiny = 1e-25f;

constexpr int apron_row(int y, int z) { return ((z + 1) * kApron + y + 1) * kApron + 1; }
constexpr int block_row(int y, int z) { return (z * kSide + y) * kSide; }

/// Doubles the first dimension of `rows` rows of `width` values that stand `width` apart: half + 2 in, 2 half out.
template <int half, int width>
inline void doubled(const float* in, float* out) {
  for (int i = 0; i < half; ++i) {
    const float *before = in + i * width, *own = before + width, *after = own + width;
    float *first = out + 2 * i * width, *second = first + width;
    for (int x = 0; x < width; ++x) {
      first[x] = 0.75f * own[x] + 0.25f * before[x];
      second[x] = 0.75f * own[x] + 0.25f * after[x];
    }
  }
}

template <int half>
inline void add_upsampled(const float* coarse, float* fine) {
  constexpr int wide = half + 2, side = 2 * half;
  float along_x[wide * wide * side], along_y[wide * side * side], along_z[side * side * side];
  for (int row = 0; row < wide * wide; ++row) doubled<half, 1>(coarse + row * wide, along_x + row * side);
  for (int z = 0; z < wide; ++z) doubled<half, side>(along_x + z * wide * side, along_y + z * side * side);
  doubled<half, side * side>(along_y, along_z);
  for (int i = 0; i < side * side * side; ++i) fine[i] += along_z[i];
}

}  // namespace

ENVISION3D_MULTIVERSION void find_nodes(const SparseField::Apron& values, float scale, Node* nodes) {
  for (int z = 0; z < kSide; ++z) {
    for (int y = 0; y < kSide; ++y) {
      const float* f = values.data() + apron_row(y, z);
      for (int x = 0; x < kSide; ++x) {
        *nodes++ = Node{f[x], (f[x + 1] - f[x - 1]) * scale, (f[x + kApron] - f[x - kApron]) * scale,
                        (f[x + kApron * kApron] - f[x - kApron * kApron]) * scale};
      }
    }
  }
}

ENVISION3D_MULTIVERSION void find_eikonal(const SparseField::Apron& values, float scale, float band, float weight,
                                          BlockNodes& derivatives) {
  derivatives[0].fill(0.0f);
  for (int z = 0; z < kSide; ++z) {
    for (int y = 0; y < kSide; ++y) {
      const float* f = values.data() + apron_row(y, z);
      float* out[3];
      for (std::size_t axis = 0; axis < 3; ++axis) out[axis] = derivatives[axis + 1].data() + block_row(y, z);
      for (int x = 0; x < kSide; ++x) {
        const float gx = (f[x + 1] - f[x - 1]) * scale, gy = (f[x + kApron] - f[x - kApron]) * scale,
                    gz = (f[x + kApron * kApron] - f[x - kApron * kApron]) * scale;
        const float length = std::sqrt(gx * gx + gy * gy + gz * gz);
        const bool counts = (std::abs(f[x]) < band) & (length > 1e-6f);
        const float factor = counts ? 2.0f * weight * (length - 1.0f) / std::max(length, 1e-6f) : 0.0f;
        out[0][x] = factor * gx;
        out[1][x] = factor * gy;
        out[2][x] = factor * gz;
      }
    }
  }
}

ENVISION3D_MULTIVERSION void add_nodes(const Node* nodes, BlockNodes& derivatives) {
  for (std::size_t i = 0; i < kVoxels; ++i) {
    for (std::size_t part = 0; part < 4; ++part) derivatives[part][i] += nodes[i][part];
  }
}

ENVISION3D_MULTIVERSION void find_value_gradient(const BlockNodes& own, const NextBlocks& next, float scale,
                                                 float* gradient) {
  for (int z = 0; z < kSide; ++z) {
    for (int y = 0; y < kSide; ++y) {
      const int row = block_row(y, z);
      const float* below_y = y > 0 ? own[2].data() + row - kSide : (*next[2])[2].data() + block_row(kSide - 1, z);
      const float* above_y = y < kSide - 1 ? own[2].data() + row + kSide : (*next[3])[2].data() + block_row(0, z);
      const float* below_z =
          z > 0 ? own[3].data() + row - kSide * kSide : (*next[4])[3].data() + block_row(y, kSide - 1);
      const float* above_z =
          z < kSide - 1 ? own[3].data() + row + kSide * kSide : (*next[5])[3].data() + block_row(y, 0);
      float along_x[kSide + 2];
      along_x[0] = (*next[0])[1][static_cast<std::size_t>(row + kSide - 1)];
      std::copy_n(own[1].data() + row, kSide, along_x + 1);
      along_x[kSide + 1] = (*next[1])[1][static_cast<std::size_t>(row)];
      const float* direct = own[0].data() + row;
      for (int x = 0; x < kSide; ++x) {
        gradient[row + x] =
            direct[x] + scale * (along_x[x] - along_x[x + 2] + below_y[x] - above_y[x] + below_z[x] - above_z[x]);
      }
    }
  }
}

ENVISION3D_MULTIVERSION void adam(const AdamStep& step, std::span<float> gradient, std::span<float> mean,
                                  std::span<float> square) {
  float *const g = gradient.data(), *const m = mean.data(), *const v = square.data();
  const AdamStep s = step;
  for (std::size_t i = 0, end = gradient.size(); i < end; ++i) {
    const float new_mean = kAdamBeta1 * m[i] + (1.0f - kAdamBeta1) * g[i];
    const float new_square = kAdamBeta2 * v[i] + (1.0f - kAdamBeta2) * g[i] * g[i];
    m[i] = std::abs(new_mean) < kTiny ? 0.0f : new_mean;
    v[i] = new_square < kTiny ? 0.0f : new_square;
    g[i] = -s.learning_rate * (m[i] * s.correction_mean) / (std::sqrt(v[i] * s.correction_square) + s.epsilon);
  }
}

ENVISION3D_MULTIVERSION void add_upsampled(int half, const float* coarse, float* fine) {
  if (half == 4) {
    add_upsampled<4>(coarse, fine);
  } else if (half == 2) {
    add_upsampled<2>(coarse, fine);
  } else {
    add_upsampled<1>(coarse, fine);
  }
}

}  // namespace core::reconstruct
