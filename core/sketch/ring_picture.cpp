// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/ring_picture.h"

#include <glm/geometric.hpp>

#include "core/mesh/rasterizer.h"
#include "core/sketch/sampling.h"

namespace core::sketch {
namespace {

constexpr float kDepthSlack = 0.012f;  // about three pixels of 256; less would speckle slanted parts

}  // namespace

RingPicture::RingPicture(int view, const image::Image8& rgba, const mesh::Mesh* body,
                         const geometry::RingGeometry& ring, int num_softer)
    : view_(view),
      camera_(geometry::view_camera(view, rgba.width(), ring)),
      eye_(camera_.position_in_world()),
      paint_(rgba, num_softer) {
  if (body != nullptr) depth_ = mesh::rasterize_depth(*body, camera_);
}

RingPicture::Sight RingPicture::sight_of(const SurfacePoint& point) const {
  const glm::vec3 in_picture = camera_.project(point.position);
  Sight sight{{in_picture.x, in_picture.y}, glm::dot(glm::normalize(eye_ - point.position), point.normal), 1.0f};
  if (depth_.is_empty()) return sight;
  const BilinearTap tap(depth_.width(), depth_.height(), in_picture.x, in_picture.y);
  const auto passes = [&](int x, int y) { return in_picture.z <= depth_.at(x, y) + kDepthSlack ? 1.0f : 0.0f; };
  const float top = passes(tap.x0, tap.y0) * (1.0f - tap.fx) + passes(tap.x1, tap.y0) * tap.fx;
  const float bottom = passes(tap.x0, tap.y1) * (1.0f - tap.fx) + passes(tap.x1, tap.y1) * tap.fx;
  sight.visible = top * (1.0f - tap.fy) + bottom * tap.fy;
  return sight;
}

}  // namespace core::sketch
