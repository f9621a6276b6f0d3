// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>

#include "core/base/run_context.h"
#include "core/geometry/view_ring.h"
#include "core/image/image.h"
#include "core/views/framing.h"

namespace core::views {

/// A photo and how its object came onto the canvas of view 0.
struct FramedPhoto {
  std::shared_ptr<const image::Image8> picture;  ///< RGBA as it was opened, background and all; never null
  image::Image8 cutout;                          ///< RGBA, same size: the object alone
  image::Image8 canvas;                          ///< RGBA, view 0
  /// What frame_cutout() made the canvas with; none where the photo is gone and `picture` is the canvas itself.
  std::optional<Framing> framing;
};

/// Where the normals of the photo come from. Implemented by core/cascade and core/sketch.
class PhotoNormals {
 public:
  virtual ~PhotoNormals() = default;

  /// @return  RGB of the canvas's size, framed like it: normals in the front camera's frame (normal_map.h), white
  ///          outside the object
  virtual image::Image8 estimate(const FramedPhoto& photo, const geometry::RingGeometry& ring,
                                 const RunContext& context) const = 0;
};

}  // namespace core::views
