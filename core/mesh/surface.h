// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/mesh/mesh.h"

namespace core::mesh {

/// How one view disagrees with the finished surface.
struct Disagreement {
  int view = 0;
  float normal_deg = 0.0f;  ///< mean angle between its normals and the surface's; 0 for views without normals
  float outline_px = 0.0f;  ///< mean distance between its outline and the surface's, in its own pixels
  bool dropped = false;     ///< left out because it contradicts the rest
  float trust = 1.0f;       ///< weight that it had when the surface was solved
};

/// A solved surface. Immutable; shared between solver, project and window.
struct Surface {
  MeshPtr dense;                           ///< watertight, smooth normals, no colours
  std::vector<Disagreement> disagreement;  ///< one per present view, by index
  /// The signed distance field, as bytes that only core/reconstruct reads: lets a later solve start warm. Null if none
  /// was kept.
  std::shared_ptr<const std::vector<std::uint8_t>> field;
};
using SurfacePtr = std::shared_ptr<const Surface>;

}  // namespace core::mesh
