// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <imgui.h>
#include <QColor>
#include <QPalette>

namespace ui::viewport {

/// Colours and measures of the overlay. Measures are in device pixels.
struct OverlayStyle {
  ImU32 panel, panel_line, text, quiet_text, control, control_over, accent, on_accent;
  float scale = 1.0f;  ///< device pixels per logical pixel

  /// Logical to whole device pixels.
  float px(float logical) const;
};

/// From the window's palette: dark or light by its lightness, the accent from Highlight.
OverlayStyle make_overlay_style(const QPalette& palette, float scale);

}  // namespace ui::viewport
