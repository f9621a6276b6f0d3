// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/unseen_parts.h"

#include <algorithm>
#include <array>
#include <glm/geometric.hpp>

#include "core/base/parallel.h"
#include "core/image/sampling.h"
#include "core/mesh/fairing.h"
#include "core/reconstruct/outline_view.h"

namespace core::reconstruct {
namespace {

/// Cosine between normal and the direction to the camera under which a view says little about a surface.
constexpr float kGrazing = 0.1f;
/// A vertex so many edges behind what a camera sees is hidden.
constexpr float kHiddenEdges = 0.7f;
/// Seen islands narrower than twice this many edges, such as the sides of folds that peep out, count as unseen.
constexpr int kIslandEdges = 5;
/// Folds of the hull shorter than these, in edges, vanish. The second round takes the marks off that the outlines leave
/// in the result of the first.
constexpr std::array kLongestBends = {32.0f, 10.0f};
constexpr int kMaxSteps = 4;

/// Adds the neighbours of marked vertices to the mark, `rings` times.
std::vector<bool> grown(std::vector<bool> mark, const mesh::VertexNeighbors& neighbors, int rings) {
  std::vector<std::uint32_t> front, next;
  for (std::size_t v = 0; v < mark.size(); ++v) {
    if (mark[v]) front.push_back(static_cast<std::uint32_t>(v));
  }
  for (int ring = 0; ring < rings; ++ring) {
    next.clear();
    for (const std::uint32_t v : front) {
      for (const std::uint32_t* n = neighbors.begin(v); n != neighbors.end(v); ++n) {
        if (mark[*n]) continue;
        mark[*n] = true;
        next.push_back(*n);
      }
    }
    front.swap(next);
  }
  return mark;
}

/// Takes a point that lies outside an outline back onto it, the shortest way across the view. True if it was outside.
bool pull_inside(const OutlineView& view, glm::vec3& point) {
  const glm::vec3 at = view.camera.project(point);
  const float outside = image::sample(*view.distance, at.x, at.y);
  if (outside <= 0.0f) return false;
  const auto slope = [&](float dx, float dy) {
    return image::sample(*view.distance, at.x + dx, at.y + dy) - image::sample(*view.distance, at.x - dx, at.y - dy);
  };
  const glm::vec2 out(slope(1.0f, 0.0f), slope(0.0f, 1.0f));
  const float length = glm::length(out);
  if (length < 1e-3f) return false;
  const glm::vec2 back = glm::vec2(at) - outside / length * out;
  point = view.camera.unproject(back, at.z);
  return true;
}

/// Takes vertices that left the outlines back onto them, those that were moved only.
void keep_inside(const std::vector<glm::vec3>& before, const views::ViewSet& views,
                 const std::vector<image::ImageF>& distances, mesh::Mesh& surface) {
  const std::vector<OutlineView> outlines = outline_views(views, distances);
  parallel_for(std::size_t{0}, before.size(), std::size_t{1024}, [&](std::size_t v) {
    glm::vec3& point = surface.positions[v];
    if (before[v] == point) return;
    for (int i = 0; i < kMaxSteps; ++i) {
      bool was_outside = false;
      for (const OutlineView& view : outlines) was_outside = pull_inside(view, point) || was_outside;
      if (!was_outside) break;
    }
  });
}

std::vector<bool> inverse(std::vector<bool> mark) {
  mark.flip();
  return mark;
}

}  // namespace

std::vector<bool> unseen_vertices(const mesh::Mesh& surface, std::span<const ViewDepth> depths, float edge) {
  std::vector<std::uint8_t> is_seen(surface.positions.size());
  parallel_for(std::size_t{0}, is_seen.size(), std::size_t{1024}, [&](std::size_t v) {
    const glm::vec3 &point = surface.positions[v], &normal = surface.normals[v];
    is_seen[v] = std::any_of(depths.begin(), depths.end(), [&](const ViewDepth& view) {
      const glm::vec3 to_eye = glm::normalize(view.camera.position_in_world() - point);
      return glm::dot(normal, to_eye) >= kGrazing && view.sees(point, kHiddenEdges * edge);
    });
  });
  std::vector<bool> result(is_seen.size());
  for (std::size_t v = 0; v < is_seen.size(); ++v) result[v] = is_seen[v] == 0;
  return result;
}

void make_unseen_parts_fair(mesh::Mesh& surface, std::span<const ViewDepth> depths, const views::ViewSet& views,
                            const std::vector<image::ImageF>& distances, float edge, const RunContext& context) {
  const std::vector<bool> unseen = unseen_vertices(surface, depths, edge);
  context.checkpoint();
  const mesh::VertexNeighbors neighbors(surface);
  const std::vector<bool> without_islands =
      inverse(grown(inverse(grown(unseen, neighbors, kIslandEdges)), neighbors, kIslandEdges));
  context.checkpoint();
  const std::vector<glm::vec3> before = surface.positions;
  for (const float longest_bend : kLongestBends) {
    mesh::make_fair(surface, neighbors, without_islands, longest_bend, context);
    keep_inside(before, views, distances, surface);
  }
  surface.normals = mesh::smooth_normals(surface);
}

}  // namespace core::reconstruct
