// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/vec2.hpp>
#include <vector>

#include "core/base/run_context.h"
#include "core/texture/face_labels.h"

namespace core::texture {

/// A connected part of the surface that one camera sees without overlap.
struct Chart {
  Label direction = 0;
  std::vector<std::uint32_t> faces;
};

/// Cuts the surface into charts: connected faces of one label, split where their projections overlap.
std::vector<Chart> cut_charts(const mesh::Mesh& mesh, const FaceNeighbours& neighbours,
                              const std::vector<Label>& labels,
                              const std::array<geometry::Camera, kNumDirections>& cameras, const RunContext& context);

}  // namespace core::texture
