// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/field_optimizer.h"

#include <algorithm>
#include <cmath>

#include "core/base/parallel.h"

namespace core::reconstruct {
namespace {

constexpr int kSide = SparseField::kSide;
constexpr int kVoxels = SparseField::kVoxels;
constexpr int kApron = SparseField::kApron;
constexpr float kBeta1 = 0.9f;
constexpr float kBeta2 = 0.99f;
/// Gradients far below the usual size are noise; Adam would blow them up to full steps.
constexpr float kTiny = 1e-25f;
constexpr float kRelativeEpsilon = 0.05f;
/// The eikonal term acts where |f| is within this many voxels.
constexpr float kEikonalBandVoxels = 5.0f;
constexpr std::size_t kBlocksAtOnce = 8;

std::size_t apron_index(int x, int y, int z) {
  return static_cast<std::size_t>(((z + 1) * kApron + y + 1) * kApron + x + 1);
}

}  // namespace

FieldOptimizer::FieldOptimizer(SparseField& field) : field_(field) {
  const std::size_t count = field.num_voxels();
  nodes_.resize(count);
  node_gradient_.resize(count);
  gradient_.resize(count);
  mean_.assign(count, 0.0f);
  square_.assign(count, 0.0f);
  laplacian_.resize(count);
  int side = kSide;
  for (Coarse& coarse : coarse_) {
    side /= 2;
    coarse.side = side;
    const std::size_t size = field.num_blocks() * static_cast<std::size_t>(side * side * side);
    coarse.gradient.resize(size);
    coarse.mean.assign(size, 0.0f);
    coarse.square.assign(size, 0.0f);
  }
}

const std::vector<Node>& FieldOptimizer::update_nodes() {
  const float scale = 0.5f / field_.spacing();
  parallel_for(std::size_t{0}, field_.num_blocks(), kBlocksAtOnce, [&](std::size_t block) {
    SparseField::Apron f;
    field_.gather(field_.values(), block, f);
    Node* out = nodes_.data() + block * kVoxels;
    for (int z = 0; z < kSide; ++z) {
      for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
          const std::size_t i = apron_index(x, y, z);
          *out++ = Node{f[i], (f[i + 1] - f[i - 1]) * scale, (f[i + kApron] - f[i - kApron]) * scale,
                        (f[i + kApron * kApron] - f[i - kApron * kApron]) * scale};
        }
      }
    }
  });
  return nodes_;
}

/// Derivative by the field: by the value directly, and by the gradient through the transposed central differences.
void FieldOptimizer::field_gradient(const std::vector<GradientBuffer>& gradients, float eikonal_weight) {
  const float band = kEikonalBandVoxels * field_.spacing();
  parallel_for(std::size_t{0}, field_.num_blocks(), kBlocksAtOnce, [&](std::size_t block) {
    const std::size_t first = block * kVoxels;
    for (std::size_t i = first; i < first + kVoxels; ++i) {
      const Node& node = nodes_[i];
      Node sum{};
      const float length = std::sqrt(node[1] * node[1] + node[2] * node[2] + node[3] * node[3]);
      if (std::abs(node[0]) < band && length > 1e-6f) {
        const float factor = 2.0f * eikonal_weight * (length - 1.0f) / length;
        sum = Node{0.0f, factor * node[1], factor * node[2], factor * node[3]};
      }
      node_gradient_[i] = sum;
    }
    for (const GradientBuffer& buffer : gradients) {
      if (buffer.touched[block] == 0) continue;
      for (std::size_t i = first; i < first + kVoxels; ++i) node_gradient_[i] += buffer.nodes[i];
    }
  });
  const float scale = 0.5f / field_.spacing();
  parallel_for(std::size_t{0}, field_.num_blocks(), kBlocksAtOnce, [&](std::size_t block) {
    const auto at = [&](int x, int y, int z) -> Node {
      const int dx = (x >> 3), dy = (y >> 3), dz = (z >> 3);
      const int other = (dx | dy | dz) == 0 ? static_cast<int>(block) : field_.neighbor(block, dx, dy, dz);
      if (other < 0) return Node{};
      return node_gradient_[static_cast<std::size_t>(other) * kVoxels +
                            static_cast<std::size_t>(((z & 7) * 8 + (y & 7)) * 8 + (x & 7))];
    };
    float* out = gradient_.data() + block * kVoxels;
    const Node* own = node_gradient_.data() + block * kVoxels;
    for (int z = 0; z < kSide; ++z) {
      for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x, ++own) {
          const bool is_inner = x > 0 && x < 7 && y > 0 && y < 7 && z > 0 && z < 7;
          float sum = (*own)[0];
          if (is_inner) {
            sum += scale * (own[-1][1] - own[1][1] + own[-8][2] - own[8][2] + own[-64][3] - own[64][3]);
          } else {
            sum += scale * (at(x - 1, y, z)[1] - at(x + 1, y, z)[1] + at(x, y - 1, z)[2] - at(x, y + 1, z)[2] +
                            at(x, y, z - 1)[3] - at(x, y, z + 1)[3]);
          }
          *out++ = sum;
        }
      }
    }
  });
}

void FieldOptimizer::restrict_gradient() {
  parallel_for(std::size_t{0}, field_.num_blocks(), kBlocksAtOnce, [&](std::size_t block) {
    const float* fine = gradient_.data() + block * kVoxels;
    int side = kSide;
    for (Coarse& coarse : coarse_) {
      const int half = side / 2;
      float* out = coarse.gradient.data() + block * static_cast<std::size_t>(half * half * half);
      for (int z = 0; z < half; ++z) {
        for (int y = 0; y < half; ++y) {
          for (int x = 0; x < half; ++x) {
            const float* p = fine + ((2 * z) * side + 2 * y) * side + 2 * x;
            out[(z * half + y) * half + x] = p[0] + p[1] + p[side] + p[side + 1] + p[side * side] + p[side * side + 1] +
                                             p[side * side + side] + p[side * side + side + 1];
          }
        }
      }
      fine = out;
      side = half;
    }
  });
}

/// Adam's moments; the step replaces the gradient.
void FieldOptimizer::adam(std::vector<float>& gradient, std::vector<float>& mean, std::vector<float>& square,
                          float learning_rate) const {
  const float correction1 = 1.0f / (1.0f - std::pow(kBeta1, static_cast<float>(num_steps_)));
  const float correction2 = 1.0f / (1.0f - std::pow(kBeta2, static_cast<float>(num_steps_)));
  const float epsilon = kRelativeEpsilon * static_cast<float>(scale_) + 1e-20f;
  constexpr std::size_t kChunk = 8192;
  parallel_for(std::size_t{0}, (gradient.size() + kChunk - 1) / kChunk, std::size_t{1}, [&](std::size_t chunk) {
    const std::size_t end = std::min(gradient.size(), (chunk + 1) * kChunk);
    for (std::size_t i = chunk * kChunk; i < end; ++i) {
      const float g = gradient[i];
      float m = kBeta1 * mean[i] + (1.0f - kBeta1) * g;
      float v = kBeta2 * square[i] + (1.0f - kBeta2) * g * g;
      // Moments that fade out would become denormal numbers, which are a hundred times slower.
      m = std::abs(m) < kTiny ? 0.0f : m;
      v = v < kTiny ? 0.0f : v;
      mean[i] = m;
      square[i] = v;
      gradient[i] = -learning_rate * (m * correction1) / (std::sqrt(v * correction2) + epsilon);
    }
  });
}

/// Adds the steps of a coarser level to those of the next finer one (level 0: to the field's own), trilinearly.
void FieldOptimizer::prolong(int level) {
  const Coarse& coarse = coarse_[static_cast<std::size_t>(level)];
  std::vector<float>& fine = level == 0 ? gradient_ : coarse_[static_cast<std::size_t>(level) - 1].gradient;
  const int half = coarse.side, side = 2 * half;
  const std::size_t coarse_size = static_cast<std::size_t>(half * half * half), fine_size = 8 * coarse_size;
  parallel_for(std::size_t{0}, field_.num_blocks(), kBlocksAtOnce, [&](std::size_t block) {
    // Coarse values of the block and one around it.
    const int wide = half + 2;
    std::array<float, 6 * 6 * 6> local;
    for (int z = -1; z <= half; ++z) {
      for (int y = -1; y <= half; ++y) {
        for (int x = -1; x <= half; ++x) {
          const auto split = [&](int v) { return v < 0 ? -1 : v >= half ? 1 : 0; };
          const int other = field_.neighbor(block, split(x), split(y), split(z));
          const auto wrap = [&](int v) { return other >= 0 ? (v + half) % half : std::clamp(v, 0, half - 1); };
          const std::size_t source = other >= 0 ? static_cast<std::size_t>(other) : block;
          local[static_cast<std::size_t>(((z + 1) * wide + y + 1) * wide + x + 1)] =
              coarse.gradient[source * coarse_size +
                              static_cast<std::size_t>((wrap(z) * half + wrap(y)) * half + wrap(x))];
        }
      }
    }
    float* out = fine.data() + block * fine_size;
    for (int z = 0; z < side; ++z) {
      const int cz = z / 2 + 1, oz = (z & 1) != 0 ? 1 : -1;
      for (int y = 0; y < side; ++y) {
        const int cy = y / 2 + 1, oy = (y & 1) != 0 ? 1 : -1;
        for (int x = 0; x < side; ++x) {
          const int cx = x / 2 + 1, ox = (x & 1) != 0 ? 1 : -1;
          const auto row = [&](int ry, int rz) {
            const float* p = local.data() + (rz * wide + ry) * wide;
            return 0.75f * p[cx] + 0.25f * p[cx + ox];
          };
          out[(z * side + y) * side + x] += 0.75f * (0.75f * row(cy, cz) + 0.25f * row(cy + oy, cz)) +
                                            0.25f * (0.75f * row(cy, cz + oz) + 0.25f * row(cy + oy, cz + oz));
        }
      }
    }
  });
}

void FieldOptimizer::step(const std::vector<GradientBuffer>& gradients, float eikonal_weight, float learning_rate) {
  ++num_steps_;
  field_gradient(gradients, eikonal_weight);
  restrict_gradient();
  // In a fixed order, so that the result does not depend on threads.
  double squares = 0.0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < gradient_.size(); i += 7) {
    if (gradient_[i] == 0.0f) continue;
    squares += static_cast<double>(gradient_[i]) * static_cast<double>(gradient_[i]);
    ++count;
  }
  const double rms = count > 0 ? std::sqrt(squares / static_cast<double>(count)) : 0.0;
  scale_ = scale_ == 0.0 ? rms : 0.9 * scale_ + 0.1 * rms;
  adam(gradient_, mean_, square_, learning_rate);
  for (Coarse& coarse : coarse_) adam(coarse.gradient, coarse.mean, coarse.square, learning_rate);
  for (int level = kNumCoarse - 1; level >= 0; --level) prolong(level);
  std::vector<float>& values = field_.values();
  parallel_for(std::size_t{0}, field_.num_blocks(), kBlocksAtOnce, [&](std::size_t block) {
    for (std::size_t i = block * kVoxels; i < (block + 1) * kVoxels; ++i) values[i] += gradient_[i];
  });
}

void FieldOptimizer::smooth(float kappa) {
  const auto laplacian = [](const SparseField::Apron& f, std::size_t i) {
    return f[i + 1] + f[i - 1] + f[i + kApron] + f[i - kApron] + f[i + kApron * kApron] + f[i - kApron * kApron] -
           6.0f * f[i];
  };
  const auto for_all = [&](const std::vector<float>& source, const auto& use) {
    parallel_for(std::size_t{0}, field_.num_blocks(), kBlocksAtOnce, [&](std::size_t block) {
      SparseField::Apron apron;
      field_.gather(source, block, apron);
      std::size_t i = block * kVoxels;
      for (int z = 0; z < kSide; ++z) {
        for (int y = 0; y < kSide; ++y) {
          for (int x = 0; x < kSide; ++x) use(i++, laplacian(apron, apron_index(x, y, z)));
        }
      }
    });
  };
  std::vector<float>& values = field_.values();
  for_all(values, [&](std::size_t i, float value) { laplacian_[i] = value; });
  for_all(laplacian_, [&](std::size_t i, float value) { values[i] -= kappa * value; });
}

}  // namespace core::reconstruct
