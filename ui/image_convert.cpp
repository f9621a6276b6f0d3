// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/image_convert.h"

#include <cstring>

namespace ui {
namespace {

using core::image::Image8;

constexpr int kThinFrom = 3;

QImage::Format format_of(int channels) {
  switch (channels) {
    case 1:
      return QImage::Format_Grayscale8;
    case 3:
      return QImage::Format_RGB888;
    default:
      return QImage::Format_RGBA8888;
  }
}

void release(void* info) { delete static_cast<std::shared_ptr<const Image8>*>(info); }

}  // namespace

QImage shared_qimage(std::shared_ptr<const Image8> picture) {
  if (!picture || picture->is_empty()) return {};
  const Image8& source = *picture;
  auto* owner = new std::shared_ptr<const Image8>(std::move(picture));
  return QImage(source.data().data(), source.width(), source.height(),
                static_cast<qsizetype>(source.width()) * source.channels(), format_of(source.channels()), release,
                owner);
}

Image8 image_from_qimage(const QImage& image) {
  const QImage rgba = image.convertToFormat(QImage::Format_RGBA8888);
  Image8 result(rgba.width(), rgba.height(), 4);
  for (int y = 0; y < rgba.height(); ++y) {
    std::memcpy(result.pixel(0, y), rgba.constScanLine(y), static_cast<std::size_t>(rgba.width()) * 4);
  }
  return result;
}

QImage scaled_for_screen(const QImage& image, const QSize& size) {
  const QSize target = image.size().scaled(size, Qt::KeepAspectRatio);
  const bool is_much_larger = image.width() > kThinFrom * target.width();
  const QImage near =
      is_much_larger ? image.scaled(target * kThinFrom, Qt::IgnoreAspectRatio, Qt::FastTransformation) : image;
  return near.scaled(target, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

bool has_transparency(const Image8& rgba) {
  if (rgba.channels() != 4) return false;
  const auto data = rgba.data();
  for (std::size_t i = 3; i < data.size(); i += 4) {
    if (data[i] != 255) return true;
  }
  return false;
}

}  // namespace ui
