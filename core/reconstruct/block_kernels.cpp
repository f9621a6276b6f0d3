// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/block_kernels.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/base/multiversion.h"

namespace core::reconstruct {
namespace {

constexpr int kSide = SparseField::kSide;
constexpr int kVoxels = SparseField::kVoxels;

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

/// Parts of eight nodes, one after the other.
inline void transpose(const Node* nodes, const std::array<float*, 4>& out) {
  using Wide = float __attribute__((vector_size(64)));
  using Places = int __attribute__((vector_size(64)));
  Wide first, second;
  std::memcpy(&first, nodes, sizeof first);
  std::memcpy(&second, nodes + 4, sizeof second);
  const Wide low = __builtin_shuffle(first, second, Places{0, 4, 8, 12, 16, 20, 24, 28, 1, 5, 9, 13, 17, 21, 25, 29});
  const Wide high =
      __builtin_shuffle(first, second, Places{2, 6, 10, 14, 18, 22, 26, 30, 3, 7, 11, 15, 19, 23, 27, 31});
  for (int x = 0; x < kSide; ++x) {
    out[0][x] = low[x];
    out[1][x] = low[kSide + x];
    out[2][x] = high[x];
    out[3][x] = high[kSide + x];
  }
}

/// Four values from where they stand, on any address.
inline Node four(const float* values) {
  Node result;
  std::memcpy(&result, values, sizeof result);
  return result;
}

/// Four nodes from their parts: the inverse of transpose().
inline void join(const Node& value, const Node& x, const Node& y, const Node& z, Node* nodes) {
  using Places = int __attribute__((vector_size(16)));
  const Node value_x_low = __builtin_shuffle(value, x, Places{0, 4, 1, 5}),
             value_x_high = __builtin_shuffle(value, x, Places{2, 6, 3, 7}),
             y_z_low = __builtin_shuffle(y, z, Places{0, 4, 1, 5}),
             y_z_high = __builtin_shuffle(y, z, Places{2, 6, 3, 7});
  nodes[0] = __builtin_shuffle(value_x_low, y_z_low, Places{0, 1, 4, 5});
  nodes[1] = __builtin_shuffle(value_x_low, y_z_low, Places{2, 3, 6, 7});
  nodes[2] = __builtin_shuffle(value_x_high, y_z_high, Places{0, 1, 4, 5});
  nodes[3] = __builtin_shuffle(value_x_high, y_z_high, Places{2, 3, 6, 7});
}

}  // namespace

ENVISION3D_MULTIVERSION void find_nodes(const SparseField::Apron<2>& values, float scale, NodeBlock& nodes) {
  using Apron = SparseField::Apron<2>;
  constexpr int kRow = Apron::kWide, kSlice = kRow * kRow;
  Node* out = nodes.data();
  for (int z = 0; z < kNodesASide; ++z) {
    for (int y = 0; y < kNodesASide; ++y) {
      const float* f = values.values.data() + Apron::index(0, y, z);
      for (int x = 0; x < kSide; x += 4, f += 4, out += 4) {
        join(four(f), (four(f + 1) - four(f - 1)) * scale, (four(f + kRow) - four(f - kRow)) * scale,
             (four(f + kSlice) - four(f - kSlice)) * scale, out);
      }
      *out++ = Node{f[0], (f[1] - f[-1]) * scale, (f[kRow] - f[-kRow]) * scale, (f[kSlice] - f[-kSlice]) * scale};
    }
  }
}

ENVISION3D_MULTIVERSION void add_nodes(const NodeBlock& nodes, const glm::ivec3& offset, VoxelNodes& sums) {
  const auto first = [](int d) { return d * kSide; };
  const auto count = [](int d) { return d == 0 ? kSide : 1; };
  for (int z = 0; z < count(offset.z); ++z) {
    for (int y = 0; y < count(offset.y); ++y) {
      const Node* in =
          nodes.data() + ((first(offset.z) + z) * kNodesASide + first(offset.y) + y) * kNodesASide + first(offset.x);
      Node* out = sums.data() + block_row(y, z);
      for (int x = 0; x < count(offset.x); ++x) out[x] += in[x];
    }
  }
}

ENVISION3D_MULTIVERSION void add_eikonal(const SparseField::Apron<1>& values, const SparseField::Sides& open_sides,
                                         float scale, float band, float weight, const VoxelNodes& nodes,
                                         BlockNodes& derivatives) {
  using Apron = SparseField::Apron<1>;
  constexpr int kRow = Apron::kWide, kSlice = kRow * kRow;
  const auto is_open = [&](std::size_t axis, int at) {
    return (at == 0 && open_sides[2 * axis]) || (at == kSide - 1 && open_sides[2 * axis + 1]);
  };
  std::array<float, kSide> inner_row{}, open_row{};
  for (int x = 0; x < kSide; ++x) inner_row[static_cast<std::size_t>(x)] = is_open(0, x) ? 0.0f : 2.0f * weight;
  for (int z = 0; z < kSide; ++z) {
    for (int y = 0; y < kSide; ++y) {
      const float* f = values.values.data() + Apron::index(0, y, z);
      const int row = block_row(y, z);
      std::array<float*, 4> out;
      for (std::size_t part = 0; part < 4; ++part) out[part] = derivatives[part].data() + row;
      transpose(nodes.data() + row, out);
      const float* const weights = (is_open(1, y) || is_open(2, z) ? open_row : inner_row).data();
      for (int x = 0; x < kSide; ++x) {
        const float gx = (f[x + 1] - f[x - 1]) * scale, gy = (f[x + kRow] - f[x - kRow]) * scale,
                    gz = (f[x + kSlice] - f[x - kSlice]) * scale;
        const float length = std::sqrt(gx * gx + gy * gy + gz * gz);
        const bool counts = (std::abs(f[x]) < band) & (length > 1e-6f);
        const float factor = counts ? weights[x] * (length - 1.0f) / std::max(length, 1e-6f) : 0.0f;
        out[1][x] += factor * gx;
        out[2][x] += factor * gy;
        out[3][x] += factor * gz;
      }
    }
  }
}

ENVISION3D_MULTIVERSION SquareSum sum_squares(const BlockValues& values) {
  constexpr std::size_t kLanes = 16;
  std::array<float, kLanes> squares{};
  std::array<int, kLanes> counts{};
  for (std::size_t i = 0; i < values.size(); i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      squares[lane] += values[i + lane] * values[i + lane];
      counts[lane] += values[i + lane] != 0.0f ? 1 : 0;
    }
  }
  SquareSum sum;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    sum.squares += squares[lane];
    sum.count += counts[lane];
  }
  return sum;
}

ENVISION3D_MULTIVERSION void find_value_gradient(const BlockNodes& derivatives, float scale, BlockValues& gradient,
                                                 BlockSides& beyond) {
  constexpr int kSlice = kSide * kSide;
  const float *const by_x = derivatives[1].data(), *const by_y = derivatives[2].data(),
                     *const by_z = derivatives[3].data();
  // Along y and z, the differences of whole rows and slices; nothing comes from beyond the block.
  static constexpr std::array<float, kSide> kNone{};
  for (int z = 0; z < kSide; ++z) {
    for (int y = 0; y < kSide; ++y) {
      const int row = block_row(y, z);
      const float* const before_y = y > 0 ? by_y + row - kSide : kNone.data();
      const float* const after_y = y < kSide - 1 ? by_y + row + kSide : kNone.data();
      const float* const before_z = z > 0 ? by_z + row - kSlice : kNone.data();
      const float* const after_z = z < kSide - 1 ? by_z + row + kSlice : kNone.data();
      std::array<float, kSide + 2> along_x{};
      std::copy_n(by_x + row, kSide, along_x.data() + 1);
      const float* const direct = derivatives[0].data() + row;
      float* const out = gradient.data() + row;
      for (std::size_t x = 0; x < kSide; ++x) {
        out[x] =
            direct[x] + scale * (along_x[x] - along_x[x + 2] + before_y[x] - after_y[x] + before_z[x] - after_z[x]);
      }
    }
  }
  for (int z = 0; z < kSide; ++z) {
    for (int i = 0; i < kSide; ++i) {
      const auto place = static_cast<std::size_t>(z * kSide + i);
      beyond[0][place] = -scale * by_x[block_row(i, z)];
      beyond[1][place] = scale * by_x[block_row(i, z) + kSide - 1];
      beyond[2][place] = -scale * by_y[block_row(0, z) + i];
      beyond[3][place] = scale * by_y[block_row(kSide - 1, z) + i];
      beyond[4][place] = -scale * by_z[block_row(z, 0) + i];
      beyond[5][place] = scale * by_z[block_row(z, kSide - 1) + i];
    }
  }
}

ENVISION3D_MULTIVERSION void add_side(int side, const BlockSides& asked, BlockValues& gradient) {
  const float* in = asked[static_cast<std::size_t>(side ^ 1)].data();
  const int far = (side & 1) != 0 ? kSide - 1 : 0;
  if (side < 2) {
    for (int row = 0; row < kSide * kSide; ++row) gradient[static_cast<std::size_t>(row * kSide + far)] += in[row];
    return;
  }
  for (int i = 0; i < kSide; ++i) {
    float* out = gradient.data() + (side < 4 ? block_row(far, i) : block_row(i, far));
    for (int x = 0; x < kSide; ++x) out[x] += in[i * kSide + x];
  }
}

ENVISION3D_MULTIVERSION void adam(const AdamStep& step, std::span<float> gradient, std::span<float> mean,
                                  std::span<float> square) {
  float *const g = gradient.data(), *const m = mean.data(), *const v = square.data();
  const AdamStep s = step;
  for (std::size_t i = 0, end = gradient.size(); i < end; ++i) {
    const float new_mean = kAdamBeta1 * m[i] + (1.0f - kAdamBeta1) * g[i];
    const float new_square = kAdamBeta2 * v[i] + (1.0f - kAdamBeta2) * g[i] * g[i];
    m[i] = std::abs(new_mean) < kTinyMoment ? 0.0f : new_mean;
    v[i] = new_square < kTinyMoment ? 0.0f : new_square;
    g[i] = -s.learning_rate * (m[i] * s.correction_mean) / (std::sqrt(v[i] * s.correction_square) + s.epsilon);
  }
}

ENVISION3D_MULTIVERSION void restrict_block(int side, const float* fine, float* coarse) {
  const int half = side / 2;
  for (int z = 0; z < half; ++z) {
    for (int y = 0; y < half; ++y) {
      for (int x = 0; x < half; ++x) {
        const float* p = fine + ((2 * z) * side + 2 * y) * side + 2 * x;
        *coarse++ = p[0] + p[1] + p[side] + p[side + 1] + p[side * side] + p[side * side + 1] + p[side * side + side] +
                    p[side * side + side + 1];
      }
    }
  }
}

ENVISION3D_MULTIVERSION void find_bilaplacian(const SparseField::Apron<2>& values, BlockValues& result) {
  using Apron = SparseField::Apron<2>;
  constexpr int kRow = Apron::kWide, kSlice = kRow * kRow;
  const auto laplacian = [](const float* f) {
    return f[1] + f[-1] + f[kRow] + f[-kRow] + f[kSlice] + f[-kSlice] - 6.0f * f[0];
  };
  Apron once;
  for (int z = -1; z <= kSide; ++z) {
    for (int y = -1; y <= kSide; ++y) {
      const std::size_t row = Apron::index(-1, y, z);
      for (std::size_t x = 0; x < kSide + 2; ++x) once.values[row + x] = laplacian(values.values.data() + row + x);
    }
  }
  for (int z = 0; z < kSide; ++z) {
    for (int y = 0; y < kSide; ++y) {
      const float* row = once.values.data() + Apron::index(0, y, z);
      for (int x = 0; x < kSide; ++x) result[static_cast<std::size_t>(block_row(y, z) + x)] = laplacian(row + x);
    }
  }
}

template <int half>
ENVISION3D_MULTIVERSION void add_upsampled(const SparseField::Apron<1, half>& coarse, float* fine) {
  constexpr int wide = half + 2, side = 2 * half;
  float along_x[wide * wide * side], along_y[wide * side * side], along_z[side * side * side];
  for (int row = 0; row < wide * wide; ++row) doubled<half, 1>(coarse.values.data() + row * wide, along_x + row * side);
  for (int z = 0; z < wide; ++z) doubled<half, side>(along_x + z * wide * side, along_y + z * side * side);
  doubled<half, side * side>(along_y, along_z);
  for (int i = 0; i < side * side * side; ++i) fine[i] += along_z[i];
}
template void add_upsampled<4>(const SparseField::Apron<1, 4>& coarse, float* fine);
template void add_upsampled<2>(const SparseField::Apron<1, 2>& coarse, float* fine);
template void add_upsampled<1>(const SparseField::Apron<1, 1>& coarse, float* fine);

}  // namespace core::reconstruct
