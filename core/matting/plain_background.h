// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <optional>

#include "core/image/image.h"

namespace core::matting {

/// A background of one colour, as the border of a picture shows it.
struct PlainBackground {
  std::array<int, 3> color{};  ///< sRGB bytes
  int tolerance = 0;           ///< largest channel difference that is still background
};

/// The plain background of a picture, if nearly all of its border has one colour.
std::optional<PlainBackground> find_plain_background(const image::Image8& rgba);

/// The object without that background: what is connected to the border, and holes of exactly its colour, become
/// transparent; edges get the coverage and the unmixed colour that give the picture over the background.
image::Image8 remove_plain_background(const image::Image8& rgba, const PlainBackground& background);

}  // namespace core::matting
