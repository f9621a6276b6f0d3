// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec2.hpp>
#include <glm/vec3.hpp>

#include "core/geometry/view_ring.h"
#include "core/mesh/mesh.h"
#include "core/sketch/paint_picture.h"

namespace core::sketch {

/// A point of the body's surface.
struct SurfacePoint {
  glm::vec3 position;
  glm::vec3 normal;  ///< unit length
};

/// A picture of the ring thrown back onto the body from where it was taken.
class RingPicture {
 public:
  /// How the picture's camera sees a point of the surface.
  struct Sight {
    glm::vec2 point_px;
    float facing = 0.0f;   ///< cosine between the normal and the direction to the camera; negative on the far side
    float visible = 1.0f;  ///< 0 behind other parts of the body
  };

  /// @param body  what may stand in the way; null if nothing can
  RingPicture(int view, const image::Image8& rgba, const mesh::Mesh* body, const geometry::RingGeometry& ring,
              int num_softer = PaintPicture::kNumSofter);

  Sight sight_of(const SurfacePoint& point) const;
  glm::vec3 color(const glm::vec2& point_px, float softness) const { return paint_.color(point_px, softness); }
  int view() const { return view_; }
  int size_px() const { return paint_.size_px(); }

 private:
  int view_;
  geometry::Camera camera_;
  glm::vec3 eye_;
  PaintPicture paint_;
  image::ImageF depth_;  // empty if nothing can stand in the way
};

}  // namespace core::sketch
