// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "core/mesh/mesh.h"

namespace core::mesh {

/// What a mesh is as a surface, after welding vertices of bit-equal position.
struct Topology {
  int num_boundary_edges = 0;     ///< edges with one face
  int num_nonmanifold_edges = 0;  ///< edges with more than two faces, or two of the same direction
  int num_degenerate_faces = 0;   ///< two corners welded into one
  int num_components = 0;         ///< connected through edges
  bool is_watertight() const {
    return num_boundary_edges == 0 && num_nonmanifold_edges == 0 && num_degenerate_faces == 0 && num_components > 0;
  }
};
Topology topology_of(const Mesh& mesh);

/// For each vertex the index of the first vertex with a bit-equal position.
std::vector<std::uint32_t> weld_map(const Mesh& mesh);

/// For each face the number of its component (0 for the largest by face count, then descending).
std::vector<std::uint32_t> face_components(const Mesh& mesh);

/// Volume by the divergence theorem; meaningful for closed meshes (positive when faces point outward).
double signed_volume(const Mesh& mesh);

}  // namespace core::mesh
