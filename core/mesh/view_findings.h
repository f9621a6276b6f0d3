// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace core::mesh {

/// What a set of views says of each vertex of a mesh, for shading. Both are as long as the mesh's positions.
struct ViewFindings {
  std::vector<std::uint8_t> num_views;  ///< that show the vertex; 0: no view has seen it
  /// How far the views disagree with the surface there, 0..1 (core/reconstruct/disagreement.h); negative where no view
  /// says anything.
  std::vector<float> disagreement;
};
using ViewFindingsPtr = std::shared_ptr<const ViewFindings>;

}  // namespace core::mesh
