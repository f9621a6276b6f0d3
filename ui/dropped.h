// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QImage>
#include <QMimeData>
#include <QString>

namespace ui {

/// What was dropped or pasted: a local file, or the pixels themselves (from a browser or another program). Nothing is
/// ever fetched from a network.
struct Dropped {
  QString path;
  QImage image;
  bool is_empty() const { return path.isEmpty() && image.isNull(); }
};

/// Whether there is something in it that picture_from would find.
bool holds_picture(const QMimeData& data);
Dropped picture_from(const QMimeData& data);

}  // namespace ui
