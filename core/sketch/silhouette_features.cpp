// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/silhouette_features.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "core/sketch/outline_field.h"

namespace core::sketch {
namespace {

constexpr int kMaxAxisShift = 12;             // pixels around the centre of mass where the axis is sought
constexpr float kStraightTolerance = 0.006f;  // of the outline's box, how far a straight stretch may bend
constexpr float kLongStretch = 0.22f;         // of the outline's box, from which a stretch counts as long
constexpr float kEvenStep = 0.012f;           // colour change between neighbours that still counts as even

cv::Mat mask_of(const image::ImageF& coverage) {
  cv::Mat mask(coverage.height(), coverage.width(), CV_8U);
  for (int y = 0; y < coverage.height(); ++y) {
    for (int x = 0; x < coverage.width(); ++x) mask.at<std::uint8_t>(y, x) = coverage.at(x, y) >= 0.5f ? 255 : 0;
  }
  return mask;
}

/// IoU with the mirror image about x = twice_axis / 2.
float mirror_overlap(const cv::Mat& mask, int twice_axis) {
  int both = 0, either = 0;
  for (int y = 0; y < mask.rows; ++y) {
    for (int x = 0; x < mask.cols; ++x) {
      const int mirrored = twice_axis - 1 - x;
      const bool here = mask.at<std::uint8_t>(y, x) != 0;
      const bool there = mirrored >= 0 && mirrored < mask.cols && mask.at<std::uint8_t>(y, mirrored) != 0;
      both += here && there;
      either += here || there;
    }
  }
  return either > 0 ? static_cast<float>(both) / static_cast<float>(either) : 0.0f;
}

float symmetry_of(const cv::Mat& mask) {
  const cv::Moments moments = cv::moments(mask, true);
  if (moments.m00 <= 0.0) return 0.0f;
  const int twice_center = static_cast<int>(std::lround(2.0 * moments.m10 / moments.m00)) + 1;
  float best = 0.0f;
  for (int shift = -kMaxAxisShift; shift <= kMaxAxisShift; ++shift) {
    best = std::max(best, mirror_overlap(mask, twice_center + shift));
  }
  return best;
}

float solidity_of(const image::ImageF& coverage) {
  float largest = 0.0f, extent = 0.0f;
  for (const std::vector<Run>& runs : runs_of(coverage)) {
    if (runs.empty()) continue;
    extent += runs.back().right - runs.front().left;
    largest += std::max_element(runs.begin(), runs.end(), [](const Run& a, const Run& b) {
                 return a.width() < b.width();
               })->width();
  }
  return extent > 0.0f ? largest / extent : 0.0f;
}

float straightness_of(const cv::Mat& mask) {
  std::vector<std::vector<cv::Point>> contours;
  cv::findContours(mask.clone(), contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
  double straight = 0.0, total = 0.0;
  for (const std::vector<cv::Point>& contour : contours) {
    const cv::Rect box = cv::boundingRect(contour);
    const double size = std::max(box.width, box.height);
    std::vector<cv::Point> corners;
    cv::approxPolyDP(contour, corners, std::max(1.0, kStraightTolerance * size), true);
    for (std::size_t i = 0; i < corners.size(); ++i) {
      const double length = cv::norm(corners[(i + 1) % corners.size()] - corners[i]);
      total += length;
      if (length >= kLongStretch * size) straight += length;
    }
  }
  return total > 0.0 ? static_cast<float>(straight / total) : 0.0f;
}

float flatness_of(const image::Image8& rgba) {
  int even = 0, counted = 0;
  const int step = std::max(1, rgba.width() / 256);
  for (int y = step; y < rgba.height(); y += step) {
    for (int x = step; x < rgba.width(); x += step) {
      const std::uint8_t* here = rgba.pixel(x, y);
      const std::uint8_t* left = rgba.pixel(x - step, y);
      const std::uint8_t* above = rgba.pixel(x, y - step);
      if (here[3] < 250 || left[3] < 250 || above[3] < 250) continue;
      int change = 0;
      for (int c = 0; c < 3; ++c)
        change = std::max({change, std::abs(here[c] - left[c]), std::abs(here[c] - above[c])});
      even += static_cast<float>(change) <= kEvenStep * 255.0f / 3.0f;
      ++counted;
    }
  }
  return counted > 0 ? static_cast<float>(even) / static_cast<float>(counted) : 0.0f;
}

}  // namespace

SilhouetteFeatures silhouette_features(const image::Image8& rgba, const image::ImageF& coverage) {
  const cv::Mat mask = mask_of(coverage);
  return {symmetry_of(mask), solidity_of(coverage), straightness_of(mask), flatness_of(rgba)};
}

}  // namespace core::sketch
