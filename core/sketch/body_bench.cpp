// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/body_bench.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>

#include "core/geometry/aabb.h"
#include "core/geometry/view_ring.h"
#include "core/image/alpha.h"
#include "core/mesh/metrics.h"
#include "core/mesh/rasterizer.h"
#include "core/sketch/body_estimator.h"
#include "core/sketch/body_mesh.h"
#include "core/sketch/outline_field.h"
#include "core/sketch/sketch_source.h"

namespace core::sketch {
namespace {

constexpr int kCanvasPx = 256;
constexpr int kNumAzimuths = 8;
constexpr float kShapeSize = 0.7f;

using Distance = std::function<float(const glm::vec3&)>;

class ShapeField final : public BodyField {
 public:
  explicit ShapeField(Distance distance) : distance_(std::move(distance)) {}
  float value(const glm::vec3& point) const override { return distance_(point); }
  geometry::Aabb bounds() const override { return {glm::vec3(-0.5f), glm::vec3(0.5f)}; }

 private:
  Distance distance_;
};

float ellipsoid(const glm::vec3& p, const glm::vec3& radii) {
  const float reach = glm::length(p / radii);
  return reach * (reach - 1.0f) / std::max(1e-6f, glm::length(p / (radii * radii)));
}

float box(const glm::vec3& p, const glm::vec3& half_size) {
  const glm::vec3 beyond = glm::abs(p) - half_size;
  return glm::length(glm::max(beyond, 0.0f)) + std::min(std::max({beyond.x, beyond.y, beyond.z}), 0.0f);
}

float torus(const glm::vec3& p, int axis, float major, float minor) {
  glm::vec3 across = p;
  across[axis] = 0.0f;
  return glm::length(glm::vec2(glm::length(across) - major, p[axis])) - minor;
}

float capsule(const glm::vec3& p, const glm::vec3& a, const glm::vec3& b, float radius) {
  const float t = std::clamp(glm::dot(p - a, b - a) / glm::dot(b - a, b - a), 0.0f, 1.0f);
  return glm::length(p - glm::mix(a, b, t)) - radius;
}

float figure(const glm::vec3& p) {
  const glm::vec3 half(std::abs(p.x), p.y, p.z);
  float distance = ellipsoid(p - glm::vec3(0.0f, -0.01f, 0.27f), {0.085f, 0.09f, 0.1f});
  distance = std::min(distance, ellipsoid(p - glm::vec3(0.0f, 0.0f, 0.05f), {0.12f, 0.085f, 0.16f}));
  distance = std::min(distance, capsule(half, {0.1f, 0.0f, 0.14f}, {0.24f, -0.03f, -0.03f}, 0.035f));
  return std::min(distance, capsule(half, {0.06f, 0.0f, -0.06f}, {0.08f, 0.0f, -0.33f}, 0.045f));
}

float vase(const glm::vec3& p) {
  const float radius = 0.14f + 0.07f * std::sin(9.0f * p.z + 0.6f);
  return std::max(0.8f * (std::hypot(p.x, p.y) - radius), std::abs(p.z) - 0.35f);
}

/// Turned by -azimuth about z, so that what faces that azimuth faces the front; centred; longest side kShapeSize.
mesh::Mesh posed(const mesh::Mesh& mesh, float azimuth_deg) {
  mesh::Mesh result = mesh;
  const float angle = glm::radians(azimuth_deg);
  for (glm::vec3& p : result.positions) {
    p = glm::vec3(std::cos(angle) * p.x + std::sin(angle) * p.y, -std::sin(angle) * p.x + std::cos(angle) * p.y, p.z);
  }
  const geometry::Aabb bounds = geometry::bounds_of(result.positions);
  const glm::vec3 size = bounds.size();
  const float scale = kShapeSize / std::max({size.x, size.y, size.z});
  for (glm::vec3& p : result.positions) p = scale * (p - bounds.center());
  return result;
}

/// Centred on its box; scaled so that width + height are as given, unless that is 0.
mesh::Mesh boxed(const mesh::Mesh& mesh, float width_and_height) {
  mesh::Mesh result = mesh;
  const geometry::Aabb bounds = geometry::bounds_of(mesh.positions);
  const float scale = width_and_height > 0.0f ? width_and_height / (bounds.size().x + bounds.size().z) : 1.0f;
  for (glm::vec3& p : result.positions) p = scale * (p - bounds.center());
  return result;
}

image::Image8 silhouette(const mesh::Mesh& mesh, int view) {
  return mesh::draw(mesh, geometry::view_camera(view, kCanvasPx), mesh::Shading::Clay, 3);
}

BodyBenchRow bench_one(const mesh::Mesh& shape, const BodyBenchOptions& options, const RunContext& context) {
  std::vector<int> views = {0};
  views.insert(views.end(), options.own_views.begin(), options.own_views.end());
  std::vector<image::Image8> pictures;
  BodyRequest request;
  request.depth = options.depth;
  for (const int view : views) {
    pictures.push_back(silhouette(shape, view));
    request.outlines.push_back({view, coverage_of(pictures.back())});
  }
  const Body body = options.body == Body::Auto ? choose_body(pictures.front()) : options.body;
  const mesh::Mesh found = make_body_estimator(body, views.size())->estimate(request, context);

  BodyBenchRow row;
  const glm::vec3 size = geometry::bounds_of(shape.positions).size();
  row.volume_iou = mesh::volume_iou(boxed(shape, 0.0f), boxed(found, size.x + size.z), options.cells);
  row.silhouette_iou = 1.0;
  for (std::size_t i = 0; i < views.size(); ++i) {
    row.silhouette_iou = std::min(row.silhouette_iou, image::mask_iou(pictures[i], silhouette(found, views[i])));
  }
  return row;
}

}  // namespace

std::vector<BenchShape> program_shapes() {
  const std::vector<std::pair<std::string, Distance>> shapes = {
      {"ball", [](const glm::vec3& p) { return ellipsoid(p, glm::vec3(0.35f)); }},
      {"egg",
       [](const glm::vec3& p) {
         return ellipsoid(p, {0.2f, 0.2f, 0.35f});
       }},
      {"pebble",
       [](const glm::vec3& p) {
         return ellipsoid(p, {0.35f, 0.22f, 0.12f});
       }},
      {"ring_lying", [](const glm::vec3& p) { return torus(p, 2, 0.25f, 0.1f); }},
      {"ring_standing", [](const glm::vec3& p) { return torus(p, 1, 0.25f, 0.1f); }},
      {"cube", [](const glm::vec3& p) { return box(p, glm::vec3(0.23f)); }},
      {"brick",
       [](const glm::vec3& p) {
         return box(p, {0.33f, 0.16f, 0.12f});
       }},
      {"figure", figure},
      {"vase", vase}};
  std::vector<BenchShape> result;
  for (const auto& [name, distance] : shapes) {
    result.push_back({name, mesh_of(ShapeField(distance), 0.01f, RunContext())});
  }
  return result;
}

std::vector<BodyBenchRow> bench_bodies(std::span<const BenchShape> shapes, const BodyBenchOptions& options,
                                       const RunContext& context) {
  std::vector<BodyBenchRow> rows;
  const double total = static_cast<double>(shapes.size()) * kNumAzimuths;
  for (const BenchShape& shape : shapes) {
    for (int i = 0; i < kNumAzimuths; ++i) {
      const int azimuth_deg = 360 / kNumAzimuths * i;
      BodyBenchRow row = bench_one(posed(shape.mesh, static_cast<float>(azimuth_deg)), options, context);
      row.name = shape.name;
      row.azimuth_deg = azimuth_deg;
      rows.push_back(std::move(row));
      context.report(static_cast<double>(rows.size()), total);
    }
  }
  return rows;
}

double mean_iou(std::span<const BodyBenchRow> rows) {
  double sum = 0.0;
  for (const BodyBenchRow& row : rows) sum += row.volume_iou;
  return rows.empty() ? 0.0 : sum / static_cast<double>(rows.size());
}

}  // namespace core::sketch
