// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/sketch_source.h"

namespace core::sketch {

Body choose_body(const image::Image8& front_rgba) {
  static_cast<void>(front_rgba);
  return Body::Inflated;
}

}  // namespace core::sketch
