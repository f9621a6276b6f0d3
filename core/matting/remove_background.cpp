// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/matting/remove_background.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "core/base/parallel.h"
#include "core/image/alpha.h"
#include "core/matting/main_parts.h"

namespace core::matting {
namespace {

/// Enclosed regions of the background's colour smaller than this share of the object are highlights, not holes.
constexpr double kMinHoleShare = 5e-3;
/// Parts smaller than this share of the largest are dirt.
constexpr double kMinPartShare = 0.01;
/// How far what is nearly background reaches from sure background, and how far the traces of compression do.
constexpr int kHaloPx = 3, kTracesPx = 8;
/// Mean difference from which they are taken for such, and the largest difference they have.
constexpr double kMinTraces = 0.004;
constexpr int kTracesHalo = 18, kExactTolerance = 3;

/// Largest channel difference from the background, up to 255.
cv::Mat1b differences(const image::Image8& rgba, const cv::Mat3f& background) {
  cv::Mat1b result(rgba.height(), rgba.width());
  parallel_for(0, rgba.height(), 32, [&](int y) {
    for (int x = 0; x < rgba.width(); ++x) {
      const std::uint8_t* p = rgba.pixel(x, y);
      const cv::Vec3f& b = background(y, x);
      float largest = 0.0f;
      for (int c = 0; c < 3; ++c) largest = std::max(largest, std::abs(p[c] - b[c]));
      result(y, x) = cv::saturate_cast<std::uint8_t>(largest);
    }
  });
  return result;
}

/// Whether each region of background colour is background: connected to the border, or a hole, which is large and has
/// the background's colour everywhere, where a highlight fades to its rim.
std::vector<bool> background_regions(const cv::Mat1b& difference, const cv::Mat1i& labels, const cv::Mat1i& stats,
                                     int tolerance) {
  std::vector<bool> is_background(static_cast<std::size_t>(stats.rows), false);
  std::vector<double> sum(static_cast<std::size_t>(stats.rows), 0.0);
  for (int y = 0; y < labels.rows; ++y) {
    for (int x = 0; x < labels.cols; ++x) {
      const auto label = static_cast<std::size_t>(labels(y, x));
      sum[label] += difference(y, x);
      if (x == 0 || y == 0 || x == labels.cols - 1 || y == labels.rows - 1) is_background[label] = true;
    }
  }
  is_background[0] = false;
  double object_area = static_cast<double>(labels.total());
  for (int label = 1; label < stats.rows; ++label) {
    if (is_background[static_cast<std::size_t>(label)]) object_area -= stats(label, cv::CC_STAT_AREA);
  }
  for (int label = 1; label < stats.rows; ++label) {
    const int area = stats(label, cv::CC_STAT_AREA);
    const bool is_flat = sum[static_cast<std::size_t>(label)] <= 0.4 * tolerance * area;
    if (area >= std::max(12.0, kMinHoleShare * object_area) && is_flat)
      is_background[static_cast<std::size_t>(label)] = true;
  }
  return is_background;
}

/// Mean difference of background that lies close to the object. A drawn background has none; compressed pictures ring.
double compression_traces(const cv::Mat1b& difference, const cv::Mat1b& mask) {
  cv::Mat1b near, touching;
  const cv::Mat1b object = ~mask;
  cv::dilate(object, near, cv::getStructuringElement(cv::MORPH_RECT, {2 * kTracesPx + 1, 2 * kTracesPx + 1}));
  cv::dilate(object, touching, cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
  return cv::mean(difference, near & ~touching)[0];
}

/// Takes what differs a little more and lies right beside sure background.
void grow_over_traces(const cv::Mat1b& difference, const PlainBackground& background, cv::Mat1b& mask) {
  // The tolerance of a background that is not exact covers its traces.
  const bool is_compressed =
      background.tolerance <= kExactTolerance && compression_traces(difference, mask) > kMinTraces;
  const int limit = is_compressed ? std::max(background.halo, kTracesHalo) : background.halo;
  const cv::Mat1b halo = difference <= limit;
  const cv::Mat cross = cv::getStructuringElement(cv::MORPH_CROSS, {3, 3});
  for (int i = 0; i < (is_compressed ? kTracesPx : kHaloPx); ++i) {
    cv::Mat1b grown;
    cv::dilate(mask, grown, cross);
    mask |= grown & halo;
  }
}

/// 255 where a pixel is background.
cv::Mat1b background_mask(const cv::Mat1b& difference, const PlainBackground& background) {
  const cv::Mat1b similar = difference <= background.tolerance;
  cv::Mat1i labels, stats;
  cv::Mat1d centers;
  cv::connectedComponentsWithStats(similar, labels, stats, centers, 4, CV_32S);
  const std::vector<bool> is_background = background_regions(difference, labels, stats, background.tolerance);
  cv::Mat1b mask(difference.size());
  for (int y = 0; y < mask.rows; ++y) {
    for (int x = 0; x < mask.cols; ++x) mask(y, x) = is_background[static_cast<std::size_t>(labels(y, x))] ? 255 : 0;
  }
  grow_over_traces(difference, background, mask);
  return mask;
}

/// For each pixel the nearest one that is surely object.
class NearestObject {
 public:
  explicit NearestObject(const cv::Mat1b& background) {
    cv::Mat1b inside;
    cv::erode(~background, inside, cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}), {-1, -1}, 1,
              cv::BORDER_CONSTANT, cv::Scalar(0));
    // Thin parts have no inside; they are their own colour.
    cv::Mat1b reached;
    cv::dilate(inside, reached, cv::getStructuringElement(cv::MORPH_ELLIPSE, {7, 7}));
    inside |= ~background & ~reached;
    cv::Mat1f distance;
    cv::distanceTransform(~inside, distance, label_, cv::DIST_L2, cv::DIST_MASK_5, cv::DIST_LABEL_PIXEL);
    double last = 0.0;
    cv::minMaxLoc(label_, nullptr, &last);
    place_.resize(static_cast<std::size_t>(last) + 1);
    for (int y = 0; y < inside.rows; ++y) {
      for (int x = 0; x < inside.cols; ++x) {
        if (inside(y, x) != 0) place_[static_cast<std::size_t>(label_(y, x))] = {x, y};
      }
    }
  }
  cv::Point of(int x, int y) const { return place_[static_cast<std::size_t>(label_(y, x))]; }

 private:
  cv::Mat1i label_;
  std::vector<cv::Point> place_;
};

/// Coverage and unmixed colour of an edge pixel, from how far it lies between the background and the object's colour.
void unmix(std::uint8_t* pixel, const std::uint8_t* object, const cv::Vec3f& background) {
  double along = 0.0, length = 0.0;
  for (int c = 0; c < 3; ++c) {
    const double axis = object[c] - background[c];
    along += axis * (pixel[c] - background[c]);
    length += axis * axis;
  }
  double alpha = length > 100.0 ? std::clamp(along / length, 0.0, 1.0) : 1.0;
  // No colour gives this pixel over the background with less coverage.
  for (int c = 0; c < 3; ++c) {
    const double b = background[c], room = pixel[c] < b ? b : 255.0 - b;
    if (room > 0.0) alpha = std::max(alpha, std::min(1.0, std::abs(pixel[c] - b) / room));
  }
  pixel[3] = static_cast<std::uint8_t>(std::lround(255.0 * alpha));
  if (pixel[3] == 0 || pixel[3] == 255) return;
  for (int c = 0; c < 3; ++c) {
    const double b = background[c];
    pixel[c] = static_cast<std::uint8_t>(std::lround(std::clamp(b + (pixel[c] - b) / alpha, 0.0, 255.0)));
  }
}

void clear_small_parts(image::Image8& rgba) {
  image::Image8 mask = image::alpha_of(rgba);
  keep_main_parts(mask, kMinPartShare);
  for (std::size_t i = 0; i < mask.num_pixels(); ++i) {
    if (mask.data()[i] == 0) std::fill_n(rgba.data().data() + 4 * i, 4, std::uint8_t{0});
  }
}

}  // namespace

image::Image8 remove_plain_background(const image::Image8& rgba, const PlainBackground& background) {
  const cv::Mat3f model(background.color.height(), background.color.width(),
                        reinterpret_cast<cv::Vec3f*>(const_cast<float*>(background.color.data().data())));
  cv::Mat3f color;
  cv::resize(model, color, {rgba.width(), rgba.height()}, 0, 0, cv::INTER_LINEAR);
  const cv::Mat1b mask = background_mask(differences(rgba, color), background);
  cv::Mat1b band;
  cv::dilate(mask, band, cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}));
  const NearestObject nearest(mask);
  image::Image8 result = rgba;
  parallel_for(0, rgba.height(), 32, [&](int y) {
    for (int x = 0; x < rgba.width(); ++x) {
      std::uint8_t* out = result.pixel(x, y);
      out[3] = 255;
      if (mask(y, x) != 0) {
        std::fill_n(out, 4, std::uint8_t{0});
      } else if (band(y, x) != 0) {
        const cv::Point object = nearest.of(x, y);
        unmix(out, rgba.pixel(object.x, object.y), color(y, x));
      }
    }
  });
  clear_small_parts(result);
  return result;
}

}  // namespace core::matting
