// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/image/image.h"
#include "core/views/view_set.h"

namespace core::reconstruct {

/// Something about the views that the artist should know, and what the solve does about it.
struct ViewRemark {
  std::string_view code;  ///< view_empty, view_without_normals, normals_turned, normals_ignored, outline_at_border
  std::string message;    ///< a sentence that names the views
};

struct CheckedViews {
  views::ViewSet set;  ///< as the solve takes them
  std::vector<ViewRemark> remarks;
};

/// Looks through the views that have trust, one remark for all views with the same fault:
/// - a view that shows nothing loses its trust, else it would carve everything away;
/// - an anchor without normals gives its outline and colour only (nothing is said of own pictures: they never have
/// any);
/// - normals of which most point away from the camera are turned round if they then point outwards along the outline,
///   and left out otherwise: they were written with another sign or in another frame;
/// - an outline is open where the object reaches the border of the picture: nothing is carved beyond it.
/// @throws Error(Empty) if no anchor with trust shows anything
CheckedViews check_views(const views::ViewSet& views);

/// Whether the object (alpha >= 128) covers a pixel at the border of the picture.
bool reaches_border(const image::Image8& rgba);

}  // namespace core::reconstruct
