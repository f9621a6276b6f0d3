// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "core/pipeline/runner.h"

namespace core::pipeline {

/// The views that a surface was solved from: one that contradicts the rest paints and says nothing.
views::ViewSet without_dropped(views::ViewSet set, const mesh::Surface& surface);

/// A job that asks the shown views about a mesh and sends FindingsReady.
/// @param only  asks this view alone, muted or not, and draws where it disagrees
Job inspect(const project::Workspace& work, mesh::MeshPtr mesh, std::optional<int> only);

}  // namespace core::pipeline
