// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/base/run_context.h"
#include "core/mesh/mesh.h"

namespace core::mesh {

/// Vertices joined by an edge, for every vertex of a mesh (indices, not positions, decide), in one list.
class VertexNeighbors {
 public:
  explicit VertexNeighbors(const Mesh& mesh);

  const std::uint32_t* begin(std::size_t vertex) const { return neighbors_.data() + first_[vertex]; }
  const std::uint32_t* end(std::size_t vertex) const { return neighbors_.data() + first_[vertex + 1]; }
  std::size_t count(std::size_t vertex) const { return first_[vertex + 1] - first_[vertex]; }

 private:
  std::vector<std::uint32_t> first_, neighbors_;
};

/// Moves the free vertices so that the surface bends as little as it can between those that stay (a thin plate): the
/// sum of squared umbrella Laplacians, edges weighted by 1 / length, over the free vertices and their neighbours, plus
/// a weak pull back to where the vertices were, becomes least. Folds shorter than `longest_bend` (in usual edges)
/// vanish; longer ones keep their shape. Normals of the mesh are not touched.
///
/// Source: Kobbelt, Campagna, Vorsatz, Seidel 1998, "Interactive multi-resolution modeling on arbitrary meshes",
/// section 4; Fujiwara 1995, "Eigenvalues of Laplacians on a closed Riemannian manifold and its nets".
void make_fair(Mesh& mesh, const VertexNeighbors& neighbors, const std::vector<bool>& is_free, float longest_bend,
               const RunContext& context);

}  // namespace core::mesh
