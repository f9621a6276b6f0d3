// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QFont>
#include <QSet>
#include <QString>

struct ImFont;

namespace ui::viewport {

/// The overlay's glyphs, drawn by Qt: the window's own font with all its fall-backs (Chinese too) at the size of the
/// device, so that overlay and widgets look alike and stay sharp at any scale. Glyphs come into the atlas as texts need
/// them. Needs the overlay's ImGui context and OpenGL context current.
class OverlayFont {
 public:
  /// Makes sure that the text can be drawn at this scale with this font; returns true if the atlas was made anew.
  bool ensure(const QString& text, const QFont& font, float scale);

  ImFont* normal() const { return normal_; }
  ImFont* small() const { return small_; }

 private:
  void rebuild();

  QFont font_;
  float scale_ = 0.0f;
  QSet<char16_t> characters_;
  ImFont *normal_ = nullptr, *small_ = nullptr;  ///< owned by the atlas
};

}  // namespace ui::viewport
