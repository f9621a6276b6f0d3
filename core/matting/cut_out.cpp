// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/matting/cut_out.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/base/error.h"
#include "core/image/alpha.h"
#include "core/image/resize.h"
#include "core/image/strokes.h"
#include "core/matting/grab_cut.h"
#include "core/matting/main_parts.h"
#include "core/matting/plain_background.h"
#include "core/matting/remove_background.h"

namespace core::matting {
namespace {

/// The stages after this one look at 2048 pixels; more than this costs memory and shows nothing.
constexpr double kMaxWorkPixels = 16e6;

void check_hints(const image::Image8& rgba, const CutOutHints& hints) {
  if (rgba.is_empty() || rgba.channels() != 4) throw Error(ErrorCode::Usage, "A cut-out needs an RGBA picture.");
  if (!hints.strokes.is_empty() && (hints.strokes.width() != rgba.width() || hints.strokes.height() != rgba.height())) {
    throw Error(ErrorCode::Usage, "The strokes must have the size of the picture.");
  }
  if (hints.box && (hints.box->right - hints.box->left < 2 || hints.box->bottom - hints.box->top < 2)) {
    throw Error(ErrorCode::Usage, "The box around the object is empty. Draw it again.");
  }
}

/// Alpha that leaves every pixel nearly solid is a left-over of the program that wrote the file.
bool alpha_says_something(const image::Image8& rgba) {
  for (std::size_t i = 3; i < rgba.data().size(); i += 4) {
    if (rgba.data()[i] < 128) return true;
  }
  return false;
}

void clear_outside(image::Image8& rgba, const Box& box) {
  for (int y = 0; y < rgba.height(); ++y) {
    for (int x = 0; x < rgba.width(); ++x) {
      if (x < box.left || x >= box.right || y < box.top || y >= box.bottom)
        std::fill_n(rgba.pixel(x, y), 4, std::uint8_t{0});
    }
  }
}

/// Adds a share of what the cut-out lacks of the picture's pixel.
void add_object(const std::uint8_t* from, float share, std::uint8_t* pixel) {
  const float present = pixel[3], added = share * (255.0f - present), sum = present + added;
  if (added <= 0.0f) return;
  for (int c = 0; c < 3; ++c)
    pixel[c] = static_cast<std::uint8_t>(std::lround((present * pixel[c] + added * from[c]) / sum));
  pixel[3] = static_cast<std::uint8_t>(std::lround(sum));
}

/// Takes a share of a pixel away; of what is gone no colour stays.
void remove_object(float share, std::uint8_t* pixel) {
  pixel[3] = static_cast<std::uint8_t>(std::lround((1.0f - share) * pixel[3]));
  if (pixel[3] == 0) std::fill_n(pixel, 3, std::uint8_t{0});
}

void apply_strokes(image::Image8& cutout, const image::Image8& picture, const image::Image8& strokes) {
  if (strokes.is_empty()) return;
  for (int y = 0; y < cutout.height(); ++y) {
    for (int x = 0; x < cutout.width(); ++x) {
      const float stroke = image::stroke_value(strokes.at(x, y));
      if (stroke > 0.0f) add_object(picture.pixel(x, y), stroke, cutout.pixel(x, y));
      if (stroke < 0.0f) remove_object(-stroke, cutout.pixel(x, y));
    }
  }
}

/// The object by its background: plain if the border is, else by GrabCut.
image::Image8 without_background(const image::Image8& rgba, const CutOutHints& hints, const RunContext& context) {
  if (const auto plain = find_plain_background(rgba)) return remove_plain_background(rgba, *plain);
  return grab_cut(rgba, hints, context);
}

/// The hints for the same picture at another size.
CutOutHints scaled(const CutOutHints& hints, const image::Image8& from, const image::Image8& to) {
  CutOutHints result;
  const auto scaled_x = [&](int x) {
    return static_cast<int>(static_cast<std::int64_t>(x) * to.width() / from.width());
  };
  const auto scaled_y = [&](int y) {
    return static_cast<int>(static_cast<std::int64_t>(y) * to.height() / from.height());
  };
  if (hints.box) {
    result.box = Box{scaled_x(hints.box->left), scaled_y(hints.box->top), scaled_x(hints.box->right) + 1,
                     scaled_y(hints.box->bottom) + 1};
  }
  if (hints.strokes.is_empty()) return result;
  result.strokes = image::Image8(to.width(), to.height(), 1);
  for (int y = 0; y < from.height(); ++y) {
    for (int x = 0; x < from.width(); ++x) {
      if (const std::uint8_t stroke = hints.strokes.at(x, y); stroke != 0)
        result.strokes.at(scaled_x(x), scaled_y(y)) = stroke;
    }
  }
  return result;
}

/// A very large picture is cut at a smaller size; its own pixels are kept where they are solid.
image::Image8 cut_large(const image::Image8& rgba, const CutOutHints& hints, const RunContext& context) {
  const double scale = std::sqrt(kMaxWorkPixels / static_cast<double>(rgba.num_pixels()));
  const image::Image8 small =
      image::resize(rgba, std::max(1, static_cast<int>(rgba.width() * scale)),
                    std::max(1, static_cast<int>(rgba.height() * scale)), image::ResizeFilter::Box);
  context.checkpoint();
  const image::Image8 cut = without_background(small, scaled(hints, rgba, small), context);
  context.checkpoint();
  image::Image8 result = image::resize(cut, rgba.width(), rgba.height(), image::ResizeFilter::Bilinear);
  for (std::size_t i = 0; i < result.num_pixels(); ++i) {
    if (result.data()[4 * i + 3] == 255) std::copy_n(rgba.data().data() + 4 * i, 3, result.data().data() + 4 * i);
  }
  return result;
}

}  // namespace

image::Image8 cut_out(const image::Image8& rgba, bool has_alpha, const CutOutHints& hints, const RunContext& context) {
  check_hints(rgba, hints);
  context.checkpoint();
  image::Image8 result;
  if (has_alpha && alpha_says_something(rgba)) {
    result = rgba;
  } else if (static_cast<double>(rgba.num_pixels()) > kMaxWorkPixels) {
    result = cut_large(rgba, hints, context);
  } else {
    result = without_background(rgba, hints, context);
  }
  if (hints.box) clear_outside(result, *hints.box);
  if (hints.keeps_largest) keep_largest_part(result);
  apply_strokes(result, rgba, hints.strokes);
  if (image::alpha_box(result, 127).is_empty()) {
    throw Error(
        ErrorCode::Empty,
        "The cut-out is empty. Paint the object with the brush, or give a picture with a transparent background.");
  }
  context.report(1, 1);
  return result;
}

image::Image8 remove_white(const image::Image8& picture) {
  image::Image8 rgba(picture.width(), picture.height(), 4, 255);
  for (std::size_t i = 0; i < picture.num_pixels(); ++i) {
    std::copy_n(picture.data().data() + i * static_cast<std::size_t>(picture.channels()), 3,
                rgba.data().data() + 4 * i);
  }
  return remove_plain_background(rgba, {image::ImageF(1, 1, 3, 255.0f), 5, 10});
}

}  // namespace core::matting
