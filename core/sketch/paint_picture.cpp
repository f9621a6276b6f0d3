// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/paint_picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/common.hpp>
#include <opencv2/imgproc.hpp>

#include "core/sketch/sampling.h"

namespace core::sketch {
namespace {

constexpr float kReferencePx = 256.0f;                 // lengths below are pixels of a picture of this size
constexpr float kInsetPx = 6.0f;                       // how far inside the softer versions look for colours
constexpr float kFirstStepPx = 0.7f;                   // between samples of the first softer version
constexpr float kBandFromPx = 2.5f, kBandToPx = 9.0f;  // of filled_from_outline

image::ImageF as_image(const cv::Mat& mat) {
  image::ImageF result(mat.cols, mat.rows, 3);
  for (int y = 0; y < mat.rows; ++y) std::copy_n(mat.ptr<float>(y), 3 * mat.cols, result.pixel(0, y));
  return result;
}

cv::Mat color_of(const image::Image8& rgba) {
  cv::Mat color(rgba.height(), rgba.width(), CV_32FC3);
  for (int y = 0; y < rgba.height(); ++y) {
    for (int x = 0; x < rgba.width(); ++x) {
      const std::uint8_t* p = rgba.pixel(x, y);
      color.at<cv::Vec3f>(y, x) = cv::Vec3f(p[0], p[1], p[2]) * (1.0f / 255.0f);
    }
  }
  return color;
}

/// Distance of each pixel to the nearest that is not wholly opaque, in pixels of the reference size.
cv::Mat depth_inside(const image::Image8& rgba) {
  cv::Mat opaque(rgba.height(), rgba.width(), CV_8U);
  for (int y = 0; y < rgba.height(); ++y) {
    for (int x = 0; x < rgba.width(); ++x) opaque.at<std::uint8_t>(y, x) = rgba.at(x, y, 3) >= 128 ? 255 : 0;
  }
  cv::Mat depth;
  cv::distanceTransform(opaque, depth, cv::DIST_L2, cv::DIST_MASK_5);
  return depth * (kReferencePx / static_cast<float>(rgba.width()));
}

struct Weighted {
  cv::Mat color;  // times weight
  cv::Mat weight;
};

Weighted weighted(const cv::Mat& color, const cv::Mat& weight) {
  cv::Mat three;
  cv::merge(std::vector<cv::Mat>{weight, weight, weight}, three);
  return {color.mul(three), weight};
}

Weighted reduced(const Weighted& fine, const cv::Size& size) {
  Weighted coarse;
  cv::resize(fine.color, coarse.color, size, 0, 0, cv::INTER_AREA);
  cv::resize(fine.weight, coarse.weight, size, 0, 0, cv::INTER_AREA);
  return coarse;
}

/// Colour over weight; where the weight is little, more and more of `beyond`.
cv::Mat resolved(const Weighted& mix, const cv::Mat& beyond, float enough) {
  cv::Mat result(mix.color.size(), CV_32FC3);
  for (int y = 0; y < result.rows; ++y) {
    for (int x = 0; x < result.cols; ++x) {
      const float weight = mix.weight.at<float>(y, x);
      const float share = std::min(1.0f, weight / enough);
      const cv::Vec3f own = weight > 0.0f ? mix.color.at<cv::Vec3f>(y, x) * (1.0f / weight) : cv::Vec3f();
      result.at<cv::Vec3f>(y, x) = own * share + beyond.at<cv::Vec3f>(y, x) * (1.0f - share);
    }
  }
  return result;
}

/// Defined everywhere: each level of the pyramid fills the holes of the finer one.
cv::Mat pushed_and_pulled(const Weighted& mix, float enough) {
  if (std::min(mix.color.cols, mix.color.rows) <= 2) {
    const cv::Scalar sum = cv::sum(mix.color);
    const double weight = std::max(1e-9, cv::sum(mix.weight)[0]);
    return resolved(mix, cv::Mat(mix.color.size(), CV_32FC3, sum * (1.0 / weight)), enough);
  }
  const cv::Size half((mix.color.cols + 1) / 2, (mix.color.rows + 1) / 2);
  cv::Mat beyond;
  cv::resize(pushed_and_pulled(reduced(mix, half), enough), beyond, mix.color.size(), 0, 0, cv::INTER_LINEAR);
  return resolved(mix, beyond, enough);
}

/// Unit direction along the outline at every pixel: across the gradient of a smoothed distance.
cv::Mat along_outline(const cv::Mat& depth, double sigma) {
  cv::Mat smooth, along_x, along_y;
  cv::GaussianBlur(depth, smooth, cv::Size(), sigma, sigma, cv::BORDER_REPLICATE);
  cv::Sobel(smooth, along_x, CV_32F, 1, 0);
  cv::Sobel(smooth, along_y, CV_32F, 0, 1);
  cv::Mat direction(depth.size(), CV_32FC2);
  for (int y = 0; y < depth.rows; ++y) {
    for (int x = 0; x < depth.cols; ++x) {
      const cv::Vec2f across(along_x.at<float>(y, x), along_y.at<float>(y, x));
      const float length = std::max(1e-4f, std::hypot(across[0], across[1]));
      direction.at<cv::Vec2f>(y, x) = cv::Vec2f(-across[1], across[0]) * (1.0f / length);
    }
  }
  return direction;
}

/// Averages five samples `step` apart along the outline.
image::ImageF smeared(const image::ImageF& color, const cv::Mat& direction, float step) {
  constexpr std::array<float, 5> kWeights = {0.1f, 0.24f, 0.32f, 0.24f, 0.1f};
  image::ImageF result(color.width(), color.height(), 3);
  for (int y = 0; y < color.height(); ++y) {
    for (int x = 0; x < color.width(); ++x) {
      const cv::Vec2f& along = direction.at<cv::Vec2f>(y, x);
      glm::vec3 sum(0.0f);
      for (int tap = -2; tap <= 2; ++tap) {
        const float away = step * static_cast<float>(tap);
        sum += kWeights[static_cast<std::size_t>(tap + 2)] * sample_rgb(color,
                                                                        static_cast<float>(x) + 0.5f + away * along[0],
                                                                        static_cast<float>(y) + 0.5f + away * along[1]);
      }
      std::copy_n(&sum.x, 3, result.pixel(x, y));
    }
  }
  return result;
}

/// Solves Laplace's equation for the pixels without weight, coarse to fine.
cv::Mat harmonic_fill(const Weighted& mix) {
  if (std::min(mix.color.cols, mix.color.rows) <= 4) return pushed_and_pulled(mix, 1e-5f);
  const cv::Size half((mix.color.cols + 1) / 2, (mix.color.rows + 1) / 2);
  cv::Mat field;
  cv::resize(harmonic_fill(reduced(mix, half)), field, mix.color.size(), 0, 0, cv::INTER_LINEAR);
  field = resolved(mix, field, 0.05f);
  const cv::Mat kernel = (cv::Mat_<float>(3, 3) << 0.0f, 0.25f, 0.0f, 0.25f, 0.0f, 0.25f, 0.0f, 0.25f, 0.0f);
  for (int sweep = 0; sweep < 12; ++sweep) {
    cv::Mat next;
    cv::filter2D(field, next, CV_32F, kernel, cv::Point(-1, -1), 0.0, cv::BORDER_REPLICATE);
    field = resolved(mix, next, 0.05f);
  }
  return field;
}

}  // namespace

PaintPicture::PaintPicture(const image::Image8& rgba, int num_softer) {
  const cv::Mat color = color_of(rgba);
  const cv::Mat depth = depth_inside(rgba);
  cv::Mat sharp_weight(depth.size(), CV_32F), soft_weight(depth.size(), CV_32F);
  for (int y = 0; y < depth.rows; ++y) {
    for (int x = 0; x < depth.cols; ++x) {
      const float alpha = static_cast<float>(rgba.at(x, y, 3)) / 255.0f;
      const float inset = std::min(1.0f, depth.at<float>(y, x) / kInsetPx);
      // The outermost pixel mixes in background in many cut-outs.
      sharp_weight.at<float>(y, x) = depth.at<float>(y, x) > 1.5f ? alpha : 1e-3f * alpha;
      soft_weight.at<float>(y, x) = alpha * (std::pow(inset, 6.0f) + 1e-5f);
    }
  }
  levels_.push_back(as_image(pushed_and_pulled(weighted(color, sharp_weight), 1e-4f)));
  if (num_softer == 0) return;
  const float scale = static_cast<float>(rgba.width()) / kReferencePx;
  const cv::Mat direction = along_outline(depth, 2.5 * static_cast<double>(scale));
  image::ImageF inset = as_image(pushed_and_pulled(weighted(color, soft_weight), 0.02f));
  float step = kFirstStepPx * scale;
  for (int level = 0; level < num_softer; ++level, step *= 2.0f) {
    inset = smeared(inset, direction, step);
    levels_.push_back(inset);
  }
}

glm::vec3 PaintPicture::color(const glm::vec2& point_px, float softness) const {
  const float last = static_cast<float>(levels_.size() - 1);
  const float clamped = std::clamp(softness, 0.0f, last);
  const auto below = static_cast<std::size_t>(clamped);
  const float share = clamped - static_cast<float>(below);
  const glm::vec3 sharper = sample_rgb(levels_[below], point_px.x, point_px.y);
  if (share <= 0.0f) return sharper;
  return glm::mix(sharper, sample_rgb(levels_[below + 1], point_px.x, point_px.y), share);
}

image::ImageF filled_from_outline(const image::Image8& rgba) {
  const cv::Mat depth = depth_inside(rgba);
  cv::Mat weight(depth.size(), CV_32F);
  for (int y = 0; y < depth.rows; ++y) {
    for (int x = 0; x < depth.cols; ++x) {
      const float inside = depth.at<float>(y, x);
      const bool in_band = inside >= kBandFromPx && inside <= kBandToPx;
      weight.at<float>(y, x) = in_band ? 1.0f : (inside > 0.0f && inside < kBandFromPx ? 1e-3f : 0.0f);
    }
  }
  const float scale = static_cast<float>(rgba.width()) / kReferencePx;
  cv::Mat filled = harmonic_fill(weighted(color_of(rgba), weight));
  cv::GaussianBlur(filled, filled, cv::Size(), 4.0 * scale, 4.0 * scale, cv::BORDER_REPLICATE);
  return as_image(filled);
}

}  // namespace core::sketch
