// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/base/options.h"
#include "core/cascade/cascade_options.h"
#include "core/reconstruct/solver.h"
#include "core/sketch/sketch_options.h"
#include "core/texture/finish.h"

/// The options of all stages as the window and the command line see them. Choices hold them by name; these give them
/// their types.
namespace core::pipeline {

using cascade::CascadeOptions;
using reconstruct::SolveOptions;
using sketch::SketchOptions;
using texture::FinishOptions;

}  // namespace core::pipeline
