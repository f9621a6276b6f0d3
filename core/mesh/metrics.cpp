// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/mesh/metrics.h"

#include <embree3/rtcore.h>

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <limits>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/random.h"

namespace core::mesh {
namespace {

/// Nearest point of a triangle. Source: Ericson 2005, "Real-Time Collision Detection", section 5.1.5.
glm::vec3 closest_on_triangle(const glm::vec3& p, const glm::vec3& a, const glm::vec3& b, const glm::vec3& c) {
  const glm::vec3 ab = b - a, ac = c - a, ap = p - a;
  const float d1 = glm::dot(ab, ap), d2 = glm::dot(ac, ap);
  if (d1 <= 0.0f && d2 <= 0.0f) return a;
  const glm::vec3 bp = p - b;
  const float d3 = glm::dot(ab, bp), d4 = glm::dot(ac, bp);
  if (d3 >= 0.0f && d4 <= d3) return b;
  const float vc = d1 * d4 - d3 * d2;
  if (vc <= 0.0f && d1 >= 0.0f && d3 <= 0.0f) return a + ab * (d1 / (d1 - d3));
  const glm::vec3 cp = p - c;
  const float d5 = glm::dot(ab, cp), d6 = glm::dot(ac, cp);
  if (d6 >= 0.0f && d5 <= d6) return c;
  const float vb = d5 * d2 - d1 * d6;
  if (vb <= 0.0f && d2 >= 0.0f && d6 <= 0.0f) return a + ac * (d2 / (d2 - d6));
  const float va = d3 * d6 - d5 * d4;
  if (va <= 0.0f && d4 - d3 >= 0.0f && d5 - d6 >= 0.0f) return b + (c - b) * ((d4 - d3) / ((d4 - d3) + (d5 - d6)));
  const float scale = 1.0f / (va + vb + vc);
  return a + ab * (vb * scale) + ac * (vc * scale);
}

struct ClosestQuery {
  const Mesh* mesh = nullptr;
  glm::vec3 point{0.0f};
  float distance = std::numeric_limits<float>::infinity();
};

bool visit_triangle(RTCPointQueryFunctionArguments* arguments) {
  auto& query = *static_cast<ClosestQuery*>(arguments->userPtr);
  const glm::uvec3& f = query.mesh->faces[arguments->primID];
  const auto& p = query.mesh->positions;
  const float distance = glm::length(closest_on_triangle(query.point, p[f.x], p[f.y], p[f.z]) - query.point);
  if (distance >= query.distance) return false;
  query.distance = distance;
  arguments->query->radius = distance;
  return true;
}

}  // namespace

struct MeshQuery::Impl {
  Mesh mesh;
  RTCDevice device = nullptr;
  RTCScene scene = nullptr;

  explicit Impl(const Mesh& source) {
    mesh.positions = source.positions;
    mesh.faces = source.faces;
    // Embree reads 16 bytes at the last vertex.
    mesh.positions.emplace_back(0.0f);
    device = rtcNewDevice(nullptr);
    if (device == nullptr) throw Error(ErrorCode::Internal, "Embree could not be started.");
    scene = rtcNewScene(device);
    rtcSetSceneFlags(scene, RTC_SCENE_FLAG_ROBUST);
    RTCGeometry geometry = rtcNewGeometry(device, RTC_GEOMETRY_TYPE_TRIANGLE);
    rtcSetSharedGeometryBuffer(geometry, RTC_BUFFER_TYPE_VERTEX, 0, RTC_FORMAT_FLOAT3, mesh.positions.data(), 0,
                               sizeof(glm::vec3), source.positions.size());
    rtcSetSharedGeometryBuffer(geometry, RTC_BUFFER_TYPE_INDEX, 0, RTC_FORMAT_UINT3, mesh.faces.data(), 0,
                               sizeof(glm::uvec3), mesh.faces.size());
    rtcCommitGeometry(geometry);
    rtcAttachGeometry(scene, geometry);
    rtcReleaseGeometry(geometry);
    rtcCommitScene(scene);
  }
  ~Impl() {
    rtcReleaseScene(scene);
    rtcReleaseDevice(device);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
};

MeshQuery::MeshQuery(const Mesh& mesh) : impl_(new Impl(mesh)) {}
MeshQuery::~MeshQuery() { delete impl_; }

float MeshQuery::distance(const glm::vec3& point) const {
  ClosestQuery closest{&impl_->mesh, point};
  RTCPointQuery query{};
  query.x = point.x;
  query.y = point.y;
  query.z = point.z;
  query.radius = std::numeric_limits<float>::infinity();
  RTCPointQueryContext context;
  rtcInitPointQueryContext(&context);
  rtcPointQuery(impl_->scene, &query, &context, visit_triangle, &closest);
  return closest.distance;
}

float MeshQuery::first_hit(const glm::vec3& origin, const glm::vec3& direction, float min_distance) const {
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
  rtcIntersect1(impl_->scene, &context, &hit);
  return hit.hit.geomID == RTC_INVALID_GEOMETRY_ID ? std::numeric_limits<float>::infinity() : hit.ray.tfar;
}

std::vector<bool> MeshQuery::inside_grid(const geometry::Aabb& box, int cells) const {
  // Crossings of the lines along x through the cell centres, nudged off the mesh's own vertices, by direction: the
  // winding number.
  struct Crossing {
    double x;
    int sign;
  };
  const auto n = static_cast<std::size_t>(cells);
  std::vector<std::vector<Crossing>> lines(n * n);
  const glm::dvec3 low(box.low), step = glm::dvec3(box.size()) / static_cast<double>(cells);
  const double nudge_y = 1.3e-7 * step.y, nudge_z = 2.9e-7 * step.z;
  for (const glm::uvec3& f : impl_->mesh.faces) {
    const glm::dvec3 a(impl_->mesh.positions[f.x]), b(impl_->mesh.positions[f.y]), c(impl_->mesh.positions[f.z]);
    const double area = (b.y - a.y) * (c.z - a.z) - (b.z - a.z) * (c.y - a.y);
    if (area == 0.0) continue;
    const auto first = [&](double v, double origin, double width) {
      return std::max(0, static_cast<int>(std::floor((v - origin) / width - 0.5)));
    };
    const auto last = [&](double v, double origin, double width) {
      return std::min(cells - 1, static_cast<int>(std::ceil((v - origin) / width - 0.5)));
    };
    for (int iz = first(std::min({a.z, b.z, c.z}), low.z, step.z); iz <= last(std::max({a.z, b.z, c.z}), low.z, step.z);
         ++iz) {
      for (int iy = first(std::min({a.y, b.y, c.y}), low.y, step.y);
           iy <= last(std::max({a.y, b.y, c.y}), low.y, step.y); ++iy) {
        const double y = low.y + (iy + 0.5) * step.y + nudge_y, z = low.z + (iz + 0.5) * step.z + nudge_z;
        const double wa = ((b.y - y) * (c.z - z) - (b.z - z) * (c.y - y)) / area;
        const double wb = ((c.y - y) * (a.z - z) - (c.z - z) * (a.y - y)) / area;
        const double wc = 1.0 - wa - wb;
        if (wa < 0.0 || wb < 0.0 || wc < 0.0) continue;
        lines[static_cast<std::size_t>(iz) * n + static_cast<std::size_t>(iy)].push_back(
            {wa * a.x + wb * b.x + wc * c.x, area > 0.0 ? 1 : -1});
      }
    }
  }
  std::vector<bool> inside(n * n * n, false);
  for (std::size_t line = 0; line < lines.size(); ++line) {
    auto& crossings = lines[line];
    std::sort(crossings.begin(), crossings.end(), [](const Crossing& a, const Crossing& b) { return a.x < b.x; });
    int winding = 0;
    std::size_t next = 0;
    for (int ix = 0; ix < cells; ++ix) {
      const double x = low.x + (ix + 0.5) * step.x;
      while (next < crossings.size() && crossings[next].x <= x) winding += crossings[next++].sign;
      inside[line * n + static_cast<std::size_t>(ix)] = winding != 0;
    }
  }
  return inside;
}

std::vector<glm::vec3> sample_surface(const Mesh& mesh, int count, std::uint64_t seed,
                                      std::vector<std::uint32_t>* faces) {
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
  const std::vector<glm::vec3> points = sample_surface(a, count, 1);
  if (points.empty()) return 0.0;
  const MeshQuery query(b);
  std::vector<float> distances(points.size());
  parallel_for(std::size_t{0}, points.size(), std::size_t{512},
               [&](std::size_t i) { distances[i] = query.distance(points[i]); });
  double sum = 0.0;
  for (const float distance : distances) sum += static_cast<double>(distance);
  return sum / static_cast<double>(points.size());
}

}  // namespace core::mesh
