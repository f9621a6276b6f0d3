// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/viewport/overlay_style.h"

#include <cmath>

namespace ui::viewport {
namespace {

ImU32 packed(const QColor& color) { return IM_COL32(color.red(), color.green(), color.blue(), color.alpha()); }

}  // namespace

float OverlayStyle::px(float logical) const { return std::round(logical * scale); }

OverlayStyle make_overlay_style(const QPalette& palette, float scale) {
  OverlayStyle style{};
  style.scale = scale;
  style.accent = packed(palette.color(QPalette::Highlight));
  style.on_accent = packed(palette.color(QPalette::HighlightedText));
  if (palette.color(QPalette::Window).lightness() < 128) {
    style.panel = IM_COL32(22, 24, 28, 224);
    style.panel_line = IM_COL32(255, 255, 255, 14);
    style.text = IM_COL32(230, 231, 234, 255);
    style.quiet_text = IM_COL32(128, 133, 142, 255);
    style.control = IM_COL32(52, 55, 62, 235);
    style.control_over = IM_COL32(70, 75, 84, 245);
  } else {
    style.panel = IM_COL32(250, 250, 251, 224);
    style.panel_line = IM_COL32(0, 0, 0, 26);
    style.text = IM_COL32(31, 35, 40, 255);
    style.quiet_text = IM_COL32(138, 143, 152, 255);
    style.control = IM_COL32(223, 225, 229, 240);
    style.control_over = IM_COL32(205, 209, 215, 250);
  }
  return style;
}

}  // namespace ui::viewport
