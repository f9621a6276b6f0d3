// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/pipeline/own_normals.h"

#include <fmt/format.h>

#include <cmath>
#include <glm/geometric.hpp>

#include "core/base/error.h"
#include "core/image/resize.h"
#include "core/views/normal_map.h"

namespace core::pipeline {
namespace {

constexpr int kMinSide_px = 64;
constexpr float kMinLength = 0.6f, kMaxLength = 1.4f;  ///< of vectors that were meant as normals; white has 1.7
constexpr int kMinNormal_percent = 70;                 ///< of the pixels inside the object
constexpr float kAway = -0.3f;                         ///< cosine to the camera; rims and noise lie above
constexpr int kMaxAway_percent = 15;

void check_size(const image::Image8& picture, const std::string& name) {
  if (picture.width() == picture.height() && picture.width() >= kMinSide_px) return;
  throw Error(
      ErrorCode::Unsupported,
      fmt::format("'{}' is {} x {} pixels. Normals of a view must be square and framed as the view is, at least "
                  "{} pixels on a side: save the view's normals, change those and give them back.",
                  name, picture.width(), picture.height(), kMinSide_px));
}

[[noreturn]] void refuse(const std::string& name, const std::string& why) {
  throw Error(
      ErrorCode::BadFormat,
      fmt::format("'{}' {} Normals are in the frame of the front camera for every view: red to the front camera, "
                  "green to its right, blue up.",
                  name, why));
}

}  // namespace

project::OwnNormalsPtr own_normals_for(const views::View& view, const image::Image8& picture, const std::string& name,
                                       const geometry::RingGeometry& ring) {
  check_size(picture, name);
  const int side = view.rgba.width();
  image::Image8 normals = image::resize(picture, side, side);
  const glm::vec3 to_camera = glm::normalize(geometry::view_camera(view.index, side, ring).position_in_world());
  int num_inside = 0, num_normals = 0, num_away = 0;
  for (std::size_t i = 0; i < normals.num_pixels(); ++i) {
    std::uint8_t* pixel = normals.data().data() + 4 * i;
    const bool is_inside = view.rgba.data()[4 * i + 3] >= 128;
    const glm::vec3 n = views::decode_normal(pixel);
    const float length = glm::length(n);
    const bool is_normal = pixel[3] >= 128 && length >= kMinLength && length <= kMaxLength;
    num_inside += is_inside ? 1 : 0;
    num_normals += is_inside && is_normal ? 1 : 0;
    num_away += is_inside && is_normal && glm::dot(n, to_camera) < kAway * length ? 1 : 0;
    if (is_normal) views::encode_normal(n / length, pixel);
    pixel[3] = is_normal ? 255 : 0;
  }
  if (100 * num_normals < kMinNormal_percent * num_inside || num_normals == 0) {
    refuse(name, fmt::format("holds normals for only {} % of the view's object.",
                             num_inside == 0 ? 0 : 100 * num_normals / num_inside));
  }
  if (100 * num_away > kMaxAway_percent * num_normals) {
    refuse(name,
           fmt::format("has {} % of its normals turned away from this view's camera.", 100 * num_away / num_normals));
  }
  return project::make_own_normals(std::move(normals));
}

}  // namespace core::pipeline
