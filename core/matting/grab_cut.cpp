// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/matting/grab_cut.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/image/strokes.h"
#include "core/matting/main_parts.h"

namespace core::matting {
namespace {

constexpr int kWorkPx = 400;  ///< longer side on which the cut is found
constexpr int kIterations = 4;
constexpr int kNumBorderColors = 5;
constexpr double kMinSpreads = 1.2, kMaxSpreads = 2.5;  ///< of the starting threshold, in spreads of the border
constexpr double kMinThreshold = 24.0;                  ///< quarter units of Lab distance
constexpr double kMinPartShare = 0.05;                  ///< parts smaller than this share of the largest are dropped

cv::Mat3b color_of(const image::Image8& rgba) {
  const cv::Mat4b pixels(rgba.height(), rgba.width(),
                         reinterpret_cast<cv::Vec4b*>(const_cast<std::uint8_t*>(rgba.data().data())));
  cv::Mat3b color;
  cv::cvtColor(pixels, color, cv::COLOR_RGBA2RGB);
  return color;
}

/// The artist's box inside a smaller copy of the picture; empty without one.
cv::Rect work_box(const CutOutHints& hints, const cv::Size& full, const cv::Size& work) {
  if (!hints.box) return {};
  const double sx = static_cast<double>(work.width) / full.width, sy = static_cast<double>(work.height) / full.height;
  const cv::Rect box(static_cast<int>(hints.box->left * sx), static_cast<int>(hints.box->top * sy),
                     static_cast<int>((hints.box->right - hints.box->left) * sx),
                     static_cast<int>((hints.box->bottom - hints.box->top) * sy));
  return box & cv::Rect({}, work);
}

/// The part of a picture that decides about the object in a box: the box and a margin of background around it.
Box around(const Box& box, const image::Image8& picture) {
  const int margin_x = std::max(4, (box.right - box.left) / 8), margin_y = std::max(4, (box.bottom - box.top) / 8);
  return {std::max(0, box.left - margin_x), std::max(0, box.top - margin_y),
          std::min(picture.width(), box.right + margin_x), std::min(picture.height(), box.bottom + margin_y)};
}

image::Image8 cropped(const image::Image8& picture, const Box& part) {
  image::Image8 result(part.right - part.left, part.bottom - part.top, picture.channels());
  for (int y = 0; y < result.height(); ++y) {
    std::copy_n(picture.pixel(part.left, part.top + y), result.width() * result.channels(), result.pixel(0, y));
  }
  return result;
}

/// Distance of each pixel to the nearest of the border's main colours, in quarters of Lab's unit, up to 255.
cv::Mat1b distance_to_border_colors(const cv::Mat3b& color, const cv::Mat1b& is_border) {
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
  cv::Mat1b distance(lab.size());
  for (int y = 0; y < lab.rows; ++y) {
    for (int x = 0; x < lab.cols; ++x) {
      float nearest = 1e9f;
      for (int k = 0; k < centers.rows; ++k) {
        const cv::Vec3f d = lab(y, x) - cv::Vec3f(centers.ptr<float>(k));
        nearest = std::min(nearest, d.dot(d));
      }
      distance(y, x) = cv::saturate_cast<std::uint8_t>(4.0f * std::sqrt(nearest));
    }
  }
  return distance;
}

/// How far the border's own pixels lie from its main colours: their 95 % quantile.
double border_spread(const cv::Mat1b& distance, const cv::Mat1b& is_border) {
  std::vector<std::uint8_t> values;
  for (int y = 0; y < distance.rows; ++y) {
    for (int x = 0; x < distance.cols; ++x) {
      if (is_border(y, x) != 0) values.push_back(distance(y, x));
    }
  }
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(0.95 * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

/// GrabCut's starting labels.
cv::Mat1b start_labels(const cv::Mat3b& color, const cv::Rect& box) {
  const cv::Size size = color.size();
  const int depth = std::max(2, std::min(size.width, size.height) / 40);
  const cv::Rect inner(depth, depth, size.width - 2 * depth, size.height - 2 * depth);
  const bool has_box = box.area() > 0 && box.area() < size.area() * 19 / 20;
  const cv::Rect middle = has_box ? box : inner;
  cv::Mat1b is_border(size, std::uint8_t{255});
  is_border(middle) = 0;
  // Busts and close-ups touch the lower edge; what the sides do not show there may be the object.
  if (!has_box) is_border(cv::Rect(depth, size.height - depth, inner.width, depth)) = 0;
  const cv::Mat1b bytes = distance_to_border_colors(color, is_border);
  // Otsu's threshold on the distance splits what looks like the border from what does not.
  cv::Mat1b binary;
  const double otsu = cv::threshold(bytes, binary, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
  // An object of two colours pulls Otsu's threshold between them: what is clearly rarer on the border is object too.
  const double spread = border_spread(bytes, is_border);
  const double threshold = std::clamp(otsu, kMinSpreads * spread, std::max(kMaxSpreads * spread, kMinThreshold));
  cv::Mat1b labels(size, static_cast<std::uint8_t>(cv::GC_BGD));
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      if (is_border(y, x) != 0) continue;
      // Objects stand in the middle: towards the border the same colour must differ more.
      const double u = 2.0 * (x - middle.x) / middle.width - 1.0, v = 2.0 * (y - middle.y) / middle.height - 1.0;
      const bool is_object = bytes(y, x) > threshold * (0.6 + 0.5 * (u * u + v * v));
      const bool is_at_edge = !middle.contains({x, y});
      labels(y, x) = is_object ? cv::GC_PR_FGD : is_at_edge ? cv::GC_BGD : cv::GC_PR_BGD;
    }
  }
  return labels;
}

/// What was painted softly is left to the cut.
void apply_strokes(const image::Image8& strokes, cv::Mat1b& labels) {
  if (strokes.is_empty()) return;
  for (int y = 0; y < labels.rows; ++y) {
    for (int x = 0; x < labels.cols; ++x) {
      const int value = strokes.at(std::min(strokes.width() - 1, x * strokes.width() / labels.cols),
                                   std::min(strokes.height() - 1, y * strokes.height() / labels.rows));
      if (value == image::kStrokeObject) labels(y, x) = cv::GC_FGD;
      if (value == image::kStrokeBackground) labels(y, x) = cv::GC_BGD;
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

image::Image8 grab_cut_whole(const image::Image8& rgba, const CutOutHints& hints, const RunContext& context) {
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
  image::Image8 object(small.cols, small.rows, 1);
  cv::Mat1b mask(small.rows, small.cols, object.data().data());
  mask = (labels & 1) * 255;
  keep_main_parts(object, kMinPartShare);
  context.checkpoint();
  return with_foreground_colors(rgba, color, soft_alpha(color, mask, scale));
}

}  // namespace

image::Image8 grab_cut(const image::Image8& rgba, const CutOutHints& hints, const RunContext& context) {
  if (!hints.box) return grab_cut_whole(rgba, hints, context);
  const Box part = around(*hints.box, rgba);
  image::Image8 result(rgba.width(), rgba.height(), 4);
  if (part.right - part.left < 2 || part.bottom - part.top < 2) return result;
  const Box box = {hints.box->left - part.left, hints.box->top - part.top, hints.box->right - part.left,
                   hints.box->bottom - part.top};
  const image::Image8 strokes = hints.strokes.is_empty() ? image::Image8{} : cropped(hints.strokes, part);
  const image::Image8 object = grab_cut_whole(cropped(rgba, part), {box, strokes}, context);
  for (int y = 0; y < object.height(); ++y) {
    std::copy_n(object.pixel(0, y), 4 * object.width(), result.pixel(part.left, part.top + y));
  }
  return result;
}

}  // namespace core::matting
