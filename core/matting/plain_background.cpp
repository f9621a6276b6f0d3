// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/matting/plain_background.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace core::matting {
namespace {

/// Share of border pixels that must have the background's colour.
constexpr double kPlainShare = 0.93;
/// Where the object touches the border, less of it will do if that is exactly of one colour, as no photo is.
constexpr double kExactShare = 0.6;
constexpr int kExactSpread = 1;
/// Colours that differ by more on the border are not one plain background.
constexpr int kMaxSpread = 10;
/// Longer side on which a slowly changing background is fitted.
constexpr int kFitPx = 192;
constexpr int kNumFits = 6;
/// Terms of a polynomial in two variables of degree 1, 2, 3, 4, in the order of terms_at().
constexpr std::array<int, 4> kNumTerms = {3, 6, 10, 15};

int border_depth(int width, int height) { return std::clamp(std::min(width, height) / 100, 1, 4); }

/// Quantile of values that may be reordered.
int quantile(std::vector<int>& values, double share) {
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

/// The side of a picture that its object touches (a bust below, a lamp above), where the border is no background.
enum class Touched { None, Bottom, Top };

template <class Visit>
void visit_border(int width, int height, Touched touched, const Visit& visit) {
  const int depth = border_depth(width, height);
  for (int y = 0; y < height; ++y) {
    const bool is_row = (y < depth && touched != Touched::Top) || (y >= height - depth && touched != Touched::Bottom);
    for (int x = 0; x < width; ++x) {
      if (!is_row && x == depth) x = std::max(depth, width - depth);
      visit(x, y);
    }
  }
}

/// How far the border's pixels lie from a background, as a quantile of the largest channel difference.
template <class ColorAt>
int border_spread(const image::Image8& rgba, Touched touched, double share, const ColorAt& color_at) {
  std::vector<int> differences;
  visit_border(rgba.width(), rgba.height(), touched, [&](int x, int y) {
    const std::uint8_t* p = rgba.pixel(x, y);
    const cv::Vec3f color = color_at(x, y);
    float largest = 0.0f;
    for (int c = 0; c < 3; ++c) largest = std::max(largest, std::abs(p[c] - color[c]));
    differences.push_back(static_cast<int>(std::lround(largest)));
  });
  return quantile(differences, share);
}

cv::Vec3f border_median(const image::Image8& rgba, Touched touched) {
  std::array<std::vector<int>, 3> values;
  visit_border(rgba.width(), rgba.height(), touched, [&](int x, int y) {
    for (int c = 0; c < 3; ++c) values[static_cast<std::size_t>(c)].push_back(rgba.at(x, y, c));
  });
  cv::Vec3f median;
  for (int c = 0; c < 3; ++c) median[c] = static_cast<float>(quantile(values[static_cast<std::size_t>(c)], 0.5));
  return median;
}

PlainBackground background_with_spread(image::ImageF color, int spread) {
  PlainBackground background;
  background.color = std::move(color);
  background.tolerance = 3 + 2 * spread;
  background.halo = std::max(background.tolerance, 10 + spread);
  return background;
}

/// A colour per pixel that changes slowly: a polynomial fitted to what is reached from the border.
class SmoothFit {
 public:
  explicit SmoothFit(const image::Image8& rgba) {
    const cv::Mat4b full(rgba.height(), rgba.width(),
                         reinterpret_cast<cv::Vec4b*>(const_cast<std::uint8_t*>(rgba.data().data())));
    const double scale = std::min(1.0, static_cast<double>(kFitPx) / std::max(rgba.width(), rgba.height()));
    cv::Mat4b small;
    cv::resize(
        full, small,
        {std::max(8, static_cast<int>(rgba.width() * scale)), std::max(8, static_cast<int>(rgba.height() * scale))}, 0,
        0, cv::INTER_AREA);
    cv::Mat3b rgb;
    cv::cvtColor(small, rgb, cv::COLOR_RGBA2RGB);
    cv::medianBlur(rgb, rgb, 3);
    rgb.convertTo(color_, CV_32FC3);
  }

  /// The fitted background, or an empty picture if the border does not follow one.
  cv::Mat3f fit(Touched touched) const {
    cv::Mat1b mask(color_.size(), std::uint8_t{0});
    visit_border(color_.cols, color_.rows, touched, [&](int x, int y) { mask(y, x) = 255; });
    cv::Mat3f background;
    for (int round = 0; round < kNumFits; ++round) {
      const auto degree = static_cast<std::size_t>(std::min(round / 2 + 1, 3));
      background = polynomial(mask, kNumTerms[degree - (round == 0 ? 1 : 0)]);
      mask = reached_from_border(background, touched);
      if (cv::countNonZero(mask) < mask.rows * mask.cols / 20) return {};
    }
    return background;
  }

 private:
  static std::array<double, 15> terms_at(double u, double v) {
    return {1,
            u,
            v,
            u * u,
            u * v,
            v * v,
            u * u * u,
            u * u * v,
            u * v * v,
            v * v * v,
            u * u * u * u,
            u * u * u * v,
            u * u * v * v,
            u * v * v * v,
            v * v * v * v};
  }
  std::array<double, 15> terms_of_pixel(int x, int y) const {
    return terms_at(2.0 * x / (color_.cols - 1) - 1.0, 2.0 * y / (color_.rows - 1) - 1.0);
  }

  /// Least squares over the masked pixels; terms of higher degree are held small where the mask does not decide them.
  cv::Mat3f polynomial(const cv::Mat1b& mask, int num_terms) const {
    cv::Mat1d normal(num_terms, num_terms, 0.0);
    cv::Mat1d right(num_terms, 3, 0.0);
    for (int y = 0; y < color_.rows; ++y) {
      for (int x = 0; x < color_.cols; ++x) {
        if (mask(y, x) == 0) continue;
        const auto terms = terms_of_pixel(x, y);
        for (int i = 0; i < num_terms; ++i) {
          for (int j = 0; j <= i; ++j)
            normal(i, j) += terms[static_cast<std::size_t>(i)] * terms[static_cast<std::size_t>(j)];
          for (int c = 0; c < 3; ++c) right(i, c) += terms[static_cast<std::size_t>(i)] * color_(y, x)[c];
        }
      }
    }
    for (int i = 0; i < num_terms; ++i) {
      for (int j = 0; j < i; ++j) normal(j, i) = normal(i, j);
      if (i > 0) normal(i, i) += 1e-4 * normal(0, 0);
    }
    cv::Mat1d factors;
    cv::solve(normal, right, factors, cv::DECOMP_CHOLESKY);
    cv::Mat3f result(color_.size());
    for (int y = 0; y < color_.rows; ++y) {
      for (int x = 0; x < color_.cols; ++x) {
        const auto terms = terms_of_pixel(x, y);
        for (int c = 0; c < 3; ++c) {
          double value = 0.0;
          for (int i = 0; i < num_terms; ++i) value += terms[static_cast<std::size_t>(i)] * factors(i, c);
          result(y, x)[c] = static_cast<float>(value);
        }
      }
    }
    return result;
  }

  cv::Mat1b reached_from_border(const cv::Mat3f& background, Touched touched) const {
    cv::Mat1b similar(color_.size());
    for (int y = 0; y < color_.rows; ++y) {
      for (int x = 0; x < color_.cols; ++x) {
        const cv::Vec3f d = color_(y, x) - background(y, x);
        similar(y, x) = std::max({std::abs(d[0]), std::abs(d[1]), std::abs(d[2])}) <= kMaxSpread ? 255 : 0;
      }
    }
    cv::Mat1i labels;
    const int count = cv::connectedComponents(similar, labels, 4, CV_32S);
    std::vector<bool> is_reached(static_cast<std::size_t>(count));
    visit_border(color_.cols, color_.rows, touched,
                 [&](int x, int y) { is_reached[static_cast<std::size_t>(labels(y, x))] = true; });
    is_reached[0] = false;
    for (int y = 0; y < color_.rows; ++y) {
      for (int x = 0; x < color_.cols; ++x)
        similar(y, x) = is_reached[static_cast<std::size_t>(labels(y, x))] ? 255 : 0;
    }
    return similar;
  }

  cv::Mat3f color_;
};

image::ImageF image_of(const cv::Mat3f& color) {
  image::ImageF image(color.cols, color.rows, 3);
  for (int y = 0; y < color.rows; ++y) {
    for (int x = 0; x < color.cols; ++x) std::copy_n(color(y, x).val, 3, image.pixel(x, y));
  }
  return image;
}

std::optional<PlainBackground> one_color(const image::Image8& rgba, Touched touched) {
  const cv::Vec3f median = border_median(rgba, touched);
  const auto median_at = [&](int, int) { return median; };
  int spread = border_spread(rgba, touched, kPlainShare, median_at);
  if (spread > kMaxSpread / 2) {
    spread = border_spread(rgba, touched, kExactShare, median_at);
    if (spread > kExactSpread) return std::nullopt;
  }
  return background_with_spread(image_of(cv::Mat3f(1, 1, median)), spread);
}

}  // namespace

std::optional<PlainBackground> find_plain_background(const image::Image8& rgba) {
  constexpr std::array kTouched = {Touched::None, Touched::Bottom, Touched::Top};
  for (const Touched touched : kTouched) {
    if (auto background = one_color(rgba, touched)) return background;
  }
  const SmoothFit smooth(rgba);
  for (const Touched touched : kTouched) {
    const cv::Mat3f color = smooth.fit(touched);
    if (color.empty()) continue;
    cv::Mat3f full;
    cv::resize(color, full, {rgba.width(), rgba.height()}, 0, 0, cv::INTER_LINEAR);
    const int spread = border_spread(rgba, touched, kPlainShare, [&](int x, int y) { return full(y, x); });
    if (spread <= kMaxSpread) return background_with_spread(image_of(color), spread);
  }
  return std::nullopt;
}

}  // namespace core::matting
