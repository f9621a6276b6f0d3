// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QImage>
#include <memory>

#include "core/image/image.h"

/// Pictures of the core and pictures of Qt.
namespace ui {

/// A QImage that shares the pixels of a picture that never changes, and keeps it alive. 1, 3 or 4 channels; a null
/// image for a null or empty picture.
QImage shared_qimage(std::shared_ptr<const core::image::Image8> picture);

/// A picture that is part of a larger value: shares ownership with the value.
template <class Owner>
QImage shared_qimage(const std::shared_ptr<const Owner>& owner, const core::image::Image8& part) {
  return shared_qimage(std::shared_ptr<const core::image::Image8>(owner, &part));
}

/// RGBA copy with straight alpha.
core::image::Image8 image_from_qimage(const QImage& image);

/// Scaled to fit into a size, smoothly, but in bounded time: a picture that is much larger is thinned out first.
QImage scaled_for_screen(const QImage& image, const QSize& size);

/// Whether any pixel is not opaque.
bool has_transparency(const core::image::Image8& rgba);

}  // namespace ui
