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
/// Gradients far below the usual size are noise; Adam would blow them up to full steps.
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
  node_gradient_.resize(field.num_blocks());
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
    SparseField::Apron values;
    field_.gather(field_.values(), block, values);
    find_nodes(values, scale, nodes_.data() + block * kVoxels);
  });
  return nodes_;
}

/// Derivative by the field: by the value directly, and by the gradient through the transposed central differences.
void FieldOptimizer::field_gradient(const std::vector<GradientBuffer>& gradients, float eikonal_weight) {
  const float scale = 0.5f / field_.spacing(), band = kEikonalBandVoxels * field_.spacing();
  parallel_for(std::size_t{0}, field_.num_blocks(), kBlocksAtOnce, [&](std::size_t block) {
    SparseField::Apron values;
    field_.gather(field_.values(), block, values);
    find_eikonal(values, scale, band, eikonal_weight, node_gradient_[block]);
    for (const GradientBuffer& buffer : gradients) {
      if (buffer.touched[block] != 0) add_nodes(buffer.nodes.data() + block * kVoxels, node_gradient_[block]);
    }
  });
  static const BlockNodes kNone{};
  parallel_for(std::size_t{0}, field_.num_blocks(), kBlocksAtOnce, [&](std::size_t block) {
    const auto next = [&](int dx, int dy, int dz) {
      const int other = field_.neighbor(block, dx, dy, dz);
      return other < 0 ? &kNone : &node_gradient_[static_cast<std::size_t>(other)];
    };
    find_value_gradient(node_gradient_[block],
                        {next(-1, 0, 0), next(1, 0, 0), next(0, -1, 0), next(0, 1, 0), next(0, 0, -1), next(0, 0, 1)},
                        scale, gradient_.data() + block * kVoxels);
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

void FieldOptimizer::adam_steps(std::vector<float>& gradient, std::vector<float>& mean, std::vector<float>& square,
                                float learning_rate) const {
  const AdamStep step{1.0f / (1.0f - std::pow(kAdamBeta1, static_cast<float>(num_steps_))),
                      1.0f / (1.0f - std::pow(kAdamBeta2, static_cast<float>(num_steps_))),
                      kRelativeEpsilon * static_cast<float>(scale_) + 1e-20f, learning_rate};
  constexpr std::size_t kChunk = 8192;
  parallel_for(std::size_t{0}, (gradient.size() + kChunk - 1) / kChunk, std::size_t{1}, [&](std::size_t chunk) {
    const std::size_t begin = chunk * kChunk, count = std::min(gradient.size() - begin, kChunk);
    adam(step, std::span(gradient).subspan(begin, count), std::span(mean).subspan(begin, count),
         std::span(square).subspan(begin, count));
  });
}

/// Adds the steps of a coarser level to those of the next finer one (level 0: to the field's own), trilinearly.
void FieldOptimizer::prolong(int level) {
  const Coarse& coarse = coarse_[static_cast<std::size_t>(level)];
  std::vector<float>& fine = level == 0 ? gradient_ : coarse_[static_cast<std::size_t>(level) - 1].gradient;
  const int half = coarse.side, wide = half + 2;
  const std::size_t coarse_size = static_cast<std::size_t>(half * half * half);
  // Places along one axis of what is copied from the block before, the block itself and the block after.
  const auto to = [&](int d) { return d < 0 ? 0 : d == 0 ? 1 : half + 1; };
  const auto count = [&](int d) { return d == 0 ? half : 1; };
  parallel_for(std::size_t{0}, field_.num_blocks(), kBlocksAtOnce, [&](std::size_t block) {
    std::array<float, 6 * 6 * 6> local;
    for (int n = 0; n < 27; ++n) {
      const int dx = n % 3 - 1, dy = n / 3 % 3 - 1, dz = n / 9 - 1;
      const int other = field_.neighbor(block, dx, dy, dz);
      // Where there is no block, the nearest values of this one are repeated.
      const auto from = [&](int d) { return d == 0 || (d > 0) == (other >= 0) ? 0 : half - 1; };
      const float* source =
          coarse.gradient.data() + (other >= 0 ? static_cast<std::size_t>(other) : block) * coarse_size;
      for (int z = 0; z < count(dz); ++z) {
        for (int y = 0; y < count(dy); ++y) {
          std::copy_n(source + ((from(dz) + z) * half + from(dy) + y) * half + from(dx), count(dx),
                      local.data() + ((to(dz) + z) * wide + to(dy) + y) * wide + to(dx));
        }
      }
    }
    add_upsampled(half, local.data(), fine.data() + block * 8 * coarse_size);
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
  adam_steps(gradient_, mean_, square_, learning_rate);
  for (Coarse& coarse : coarse_) adam_steps(coarse.gradient, coarse.mean, coarse.square, learning_rate);
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
