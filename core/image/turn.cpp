// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/image/turn.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/base/parallel.h"

namespace core::image {
namespace {

constexpr int kRowsAtATime = 16;

/// What lies at a point of the picture, its pixels' centres at + 0.5; nothing beyond it.
class Reader {
 public:
  explicit Reader(const Image8& picture) : picture_(picture), has_alpha_(picture.channels() == 4) {}

  void read(double x_px, double y_px, std::uint8_t* out) const {
    const double x = x_px - 0.5, y = y_px - 0.5;
    const int left = static_cast<int>(std::floor(x)), top = static_cast<int>(std::floor(y));
    std::array<double, 3> sum{};
    double coverage = 0.0;
    for (int j = 0; j < 2; ++j) {
      for (int i = 0; i < 2; ++i) {
        if (!picture_.contains(left + i, top + j)) continue;
        const std::uint8_t* pixel = picture_.pixel(left + i, top + j);
        const double share = (1.0 - std::abs(x - left - i)) * (1.0 - std::abs(y - top - j));
        const double weight = has_alpha_ ? share * pixel[3] / 255.0 : share;
        for (std::size_t c = 0; c < 3; ++c) sum[c] += weight * pixel[c];
        coverage += weight;
      }
    }
    for (std::size_t c = 0; c < 3; ++c) {
      const double value = !has_alpha_ ? sum[c] + 255.0 * (1.0 - coverage) : coverage > 0.0 ? sum[c] / coverage : 0.0;
      out[c] = static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
    }
    if (has_alpha_) out[3] = static_cast<std::uint8_t>(std::lround(255.0 * std::min(1.0, coverage)));
  }

 private:
  const Image8& picture_;
  bool has_alpha_;
};

}  // namespace

Image8 turned(Image8 picture, float turn_deg) {
  if (turn_deg == 0.0f || picture.is_empty()) return picture;
  const double angle = turn_deg * std::numbers::pi / 180.0;
  const double cosine = std::cos(angle), sine = std::sin(angle);
  // A hair less, so that a quarter turn needs no line more than the picture has columns.
  const auto reach = [](double a, double b) { return static_cast<int>(std::ceil(std::abs(a) + std::abs(b) - 1e-6)); };
  Image8 result(reach(cosine * picture.width(), sine * picture.height()),
                reach(sine * picture.width(), cosine * picture.height()), picture.channels());
  const Reader reader(picture);
  parallel_for(0, result.height(), kRowsAtATime, [&](int y) {
    const double v = y + 0.5 - 0.5 * result.height();
    for (int x = 0; x < result.width(); ++x) {
      const double u = x + 0.5 - 0.5 * result.width();
      reader.read(cosine * u + sine * v + 0.5 * picture.width(), -sine * u + cosine * v + 0.5 * picture.height(),
                  result.pixel(x, y));
    }
  });
  return result;
}

}  // namespace core::image
