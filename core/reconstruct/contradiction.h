// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "core/image/image.h"
#include "core/reconstruct/sdf_volume.h"
#include "core/views/view_set.h"

namespace core::reconstruct {

/// The anchor without which the outlines of all others agree while with it they do not: one drawn of another object, or
/// of the object in another pose. Outlines agree as far as the hull of all of them fills each. View 0 and own pictures
/// are never named: what the artist gave is right.
/// @param distances  signed distance to the outline of each anchor, pixels; empty for views that do not count
std::optional<int> contradicting_view(const views::ViewSet& views, const std::vector<image::ImageF>& distances,
                                      const Box& box);

}  // namespace core::reconstruct
