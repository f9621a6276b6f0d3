// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/outline_field.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <opencv2/imgproc.hpp>

#include "core/image/resize.h"
#include "core/sketch/sampling.h"

namespace core::sketch {
namespace {

constexpr float kLevel = 0.5f;
constexpr int kMaxFieldPx = 512;
constexpr int kMinSpeckPx = 8;
constexpr float kMinSpeckShare = 0.003f;  // of the whole silhouette
constexpr float kFaintest = 0.15f, kRodGain = 1.0f;
constexpr double kSmoothPx = 1.6;

cv::Mat as_mat(image::ImageF& image) { return {image.height(), image.width(), CV_32F, image.data().data()}; }

/// Rods and antennae thinner than a pixel never reach the half level: what a small opening removes is counted twice.
/// Those of one or two pixels become three wide: less cannot be solved, and what they carry would fall off.
void strengthen_rods(image::ImageF& coverage) {
  cv::Mat mat = as_mat(coverage);
  cv::Mat opened, thickened;
  cv::morphologyEx(mat, opened, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_ELLIPSE, cv::Size(5, 5)));
  for (int y = 0; y < coverage.height(); ++y) {
    for (int x = 0; x < coverage.width(); ++x) {
      const float rod = coverage.at(x, y) - opened.at<float>(y, x);
      if (coverage.at(x, y) > kFaintest) coverage.at(x, y) = std::min(1.0f, coverage.at(x, y) + kRodGain * rod);
    }
  }
  const cv::Mat square = cv::getStructuringElement(cv::MORPH_RECT, cv::Size(3, 3));
  cv::morphologyEx(mat, opened, cv::MORPH_OPEN, square);
  cv::dilate(mat - opened, thickened, square);
  cv::max(mat, thickened, mat);
}

/// Small islands are dust of the cut-out, not parts of the object.
void drop_specks(image::ImageF& coverage) {
  cv::Mat labels, stats, centroids;
  const cv::Mat mask = as_mat(coverage) >= kLevel;
  const int num_labels = cv::connectedComponentsWithStats(mask, labels, stats, centroids, 8, CV_32S);
  if (num_labels <= 2) return;
  const int min_speck_px = std::max(kMinSpeckPx, static_cast<int>(kMinSpeckShare * cv::countNonZero(mask)));
  for (int y = 0; y < coverage.height(); ++y) {
    for (int x = 0; x < coverage.width(); ++x) {
      const int label = labels.at<int>(y, x);
      if (label > 0 && stats.at<int>(label, cv::CC_STAT_AREA) < min_speck_px) coverage.at(x, y) = 0.0f;
    }
  }
}

/// Takes the stairs off outlines that were cut hard, except at parts and tips so narrow that they would be lost: there
/// a wide blur finds too little of the object around the outline.
void smooth_outline(image::ImageF& coverage) {
  cv::Mat mat = as_mat(coverage);
  cv::Mat around, gently, strongly;
  cv::GaussianBlur(mat, around, cv::Size(), 4.0, 4.0, cv::BORDER_CONSTANT);
  cv::GaussianBlur(mat, gently, cv::Size(3, 3), 0.5, 0.5, cv::BORDER_CONSTANT);
  cv::GaussianBlur(mat, strongly, cv::Size(), kSmoothPx, kSmoothPx, cv::BORDER_CONSTANT);
  for (int y = 0; y < coverage.height(); ++y) {
    for (int x = 0; x < coverage.width(); ++x) {
      const float share = glm::smoothstep(0.3f, 0.42f, around.at<float>(y, x)) *
                          (1.0f - glm::smoothstep(0.58f, 0.7f, around.at<float>(y, x)));
      coverage.at(x, y) = share * strongly.at<float>(y, x) + (1.0f - share) * gently.at<float>(y, x);
    }
  }
}

}  // namespace

image::ImageF coverage_of(const image::Image8& rgba) {
  const int longest = std::max(rgba.width(), rgba.height());
  const bool too_large = longest > kMaxFieldPx;
  const image::Image8 small = too_large ? image::resize(rgba, rgba.width() * kMaxFieldPx / longest,
                                                        rgba.height() * kMaxFieldPx / longest, image::ResizeFilter::Box)
                                        : image::Image8{};
  const image::Image8& source = too_large ? small : rgba;
  image::ImageF coverage(source.width(), source.height(), 1);
  for (std::size_t i = 0; i < source.num_pixels(); ++i) {
    coverage.data()[i] = static_cast<float>(source.data()[4 * i + 3]) / 255.0f;
  }
  strengthen_rods(coverage);
  drop_specks(coverage);
  smooth_outline(coverage);
  cv::Mat mat = as_mat(coverage);
  // The outline closes inside the picture, whatever the picture holds at its border.
  cv::rectangle(mat, cv::Rect(0, 0, mat.cols, mat.rows), cv::Scalar(0.0), 1);
  return coverage;
}

std::vector<std::vector<Run>> runs_of(const image::ImageF& coverage) {
  std::vector<std::vector<Run>> rows(static_cast<std::size_t>(coverage.height()));
  for (int y = 0; y < coverage.height(); ++y) {
    std::vector<Run>& runs = rows[static_cast<std::size_t>(y)];
    for (int x = 0; x + 1 < coverage.width(); ++x) {
      const float here = coverage.at(x, y);
      const float next = coverage.at(x + 1, y);
      if ((here >= kLevel) == (next >= kLevel)) continue;
      const float crossing = static_cast<float>(x) + 0.5f + (kLevel - here) / (next - here);
      if (next >= kLevel) {
        runs.push_back({crossing, crossing});
      } else if (!runs.empty()) {
        runs.back().right = crossing;
      }
    }
  }
  return rows;
}

std::vector<int> nearest_filled_rows(const std::vector<std::vector<Run>>& rows) {
  const int height = static_cast<int>(rows.size());
  std::vector<int> nearest(rows.size(), -1);
  int last = -1;
  for (int y = 0; y < height; ++y) {
    if (!rows[static_cast<std::size_t>(y)].empty()) last = y;
    nearest[static_cast<std::size_t>(y)] = last;
  }
  last = -1;
  for (int y = height - 1; y >= 0; --y) {
    if (!rows[static_cast<std::size_t>(y)].empty()) last = y;
    int& above = nearest[static_cast<std::size_t>(y)];
    if (last >= 0 && (above < 0 || last - y < y - above)) above = last;
  }
  return nearest;
}

}  // namespace core::sketch
