// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/outline_lean.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/vec2.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/parallel.h"

namespace core::sketch {
namespace {

constexpr int kNumDepths = 24;         // tried along a ray
constexpr int kNumHalvings = 12;       // of the search for the lean
constexpr float kLargestShare = 0.5f;  // of the body's half depth that the lean may be
constexpr float kRimPx = 0.75f;
constexpr float kCaution = 0.92f;

/// The smallest lean, of the sign that helps, with which the ray passes the body.
float smallest_lean(const MeetsBody& meets_body, bool is_near, float largest) {
  if (!meets_body(0.0f)) return 0.0f;
  const float sign = is_near ? 1.0f : -1.0f;
  float too_little = 0.0f, enough = largest;
  for (int i = 0; i < kNumHalvings; ++i) {
    const float middle = 0.5f * (too_little + enough);
    (meets_body(sign * middle) ? too_little : enough) = middle;
  }
  // Rather a little too little: what then shows beyond the outline is cut off, what is missing cannot be added.
  return kCaution * sign * enough;
}

/// Known values carried over the whole picture, finely near them and coarsely farther away.
image::ImageF spread_out(const cv::Mat& values, const cv::Mat& weights) {
  constexpr std::array<double, 4> kSigmas = {2.5, 7.0, 20.0, 60.0};
  cv::Mat sum = cv::Mat::zeros(values.size(), CV_32F), total = cv::Mat::zeros(values.size(), CV_32F);
  double share = 1.0;
  for (const double sigma : kSigmas) {
    // Wide blurs are made at a resolution that suffices for them.
    const int shrink = std::max(1, static_cast<int>(sigma / 3.0));
    const cv::Size size(std::max(1, values.cols / shrink), std::max(1, values.rows / shrink));
    cv::Mat value_blur, weight_blur;
    cv::resize(values.mul(weights), value_blur, size, 0, 0, cv::INTER_AREA);
    cv::resize(weights, weight_blur, size, 0, 0, cv::INTER_AREA);
    cv::GaussianBlur(value_blur, value_blur, cv::Size(), sigma / shrink, sigma / shrink, cv::BORDER_REPLICATE);
    cv::GaussianBlur(weight_blur, weight_blur, cv::Size(), sigma / shrink, sigma / shrink, cv::BORDER_REPLICATE);
    cv::resize(value_blur, value_blur, values.size(), 0, 0, cv::INTER_LINEAR);
    cv::resize(weight_blur, weight_blur, values.size(), 0, 0, cv::INTER_LINEAR);
    sum += share * value_blur;
    total += share * weight_blur;
    share *= 0.02;
  }
  image::ImageF result(values.cols, values.rows, 1);
  for (int y = 0; y < values.rows; ++y) {
    for (int x = 0; x < values.cols; ++x) {
      result.at(x, y) = sum.at<float>(y, x) / std::max(1e-12f, total.at<float>(y, x));
    }
  }
  return result;
}

}  // namespace

image::ImageF outline_lean(const image::ImageF& distance, const geometry::Camera& camera, float largest_lean,
                           const AtRim& at_rim) {
  cv::Mat values = cv::Mat::zeros(distance.height(), distance.width(), CV_32F);
  cv::Mat weights = cv::Mat::zeros(distance.height(), distance.width(), CV_32F);
  parallel_for(1, distance.height() - 1, 4, [&](int y) {
    for (int x = 1; x + 1 < distance.width(); ++x) {
      if (std::abs(distance.at(x, y)) > kRimPx) continue;
      const glm::vec2 slope(distance.at(x + 1, y) - distance.at(x - 1, y),
                            distance.at(x, y + 1) - distance.at(x, y - 1));
      if (glm::length(slope) < 1e-3f) continue;
      const glm::vec2 outward = glm::normalize(slope);
      const glm::vec2 center(static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f);
      const glm::vec2 rim = center - distance.at(x, y) * outward;
      const bool is_near = glm::dot(outward, rim - camera.center_px) > 0.0f;
      values.at<float>(y, x) = smallest_lean(at_rim(rim, is_near), is_near, largest_lean);
      weights.at<float>(y, x) = 1.0f;
    }
  });
  return spread_out(values, weights);
}

}  // namespace core::sketch
