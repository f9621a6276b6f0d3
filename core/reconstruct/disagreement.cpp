// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/disagreement.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <optional>

#include "core/base/parallel.h"
#include "core/image/color_ramp.h"
#include "core/mesh/rasterizer.h"
#include "core/views/normal_map.h"

namespace core::reconstruct {
namespace {

constexpr float kDegrees = 57.29577951f;

/// Share of a pixel's neighbours on the other side, summed: close to the outline's length in pixels.
float outline_length(const image::Image8& rgba) {
  int crossings = 0;
  for (int y = 0; y + 1 < rgba.height(); ++y) {
    for (int x = 0; x + 1 < rgba.width(); ++x) {
      const bool inside = rgba.at(x, y, 3) >= 128;
      crossings += inside != (rgba.at(x + 1, y, 3) >= 128);
      crossings += inside != (rgba.at(x, y + 1, 3) >= 128);
    }
  }
  // A straight outline of random direction has 4 / pi crossings a pixel of length.
  return static_cast<float>(crossings) * 0.785f;
}

/// A view beside what its camera sees of a surface, pixel by pixel.
class Comparison {
 public:
  Comparison(const mesh::Mesh& surface, const views::View& view, const geometry::RingGeometry& ring)
      : surface_(surface),
        view_(view),
        seen_(
            mesh::rasterize(surface, geometry::view_camera(view.index, view.rgba.width(), ring), mesh::Faces::Front)) {}

  bool is_on_surface(std::size_t pixel) const { return seen_.face[pixel] != mesh::RasterBuffers::kNoFace; }
  bool is_in_view(std::size_t pixel) const { return view_.rgba.data()[4 * pixel + 3] >= 128; }

  /// Angle between the two normals at a pixel, where there are two.
  std::optional<float> angle_deg(std::size_t pixel) const {
    if (!is_on_surface(pixel) || !view_.has_normal() || view_.normal.data()[4 * pixel + 3] < 250) return std::nullopt;
    const glm::uvec3& face = surface_.faces[seen_.face[pixel]];
    const glm::vec2& b = seen_.barycentric[pixel];
    const glm::vec3 n =
        surface_.normals[face.x] * (1.0f - b.x - b.y) + surface_.normals[face.y] * b.x + surface_.normals[face.z] * b.y;
    const glm::vec3 target = views::decode_normal(view_.normal.data().data() + 4 * pixel);
    const float cosine = glm::dot(n, target) / std::max(1e-6f, glm::length(n) * glm::length(target));
    return std::acos(std::clamp(cosine, -1.0f, 1.0f)) * kDegrees;
  }

 private:
  const mesh::Mesh& surface_;
  const views::View& view_;
  mesh::RasterBuffers seen_;
};

ViewFit measure(const mesh::Mesh& surface, const views::View& view, const geometry::RingGeometry& ring) {
  const Comparison both(surface, view, ring);
  ViewFit fit;
  fit.row.view = view.index;
  int num_differing = 0, num_compared = 0, num_far = 0;
  double angles = 0.0;
  for (std::size_t i = 0; i < view.rgba.num_pixels(); ++i) {
    num_differing += both.is_on_surface(i) != both.is_in_view(i);
    const std::optional<float> angle_deg = both.angle_deg(i);
    if (!angle_deg) continue;
    angles += static_cast<double>(*angle_deg);
    num_far += *angle_deg > kFullDisagreementDeg;
    ++num_compared;
  }
  fit.row.outline_px = static_cast<float>(num_differing) / std::max(1.0f, outline_length(view.rgba));
  if (num_compared > 0) {
    fit.row.normal_deg = static_cast<float>(angles / num_compared);
    fit.far_normals = static_cast<float>(num_far) / static_cast<float>(num_compared);
  }
  return fit;
}

}  // namespace

std::vector<ViewFit> measure_fit(const mesh::Mesh& surface, const views::ViewSet& views, const RunContext& context) {
  std::vector<const views::View*> given;
  for (const views::ViewPtr& view : views.views) {
    if (view) given.push_back(view.get());
  }
  std::vector<ViewFit> fits(given.size());
  parallel_for(std::size_t{0}, fits.size(), std::size_t{1}, [&](std::size_t i) {
    context.checkpoint();
    fits[i] = measure(surface, *given[i], views.ring);
    fits[i].row.trust = views.trust[static_cast<std::size_t>(given[i]->index)];
  });
  return fits;
}

std::vector<mesh::Disagreement> measure_disagreement(const mesh::Mesh& surface, const views::ViewSet& views,
                                                     const RunContext& context) {
  std::vector<mesh::Disagreement> rows;
  for (const ViewFit& fit : measure_fit(surface, views, context)) rows.push_back(fit.row);
  return rows;
}

image::Image8 disagreement_picture(const mesh::Mesh& surface, const views::View& view,
                                   const geometry::RingGeometry& ring) {
  const Comparison both(surface, view, ring);
  image::Image8 picture(view.rgba.width(), view.rgba.height(), 4);
  for (std::size_t i = 0; i < picture.num_pixels(); ++i) {
    if (!both.is_on_surface(i) && !both.is_in_view(i)) continue;
    const bool is_one_alone = both.is_on_surface(i) != both.is_in_view(i);
    const float value = is_one_alone ? 1.0f : both.angle_deg(i).value_or(0.0f) / kFullDisagreementDeg;
    const std::array<std::uint8_t, 3> color = image::ramp_color(value);
    std::uint8_t* pixel = picture.data().data() + 4 * i;
    std::copy(color.begin(), color.end(), pixel);
    pixel[3] = 255;
  }
  return picture;
}

}  // namespace core::reconstruct
