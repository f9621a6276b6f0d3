// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/image/image.h"

namespace core::sketch {

/// Height u of a membrane held at the outline and pressed from below: laplace(u) = -4 inside, u = 0 on the outline, in
/// square pixels. Over a disc of radius R it is R^2 - r^2, so that sqrt(u) is the half sphere; it is high where the
/// silhouette is wide and low at limbs. Continued below zero outside, so that its zero level is the outline.
///
/// @param signed_distance_px  of the outline (outline_field.h)
///
/// Source: second-order treatment of the curved boundary after Gibou, Fedkiw, Cheng, Kang 2002, "A
/// second-order-accurate symmetric discretization of the Poisson equation on irregular domains", section 2.
image::ImageF membrane_over(const image::ImageF& signed_distance_px);

}  // namespace core::sketch
