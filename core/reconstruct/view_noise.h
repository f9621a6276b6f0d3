// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/mesh/mesh.h"
#include "core/views/view_set.h"

/// Faults of drawn views, put into perfect ones for measuring what the solver bears.
/// Source: reference/stage3-reconstruction.md 4.4 and 6.4.
namespace core::reconstruct {

struct ViewNoise {
  float normal_deg = 0.0f;  ///< each view's normals tilt by a slow wave of 1.5 times this, each pixel by half of it
  float outline_px = 0.0f;  ///< each view is shifted, scaled and warped by about so many pixels of a picture of 256
};

/// The views with noise of their own each. Equal seeds give equal views.
views::ViewSet with_noise(const views::ViewSet& views, const ViewNoise& noise, std::uint64_t seed);

/// The views with view `index` replaced by one of the mesh lying on its side: colour, outline and normals are wrong.
views::ViewSet with_wrong_view(const views::ViewSet& views, const mesh::Mesh& mesh, int index);

}  // namespace core::reconstruct
