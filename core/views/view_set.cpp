// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/views/view_set.h"

namespace core::views {

int ViewSet::size_px() const {
  for (const ViewPtr& view : views) {
    if (view) return view->rgba.width();
  }
  return 0;
}

}  // namespace core::views
