// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/dropped.h"

#include <QUrl>

namespace ui {
namespace {

QString local_path(const QMimeData& data) {
  for (const QUrl& url : data.urls()) {
    if (url.isLocalFile()) return url.toLocalFile();
  }
  return {};
}

}  // namespace

bool holds_picture(const QMimeData& data) { return !local_path(data).isEmpty() || data.hasImage(); }

Dropped picture_from(const QMimeData& data) {
  Dropped dropped;
  dropped.path = local_path(data);
  // PNG keeps the transparency that the generic image of the clipboard may have lost.
  if (dropped.path.isEmpty() && data.hasFormat(QStringLiteral("image/png"))) {
    dropped.image.loadFromData(data.data(QStringLiteral("image/png")), "PNG");
  }
  if (dropped.path.isEmpty() && dropped.image.isNull()) dropped.image = qvariant_cast<QImage>(data.imageData());
  return dropped;
}

}  // namespace ui
