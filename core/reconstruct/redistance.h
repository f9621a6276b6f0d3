// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/run_context.h"
#include "core/reconstruct/sdf_volume.h"

namespace core::reconstruct {

/// Makes a field a signed distance everywhere: values within `trusted_voxels` of zero stay, with their signs; all
/// others become distances that continue from them (|grad f| = 1). A field without such values stays as it is. Source:
/// Zhao 2005, "A fast sweeping method for eikonal equations".
void redistance(DenseField& field, float trusted_voxels, const RunContext& context);

}  // namespace core::reconstruct
