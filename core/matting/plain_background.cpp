// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/matting/plain_background.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace core::matting {
namespace {

/// Share of border pixels that must have the background's colour.
constexpr double kPlainShare = 0.93;
constexpr int kBaseTolerance = 8;
/// Enclosed regions of the background's colour smaller than this share of the picture are highlights, not holes.
constexpr double kMinHoleShare = 2e-4;

template <class Visit>
void visit_border(const image::Image8& rgba, const Visit& visit) {
  const int depth = std::clamp(std::min(rgba.width(), rgba.height()) / 100, 1, 4);
  for (int y = 0; y < rgba.height(); ++y) {
    const bool is_row = y < depth || y >= rgba.height() - depth;
    for (int x = 0; x < rgba.width(); x += is_row || x != depth - 1 ? 1 : std::max(1, rgba.width() - 2 * depth + 1)) {
      visit(rgba.pixel(x, y));
    }
  }
}

int difference(const std::uint8_t* pixel, const std::array<int, 3>& color) {
  int largest = 0;
  for (int c = 0; c < 3; ++c) largest = std::max(largest, std::abs(pixel[c] - color[static_cast<std::size_t>(c)]));
  return largest;
}

/// 255 where a pixel is background: connected to the border, or a hole.
cv::Mat1b background_mask(const image::Image8& rgba, const PlainBackground& background) {
  cv::Mat1b similar(rgba.height(), rgba.width());
  for (int y = 0; y < rgba.height(); ++y) {
    for (int x = 0; x < rgba.width(); ++x)
      similar(y, x) = difference(rgba.pixel(x, y), background.color) <= background.tolerance ? 255 : 0;
  }
  cv::Mat1i labels;
  cv::Mat1i stats;
  cv::Mat1d centers;
  const int count = cv::connectedComponentsWithStats(similar, labels, stats, centers, 4, CV_32S);
  std::vector<bool> is_background(static_cast<std::size_t>(count), false);
  std::vector<double> deviation(static_cast<std::size_t>(count), 0.0);
  for (int y = 0; y < rgba.height(); ++y) {
    for (int x = 0; x < rgba.width(); ++x) {
      const int label = labels(y, x);
      if (label == 0) continue;
      deviation[static_cast<std::size_t>(label)] += difference(rgba.pixel(x, y), background.color);
      if (x == 0 || y == 0 || x == rgba.width() - 1 || y == rgba.height() - 1)
        is_background[static_cast<std::size_t>(label)] = true;
    }
  }
  const double min_hole = std::max(12.0, kMinHoleShare * static_cast<double>(rgba.num_pixels()));
  for (int label = 1; label < count; ++label) {
    const int area = stats(label, cv::CC_STAT_AREA);
    const bool is_flat = deviation[static_cast<std::size_t>(label)] <= 0.35 * background.tolerance * area;
    if (area >= min_hole && is_flat) is_background[static_cast<std::size_t>(label)] = true;
  }
  cv::Mat1b mask(rgba.height(), rgba.width());
  for (int y = 0; y < rgba.height(); ++y) {
    for (int x = 0; x < rgba.width(); ++x)
      mask(y, x) = labels(y, x) != 0 && is_background[static_cast<std::size_t>(labels(y, x))] ? 255 : 0;
  }
  return mask;
}

/// Nearest pixel that is surely object, for each pixel: labels of a distance transform.
struct NearestObject {
  cv::Mat1i label;
  std::vector<cv::Point> place;
};

NearestObject nearest_object(const cv::Mat1b& background) {
  cv::Mat1b inside;
  cv::erode(~background, inside, cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}), {-1, -1}, 1, cv::BORDER_CONSTANT,
            cv::Scalar(0));
  // Thin parts have no inside; they are their own colour.
  cv::Mat1b reached;
  cv::dilate(inside, reached, cv::getStructuringElement(cv::MORPH_ELLIPSE, {7, 7}));
  inside |= ~background & ~reached;
  NearestObject nearest;
  cv::Mat1f distance;
  cv::distanceTransform(~inside, distance, nearest.label, cv::DIST_L2, cv::DIST_MASK_5, cv::DIST_LABEL_PIXEL);
  double last = 0.0;
  cv::minMaxLoc(nearest.label, nullptr, &last);
  nearest.place.resize(static_cast<std::size_t>(last) + 1);
  for (int y = 0; y < inside.rows; ++y) {
    for (int x = 0; x < inside.cols; ++x) {
      if (inside(y, x) != 0) nearest.place[static_cast<std::size_t>(nearest.label(y, x))] = {x, y};
    }
  }
  return nearest;
}

}  // namespace

std::optional<PlainBackground> find_plain_background(const image::Image8& rgba) {
  std::array<std::vector<std::uint8_t>, 3> values;
  visit_border(rgba, [&](const std::uint8_t* pixel) {
    for (std::size_t c = 0; c < 3; ++c) values[c].push_back(pixel[c]);
  });
  PlainBackground background;
  for (std::size_t c = 0; c < 3; ++c) {
    const auto middle = values[c].begin() + static_cast<std::ptrdiff_t>(values[c].size() / 2);
    std::nth_element(values[c].begin(), middle, values[c].end());
    background.color[c] = *middle;
  }
  std::vector<int> differences;
  visit_border(rgba, [&](const std::uint8_t* pixel) { differences.push_back(difference(pixel, background.color)); });
  const auto quantile =
      differences.begin() + static_cast<std::ptrdiff_t>(kPlainShare * static_cast<double>(differences.size() - 1));
  std::nth_element(differences.begin(), quantile, differences.end());
  if (*quantile > kBaseTolerance) return std::nullopt;
  background.tolerance = kBaseTolerance + *quantile;
  return background;
}

image::Image8 remove_plain_background(const image::Image8& rgba, const PlainBackground& background) {
  const cv::Mat1b mask = background_mask(rgba, background);
  cv::Mat1b band;
  cv::dilate(mask, band, cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}));
  const NearestObject nearest = nearest_object(mask);
  image::Image8 result = rgba;
  for (int y = 0; y < rgba.height(); ++y) {
    for (int x = 0; x < rgba.width(); ++x) {
      std::uint8_t* out = result.pixel(x, y);
      out[3] = 255;
      if (band(y, x) == 0) continue;
      if (mask(y, x) != 0) {
        std::fill(out, out + 4, std::uint8_t{0});
        continue;
      }
      // Coverage from how far the pixel lies between the background and the nearest colour that is surely the object's.
      const cv::Point place = nearest.place[static_cast<std::size_t>(nearest.label(y, x))];
      const std::uint8_t* object = rgba.pixel(place.x, place.y);
      double along = 0.0, length = 0.0;
      for (int c = 0; c < 3; ++c) {
        const double axis = object[c] - background.color[static_cast<std::size_t>(c)];
        along += axis * (out[c] - background.color[static_cast<std::size_t>(c)]);
        length += axis * axis;
      }
      const double alpha = length > 100.0 ? std::clamp(along / length, 0.0, 1.0) : 1.0;
      out[3] = static_cast<std::uint8_t>(std::lround(255.0 * alpha));
      if (out[3] == 0 || out[3] == 255) continue;
      for (int c = 0; c < 3; ++c) {
        const double b = background.color[static_cast<std::size_t>(c)];
        out[c] = static_cast<std::uint8_t>(std::lround(std::clamp(b + (out[c] - b) / alpha, 0.0, 255.0)));
      }
    }
  }
  return result;
}

}  // namespace core::matting
