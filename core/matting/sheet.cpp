// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/matting/sheet.h"

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/image/alpha.h"
#include "core/matting/cut_out.h"

namespace core::matting {
namespace {

constexpr double kDrawingShare = 0.45;  // of the tallest part: what is lower is no drawing of its own
constexpr double kNearShare = 0.03;     // of a drawing's height: parts of it lie no farther away
constexpr int kMargin = 2;

/// One drawing: the parts that belong to it and the box around them.
struct Drawing {
  cv::Rect box;
  std::vector<int> labels;
};

int gap(const cv::Rect& a, const cv::Rect& b) {
  const int across = std::max({0, a.x - (b.x + b.width), b.x - (a.x + a.width)});
  const int upright = std::max({0, a.y - (b.y + b.height), b.y - (a.y + a.height)});
  return std::max(across, upright);
}

/// The drawings among the parts, unordered. Row 0 of the statistics is the background.
std::vector<Drawing> drawings_of(const cv::Mat1i& stats) {
  const auto box_of = [&](int label) {
    return cv::Rect(stats(label, cv::CC_STAT_LEFT), stats(label, cv::CC_STAT_TOP), stats(label, cv::CC_STAT_WIDTH),
                    stats(label, cv::CC_STAT_HEIGHT));
  };
  int tallest = 0;
  for (int label = 1; label < stats.rows; ++label) tallest = std::max(tallest, stats(label, cv::CC_STAT_HEIGHT));
  std::vector<Drawing> drawings;
  for (int label = 1; label < stats.rows; ++label) {
    if (stats(label, cv::CC_STAT_HEIGHT) >= kDrawingShare * tallest) drawings.push_back({box_of(label), {label}});
  }
  std::vector<cv::Rect> boxes;
  for (const Drawing& drawing : drawings) boxes.push_back(drawing.box);
  for (int label = 1; label < stats.rows; ++label) {
    const cv::Rect part = box_of(label);
    if (part.height >= kDrawingShare * tallest) continue;
    for (std::size_t i = 0; i < drawings.size(); ++i) {
      if (gap(part, boxes[i]) > kNearShare * boxes[i].height) continue;
      drawings[i].labels.push_back(label);
      drawings[i].box |= part;
      break;
    }
  }
  return drawings;
}

/// From the top row to the bottom one, each from left to right.
void put_in_reading_order(std::vector<Drawing>& drawings) {
  const auto by_top = [](const Drawing& a, const Drawing& b) { return a.box.y < b.box.y; };
  const auto by_left = [](const Drawing& a, const Drawing& b) { return a.box.x < b.box.x; };
  std::sort(drawings.begin(), drawings.end(), by_top);
  for (auto row = drawings.begin(); row != drawings.end();) {
    const int bottom = row->box.y + row->box.height;
    const auto end = std::find_if(
        row, drawings.end(), [&](const Drawing& drawing) { return drawing.box.y + drawing.box.height / 2 >= bottom; });
    std::sort(row, end, by_left);
    row = end;
  }
}

image::Image8 cropped(const image::Image8& cutout, const cv::Mat1i& labels, const Drawing& drawing) {
  image::Image8 result(drawing.box.width + 2 * kMargin, drawing.box.height + 2 * kMargin, 4);
  for (int y = 0; y < drawing.box.height; ++y) {
    for (int x = 0; x < drawing.box.width; ++x) {
      const cv::Point at(drawing.box.x + x, drawing.box.y + y);
      if (std::find(drawing.labels.begin(), drawing.labels.end(), labels(at)) == drawing.labels.end()) continue;
      std::copy_n(cutout.pixel(at.x, at.y), 4, result.pixel(x + kMargin, y + kMargin));
    }
  }
  return result;
}

}  // namespace

std::vector<image::Image8> split_sheet(const image::Image8& sheet, bool has_alpha, const RunContext& context) {
  const image::Image8 cutout = cut_out(sheet, has_alpha, {}, context.part(0.0, 0.8));
  image::Image8 alpha = image::alpha_of(cutout);
  cv::Mat mask(alpha.height(), alpha.width(), CV_8U, alpha.data().data());
  cv::Mat1i labels, stats;
  cv::Mat1d centers;
  // A drawing's soft edge belongs to it.
  cv::connectedComponentsWithStats(mask > 0, labels, stats, centers, 8, CV_32S);
  context.checkpoint();
  std::vector<Drawing> drawings = drawings_of(stats);
  if (drawings.size() < kMinDrawings || drawings.size() > kMaxDrawings) {
    throw Error(
        ErrorCode::Unsupported,
        fmt::format("{} drawing{} found on the sheet; a turnaround sheet has {} to {}, apart from each other on "
                    "a plain background. Open a single drawing as a picture.",
                    drawings.size(), drawings.size() == 1 ? " was" : "s were", kMinDrawings, kMaxDrawings));
  }
  put_in_reading_order(drawings);
  std::vector<image::Image8> pictures;
  for (const Drawing& drawing : drawings) pictures.push_back(cropped(cutout, labels, drawing));
  return pictures;
}

}  // namespace core::matting
