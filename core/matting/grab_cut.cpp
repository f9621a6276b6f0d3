// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/matting/grab_cut.h"

#include <algorithm>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace core::matting {
namespace {

constexpr int kWorkPx = 400;  ///< longer side on which the cut is found
constexpr int kIterations = 4;
constexpr int kNumBorderColors = 5;
constexpr double kMinPartShare = 0.05;  ///< parts smaller than this share of the largest are dropped

cv::Mat3b color_of(const image::Image8& rgba) {
  cv::Mat3b color(rgba.height(), rgba.width());
  for (int y = 0; y < rgba.height(); ++y) {
    for (int x = 0; x < rgba.width(); ++x) {
      const std::uint8_t* p = rgba.pixel(x, y);
      color(y, x) = {p[0], p[1], p[2]};
    }
  }
  return color;
}

cv::Rect work_box(const CutOutHints& hints, const cv::Size& full, const cv::Size& work) {
  if (!hints.box) return {};
  const double sx = static_cast<double>(work.width) / full.width, sy = static_cast<double>(work.height) / full.height;
  const cv::Rect box(static_cast<int>(hints.box->left * sx), static_cast<int>(hints.box->top * sy),
                     static_cast<int>((hints.box->right - hints.box->left) * sx),
                     static_cast<int>((hints.box->bottom - hints.box->top) * sy));
  return box & cv::Rect({}, work);
}

/// Squared distance of each pixel to the nearest of the border's main colours, in Lab.
cv::Mat1f distance_to_border_colors(const cv::Mat3b& color, const cv::Mat1b& is_border) {
  cv::Mat3f lab;
  cv::Mat3f scaled;
  color.convertTo(scaled, CV_32FC3, 1.0 / 255.0);
  cv::cvtColor(scaled, lab, cv::COLOR_RGB2Lab);
  std::vector<cv::Vec3f> samples;
  for (int y = 0; y < lab.rows; ++y) {
    for (int x = 0; x < lab.cols; ++x) {
      if (is_border(y, x) != 0) samples.push_back(lab(y, x));
    }
  }
  cv::Mat labels, centers;
  const cv::Mat points = cv::Mat(samples).reshape(1);
  cv::theRNG().state = 43;  // the same picture gives the same cut
  cv::kmeans(points, std::min(kNumBorderColors, points.rows), labels, cv::TermCriteria(cv::TermCriteria::COUNT, 12, 0),
             2, cv::KMEANS_PP_CENTERS, centers);
  cv::Mat1f distance(lab.size());
  for (int y = 0; y < lab.rows; ++y) {
    for (int x = 0; x < lab.cols; ++x) {
      float nearest = 1e9f;
      for (int k = 0; k < centers.rows; ++k) {
        const cv::Vec3f d = lab(y, x) - cv::Vec3f(centers.ptr<float>(k));
        nearest = std::min(nearest, d.dot(d));
      }
      distance(y, x) = nearest;
    }
  }
  return distance;
}

/// GrabCut's starting labels.
cv::Mat1b start_labels(const cv::Mat3b& color, const cv::Rect& box) {
  const cv::Size size = color.size();
  const int depth = std::max(2, std::min(size.width, size.height) / 40);
  cv::Mat1b is_border(size, std::uint8_t{255});
  const cv::Rect middle =
      box.area() > 0 ? box : cv::Rect(depth, depth, size.width - 2 * depth, size.height - 2 * depth);
  is_border(middle) = 0;
  const cv::Mat1f distance = distance_to_border_colors(color, is_border);
  // Otsu's threshold on the distance splits what looks like the border from what does not.
  cv::Mat1b bytes;
  cv::Mat1f root;
  cv::sqrt(distance, root);
  root.convertTo(bytes, CV_8U, 4.0);
  cv::Mat1b binary;
  const double threshold = cv::threshold(bytes, binary, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
  cv::Mat1b labels(size, static_cast<std::uint8_t>(cv::GC_BGD));
  for (int y = middle.y; y < middle.y + middle.height; ++y) {
    for (int x = middle.x; x < middle.x + middle.width; ++x) {
      // Objects stand in the middle: towards the border the same colour must differ more.
      const double u = (x - size.width * 0.5) / (size.width * 0.5), v = (y - size.height * 0.5) / (size.height * 0.5);
      const double needed = threshold * (0.6 + 0.5 * (u * u + v * v));
      labels(y, x) = bytes(y, x) > needed ? cv::GC_PR_FGD : cv::GC_PR_BGD;
    }
  }
  return labels;
}

void apply_strokes(const image::Image8& strokes, cv::Mat1b& labels) {
  if (strokes.is_empty()) return;
  for (int y = 0; y < labels.rows; ++y) {
    for (int x = 0; x < labels.cols; ++x) {
      const int value = strokes.at(std::min(strokes.width() - 1, x * strokes.width() / labels.cols),
                                   std::min(strokes.height() - 1, y * strokes.height() / labels.rows));
      if (value == 1) labels(y, x) = cv::GC_FGD;
      if (value == 2) labels(y, x) = cv::GC_BGD;
    }
  }
}

/// The largest part and those that are not much smaller.
void keep_main_parts(cv::Mat1b& mask) {
  cv::Mat1i labels, stats;
  cv::Mat1d centers;
  const int count = cv::connectedComponentsWithStats(mask, labels, stats, centers, 8, CV_32S);
  int largest = 0;
  for (int label = 1; label < count; ++label) largest = std::max(largest, stats(label, cv::CC_STAT_AREA));
  for (int y = 0; y < mask.rows; ++y) {
    for (int x = 0; x < mask.cols; ++x) {
      if (labels(y, x) != 0 && stats(labels(y, x), cv::CC_STAT_AREA) < kMinPartShare * largest) mask(y, x) = 0;
    }
  }
}

/// The guided filter with a grey guide.
cv::Mat1f guided_filter(const cv::Mat1f& guide, const cv::Mat1f& input, int radius, double epsilon) {
  const cv::Size window(2 * radius + 1, 2 * radius + 1);
  const auto mean = [&](const cv::Mat& m) {
    cv::Mat1f out;
    cv::boxFilter(m, out, CV_32F, window, {-1, -1}, true, cv::BORDER_REFLECT);
    return out;
  };
  const cv::Mat1f mean_guide = mean(guide), mean_input = mean(input);
  const cv::Mat1f variance = mean(guide.mul(guide)) - mean_guide.mul(mean_guide);
  const cv::Mat1f covariance = mean(guide.mul(input)) - mean_guide.mul(mean_input);
  cv::Mat1f a;
  cv::divide(covariance, variance + epsilon, a);
  const cv::Mat1f b = mean_input - a.mul(mean_guide);
  return mean(a).mul(guide) + mean(b);
}

/// Coverage at full size: the cut's edge drawn along the edges of the photo.
cv::Mat1f soft_alpha(const cv::Mat3b& color, const cv::Mat1b& mask, double scale) {
  cv::Mat1f alpha;
  cv::Mat1f coarse;
  mask.convertTo(coarse, CV_32F, 1.0 / 255.0);
  cv::resize(coarse, alpha, color.size(), 0, 0, cv::INTER_LINEAR);
  cv::Mat1b grey;
  cv::cvtColor(color, grey, cv::COLOR_RGB2GRAY);
  cv::Mat1f guide;
  grey.convertTo(guide, CV_32F, 1.0 / 255.0);
  const int radius = std::clamp(static_cast<int>(2.5 * scale), 2, 24);
  const cv::Mat1f filtered = guided_filter(guide, alpha, radius, 1e-4);
  // The filter leaves a haze; a steeper ramp around one half keeps the edge a few pixels wide.
  for (int y = 0; y < alpha.rows; ++y) {
    for (int x = 0; x < alpha.cols; ++x) alpha(y, x) = std::clamp((filtered(y, x) - 0.5f) * 2.2f + 0.5f, 0.0f, 1.0f);
  }
  return alpha;
}

/// Foreground colours where the coverage is partial: a weighted mean of the surely covered neighbours.
image::Image8 with_foreground_colors(const image::Image8& rgba, const cv::Mat3b& color, const cv::Mat1f& alpha) {
  cv::Mat1f weight;
  cv::Mat3f sum;
  cv::Mat3f color_f;
  color.convertTo(color_f, CV_32FC3);
  cv::Mat1f sure = alpha.clone();
  for (auto& value : sure) value = value > 0.98f ? 1.0f : 1e-4f * value;
  std::vector<cv::Mat> planes(3, sure);
  cv::Mat3f sure3;
  cv::merge(planes, sure3);
  const cv::Size window(13, 13);
  cv::boxFilter(sure, weight, CV_32F, window);
  cv::boxFilter(color_f.mul(sure3), sum, CV_32F, window);
  image::Image8 result = rgba;
  for (int y = 0; y < alpha.rows; ++y) {
    for (int x = 0; x < alpha.cols; ++x) {
      std::uint8_t* out = result.pixel(x, y);
      out[3] = cv::saturate_cast<std::uint8_t>(255.0f * alpha(y, x));
      if (out[3] == 0) std::fill(out, out + 3, std::uint8_t{0});
      if (out[3] == 0 || out[3] >= 250 || weight(y, x) <= 1e-6f) continue;
      for (int c = 0; c < 3; ++c) out[c] = cv::saturate_cast<std::uint8_t>(sum(y, x)[c] / weight(y, x));
    }
  }
  return result;
}

}  // namespace

image::Image8 grab_cut(const image::Image8& rgba, const CutOutHints& hints, const RunContext& context) {
  const cv::Mat3b color = color_of(rgba);
  const double scale = std::max(1.0, static_cast<double>(std::max(color.cols, color.rows)) / kWorkPx);
  cv::Mat3b small;
  cv::resize(color, small,
             {std::max(8, static_cast<int>(color.cols / scale)), std::max(8, static_cast<int>(color.rows / scale))}, 0,
             0, cv::INTER_AREA);
  context.checkpoint();
  cv::Mat1b labels = start_labels(small, work_box(hints, color.size(), small.size()));
  apply_strokes(hints.strokes, labels);
  cv::Mat background_model, foreground_model;
  const bool has_both = cv::countNonZero(labels & 1) > 8 && cv::countNonZero((labels & 1) == 0) > 8;
  for (int i = 0; has_both && i < kIterations; ++i) {
    context.checkpoint();
    context.report(i, kIterations + 2);
    cv::theRNG().state = 43;
    cv::grabCut(small, labels, {}, background_model, foreground_model, 1, i == 0 ? cv::GC_INIT_WITH_MASK : cv::GC_EVAL);
  }
  cv::Mat1b mask = (labels & 1) * 255;
  keep_main_parts(mask);
  context.checkpoint();
  return with_foreground_colors(rgba, color, soft_alpha(color, mask, scale));
}

}  // namespace core::matting
