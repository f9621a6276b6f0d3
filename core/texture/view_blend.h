// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <glm/vec3.hpp>
#include <memory>
#include <vector>

#include "core/mesh/mesh.h"
#include "core/texture/seen_view.h"
#include "core/views/view_set.h"

namespace core::texture {

/// A point of the surface to colour.
struct SurfacePoint {
  glm::vec3 position{0.0f};
  glm::vec3 normal{0.0f};       ///< smooth, unit: decides weights
  glm::vec3 face_normal{0.0f};  ///< unit: decides which views can see it at all
};

/// What the views say about a point. Colours are sRGB, 0..1.
struct SeenColor {
  glm::vec3 color{0.0f};    ///< almost only of the view that shows it best: sharp, but it jumps where views disagree
  glm::vec3 wide{0.0f};     ///< of all views that agree: smooth over the surface, but blurred where views disagree
  float confidence = 0.0f;  ///< 0 no view shows it, 1 at least one shows it well; falls off smoothly
};

/// How much a view counts by the angle at which it sees a point, without trust and the distance from edges: cos^4; one
/// that goes first far more than others can, wherever it looks at the surface well enough.
float facing_weight(float cos_angle, bool goes_first);

/// Blends the views over a surface: a rule of position and normal alone, so that both sides of a texture seam agree.
///
/// A view's weight is trust * facing_weight * feather; the front picture goes first. Views whose colour differs from
/// the weighted median fade out. Coarse colour comes from all views that remain, fine detail almost only from the best
/// one (two bands). In-betweens are asked only where no anchor shows a point well.
///
/// Source: reference/stage3-reconstruction.md 5.2; Burt, Adelson 1983, "A multiresolution spline with application to
/// image mosaics".
class ViewBlend {
 public:
  /// Prepares no view yet. `surface` (what hides what) and `views` must outlive this.
  ViewBlend(const mesh::Mesh& surface, const views::ViewSet& views, const SightSettings& settings)
      : surface_(surface), views_(views), settings_(settings), seen_(views.views.size()) {}

  /// Prepares a view; the front one from the photo in its own resolution if there is one and `settings` filters. A
  /// missing view and one without trust change nothing.
  void add(int view);
  bool has(int view) const { return seen_[static_cast<std::size_t>(view)] != nullptr; }

  /// `footprint` is the side of the texel to fill, as a share of a view's side.
  SeenColor at(const SurfacePoint& point, float footprint) const;

 private:
  /// A view's say about one point.
  struct Candidate {
    const SeenView* view;
    glm::vec2 at;
    float weight;
    glm::vec3 color;
  };
  static constexpr std::size_t kMaxCandidates = 8;
  struct Candidates {
    std::array<Candidate, kMaxCandidates> items;
    std::size_t count = 0;
    float confidence = 0.0f;
  };
  void collect(const SurfacePoint& point, int first, int step, Candidates& found) const;
  void keep(const Candidate& candidate, Candidates& found) const;

  const mesh::Mesh& surface_;
  const views::ViewSet& views_;
  SightSettings settings_;
  std::vector<std::unique_ptr<SeenView>> seen_;
};

}  // namespace core::texture
