// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <imgui.h>
#include <QString>
#include <vector>

#include "ui/viewport/overlay_style.h"

namespace ui::viewport {

/// What stands before a button's text.
enum class OverlayGlyph { None, Pause, Stop, Continue, Close, Light };

/// Rounded panels and the controls on them, in device pixels, drawn into the current ImGui window. Panels are
/// remembered for one frame, so that the overlay knows where it covers the scene.
class OverlayControls {
 public:
  explicit OverlayControls(const OverlayStyle& style) : style_(style) {}

  const OverlayStyle& style() const { return style_; }
  const std::vector<ImVec4>& panels() const { return panels_; }

  void panel(const ImVec2& low, const ImVec2& high);
  void text(const ImVec2& at, const QString& text, ImU32 color);

  /// Colours of image::ramp_color from left to right.
  void ramp(const ImVec2& low, const ImVec2& high);
  /// As Coverage draws what no view has seen.
  void hatched(const ImVec2& low, const ImVec2& high);

  struct Button {
    const char* id = "";
    QString text;
    OverlayGlyph glyph = OverlayGlyph::None;
    bool is_on = false;
    bool is_enabled = true;
    bool has_surface = true;  ///< false: only the text until the pointer is over it
    bool is_tight = false;    ///< little room around the text
  };
  ImVec2 button_size(const Button& button) const;
  /// Returns true when it is clicked.
  bool button(const ImVec2& at, const Button& button);

  /// A horizontal slider for 0..1; returns true while it is dragged.
  bool slider(const char* id, const ImVec2& at, float width, float& value);

 private:
  void draw_glyph(OverlayGlyph glyph, const ImVec2& center, ImU32 color) const;
  float glyph_width(OverlayGlyph glyph) const;

  OverlayStyle style_;
  std::vector<ImVec4> panels_;
};

ImVec2 text_size(const QString& text);

}  // namespace ui::viewport
