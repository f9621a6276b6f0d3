// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/matting/main_parts.h"

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace core::matting {
namespace {

constexpr std::uint8_t kHalf = 127;  ///< what is covered more belongs to a part
constexpr int kEdge_px = 3;          ///< a soft edge reaches so far from its part

/// The parts of a mask, joined over 8 neighbours; label 0 is what belongs to none.
struct Parts {
  explicit Parts(const image::Image8& mask) {
    const cv::Mat1b pixels(mask.height(), mask.width(), const_cast<std::uint8_t*>(mask.data().data()));
    cv::Mat1i stats;
    cv::Mat1d centers;
    const int count = cv::connectedComponentsWithStats(pixels, labels, stats, centers, 8, CV_32S);
    for (int label = 0; label < count; ++label) areas.push_back(label == 0 ? 0 : stats(label, cv::CC_STAT_AREA));
    largest = static_cast<int>(std::max_element(areas.begin(), areas.end()) - areas.begin());
  }
  /// @param label  1 or more
  bool is_main(int label, double min_share) const {
    const auto area = [this](int of) { return areas[static_cast<std::size_t>(of)]; };
    return label > 0 && area(label) >= min_share * area(largest);
  }
  int count() const { return static_cast<int>(areas.size()); }

  cv::Mat1i labels;
  std::vector<int> areas;
  int largest = 0;
};

image::Image8 covered(const image::Image8& rgba, std::uint8_t more_than) {
  image::Image8 mask(rgba.width(), rgba.height(), 1);
  for (std::size_t i = 0; i < mask.num_pixels(); ++i) mask.data()[i] = rgba.data()[4 * i + 3] > more_than ? 255 : 0;
  return mask;
}

}  // namespace

void keep_main_parts(image::Image8& mask, double min_share) {
  const Parts parts(mask);
  for (int y = 0; y < mask.height(); ++y) {
    for (int x = 0; x < mask.width(); ++x) {
      if (!parts.is_main(parts.labels(y, x), min_share)) mask.at(x, y) = 0;
    }
  }
}

int num_main_parts(const image::Image8& mask, double min_share) {
  const Parts parts(mask);
  int count = 0;
  for (int label = 1; label < parts.count(); ++label) count += parts.is_main(label, min_share) ? 1 : 0;
  return count;
}

void keep_largest_part(image::Image8& cutout_rgba) {
  const Parts solid(covered(cutout_rgba, kHalf));
  if (solid.largest == 0) return;
  // With what is soft, the largest part may reach far (hair), or join others: those end where they begin.
  const Parts soft(covered(cutout_rgba, 0));
  cv::Mat1b others(solid.labels.size(), std::uint8_t{0});
  int largest_soft = 0;
  for (int y = 0; y < others.rows; ++y) {
    for (int x = 0; x < others.cols; ++x) {
      const int label = solid.labels(y, x);
      if (label == solid.largest) largest_soft = soft.labels(y, x);
      if (label != 0 && label != solid.largest) others(y, x) = 255;
    }
  }
  cv::dilate(others, others, cv::Mat::ones(2 * kEdge_px + 1, 2 * kEdge_px + 1, CV_8U));
  for (int y = 0; y < others.rows; ++y) {
    for (int x = 0; x < others.cols; ++x) {
      const bool is_kept =
          solid.labels(y, x) == solid.largest || (soft.labels(y, x) == largest_soft && others(y, x) == 0);
      if (!is_kept) std::fill_n(cutout_rgba.pixel(x, y), 4, std::uint8_t{0});
    }
  }
}

}  // namespace core::matting
