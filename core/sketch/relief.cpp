// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/relief.h"

#include <cmath>
#include <glm/common.hpp>
#include <opencv2/imgproc.hpp>

#include "core/sketch/sampling.h"

namespace core::sketch {
namespace {

constexpr float kReferencePx = 256.0f;
constexpr double kFinePx = 1.3, kCoarsePx = 7.0;  // band of the photo's detail that counts, pixels of 256
constexpr float kHeightPx = 9.0f;                 // for a contrast of 1 at full strength
constexpr float kMaxContrast = 0.25f;             // stronger edges are paint rather than shape
constexpr float kFadePx = 9.0f;                   // distance from the outline at which the relief is whole

/// Blurs within the outline only: colour outside counts nothing.
cv::Mat masked_blur(const cv::Mat& values, const cv::Mat& mask, double sigma) {
  cv::Mat sum, weight;
  cv::GaussianBlur(values.mul(mask), sum, cv::Size(), sigma, sigma, cv::BORDER_CONSTANT);
  cv::GaussianBlur(mask, weight, cv::Size(), sigma, sigma, cv::BORDER_CONSTANT);
  return sum / cv::max(weight, 1e-4);
}

}  // namespace

image::ImageF relief_of(const image::Image8& rgba, const image::ImageF& distance, float strength) {
  if (strength <= 0.0f) return {};
  cv::Mat luminance(rgba.height(), rgba.width(), CV_32F), mask(rgba.height(), rgba.width(), CV_32F);
  for (int y = 0; y < rgba.height(); ++y) {
    for (int x = 0; x < rgba.width(); ++x) {
      const std::uint8_t* p = rgba.pixel(x, y);
      // Rec. 709 weights, on sRGB values: what the eye takes for light and dark.
      luminance.at<float>(y, x) = (0.2126f * p[0] + 0.7152f * p[1] + 0.0722f * p[2]) / 255.0f;
      mask.at<float>(y, x) = p[3] >= 128 ? 1.0f : 0.0f;
    }
  }
  const cv::Size size(distance.width(), distance.height());
  if (luminance.size() != size) {
    cv::resize(luminance, luminance, size, 0, 0, cv::INTER_AREA);
    cv::resize(mask, mask, size, 0, 0, cv::INTER_AREA);
  }
  const float scale = static_cast<float>(size.width) / kReferencePx;
  const cv::Mat band = masked_blur(luminance, mask, kFinePx * scale) - masked_blur(luminance, mask, kCoarsePx * scale);
  image::ImageF relief(size.width, size.height, 1);
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      const float contrast = kMaxContrast * std::tanh(band.at<float>(y, x) / kMaxContrast);
      const float fade = glm::smoothstep(0.0f, kFadePx * scale, -distance.at(x, y));
      relief.at(x, y) = strength * kHeightPx * scale * fade * contrast;
    }
  }
  return relief;
}

}  // namespace core::sketch
