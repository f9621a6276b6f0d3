// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/image/image.h"
#include "core/reconstruct/sdf_volume.h"
#include "core/views/view_set.h"

namespace core::reconstruct {

/// The largest shape whose silhouettes lie within those of the anchors: h(x) = max_v m_v(pi_v(x)) z_v(x) / f_v, a bound
/// of the signed distance.
/// @param distances  image::outline_distance of each view, by index; empty for views to leave out
/// Source: Laurentini 1994; reference/stage3-reconstruction.md section 2.
DenseField visual_hull(const views::ViewSet& views, const std::vector<image::ImageF>& distances, const Box& box,
                       int resolution);

/// The hull's smallest value within about `2 max_depth` of every voxel: above -max_depth the part is thin.
DenseField deepest_nearby(const DenseField& hull, float max_depth);

/// Gives a field back those parts of the visual hull that are too thin for the resolution it was solved at: hull points
/// without any point deeper than `max_depth` (world units) near them. Thick parts of the hull, concavities among them,
/// stay as they are.
void restore_thin_parts(const views::ViewSet& views, const std::vector<image::ImageF>& distances, float max_depth,
                        DenseField& field);

/// The cube around everything the silhouettes allow, with a margin.
Box box_of_silhouettes(const views::ViewSet& views);

}  // namespace core::reconstruct
