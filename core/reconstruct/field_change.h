// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/reconstruct/sdf_volume.h"

namespace core::reconstruct {

/// Adds to a field of twice the resolution what changed between two coarser ones.
void add_change(const DenseField& before, const DenseField& after, DenseField& field);

}  // namespace core::reconstruct
