// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/matting/main_parts.h"

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace core::matting {

void keep_main_parts(image::Image8& mask, double min_share) {
  const cv::Mat1b pixels(mask.height(), mask.width(), mask.data().data());
  cv::Mat1i labels, stats;
  cv::Mat1d centers;
  const int count = cv::connectedComponentsWithStats(pixels, labels, stats, centers, 8, CV_32S);
  int largest = 0;
  for (int label = 1; label < count; ++label) largest = std::max(largest, stats(label, cv::CC_STAT_AREA));
  std::vector<bool> is_kept(static_cast<std::size_t>(count));
  for (int label = 1; label < count; ++label)
    is_kept[static_cast<std::size_t>(label)] = stats(label, cv::CC_STAT_AREA) >= min_share * largest;
  for (int y = 0; y < mask.height(); ++y) {
    for (int x = 0; x < mask.width(); ++x) {
      if (!is_kept[static_cast<std::size_t>(labels(y, x))]) mask.at(x, y) = 0;
    }
  }
}

}  // namespace core::matting
