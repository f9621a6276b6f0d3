// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/image/image.h"
#include "core/project/workspace.h"

namespace core::pipeline {

/// Normals that the artist gives for a view, ready for Choices::own_normals: at the view's size, of unit length,
/// transparent where the picture says nothing (transparent, or white as in view folders).
/// They are in the frame of a view folder's normal pictures, for every view: R to the front camera, G to its picture's
/// right, B up (views/normal_map.h).
/// @param name     of the file, for the sentences
/// @param picture  RGBA, square, framed as the view is
/// @throws Error(Unsupported) if it is not square or under 64 pixels; Error(BadFormat) if it holds no normals, none
///         where the view has its object, or normals that turn away from the view's camera
project::OwnNormalsPtr own_normals_for(const views::View& view, const image::Image8& picture, const std::string& name,
                                       const geometry::RingGeometry& ring);

}  // namespace core::pipeline
