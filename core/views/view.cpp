// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/views/view.h"

#include <fmt/format.h>

#include "core/image/alpha.h"

namespace core::views {
namespace {

void add(ContentHasher& hasher, const image::Image8& picture) {
  hasher.add(picture.width()).add(picture.height()).add(picture.channels()).add_bytes(picture.data());
}

}  // namespace

image::Image8 color_on_white(const View& view) {
  return view.uncut_rgb.is_empty() ? image::over_white(view.rgba) : view.uncut_rgb;
}

image::Image8 normal_on_white(const View& view) {
  return view.uncut_normal.is_empty() ? image::over_white(view.normal) : view.uncut_normal;
}

ContentKey content_key(const View& view) {
  ContentHasher hasher;
  hasher.add(view.index).add(view.own);
  add(hasher, view.rgba);
  add(hasher, view.normal);
  return hasher.key();
}

std::string view_name(int index) {
  switch (index) {
    case 0:
      return "Front";
    case 8:
      return "Right";
    case 16:
      return "Back";
    case 24:
      return "Left";
    default:
      break;
  }
  const double azimuth = 11.25 * index;
  return azimuth < 180.0 ? fmt::format("{:g}° right", azimuth) : fmt::format("{:g}° left", 360.0 - azimuth);
}

}  // namespace core::views
