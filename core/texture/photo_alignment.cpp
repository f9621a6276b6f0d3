// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/texture/photo_alignment.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <glm/mat2x2.hpp>
#include <glm/mat4x4.hpp>
#include <glm/matrix.hpp>
#include <glm/vec4.hpp>

#include "core/image/resize.h"
#include "core/texture/sampling.h"

namespace core::texture {
namespace {

constexpr int kSide = 256;
constexpr int kStride = 2;
constexpr int kSteps = 8;
constexpr float kOutlier = 0.1f;     ///< differences beyond this lose weight
constexpr float kMaxShiftPx = 3.0f;  ///< of kSide
constexpr float kMaxGrowth = 0.03f;

/// Small, opaque, over black or white, whichever sets the outline off better.
image::Image8 prepared(const image::Image8& rgba, bool over_white) {
  image::Image8 small = rgba.width() == kSide ? rgba : image::resize(rgba, kSide, kSide, image::ResizeFilter::Bicubic);
  for (std::size_t i = 0; i < small.num_pixels(); ++i) {
    std::uint8_t* p = small.data().data() + 4 * i;
    for (int c = 0; c < 3; ++c) {
      p[c] = static_cast<std::uint8_t>((p[c] * p[3] + (over_white ? 255 * (255 - p[3]) : 0) + 127) / 255);
    }
    p[3] = 255;
  }
  return small;
}

bool is_dark(const image::Image8& rgba) {
  double sum = 0.0, weight = 0.0;
  for (std::size_t i = 0; i < rgba.num_pixels(); ++i) {
    const std::uint8_t* p = rgba.data().data() + 4 * i;
    sum += (p[0] + p[1] + p[2]) * p[3];
    weight += 3.0 * p[3];
  }
  return sum < 127.5 * weight;
}

/// One linear step of the fit: parameters are the shift (x, y) and the growth around the middle (x, y).
struct NormalEquations {
  glm::mat4 matrix{0.0f};
  glm::vec4 right{0.0f};
  float cost = 0.0f;
};

NormalEquations equations_at(const image::Image8& photo, const image::Image8& view, const glm::vec4& parameters) {
  NormalEquations sums;
  const glm::vec2 middle(0.5f * kSide);
  for (int y = 1; y < kSide; y += kStride) {
    for (int x = 1; x < kSide; x += kStride) {
      const glm::vec2 from_middle = glm::vec2(x, y) + 0.5f - middle;
      const glm::vec2 place =
          middle + from_middle * (1.0f + glm::vec2(parameters.z, parameters.w)) + glm::vec2(parameters.x, parameters.y);
      const std::uint8_t* p = view.pixel(x, y);
      const glm::vec3 error = glm::vec3(p[0], p[1], p[2]) / 255.0f - sample_bicubic(photo, place);
      const glm::vec3 along_x =
          sample_bicubic(photo, place + glm::vec2(0.5f, 0.0f)) - sample_bicubic(photo, place - glm::vec2(0.5f, 0.0f));
      const glm::vec3 along_y =
          sample_bicubic(photo, place + glm::vec2(0.0f, 0.5f)) - sample_bicubic(photo, place - glm::vec2(0.0f, 0.5f));
      for (int c = 0; c < 3; ++c) {
        const float weight = 1.0f / (1.0f + error[c] * error[c] / (kOutlier * kOutlier));
        const glm::vec4 slope(along_x[c], along_y[c], along_x[c] * from_middle.x, along_y[c] * from_middle.y);
        sums.matrix += weight * glm::outerProduct(slope, slope);
        sums.right += weight * error[c] * slope;
        sums.cost += weight * error[c] * error[c];
      }
    }
  }
  return sums;
}

}  // namespace

PictureMap align_photo(const image::Image8& photo, const image::Image8& view) {
  const bool over_white = is_dark(view);
  const image::Image8 small_photo = prepared(photo, over_white), small_view = prepared(view, over_white);
  glm::vec4 parameters(0.0f), best(0.0f);
  float least = 0.0f;
  for (int step = 0; step <= kSteps; ++step) {
    NormalEquations sums = equations_at(small_photo, small_view, parameters);
    if (step == 0 || sums.cost < least) {
      least = sums.cost;
      best = parameters;
    }
    // A little damping keeps pictures without any structure where they are.
    for (int i = 0; i < 4; ++i) sums.matrix[i][i] += 1e-3f * sums.matrix[i][i] + (i < 2 ? 1e-2f : 1e2f);
    parameters += glm::inverse(sums.matrix) * sums.right;
    const bool is_sane = std::abs(parameters.x) <= kMaxShiftPx && std::abs(parameters.y) <= kMaxShiftPx &&
                         std::abs(parameters.z) <= kMaxGrowth && std::abs(parameters.w) <= kMaxGrowth;
    if (!is_sane) break;
  }
  PictureMap map;
  map.scale = 1.0f + glm::vec2(best.z, best.w);
  map.offset = glm::vec2(best.x, best.y) / static_cast<float>(kSide) - 0.5f * glm::vec2(best.z, best.w);
  return map;
}

}  // namespace core::texture
