// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/image/alpha.h"

#include <algorithm>
#include <array>

#include "core/base/error.h"

namespace core::image {
namespace {

/// Colour times coverage and coverage, for push and pull.
struct Weighted {
  std::array<float, 3> color{};
  float weight = 0.0f;
};

struct WeightedGrid {
  int width = 0, height = 0;
  std::vector<Weighted> cells;
  Weighted& at(int x, int y) {
    return cells[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
  }
};

WeightedGrid halved(WeightedGrid& fine) {
  WeightedGrid coarse{(fine.width + 1) / 2, (fine.height + 1) / 2, {}};
  coarse.cells.resize(static_cast<std::size_t>(coarse.width) * static_cast<std::size_t>(coarse.height));
  for (int y = 0; y < fine.height; ++y) {
    for (int x = 0; x < fine.width; ++x) {
      const Weighted& from = fine.at(x, y);
      Weighted& to = coarse.at(x / 2, y / 2);
      for (std::size_t c = 0; c < 3; ++c) to.color[c] += from.color[c];
      to.weight += from.weight;
    }
  }
  return coarse;
}

void fill_holes_from(WeightedGrid& fine, WeightedGrid& coarse) {
  for (int y = 0; y < fine.height; ++y) {
    for (int x = 0; x < fine.width; ++x) {
      if (fine.at(x, y).weight <= 0.0f) fine.at(x, y) = coarse.at(x / 2, y / 2);
    }
  }
}

}  // namespace

AlphaBox alpha_box(const Image8& rgba, std::uint8_t threshold) {
  AlphaBox box{rgba.width(), rgba.height(), 0, 0};
  for (int y = 0; y < rgba.height(); ++y) {
    for (int x = 0; x < rgba.width(); ++x) {
      if (rgba.at(x, y, 3) <= threshold) continue;
      box.left = std::min(box.left, x);
      box.right = std::max(box.right, x + 1);
      box.top = std::min(box.top, y);
      box.bottom = std::max(box.bottom, y + 1);
    }
  }
  return box.is_empty() ? AlphaBox{} : box;
}

Image8 alpha_of(const Image8& rgba) {
  Image8 alpha(rgba.width(), rgba.height(), 1);
  for (std::size_t i = 0; i < alpha.num_pixels(); ++i) alpha.data()[i] = rgba.data()[4 * i + 3];
  return alpha;
}

Image8 with_alpha(Image8 rgba, const Image8& alpha) {
  const auto channels = static_cast<std::size_t>(alpha.channels());
  for (std::size_t i = 0; i < rgba.num_pixels(); ++i) rgba.data()[4 * i + 3] = alpha.data()[channels * (i + 1) - 1];
  return rgba;
}

Image8 over_white(const Image8& rgba) {
  Image8 rgb(rgba.width(), rgba.height(), 3);
  for (std::size_t i = 0; i < rgba.num_pixels(); ++i) {
    const std::uint8_t* in = rgba.data().data() + 4 * i;
    std::uint8_t* out = rgb.data().data() + 3 * i;
    const int alpha = in[3];
    for (int c = 0; c < 3; ++c) out[c] = static_cast<std::uint8_t>((in[c] * alpha + 255 * (255 - alpha) + 127) / 255);
  }
  return rgb;
}

Image8 bleed_color(const Image8& rgba) {
  std::vector<WeightedGrid> levels(1);
  levels[0] = {rgba.width(), rgba.height(), std::vector<Weighted>(rgba.num_pixels())};
  for (std::size_t i = 0; i < rgba.num_pixels(); ++i) {
    const std::uint8_t* p = rgba.data().data() + 4 * i;
    if (p[3] == 0) continue;
    Weighted& cell = levels[0].cells[i];
    cell.weight = static_cast<float>(p[3]) / 255.0f;
    for (std::size_t c = 0; c < 3; ++c) cell.color[c] = static_cast<float>(p[c]) * cell.weight;
  }
  while (levels.back().width > 1 || levels.back().height > 1) levels.push_back(halved(levels.back()));
  for (std::size_t level = levels.size() - 1; level > 0; --level) fill_holes_from(levels[level - 1], levels[level]);

  Image8 result = rgba;
  for (std::size_t i = 0; i < rgba.num_pixels(); ++i) {
    std::uint8_t* p = result.data().data() + 4 * i;
    const Weighted& cell = levels[0].cells[i];
    if (p[3] != 0 || cell.weight <= 0.0f) continue;
    for (std::size_t c = 0; c < 3; ++c) {
      p[c] = static_cast<std::uint8_t>(std::clamp(cell.color[c] / cell.weight + 0.5f, 0.0f, 255.0f));
    }
  }
  return result;
}

double mask_iou(const Image8& rgba_a, const Image8& rgba_b) {
  if (rgba_a.width() != rgba_b.width() || rgba_a.height() != rgba_b.height()) {
    throw Error(ErrorCode::Usage, "Masks of differing size cannot be compared.");
  }
  std::size_t both = 0, either = 0;
  for (std::size_t i = 0; i < rgba_a.num_pixels(); ++i) {
    const bool a = rgba_a.data()[4 * i + 3] >= 128;
    const bool b = rgba_b.data()[4 * i + 3] >= 128;
    both += a && b;
    either += a || b;
  }
  return either == 0 ? 1.0 : static_cast<double>(both) / static_cast<double>(either);
}

}  // namespace core::image
