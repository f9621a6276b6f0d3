// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/membrane.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/common.hpp>
#include <vector>

#include "core/sketch/sampling.h"

namespace core::sketch {
namespace {

constexpr float kPressure = 4.0f;
constexpr int kCoarsestPx = 32;
constexpr int kMaxIterations = 200;
constexpr double kTolerance = 1e-4;  // of the residual, relative to the pressure's norm
constexpr float kMinBoundaryGap =
    0.1f;                        // closer outlines are taken to be this far, to keep the system well conditioned
constexpr int kContinuedPx = 8;  // how far the height is continued outside

/// The discrete system over the inside pixels: diagonal, right side, four neighbours (-1: outside).
struct System {
  std::vector<int> pixels;
  std::vector<std::array<int, 4>> neighbours;
  std::vector<float> diagonal;
  float right_side = 0.0f;
};

System system_for(const image::ImageF& distance, float cell_px) {
  const int width = distance.width();
  std::vector<int> index(distance.num_pixels(), -1);
  System system;
  for (int y = 1; y + 1 < distance.height(); ++y) {
    for (int x = 1; x + 1 < width; ++x) {
      if (distance.at(x, y) >= 0.0f) continue;
      index[static_cast<std::size_t>(y * width + x)] = static_cast<int>(system.pixels.size());
      system.pixels.push_back(y * width + x);
    }
  }
  system.right_side = kPressure * cell_px * cell_px;
  const std::array<int, 4> offsets = {-1, 1, -width, width};
  for (const int pixel : system.pixels) {
    std::array<int, 4> neighbours{};
    float diagonal = 0.0f;
    const float here = distance.data()[static_cast<std::size_t>(pixel)];
    for (std::size_t side = 0; side < 4; ++side) {
      const auto next = static_cast<std::size_t>(pixel + offsets[side]);
      neighbours[side] = index[next];
      const float gap = neighbours[side] >= 0 ? 1.0f : here / (here - distance.data()[next]);
      diagonal += 1.0f / std::clamp(gap, kMinBoundaryGap, 1.0f);
    }
    system.neighbours.push_back(neighbours);
    system.diagonal.push_back(diagonal);
  }
  return system;
}

void apply(const System& system, const std::vector<float>& x, std::vector<float>& result) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    float sum = system.diagonal[i] * x[i];
    for (const int next : system.neighbours[i]) {
      if (next >= 0) sum -= x[static_cast<std::size_t>(next)];
    }
    result[i] = sum;
  }
}

double dot(const std::vector<float>& a, const std::vector<float>& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return sum;
}

/// Conjugate gradients with the diagonal as preconditioner, from the start in `x`.
void solve(const System& system, std::vector<float>& x) {
  const std::size_t size = x.size();
  std::vector<float> residual(size), scaled(size), direction(size), image(size);
  apply(system, x, image);
  for (std::size_t i = 0; i < size; ++i) {
    residual[i] = system.right_side - image[i];
    scaled[i] = residual[i] / system.diagonal[i];
  }
  direction = scaled;
  double rho = dot(residual, scaled);
  const double right_norm = static_cast<double>(system.right_side) * std::sqrt(static_cast<double>(size));
  for (int iteration = 0; iteration < kMaxIterations; ++iteration) {
    if (std::sqrt(dot(residual, residual)) <= kTolerance * right_norm) return;
    apply(system, direction, image);
    const auto step = static_cast<float>(rho / dot(direction, image));
    for (std::size_t i = 0; i < size; ++i) {
      x[i] += step * direction[i];
      residual[i] -= step * image[i];
      scaled[i] = residual[i] / system.diagonal[i];
    }
    const double next_rho = dot(residual, scaled);
    const auto ratio = static_cast<float>(next_rho / rho);
    rho = next_rho;
    for (std::size_t i = 0; i < size; ++i) direction[i] = scaled[i] + ratio * direction[i];
  }
}

image::ImageF halved(const image::ImageF& fine) {
  image::ImageF coarse(fine.width() / 2, fine.height() / 2, 1);
  for (int y = 0; y < coarse.height(); ++y) {
    for (int x = 0; x < coarse.width(); ++x) {
      const float sum =
          fine.at(2 * x, 2 * y) + fine.at(2 * x + 1, 2 * y) + fine.at(2 * x, 2 * y + 1) + fine.at(2 * x + 1, 2 * y + 1);
      coarse.at(x, y) = 0.125f * sum;
    }
  }
  return coarse;
}

/// Cascade: each level starts from the coarser one. @param cell_px side of a pixel of this level, in finest pixels
image::ImageF solved(const image::ImageF& distance, float cell_px) {
  image::ImageF height(distance.width(), distance.height(), 1);
  const System system = system_for(distance, cell_px);
  std::vector<float> x(system.pixels.size(), 0.0f);
  if (std::min(distance.width(), distance.height()) >= 2 * kCoarsestPx) {
    const image::ImageF coarse = solved(halved(distance), 2.0f * cell_px);
    for (std::size_t i = 0; i < x.size(); ++i) {
      const int pixel_x = system.pixels[i] % distance.width();
      const int pixel_y = system.pixels[i] / distance.width();
      x[i] = sample(coarse, 0.5f * (static_cast<float>(pixel_x) + 0.5f), 0.5f * (static_cast<float>(pixel_y) + 0.5f));
    }
  }
  solve(system, x);
  for (std::size_t i = 0; i < x.size(); ++i) {
    height.data()[static_cast<std::size_t>(system.pixels[i])] = std::max(0.0f, x[i]);
  }
  return height;
}

/// Height over depth below the outline, known well inside, carried a few pixels outwards.
image::ImageF boundary_slope(const image::ImageF& height, const image::ImageF& distance) {
  image::ImageF slope(height.width(), height.height(), 1);
  std::vector<std::uint8_t> known(height.num_pixels(), 0);
  for (std::size_t i = 0; i < known.size(); ++i) {
    const float depth = -distance.data()[i];
    if (depth < 0.7f) continue;
    slope.data()[i] = height.data()[i] / depth;
    known[i] = 1;
  }
  for (int pass = 0; pass < kContinuedPx; ++pass) {
    const std::vector<std::uint8_t> before = known;
    for (int y = 1; y + 1 < height.height(); ++y) {
      for (int x = 1; x + 1 < height.width(); ++x) {
        const auto at = [&](int px, int py) { return static_cast<std::size_t>(py * height.width() + px); };
        if (before[at(x, y)] != 0) continue;
        float sum = 0.0f;
        int count = 0;
        for (int dy = -1; dy <= 1; ++dy) {
          for (int dx = -1; dx <= 1; ++dx) {
            if (before[at(x + dx, y + dy)] == 0) continue;
            sum += slope.at(x + dx, y + dy);
            ++count;
          }
        }
        if (count == 0) continue;
        slope.at(x, y) = sum / static_cast<float>(count);
        known[at(x, y)] = 1;
      }
    }
  }
  for (std::size_t i = 0; i < known.size(); ++i) {
    // Slivers and the far outside: as over a strip two pixels wide.
    if (known[i] == 0) slope.data()[i] = 2.0f;
  }
  return slope;
}

}  // namespace

image::ImageF membrane_over(const image::ImageF& signed_distance_px) {
  image::ImageF height = solved(signed_distance_px, 1.0f);
  const image::ImageF slope = boundary_slope(height, signed_distance_px);
  for (std::size_t i = 0; i < height.num_pixels(); ++i) {
    // Near the outline the product has its zero exactly there and one slope on both sides.
    const float depth = -signed_distance_px.data()[i];
    const float continued = depth * slope.data()[i];
    const float inside = glm::smoothstep(0.7f, 2.5f, depth);
    height.data()[i] = inside * height.data()[i] + (1.0f - inside) * continued;
  }
  return height;
}

}  // namespace core::sketch
