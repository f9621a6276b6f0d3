// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "tests/support/solids.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <stdexcept>

#include "core/reconstruct/filled_field.h"

namespace support {
namespace {

using glm::vec2;
using glm::vec3;

// Source of the distance functions: Hart 1996, "Sphere tracing".

float ellipsoid(const vec3& p, const vec3& center, const vec3& radii) {
  const vec3 q = (p - center) / radii;
  const float k = glm::length(q), slope = glm::length(q / radii);
  return slope > 1e-6f ? k * (k - 1.0f) / slope : -std::min({radii.x, radii.y, radii.z});
}

/// A straight limb whose radius runs from one end to the other.
float limb(const vec3& p, const vec3& a, const vec3& b, float radius_a, float radius_b) {
  const vec3 axis = b - a;
  const float t = std::clamp(glm::dot(p - a, axis) / glm::dot(axis, axis), 0.0f, 1.0f);
  return glm::distance(p, a + t * axis) - (radius_a + t * (radius_b - radius_a));
}

float box(const vec3& p, const vec3& center, const vec3& half, float rounding) {
  const vec3 q = glm::abs(p - center) - half + rounding;
  return glm::length(glm::max(q, vec3(0.0f))) + std::min(0.0f, std::max({q.x, q.y, q.z})) - rounding;
}

/// Union with a fillet of about the given width.
float blend(float a, float b, float width) {
  const float overlap = std::max(0.0f, width - std::abs(a - b)) / width;
  return std::min(a, b) - 0.25f * width * overlap * overlap;
}

vec3 mirrored(vec3 p) {
  p.x = std::abs(p.x);
  return p;
}

float doll(const vec3& point) {
  const vec3 p = mirrored(point);
  float d = ellipsoid(p, {0.0f, 0.0f, 0.0f}, {0.11f, 0.085f, 0.15f});
  d = blend(d, ellipsoid(p, {0.0f, 0.0f, 0.235f}, {0.105f, 0.10f, 0.115f}), 0.03f);
  d = blend(d, limb(p, {0.07f, 0.0f, 0.09f}, {0.21f, -0.03f, -0.02f}, 0.042f, 0.032f), 0.04f);
  d = blend(d, ellipsoid(p, {0.225f, -0.035f, -0.03f}, {0.045f, 0.045f, 0.045f}), 0.03f);
  d = blend(d, limb(p, {0.06f, 0.0f, -0.10f}, {0.085f, 0.0f, -0.29f}, 0.058f, 0.045f), 0.04f);
  d = blend(d, ellipsoid(p, {0.09f, -0.035f, -0.315f}, {0.052f, 0.085f, 0.035f}), 0.03f);
  d = blend(d, ellipsoid(p, {0.085f, 0.0f, 0.33f}, {0.045f, 0.03f, 0.045f}), 0.02f);  // ears
  return blend(d, ellipsoid(p, {0.0f, -0.105f, 0.22f}, {0.03f, 0.025f, 0.022f}), 0.02f);
}

float vase(const vec3& p) {
  const float turn = std::atan2(p.y, p.x), height = (p.z + 0.35f) / 0.70f;
  const float belly = std::sin(3.1f * std::clamp(height, 0.0f, 1.0f) + 0.25f);
  const float neck = std::exp(-120.0f * (height - 0.82f) * (height - 0.82f));
  const float flutes = 0.006f * std::cos(16.0f * turn) * std::clamp(4.0f * belly - 1.5f, 0.0f, 1.0f);
  const float radius = 0.09f + 0.15f * belly * belly - 0.065f * neck + flutes;
  const vec2 q(glm::length(vec2(p)) - radius, std::abs(p.z) - 0.35f);
  // The wall leans: its distance is less than the difference of radii.
  return std::max(0.7f * q.x, q.y);
}

float teapot(const vec3& p) {
  float d = ellipsoid(p, {0.0f, 0.0f, -0.02f}, {0.20f, 0.20f, 0.16f});
  d = blend(d, ellipsoid(p, {0.0f, 0.0f, 0.145f}, {0.035f, 0.035f, 0.035f}), 0.03f);         // knob
  d = blend(d, box(p, {0.0f, 0.0f, -0.17f}, {0.12f, 0.12f, 0.025f}, 0.02f), 0.03f);          // foot
  d = blend(d, limb(p, {0.17f, 0.0f, -0.05f}, {0.27f, 0.0f, 0.04f}, 0.05f, 0.032f), 0.04f);  // spout
  d = blend(d, limb(p, {0.27f, 0.0f, 0.04f}, {0.33f, 0.0f, 0.12f}, 0.032f, 0.024f), 0.02f);
  const vec3 q = p - vec3(-0.21f, 0.0f, 0.0f);
  const float handle = glm::length(vec2(glm::length(vec2(q.x, q.z)) - 0.095f, q.y)) - 0.024f;
  return blend(d, handle, 0.02f);
}

/// A wing: a plate, bent backwards, with feathers at its lower edge and on its face.
float wing(const vec3& p) {
  const float along = std::clamp((p.x - 0.03f) / 0.28f, 0.0f, 1.0f);
  const float top = 0.12f + 0.17f * std::sin(2.2f * along), bottom = 0.02f - 0.16f * along + 0.05f * along * along;
  const float feathers = 0.014f * std::abs(std::sin(9.0f * 3.14159265f * along));
  const float middle = 0.5f * (top + bottom), half = 0.5f * (top - bottom) - feathers;
  const float bend = 0.07f + 0.10f * along * along + 0.004f * std::sin(60.0f * along);
  const float thickness = 0.013f - 0.005f * along;
  const float in_face = std::max({std::abs(p.z - middle) - half, p.x - 0.31f, 0.03f - p.x});
  return 0.6f * std::max(in_face, std::abs(p.y - bend) - thickness);
}

float angel(const vec3& point) {
  const vec3 p = mirrored(point);
  const float turn = std::atan2(point.y, point.x), height = std::clamp((p.z + 0.35f) / 0.50f, 0.0f, 1.0f);
  const float folds = 0.020f * (1.0f - height) * std::cos(14.0f * turn + 3.0f * height);
  const float radius = 0.165f - 0.105f * std::sqrt(height) + folds;
  const float robe = 0.6f * std::max(glm::length(vec2(p)) - radius, std::max(-0.35f - p.z, p.z - 0.15f));
  float d = blend(robe, ellipsoid(p, {0.0f, 0.0f, 0.12f}, {0.085f, 0.055f, 0.06f}), 0.03f);  // shoulders
  d = blend(d, ellipsoid(p, {0.0f, -0.01f, 0.245f}, {0.055f, 0.06f, 0.07f}), 0.03f);
  d = blend(d, limb(p, {0.075f, 0.0f, 0.13f}, {0.095f, -0.05f, 0.02f}, 0.028f, 0.024f), 0.02f);
  d = blend(d, limb(p, {0.095f, -0.05f, 0.02f}, {0.012f, -0.13f, 0.06f}, 0.024f, 0.018f), 0.02f);
  return blend(d, wing(p), 0.012f);
}

float chair(const vec3& point) {
  const vec3 p = mirrored(point);
  float d = box(p, {0.0f, 0.0f, -0.03f}, {0.17f, 0.16f, 0.018f}, 0.010f);
  d = std::min(d, box(p, {0.148f, -0.138f, -0.19f}, {0.018f, 0.018f, 0.16f}, 0.008f));
  d = std::min(d, box(p, {0.148f, 0.138f, 0.0f}, {0.018f, 0.018f, 0.35f}, 0.008f));
  d = std::min(d, box(p, {0.0f, 0.138f, 0.315f}, {0.16f, 0.014f, 0.03f}, 0.008f));
  d = std::min(d, box(p, {0.0f, 0.138f, 0.08f}, {0.16f, 0.012f, 0.018f}, 0.006f));
  for (const float x : {0.0f, 0.055f, 0.105f})
    d = std::min(d, limb(p, {x, 0.138f, 0.07f}, {x, 0.138f, 0.32f}, 0.010f, 0.010f));
  d = std::min(d, limb(p, {0.148f, -0.14f, -0.24f}, {0.148f, 0.14f, -0.24f}, 0.011f, 0.011f));
  return std::min(d, limb(p, {-0.15f, 0.0f, -0.24f}, {0.15f, 0.0f, -0.24f}, 0.011f, 0.011f));
}

}  // namespace

const std::vector<Solid>& solids() {
  static const std::vector<Solid> all = {
      {"doll", doll}, {"vase", vase}, {"teapot", teapot}, {"angel", angel, true}, {"chair", chair, true}};
  return all;
}

core::mesh::Mesh make_solid(const Solid& solid, int resolution) {
  core::mesh::Mesh mesh = core::reconstruct::extract_surface(
      core::reconstruct::filled_field({vec3(0.0f), 0.45f}, resolution, solid.distance));
  if (mesh.is_empty()) throw std::runtime_error(solid.name + " is empty");
  return mesh;
}

}  // namespace support
