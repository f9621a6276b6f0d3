// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QPointF>
#include <algorithm>
#include <cmath>

namespace ui {

/// Visits the pixels that a round brush covers on its straight way between two points: paint(x, y, share), with the
/// share of the pixel that is covered, over 0 and up to 1. Pixel centres lie at + 0.5.
/// @param softness  share of the radius, from the rim inwards, over which the brush fades out; 0: one pixel
template <class Paint>
void along_stroke(const QPointF& from, const QPointF& to, double radius, double softness, int width, int height,
                  const Paint& paint) {
  const QPointF way = to - from;
  const double length_squared = QPointF::dotProduct(way, way);
  const double reach = radius + 1.0, fade = std::max(1.0, softness * radius);
  const int left = std::max(0, static_cast<int>(std::floor(std::min(from.x(), to.x()) - reach)));
  const int right = std::min(width - 1, static_cast<int>(std::ceil(std::max(from.x(), to.x()) + reach)));
  const int top = std::max(0, static_cast<int>(std::floor(std::min(from.y(), to.y()) - reach)));
  const int bottom = std::min(height - 1, static_cast<int>(std::ceil(std::max(from.y(), to.y()) + reach)));
  for (int y = top; y <= bottom; ++y) {
    for (int x = left; x <= right; ++x) {
      const QPointF away = QPointF(x + 0.5, y + 0.5) - from;
      const double along =
          length_squared > 0.0 ? std::clamp(QPointF::dotProduct(away, way) / length_squared, 0.0, 1.0) : 0.0;
      const QPointF rest = away - along * way;
      const double share = std::min(1.0, (radius + 0.5 - std::hypot(rest.x(), rest.y())) / fade);
      if (share > 0.0) paint(x, y, share);
    }
  }
}

}  // namespace ui
