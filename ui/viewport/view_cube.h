// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <imgui.h>
#include <QString>
#include <optional>

#include "render/orbit_control.h"
#include "ui/viewport/overlay_style.h"

namespace ui::viewport {

/// What was done with the cube in this frame.
struct ViewCubeResult {
  std::optional<render::StandardView> clicked;
  ImVec2 drag_px{0.0f, 0.0f};  ///< device pixels
};

/// A cube that stands as the scene does, with the names of its sides painted on. A click on a side asks for that view,
/// a drag turns the camera.
/// @param names  six, in the order of render::StandardView
ViewCubeResult draw_view_cube(const ImVec2& center, float half_size_px, const render::ViewCamera& camera,
                              const QString* names, ImFont* font, const OverlayStyle& style);

}  // namespace ui::viewport
