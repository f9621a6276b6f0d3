// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/geometry/view_ring.h"
#include "core/mesh/mesh.h"

namespace core::texture {

/// For each face the faces across its edges (corner i to i + 1), or kNoFace.
struct FaceNeighbours {
  static constexpr std::uint32_t kNoFace = 0xffffffffu;
  explicit FaceNeighbours(const mesh::Mesh& mesh);
  std::vector<std::array<std::uint32_t, 3>> across;
};

/// Directions charts are projected along: the eight anchors (label = anchor), above and below.
inline constexpr int kAbove = geometry::kNumAnchors;
inline constexpr int kBelow = kAbove + 1;
inline constexpr int kNumDirections = kBelow + 1;
using Label = std::uint8_t;

/// Cameras of the directions, pictures of 256 pixels a side. The ring's own, unless the surface reaches so far out that
/// some of its faces could turn away from all of them: then they stand farther off.
std::array<geometry::Camera, kNumDirections> direction_cameras(const mesh::Mesh& mesh,
                                                               const geometry::RingGeometry& ring);

/// For each face a direction it faces, few changes between neighbours, no small islands where it can be helped.
std::vector<Label> label_faces(const mesh::Mesh& mesh, const FaceNeighbours& neighbours,
                               const std::array<geometry::Camera, kNumDirections>& cameras);

}  // namespace core::texture
