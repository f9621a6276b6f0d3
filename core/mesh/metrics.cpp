// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/mesh/metrics.h"

#include <embree3/rtcore.h>

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <limits>
#include <type_traits>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/random.h"

namespace core::mesh {
namespace {

/// Nearest point of a triangle, as barycentric coordinates of its second and third corner. Source: Ericson 2005,
/// "Real-Time Collision Detection", section 5.1.5.
glm::vec2 closest_on_triangle(const glm::vec3& p, const glm::vec3& a, const glm::vec3& b, const glm::vec3& c) {
  const glm::vec3 ab = b - a, ac = c - a, ap = p - a;
  const float d1 = glm::dot(ab, ap), d2 = glm::dot(ac, ap);
  if (d1 <= 0.0f && d2 <= 0.0f) return {0.0f, 0.0f};
  const glm::vec3 bp = p - b;
  const float d3 = glm::dot(ab, bp), d4 = glm::dot(ac, bp);
  if (d3 >= 0.0f && d4 <= d3) return {1.0f, 0.0f};
  const float vc = d1 * d4 - d3 * d2;
  if (vc <= 0.0f && d1 >= 0.0f && d3 <= 0.0f) return {d1 / (d1 - d3), 0.0f};
  const glm::vec3 cp = p - c;
  const float d5 = glm::dot(ab, cp), d6 = glm::dot(ac, cp);
  if (d6 >= 0.0f && d5 <= d6) return {0.0f, 1.0f};
  const float vb = d5 * d2 - d1 * d6;
  if (vb <= 0.0f && d2 >= 0.0f && d6 <= 0.0f) return {0.0f, d2 / (d2 - d6)};
  const float va = d3 * d6 - d5 * d4;
  if (va <= 0.0f && d4 - d3 >= 0.0f && d5 - d6 >= 0.0f) {
    const float share = (d4 - d3) / ((d4 - d3) + (d5 - d6));
    return {1.0f - share, share};
  }
  return glm::vec2(vb, vc) / (va + vb + vc);
}

struct ClosestQuery {
  const Mesh* mesh = nullptr;
  glm::vec3 point{0.0f};
  MeshQuery::Found found;
};

bool visit_triangle(RTCPointQueryFunctionArguments* arguments) {
  auto& query = *static_cast<ClosestQuery*>(arguments->userPtr);
  const glm::uvec3& f = query.mesh->faces[arguments->primID];
  const glm::vec3 &a = query.mesh->positions[f.x], &b = query.mesh->positions[f.y], &c = query.mesh->positions[f.z];
  const glm::vec2 at = closest_on_triangle(query.point, a, b, c);
  const float distance = glm::length(a + at.x * (b - a) + at.y * (c - a) - query.point);
  // Undefined for faces without area: their neighbours hold the same points.
  if (!(distance < query.found.distance)) return false;
  query.found = {distance, arguments->primID, at};
  arguments->query->radius = distance;
  return true;
}

/// Where a closed mesh crosses the lines along x through the cell centres of a grid.
class LineCrossings {
 public:
  LineCrossings(const geometry::Aabb& box, int cells)
      : cells_(cells),
        low_(box.low),
        step_(glm::dvec3(box.size()) / static_cast<double>(cells)),
        lines_(static_cast<std::size_t>(cells) * static_cast<std::size_t>(cells)) {}

  void add_face(const glm::dvec3& a, const glm::dvec3& b, const glm::dvec3& c) {
    const double area = (b.y - a.y) * (c.z - a.z) - (b.z - a.z) * (c.y - a.y);
    if (area == 0.0 || !std::isfinite(area)) return;
    const double sign = area > 0.0 ? 1.0 : -1.0;
    const glm::ivec2 first = cell_before(glm::min(glm::min(a, b), c)), last = cell_before(glm::max(glm::max(a, b), c));
    for (int iz = std::max(0, first.y); iz <= std::min(cells_ - 1, last.y + 1); ++iz) {
      for (int iy = std::max(0, first.x); iy <= std::min(cells_ - 1, last.x + 1); ++iy) {
        const double y = low_.y + (iy + 0.5 + kNudgeY) * step_.y, z = low_.z + (iz + 0.5 + kNudgeZ) * step_.z;
        const Side bc = side_of(b, c, y, z), ca = side_of(c, a, y, z), ab = side_of(a, b, y, z);
        if (bc.sign != sign || ca.sign != sign || ab.sign != sign) continue;
        const double sum = bc.area + ca.area + ab.area;
        const double x = sum != 0.0 ? (bc.area * a.x + ca.area * b.x + ab.area * c.x) / sum : a.x;
        lines_[line(iy, iz)].push_back({x, sign});
      }
    }
  }

  /// Whether the mesh winds around each cell centre.
  std::vector<bool> inside() {
    const auto n = static_cast<std::size_t>(cells_);
    std::vector<bool> result(n * n * n, false);
    for (std::size_t line = 0; line < lines_.size(); ++line) {
      auto& crossings = lines_[line];
      std::sort(crossings.begin(), crossings.end(), [](const Crossing& a, const Crossing& b) { return a.x < b.x; });
      double winding = 0.0;
      std::size_t next = 0;
      for (int ix = 0; ix < cells_ && next < crossings.size(); ++ix) {
        const double x = low_.x + (ix + 0.5) * step_.x;
        while (next < crossings.size() && crossings[next].x <= x) winding += crossings[next++].sign;
        result[line * n + static_cast<std::size_t>(ix)] = winding != 0.0;
      }
    }
    return result;
  }

 private:
  /// Lines pass the vertices of meshes that were made on the same grid.
  static constexpr double kNudgeY = 1.3e-7, kNudgeZ = 2.9e-7;
  struct Crossing {
    double x, sign;
  };
  struct Side {
    double area;  ///< twice that of the edge and the line
    double sign;
  };

  /// On which side of an edge a line passes. Both faces of an edge compute it from the same end points in the same
  /// order and find opposite signs, also for 0: every line crosses exactly one of them.
  static Side side_of(const glm::dvec3& from, const glm::dvec3& to, double y, double z) {
    const bool is_ordered = from.y < to.y || (from.y == to.y && from.z < to.z);
    const glm::dvec3 &a = is_ordered ? from : to, &b = is_ordered ? to : from;
    const double area = (b.y - a.y) * (z - a.z) - (b.z - a.z) * (y - a.y);
    const double sign = (area >= 0.0) == is_ordered ? 1.0 : -1.0;
    return {is_ordered ? area : -area, sign};
  }

  /// Of y and z: the last cell whose centre is not greater, or -1 and less before the first.
  glm::ivec2 cell_before(const glm::dvec3& p) const {
    const auto cell = [&](double value, double low, double step) {
      return static_cast<int>(std::clamp(std::floor((value - low) / step - 0.5), -2.0, static_cast<double>(cells_)));
    };
    return {cell(p.y, low_.y, step_.y), cell(p.z, low_.z, step_.z)};
  }

  std::size_t line(int iy, int iz) const {
    return static_cast<std::size_t>(iz) * static_cast<std::size_t>(cells_) + static_cast<std::size_t>(iy);
  }

  int cells_;
  glm::dvec3 low_, step_;
  std::vector<std::vector<Crossing>> lines_;
};

/// Of the range: what lies so little behind the first hit is the hit itself.
constexpr float kSightTolerance = 1e-4f;

double mean_distance_of(const std::vector<glm::vec3>& points, const Mesh& b) {
  if (points.empty()) return 0.0;
  const MeshQuery query(b);
  std::vector<float> distances(points.size());
  parallel_for(std::size_t{0}, points.size(), std::size_t{512},
               [&](std::size_t i) { distances[i] = query.distance(points[i]); });
  double sum = 0.0;
  for (const float distance : distances) sum += static_cast<double>(distance);
  return sum / static_cast<double>(points.size());
}

}  // namespace

struct MeshQuery::Impl {
  struct Release {
    void operator()(RTCDevice owned) const { rtcReleaseDevice(owned); }
    void operator()(RTCScene owned) const { rtcReleaseScene(owned); }
  };
  Mesh mesh;
  std::unique_ptr<std::remove_pointer_t<RTCDevice>, Release> device;
  std::unique_ptr<std::remove_pointer_t<RTCScene>, Release> scene;

  explicit Impl(const Mesh& source) {
    mesh.positions = source.positions;
    mesh.faces = source.faces;
    // Embree reads 16 bytes at the last vertex.
    mesh.positions.emplace_back(0.0f);
    device.reset(rtcNewDevice(nullptr));
    if (device == nullptr) throw Error(ErrorCode::Internal, "The search for nearest points could not be started.");
    scene.reset(rtcNewScene(device.get()));
    rtcSetSceneFlags(scene.get(), RTC_SCENE_FLAG_ROBUST);
    RTCGeometry geometry = rtcNewGeometry(device.get(), RTC_GEOMETRY_TYPE_TRIANGLE);
    rtcSetSharedGeometryBuffer(geometry, RTC_BUFFER_TYPE_VERTEX, 0, RTC_FORMAT_FLOAT3, mesh.positions.data(), 0,
                               sizeof(glm::vec3), source.positions.size());
    rtcSetSharedGeometryBuffer(geometry, RTC_BUFFER_TYPE_INDEX, 0, RTC_FORMAT_UINT3, mesh.faces.data(), 0,
                               sizeof(glm::uvec3), mesh.faces.size());
    rtcCommitGeometry(geometry);
    rtcAttachGeometry(scene.get(), geometry);
    rtcReleaseGeometry(geometry);
    rtcCommitScene(scene.get());
    if (rtcGetDeviceError(device.get()) != RTC_ERROR_NONE) {
      throw Error(ErrorCode::OutOfMemory,
                  "Cannot measure the mesh: the search tree over its faces could not be built. Close other programs.");
    }
  }
};

MeshQuery::MeshQuery(const Mesh& mesh) : impl_(std::make_unique<Impl>(mesh)) {}
MeshQuery::~MeshQuery() = default;

MeshQuery::Found MeshQuery::nearest(const glm::vec3& point) const {
  ClosestQuery closest{&impl_->mesh, point};
  RTCPointQuery query{};
  query.x = point.x;
  query.y = point.y;
  query.z = point.z;
  query.radius = std::numeric_limits<float>::infinity();
  RTCPointQueryContext context;
  rtcInitPointQueryContext(&context);
  rtcPointQuery(impl_->scene.get(), &query, &context, visit_triangle, &closest);
  return closest.found;
}

MeshQuery::Found MeshQuery::first_on_ray(const glm::vec3& origin, const glm::vec3& direction,
                                         float min_distance) const {
  RTCIntersectContext context;
  rtcInitIntersectContext(&context);
  RTCRayHit hit{};
  hit.ray.org_x = origin.x;
  hit.ray.org_y = origin.y;
  hit.ray.org_z = origin.z;
  hit.ray.dir_x = direction.x;
  hit.ray.dir_y = direction.y;
  hit.ray.dir_z = direction.z;
  hit.ray.tnear = min_distance;
  hit.ray.tfar = std::numeric_limits<float>::infinity();
  hit.ray.mask = ~0u;
  hit.hit.geomID = RTC_INVALID_GEOMETRY_ID;
  rtcIntersect1(impl_->scene.get(), &context, &hit);
  if (hit.hit.geomID == RTC_INVALID_GEOMETRY_ID) return {};
  return {hit.ray.tfar, hit.hit.primID, {hit.hit.u, hit.hit.v}};
}

std::vector<bool> MeshQuery::inside_grid(const geometry::Aabb& box, int cells) const {
  if (cells < 1 || box.is_empty()) throw Error(ErrorCode::Usage, "A grid needs a box and at least one cell a side.");
  LineCrossings crossings(box, cells);
  for (const glm::uvec3& f : impl_->mesh.faces) {
    const auto& p = impl_->mesh.positions;
    crossings.add_face(p[f.x], p[f.y], p[f.z]);
  }
  return crossings.inside();
}

std::vector<glm::vec3> sample_surface(const Mesh& mesh, int count, std::uint64_t seed,
                                      std::vector<std::uint32_t>* faces) {
  if (count < 0) throw Error(ErrorCode::Usage, "The number of samples cannot be negative.");
  std::vector<double> cumulative(mesh.faces.size());
  double total = 0.0;
  for (std::size_t i = 0; i < mesh.faces.size(); ++i) {
    total += 0.5 * static_cast<double>(glm::length(face_normal_scaled(mesh, i)));
    cumulative[i] = total;
  }
  std::vector<glm::vec3> points;
  if (faces != nullptr) faces->clear();
  if (total <= 0.0) return points;
  Random random(seed);
  points.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    // Stratified over the area, so that few samples already cover everything.
    const double target = total * (i + static_cast<double>(random.uniform())) / count;
    const auto found = std::lower_bound(cumulative.begin(), cumulative.end(), target);
    const auto face = static_cast<std::size_t>(
        std::min<std::ptrdiff_t>(found - cumulative.begin(), static_cast<std::ptrdiff_t>(cumulative.size()) - 1));
    const float root = std::sqrt(random.uniform()), share = random.uniform();
    const glm::uvec3& f = mesh.faces[face];
    points.push_back(mesh.positions[f.x] * (1.0f - root) + mesh.positions[f.y] * (root * (1.0f - share)) +
                     mesh.positions[f.z] * (root * share));
    if (faces != nullptr) faces->push_back(static_cast<std::uint32_t>(face));
  }
  return points;
}

double volume_iou(const Mesh& a, const Mesh& b, int cells) {
  if (a.is_empty() || b.is_empty()) return a.is_empty() && b.is_empty() ? 1.0 : 0.0;
  geometry::Aabb box = geometry::bounds_of(a.positions);
  for (const glm::vec3& p : b.positions) box.include(p);
  const glm::vec3 margin = 0.01f * box.size() + 1e-6f;
  box.low -= margin;
  box.high += margin;
  const std::vector<bool> in_a = MeshQuery(a).inside_grid(box, cells), in_b = MeshQuery(b).inside_grid(box, cells);
  std::size_t both = 0, either = 0;
  for (std::size_t i = 0; i < in_a.size(); ++i) {
    both += in_a[i] && in_b[i];
    either += in_a[i] || in_b[i];
  }
  return either == 0 ? 1.0 : static_cast<double>(both) / static_cast<double>(either);
}

double mean_distance(const Mesh& a, const Mesh& b, int count) {
  return mean_distance_of(sample_surface(a, count, 1), b);
}

double mean_seen_distance(const Mesh& a, const Mesh& b, const std::vector<glm::vec3>& eyes, int count) {
  const std::vector<glm::vec3> points = sample_surface(a, count, 1);
  const MeshQuery query(a);
  std::vector<std::uint8_t> is_seen(points.size());
  parallel_for(std::size_t{0}, points.size(), std::size_t{512}, [&](std::size_t i) {
    is_seen[i] = std::any_of(eyes.begin(), eyes.end(), [&](const glm::vec3& eye) {
      const float range = glm::distance(eye, points[i]);
      return query.first_hit(eye, (points[i] - eye) / range) > range * (1.0f - kSightTolerance);
    });
  });
  std::vector<glm::vec3> seen;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (is_seen[i]) seen.push_back(points[i]);
  }
  return mean_distance_of(seen, b);
}

}  // namespace core::mesh
