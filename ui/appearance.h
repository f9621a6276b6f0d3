// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QDBusVariant>
#include <QIcon>
#include <QObject>
#include <QPalette>
#include <QString>

namespace ui {

enum class PaletteMode { System, Light, Dark };

/// The program's own dark and light palette on the Fusion style. Widgets that paint themselves read everything from
/// QPalette: Window (panels), AlternateBase (bars), Base (cards), Button (controls), Midlight (controls under the
/// pointer), Mid (lines), PlaceholderText (quiet text), Highlight (the accent), HighlightedText (on the accent).
class Appearance : public QObject {
  Q_OBJECT

 public:
  explicit Appearance(QObject* parent = nullptr);

  /// Follows the system or stays, from now on and at the next start.
  void set_mode(PaletteMode mode);
  PaletteMode mode() const { return mode_; }
  bool is_dark() const { return is_dark_; }

  static QPalette palette(bool is_dark);
  static QString style_sheet(bool is_dark);

 Q_SIGNALS:
  void changed();

 private:
  Q_SLOT void take_portal_change(const QString& space, const QString& key, const QDBusVariant& value);
  void apply();
  static bool is_system_dark();

  PaletteMode mode_ = PaletteMode::System;
  bool is_dark_ = true;
  bool was_system_palette_dark_ = false;  ///< judged before our own palette was set
};

/// An icon of resources/icons, drawn in the palette's colour at any scale.
/// @param role  palette role of its colour
QIcon icon(const QString& name, QPalette::ColorRole role = QPalette::ButtonText);
/// The same in a colour that does not follow the palette.
QIcon icon(const QString& name, const QColor& color);

}  // namespace ui
