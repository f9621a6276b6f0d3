// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/texture/finish.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/base/error.h"
#include "core/mesh/simplify.h"
#include "core/texture/atlas.h"
#include "core/texture/bake.h"
#include "core/texture/normal_map.h"

namespace core::texture {
namespace {

void check_inputs(const mesh::Mesh& dense, const views::ViewSet& views, const FinishOptions& options) {
  check_options(options);
  if (dense.is_empty()) {
    throw Error(ErrorCode::Usage, "Cannot finish the mesh: the surface has no faces. Solve the surface again.");
  }
  if (views.size_px() == 0) {
    throw Error(ErrorCode::Usage, "Cannot colour the mesh: there is no view. Draw or open the anchors first.");
  }
  for (const glm::vec3& p : dense.positions) {
    if (std::isfinite(p.x) && std::isfinite(p.y) && std::isfinite(p.z)) continue;
    throw Error(ErrorCode::NumericalFailure,
                "Cannot finish the mesh: the surface holds a position that is not a number.");
  }
}

}  // namespace

mesh::MeshPtr finish(const mesh::Mesh& dense, const views::ViewSet& views, const FinishOptions& options,
                     const RunContext& context, FinishTimes* times) {
  check_inputs(dense, views, options);
  context.checkpoint();
  mesh::Mesh plain;
  plain.positions = dense.positions;
  plain.faces = dense.faces;
  auto result = std::make_shared<mesh::Mesh>(mesh::simplify(plain, options.faces, context.part(0.0, 0.3)));
  context.checkpoint();
  result->normals = mesh::smooth_normals(*result);
  if (options.texture_px == 0) {
    result->colors = color_vertices(*result, views);
    context.report(1.0, 1.0);
    return result;
  }
  Atlas atlas = unfold(*result, views, options.texture_px, context);
  context.report(0.4, 1.0);
  ViewBlend blend(*result, views,
                  {.depth_px = std::clamp(2 * views.size_px(), 512, 1024),
                   .texel_share = *std::max_element(atlas.texel_share.begin(), atlas.texel_share.end())});
  const double painted_share = options.normal_map ? 0.8 : 1.0;
  atlas.mesh.texture = std::make_shared<const image::Image8>(
      bake(*result, atlas, options.texture_px, views, blend, context.part(0.4, painted_share)));
  if (options.normal_map) {
    const auto started = std::chrono::steady_clock::now();
    atlas.mesh.normal_map = std::make_shared<const image::Image8>(
        bake_normal_map(atlas.mesh, dense, options.texture_px, context.part(painted_share, 1.0)));
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - started;
    if (times != nullptr) times->normal_map = taken.count();
  }
  return std::make_shared<const mesh::Mesh>(std::move(atlas.mesh));
}

}  // namespace core::texture
