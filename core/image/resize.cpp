// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/image/resize.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/error.h"
#include "core/base/parallel.h"

namespace core::image {
namespace {

constexpr int kPrecisionBits = 22;

double sinc(double x) {
  if (x == 0.0) return 1.0;
  x *= std::numbers::pi;
  return std::sin(x) / x;
}

double filter_radius(ResizeFilter filter) {
  switch (filter) {
    case ResizeFilter::Box:
      return 0.5;
    case ResizeFilter::Bilinear:
      return 1.0;
    case ResizeFilter::Bicubic:
      return 2.0;
    case ResizeFilter::Lanczos:
      return 3.0;
  }
  return 1.0;
}

double filter_weight(ResizeFilter filter, double x) {
  switch (filter) {
    case ResizeFilter::Box:
      return x > -0.5 && x <= 0.5 ? 1.0 : 0.0;
    case ResizeFilter::Bilinear:
      x = std::abs(x);
      return x < 1.0 ? 1.0 - x : 0.0;
    case ResizeFilter::Bicubic: {
      constexpr double a = -0.5;
      x = std::abs(x);
      if (x < 1.0) return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0;
      if (x < 2.0) return (((x - 5.0) * x + 8.0) * x - 4.0) * a;
      return 0.0;
    }
    case ResizeFilter::Lanczos:
      return x >= -3.0 && x < 3.0 ? sinc(x) * sinc(x / 3.0) : 0.0;
  }
  return 0.0;
}

/// Taps of one output position: source indices first .. first + weights.size() - 1.
struct Taps {
  int first = 0;
  std::vector<int> weights;
};

std::vector<Taps> make_taps(int in_size, int out_size, ResizeFilter filter) {
  const double scale = static_cast<double>(in_size) / out_size;
  const double filter_scale = std::max(scale, 1.0);
  const double support = filter_radius(filter) * filter_scale;
  std::vector<Taps> taps(static_cast<std::size_t>(out_size));
  std::vector<double> weights;
  for (int out = 0; out < out_size; ++out) {
    const double center = (out + 0.5) * scale;
    const int first = std::max(0, static_cast<int>(center - support + 0.5));
    const int last = std::min(in_size, static_cast<int>(center + support + 0.5));
    weights.clear();
    double sum = 0.0;
    for (int i = first; i < last; ++i) {
      weights.push_back(filter_weight(filter, (i - center + 0.5) / filter_scale));
      sum += weights.back();
    }
    Taps& tap = taps[static_cast<std::size_t>(out)];
    tap.first = first;
    for (double weight : weights) {
      if (sum != 0.0) weight /= sum;
      const double fixed = weight * (1 << kPrecisionBits);
      tap.weights.push_back(static_cast<int>(fixed < 0 ? fixed - 0.5 : fixed + 0.5));
    }
  }
  return taps;
}

std::uint8_t round_fixed(int sum) { return static_cast<std::uint8_t>(std::clamp(sum >> kPrecisionBits, 0, 255)); }

Image8 resize_rows(const Image8& source, int width, ResizeFilter filter) {
  const std::vector<Taps> taps = make_taps(source.width(), width, filter);
  Image8 result(width, source.height(), source.channels());
  parallel_for(0, source.height(), 16, [&](int y) {
    for (int x = 0; x < width; ++x) {
      const Taps& tap = taps[static_cast<std::size_t>(x)];
      for (int c = 0; c < source.channels(); ++c) {
        int sum = 1 << (kPrecisionBits - 1);
        const std::uint8_t* in = source.pixel(tap.first, y) + c;
        for (const int weight : tap.weights) {
          sum += *in * weight;
          in += source.channels();
        }
        result.at(x, y, c) = round_fixed(sum);
      }
    }
  });
  return result;
}

Image8 resize_columns(const Image8& source, int height, ResizeFilter filter) {
  const std::vector<Taps> taps = make_taps(source.height(), height, filter);
  const int row_size = source.width() * source.channels();
  Image8 result(source.width(), height, source.channels());
  parallel_for(0, height, 16, [&](int y) {
    const Taps& tap = taps[static_cast<std::size_t>(y)];
    std::vector<int> sums(static_cast<std::size_t>(row_size), 1 << (kPrecisionBits - 1));
    for (std::size_t i = 0; i < tap.weights.size(); ++i) {
      const std::uint8_t* in = source.pixel(0, tap.first + static_cast<int>(i));
      for (int j = 0; j < row_size; ++j) sums[static_cast<std::size_t>(j)] += in[j] * tap.weights[i];
    }
    std::uint8_t* out = result.pixel(0, y);
    for (int j = 0; j < row_size; ++j) out[j] = round_fixed(sums[static_cast<std::size_t>(j)]);
  });
  return result;
}

void premultiply(Image8& picture) {
  for (std::size_t i = 0; i < picture.num_pixels(); ++i) {
    std::uint8_t* p = picture.data().data() + 4 * i;
    for (int c = 0; c < 3; ++c) {
      const unsigned t = static_cast<unsigned>(p[3]) * p[c] + 128u;
      p[c] = static_cast<std::uint8_t>(((t >> 8) + t) >> 8);
    }
  }
}

void unpremultiply(Image8& picture) {
  for (std::size_t i = 0; i < picture.num_pixels(); ++i) {
    std::uint8_t* p = picture.data().data() + 4 * i;
    if (p[3] == 0 || p[3] == 255) continue;
    for (int c = 0; c < 3; ++c) p[c] = static_cast<std::uint8_t>(std::min(255, 255 * p[c] / p[3]));
  }
}

}  // namespace

Image8 resize(const Image8& source, int width, int height, ResizeFilter filter) {
  if (source.is_empty() || width < 1 || height < 1)
    throw Error(ErrorCode::Usage, "A picture of no size cannot be resized.");
  if (width == source.width() && height == source.height()) return source;
  Image8 picture = source;
  if (source.channels() == 4) premultiply(picture);
  if (width != picture.width()) picture = resize_rows(picture, width, filter);
  if (height != picture.height()) picture = resize_columns(picture, height, filter);
  if (source.channels() == 4) unpremultiply(picture);
  return picture;
}

}  // namespace core::image
