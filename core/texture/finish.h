// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/options.h"
#include "core/base/run_context.h"
#include "core/mesh/mesh.h"
#include "core/views/view_set.h"

namespace core::texture {

inline constexpr int kFinishVersion = 2;

/// What the artist can set of the mesh to hand over.
struct FinishOptions {
  int faces = 20000;      ///< budget
  int texture_px = 1024;  ///< side of the texture; 0 for vertex colours
  bool normal_map = false;

  static constexpr void describe(auto&& field) {
    field("faces", &FinishOptions::faces, Range{100, 1000000}, "Most faces the handed-over mesh may have.");
    field("texture_px", &FinishOptions::texture_px, Range{0, 8192},
          "Side of the texture in pixels; 0 gives vertex colours.");
    field("normal_map", &FinishOptions::normal_map, NoLimits{},
          "Adds a normal map of the finer surface, if there is a texture.");
  }
};

/// Seconds that parts of the work took.
struct FinishTimes {
  double normal_map = 0.0;  ///< 0 without one
};

/// The mesh to hand over: the dense one simplified to the budget, UV-unwrapped, textured from the views with visibility
/// and best-view selection, the photo at its own resolution where it sees (ViewSet::front_detail), unseen texels
/// painted over from their neighbours on the surface. Watertight (after welding equal positions), with normals; with a
/// normal map of the dense mesh if the options ask for one.
/// @param times  filled if not null
mesh::MeshPtr finish(const mesh::Mesh& dense, const views::ViewSet& views, const FinishOptions& options,
                     const RunContext& context, FinishTimes* times = nullptr);

/// Vertex colours for a mesh from the views that see each vertex best; quick enough for live snapshots.
std::vector<glm::vec3> color_vertices(const mesh::Mesh& mesh, const views::ViewSet& views);

}  // namespace core::texture
