// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/options.h"

namespace core::sketch {

enum class Body { Auto, Inflated, Lathe, Extruded };
enum class Unseen { Mirror, Outline, Plain };

/// What the artist can set of the sketch source.
struct SketchOptions {
  Body body = Body::Auto;
  float depth = 1.0f;   ///< of the body from front to back, relative to the measured default
  float relief = 0.3f;  ///< how strongly detail of the photo shapes the surface
  Unseen unseen = Unseen::Mirror;

  static constexpr void describe(auto&& field) {
    field("body", &SketchOptions::body, Choices{{"auto", "inflated", "lathe", "extruded"}},
          "Shape of the body: inflated like a cushion, turned on a lathe, or cut from a board.");
    field("depth", &SketchOptions::depth, Range{0.1f, 4.0f},
          "Depth of the body from front to back; 1 is the usual depth.");
    field("relief", &SketchOptions::relief, Range{0.0f, 1.0f}, "How strongly detail of the photo shapes the surface.");
    field("unseen", &SketchOptions::unseen, Choices{{"mirror", "outline", "plain"}},
          "Paint of the sides the photo does not show: the photo mirrored, colours drawn over from the outline, or "
          "plain.");
  }
};

}  // namespace core::sketch
