// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/matting/examine.h"

#include <algorithm>
#include <array>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/image/alpha.h"
#include "core/matting/main_parts.h"

namespace core::matting {
namespace {

constexpr std::uint8_t kHalf = 127;
constexpr double kSecondObjectShare = 0.1;  ///< of the largest part's area

// A cut runs along the border and is there as wide as a little farther in; a round side that only touches is not.
constexpr double kMinCutShare = 0.04, kLookInShare = 0.03, kCutSteepness = 0.7;

// On the size at which views look at the object.
constexpr int kWorkPx = 224;
constexpr int kWindow = 9;              ///< pixels; an edge that is softer than this is blurred in any case
constexpr int kMinRange = 24;           ///< of brightness in a window, or it shows no edge
constexpr double kMinEdgeShare = 0.02;  ///< of the object must show edges, or nothing is known
constexpr double kSteepQuantile = 0.9;
constexpr int kBlurredUnder_percent =
    30;  ///< a blur of 3 pixels of the canvas gives 24 to 38, sharp pictures 60 and more

constexpr int kBand_px = 3;  ///< to both sides of the outline
constexpr int kAlike = 14;   ///< largest difference of a channel
constexpr int kLowContrastFrom_percent = 30;

using Mat4 = cv::Mat4b;

Mat4 pixels_of(const image::Image8& rgba) {
  return {rgba.height(), rgba.width(), reinterpret_cast<cv::Vec4b*>(const_cast<std::uint8_t*>(rgba.data().data()))};
}

cv::Mat1b mask_of(const Mat4& cutout) {
  cv::Mat1b alpha;
  cv::extractChannel(cutout, alpha, 3);
  return alpha > kHalf;
}

/// Pixels of the object on a line of the picture, counted from a side: 0 is the border.
int num_on_line(const cv::Mat1b& mask, int side, int from_side) {
  switch (side) {
    case 0:
      return cv::countNonZero(mask.row(from_side));
    case 1:
      return cv::countNonZero(mask.row(mask.rows - 1 - from_side));
    case 2:
      return cv::countNonZero(mask.col(from_side));
    default:
      return cv::countNonZero(mask.col(mask.cols - 1 - from_side));
  }
}

/// Pixels of the object that lie on borders which cut it off.
int cut_px(const cv::Mat1b& mask) {
  int num_touched = 0, sum = 0;
  for (int side = 0; side < 4; ++side) {
    const int length = side < 2 ? mask.cols : mask.rows, depth = side < 2 ? mask.rows : mask.cols;
    const int on_border = num_on_line(mask, side, 0);
    num_touched += on_border > 0 ? 1 : 0;
    const int farther_in = num_on_line(mask, side, std::clamp(static_cast<int>(kLookInShare * depth), 0, depth - 1));
    if (on_border >= kMinCutShare * length && on_border >= kCutSteepness * farther_in) sum += on_border;
  }
  return num_touched == 4 ? 0 : sum;
}

/// The object's box at the size at which views look at it, never enlarged.
struct Closeup {
  Closeup(const Mat4& picture, const Mat4& cutout, const cv::Rect& box) {
    const double scale = std::min(1.0, static_cast<double>(kWorkPx) / std::max(box.width, box.height));
    const cv::Size size(std::max(1, static_cast<int>(box.width * scale)),
                        std::max(1, static_cast<int>(box.height * scale)));
    cv::Mat4b small_picture, small_cutout;
    cv::resize(picture(box), small_picture, size, 0, 0, cv::INTER_AREA);
    cv::resize(cutout(box), small_cutout, size, 0, 0, cv::INTER_AREA);
    cv::cvtColor(small_picture, color, cv::COLOR_RGBA2RGB);
    mask = mask_of(small_cutout);
  }
  cv::Mat3b color;
  cv::Mat1b mask;
};

/// How steep the object's steepest edges are: the step from pixel to pixel, in percent of the step in all. -1: the
/// object has no edges to tell by.
int steepness_percent(const Closeup& closeup) {
  if (std::min(closeup.mask.rows, closeup.mask.cols) < kWindow) return -1;
  cv::Mat1b grey, inside;
  cv::cvtColor(closeup.color, grey, cv::COLOR_RGB2GRAY);
  const cv::Mat window = cv::Mat::ones(kWindow, kWindow, CV_8U);
  cv::erode(closeup.mask, inside, window, {-1, -1}, 1, cv::BORDER_CONSTANT, cv::Scalar(0));
  cv::Mat1b lowest, highest, right(grey.size(), std::uint8_t{0}), down(grey.size(), std::uint8_t{0}), step;
  cv::erode(grey, lowest, window);
  cv::dilate(grey, highest, window);
  const cv::Rect left_part(0, 0, grey.cols - 1, grey.rows), upper_part(0, 0, grey.cols, grey.rows - 1);
  cv::absdiff(grey(left_part), grey(left_part + cv::Point(1, 0)), right(left_part));
  cv::absdiff(grey(upper_part), grey(upper_part + cv::Point(0, 1)), down(upper_part));
  cv::dilate(cv::max(right, down), step, window);
  std::vector<int> percents;
  for (int y = 0; y < grey.rows; ++y) {
    for (int x = 0; x < grey.cols; ++x) {
      const int range = highest(y, x) - lowest(y, x);
      if (inside(y, x) != 0 && range >= kMinRange) percents.push_back(100 * step(y, x) / range);
    }
  }
  if (static_cast<double>(percents.size()) < kMinEdgeShare * cv::countNonZero(closeup.mask) || percents.empty())
    return -1;
  const auto place = percents.begin() + static_cast<std::ptrdiff_t>(kSteepQuantile * (percents.size() - 1));
  std::nth_element(percents.begin(), place, percents.end());
  return *place;
}

/// Mean colours of the pixels of a mask near each pixel.
cv::Mat3f mean_near(const cv::Mat3b& color, const cv::Mat1b& mask) {
  const cv::Size window(2 * kBand_px + 1, 2 * kBand_px + 1);
  cv::Mat3f sum;
  cv::Mat1f weight;
  mask.convertTo(weight, CV_32F, 1.0 / 255.0);
  color.convertTo(sum, CV_32FC3);
  cv::Mat3f weights;
  cv::merge(std::array<cv::Mat, 3>{weight, weight, weight}, weights);
  cv::boxFilter(sum.mul(weights), sum, CV_32F, window, {-1, -1}, false);
  cv::boxFilter(weights, weights, CV_32F, window, {-1, -1}, false);
  cv::divide(sum, cv::max(weights, 1e-3f), sum);
  return sum;
}

/// Share of the outline along which object and background look alike.
int alike_percent(const Closeup& closeup) {
  cv::Mat1b eroded;
  cv::erode(closeup.mask, eroded, cv::Mat::ones(3, 3, CV_8U));
  const cv::Mat1b outline = closeup.mask & ~eroded;
  const cv::Mat3f inside = mean_near(closeup.color, closeup.mask), outside = mean_near(closeup.color, ~closeup.mask);
  int num_alike = 0, num_all = 0;
  for (int y = 1; y + 1 < outline.rows; ++y) {
    for (int x = 1; x + 1 < outline.cols; ++x) {
      if (outline(y, x) == 0) continue;
      const cv::Vec3f difference = inside(y, x) - outside(y, x);
      ++num_all;
      num_alike += cv::norm(difference, cv::NORM_INF) < kAlike ? 1 : 0;
    }
  }
  return num_all == 0 ? 0 : 100 * num_alike / num_all;
}

/// A margin around the object, so that the background along its outline is seen.
cv::Rect with_margin(const image::AlphaBox& box, const cv::Size& size) {
  const int margin = std::max(2, std::max(box.width(), box.height()) / 16);
  return cv::Rect(box.left - margin, box.top - margin, box.width() + 2 * margin, box.height() + 2 * margin) &
         cv::Rect({}, size);
}

bool is_opaque(const image::Image8& rgba) {
  for (std::size_t i = 3; i < rgba.data().size(); i += 4) {
    if (rgba.data()[i] < 128) return false;
  }
  return true;
}

}  // namespace

Findings examine(const image::Image8& picture, const image::Image8& cutout) {
  if (picture.width() != cutout.width() || picture.height() != cutout.height() || picture.channels() != 4 ||
      cutout.channels() != 4) {
    throw Error(ErrorCode::Usage, "A picture is examined with its cut-out, which has its size.");
  }
  Findings findings;
  const image::AlphaBox box = image::alpha_box(cutout, kHalf);
  if (box.is_empty()) return findings;
  const Mat4 whole = pixels_of(picture), object = pixels_of(cutout);
  cv::Mat1b mask = mask_of(object);
  image::Image8 parts(mask.cols, mask.rows, 1);
  std::copy_n(mask.data, parts.num_pixels(), parts.data().begin());
  if (const int num_parts = num_main_parts(parts, kSecondObjectShare); num_parts > 1)
    findings.push_back({Finding::Kind::SeveralObjects, num_parts});
  if (const int px = cut_px(mask); px > 0) findings.push_back({Finding::Kind::TouchesBorder, px});
  const int longer = std::max(box.width(), box.height());
  if (longer < kSmallObject_px) findings.push_back({Finding::Kind::Small, longer});
  const Closeup closeup(whole, object, with_margin(box, whole.size()));
  if (is_opaque(picture)) {
    const int alike = alike_percent(closeup);
    if (alike >= kLowContrastFrom_percent) findings.push_back({Finding::Kind::LowContrast, alike});
  }
  const int steepness = steepness_percent(closeup);
  if (steepness >= 0 && steepness < kBlurredUnder_percent) findings.push_back({Finding::Kind::Blurred, steepness});
  return findings;
}

}  // namespace core::matting
