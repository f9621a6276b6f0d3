// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/view_findings.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>
#include <optional>

#include "core/base/parallel.h"
#include "core/image/outline_distance.h"
#include "core/image/sampling.h"
#include "core/mesh/rasterizer.h"
#include "core/reconstruct/disagreement.h"
#include "core/views/normal_map.h"

namespace core::reconstruct {
namespace {

constexpr std::size_t kGrain = 4096;
/// Cosine between normal and the direction to the camera under which a view says little about a surface.
constexpr float kGrazing = 0.1f;
/// Up to this cosine a vertex may lie on the outline that the camera sees.
constexpr float kRim = 0.25f;
/// The surface must end within so many pixels of a vertex on its outline.
constexpr float kRimPx = 1.5f;
/// What is farther behind the nearest surface, in pixels, is hidden; more where the surface is seen at an angle.
constexpr float kHiddenPx = 1.0f;
/// Nearer to the outline than this, outside, is a matter of sampling.
constexpr float kOutsidePx = 0.5f;
constexpr float kReferencePx = 256.0f;
constexpr std::uint8_t kSolidAlpha = 250;

/// One view, prepared for asking about vertices.
class Witness {
 public:
  struct Answer {
    bool is_seen = false;
    std::optional<float> disagreement;
  };

  Witness(const mesh::Mesh& surface, const views::View& view, const geometry::RingGeometry& ring)
      : view_(view),
        camera_(geometry::view_camera(view.index, view.rgba.width(), ring)),
        eye_(camera_.position_in_world()),
        depth_(mesh::rasterize_depth(surface, camera_)),
        outline_distance_(image::outline_distance(view.rgba)) {}

  Answer ask(const glm::vec3& position, const glm::vec3& normal) const {
    const float cosine = glm::dot(normal, glm::normalize(eye_ - position));
    const glm::vec3 at = camera_.project(position);
    const float pixel = at.z / camera_.focal_px;
    const float behind = at.z - image::sample_nearest(depth_, at.x, at.y, -1.0f);
    const bool is_visible = behind <= kHiddenPx * pixel * (1.0f + 1.0f / std::max(kGrazing, std::abs(cosine)));
    if (!is_visible || cosine < -kRim) return {};
    const float outside_px = image::sample(outline_distance_, at.x, at.y);
    Answer answer;
    if (outside_px > kOutsidePx || (std::abs(cosine) < kRim && is_on_rim(position, normal, pixel))) {
      const float full_px = kFullDisagreementPx * static_cast<float>(view_.rgba.width()) / kReferencePx;
      answer.disagreement = std::min(1.0f, std::abs(outside_px) / full_px);
    }
    if (outside_px > kOutsidePx || cosine < kGrazing) return answer;
    answer.is_seen = true;
    if (const auto angle_deg = angle_to(normal, at)) {
      answer.disagreement =
          std::max(answer.disagreement.value_or(0.0f), std::min(1.0f, *angle_deg / kFullDisagreementDeg));
    }
    return answer;
  }

 private:
  /// Whether the camera sees nothing of the surface beside the vertex.
  bool is_on_rim(const glm::vec3& position, const glm::vec3& normal, float pixel) const {
    const glm::vec3 beside = camera_.project(position + kRimPx * pixel * normal);
    return std::isinf(image::sample_nearest(depth_, beside.x, beside.y, 0.0f));
  }

  std::optional<float> angle_to(const glm::vec3& normal, const glm::vec3& at) const {
    if (!view_.has_normal()) return std::nullopt;
    const std::uint8_t* pixel = view_.normal.pixel(static_cast<int>(at.x), static_cast<int>(at.y));
    if (pixel[3] < kSolidAlpha) return std::nullopt;
    const glm::vec3 target = glm::normalize(views::decode_normal(pixel));
    return glm::degrees(std::acos(std::clamp(glm::dot(normal, target), -1.0f, 1.0f)));
  }

  const views::View& view_;
  geometry::Camera camera_;
  glm::vec3 eye_;
  image::ImageF depth_, outline_distance_;
};

}  // namespace

mesh::ViewFindings find_in_views(const mesh::Mesh& surface, const views::ViewSet& views, const RunContext& context) {
  const std::size_t num_vertices = surface.positions.size();
  const std::vector<glm::vec3> normals =
      surface.normals.size() == num_vertices ? surface.normals : mesh::smooth_normals(surface);
  mesh::ViewFindings found;
  found.num_views.assign(num_vertices, 0);
  found.disagreement.assign(num_vertices, 0.0f);
  std::vector<float> weights(num_vertices, 0.0f);
  for (int k = 0; k < geometry::kNumViews; ++k) {
    const float trust = views.trust[static_cast<std::size_t>(k)];
    if (!views.at(k) || trust <= 0.0f) continue;
    context.checkpoint();
    const Witness witness(surface, *views.at(k), views.ring);
    parallel_for(std::size_t{0}, num_vertices, kGrain, [&](std::size_t v) {
      const Witness::Answer answer = witness.ask(surface.positions[v], normals[v]);
      found.num_views[v] += answer.is_seen;
      if (!answer.disagreement) return;
      found.disagreement[v] += trust * *answer.disagreement;
      weights[v] += trust;
    });
  }
  for (std::size_t v = 0; v < num_vertices; ++v) {
    found.disagreement[v] = weights[v] > 0.0f ? found.disagreement[v] / weights[v] : -1.0f;
  }
  return found;
}

}  // namespace core::reconstruct
