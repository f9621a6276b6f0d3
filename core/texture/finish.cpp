// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/texture/finish.h"

#include <cmath>

#include "core/base/error.h"
#include "core/mesh/clean.h"
#include "core/mesh/simplify.h"

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
                     const RunContext& context) {
  check_inputs(dense, views, options);
  context.checkpoint();
  auto result = std::make_shared<mesh::Mesh>();
  mesh::Mesh plain;
  plain.positions = dense.positions;
  plain.faces = dense.faces;
  *result = mesh::simplify(mesh::welded(plain), options.faces);
  context.report(0.2, 1.0);
  context.checkpoint();
  result->normals = mesh::smooth_normals(*result);
  result->colors = color_vertices(*result, views);
  context.report(1.0, 1.0);
  return result;
}

}  // namespace core::texture
