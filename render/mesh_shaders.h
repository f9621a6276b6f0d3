// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "render/gl/shader_program.h"
#include "render/scene.h"

namespace render {

/// Attribute locations of the mesh programs.
inline constexpr unsigned int kPositionLocation = 0, kNormalLocation = 1, kColorLocation = 2, kUvLocation = 3,
                              kDisagreementLocation = 4, kNumViewsLocation = 5;

/// The program's sources for one shading. Light comes with the camera: a warm key from the upper left, a cool fill from
/// the right, and a dome; what faces away is darker, so that the inside of an open mesh is told from its outside.
gl::ShaderSources mesh_shaders(Shading shading);

}  // namespace render
