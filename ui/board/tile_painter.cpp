// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/board/tile_painter.h"

#include <QCoreApplication>
#include <QPainterPath>
#include <cmath>

#include "ui/appearance.h"
#include "ui/image_convert.h"

namespace ui {
namespace {

using Phase = TileState::Phase;

// Tiles are paper: the same in both palettes, because pictures are judged on it.
const QColor kPaper(0xfb, 0xfb, 0xfa);
const QColor kInk(0x1f, 0x21, 0x26);
const QColor kFadedInk(0x70, 0x75, 0x7f);
const QColor kBadge(0xdf, 0xe8, 0xf2);
const QColor kBadgeInk(0x3c, 0x52, 0x6b);
const QColor kWarning(0xfd, 0xe3, 0xcf);
const QColor kWarningInk(0x99, 0x49, 0x12);

QString text(const char* source) { return QCoreApplication::translate("ui::Tile", source); }

QImage mask_of(const core::views::ViewPtr& view) {
  const QImage rgba = shared_qimage(view, view->rgba);
  return rgba.hasAlphaChannel() ? rgba.convertToFormat(QImage::Format_Alpha8) : QImage();
}

/// The object in ink on paper.
void paint_mask(QPainter& painter, const QRectF& target, const QImage& alpha) {
  QImage ink(alpha.size(), QImage::Format_ARGB32);
  ink.fill(QColor(0x3a, 0x3e, 0x47));
  ink.setAlphaChannel(alpha);
  painter.drawImage(target, ink);
}

QRectF paint_pill(QPainter& painter, const QPointF& top_right, const QString& words, const QColor& ground,
                  const QColor& ink) {
  const QFontMetricsF metrics(painter.font());
  const double width = metrics.horizontalAdvance(words) + 12.0, height = metrics.height() + 2.0;
  const QRectF pill(top_right.x() - width, top_right.y(), width, height);
  painter.setPen(Qt::NoPen);
  painter.setBrush(ground);
  painter.drawRoundedRect(pill, height / 2, height / 2);
  painter.setPen(ink);
  painter.drawText(pill, Qt::AlignCenter, words);
  return pill;
}

/// Hatched lower right corner; large tiles say the word too.
void paint_stale_corner(QPainter& painter, const QRectF& rect, bool is_large, const QColor& accent) {
  const double side = rect.width() * (is_large ? 0.30 : 0.42);
  QPainterPath corner;
  corner.moveTo(rect.right(), rect.bottom() - side);
  corner.lineTo(rect.right(), rect.bottom());
  corner.lineTo(rect.right() - side, rect.bottom());
  corner.closeSubpath();
  painter.save();
  painter.setClipPath(corner, Qt::IntersectClip);
  QColor ground = accent;
  ground.setAlpha(150);
  painter.fillRect(rect, ground);
  painter.setPen(QPen(QColor(255, 255, 255, 170), 1.5));
  for (double offset = -rect.width(); offset < rect.width(); offset += 5.0) {
    painter.drawLine(QPointF(rect.right() - side + offset, rect.bottom()),
                     QPointF(rect.right() + offset, rect.bottom() - side));
  }
  painter.restore();
}

void paint_ring(QPainter& painter, const QRectF& rect, const TileLook& look, const QColor& accent) {
  // A preview is looked at: the ring turns beside it, in the corner that no words use.
  const double radius = look.is_preview ? std::min(rect.width() * 0.07, 11.0) : std::min(rect.width() * 0.13, 20.0);
  const QPointF middle = look.is_preview ? rect.bottomRight() - QPointF(radius + 8, radius + 8) : rect.center();
  const QRectF ring(middle - QPointF(radius, radius), QSizeF(2 * radius, 2 * radius));
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(QColor(0xd4, 0xda, 0xe2), 3.5));
  painter.drawEllipse(ring);
  painter.setPen(QPen(accent, 3.5, Qt::SolidLine, Qt::RoundCap));
  painter.drawArc(ring, static_cast<int>(-look.spin * 360 * 16) + 90 * 16, -100 * 16);
}

void paint_glyph(QPainter& painter, const QString& name, const QRectF& rect) {
  // On paper, whatever the palette: ink.
  icon(name, kInk).paint(&painter, rect.toRect());
}

void paint_words_in_middle(QPainter& painter, const QRectF& rect, const QString& words, const QColor& ink) {
  painter.setPen(ink);
  painter.drawText(rect.adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap, words);
}

void paint_phase(QPainter& painter, const TileState& state, const TileLook& look, const QColor& accent) {
  const QRectF& rect = look.rect;
  const bool has_nothing_to_show = look.picture.isNull() && (state.phase == Phase::Done || state.phase == Phase::Stale);
  if (has_nothing_to_show) {
    painter.setPen(QPen(kFadedInk, 1.5));
    painter.drawLine(rect.center() - QPointF(5, 0), rect.center() + QPointF(5, 0));
  }
  switch (state.phase) {
    case Phase::Empty:
      if (look.is_large && !look.is_preview) paint_words_in_middle(painter, rect, text("empty"), kFadedInk);
      break;
    case Phase::Waiting:
      if (look.is_preview) break;
      if (look.is_large) {
        paint_words_in_middle(painter, rect, text("waiting"), kFadedInk);
      } else {
        painter.setPen(QPen(kFadedInk, 1.5, Qt::DotLine));
        painter.drawLine(rect.center() - QPointF(6, 0), rect.center() + QPointF(6, 0));
      }
      break;
    case Phase::Working:
      paint_ring(painter, rect, look, accent);
      if (look.is_large && !look.is_preview) {
        painter.setPen(kInk);
        painter.drawText(rect.adjusted(0, rect.height() * 0.62, 0, 0), Qt::AlignHCenter | Qt::AlignTop,
                         text("drawing"));
      }
      break;
    case Phase::Stale:
      paint_stale_corner(painter, rect, look.is_large, accent);
      break;
    case Phase::Failed:
      painter.fillRect(rect, QColor(255, 255, 255, 190));
      if (look.is_large) {
        paint_words_in_middle(painter, rect, text("failed: %1").arg(state.reason), kWarningInk);
      } else {
        paint_glyph(painter, QStringLiteral("warning"), QRectF(rect.center() - QPointF(8, 8), QSizeF(16, 16)));
      }
      break;
    case Phase::Done:
      break;
  }
}

/// Words that stay readable where the picture reaches under them: ink with a rim of paper.
void paint_rimmed_text(QPainter& painter, const QPointF& baseline, const QString& words, const QColor& ink) {
  QPainterPath outline;
  outline.addText(baseline, painter.font(), words);
  painter.strokePath(outline, QPen(QColor(251, 251, 250, 215), 3.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.setPen(ink);
  painter.drawText(baseline, words);
}

/// Name, badges and seed of a large tile; returns where the badge of disagreement stands.
QRectF paint_caption(QPainter& painter, const TileState& state, const TileLook& look) {
  const QRectF inner = look.rect.adjusted(7, 5, -6, -5);
  QFont bold = painter.font();
  bold.setWeight(QFont::DemiBold);
  painter.save();
  painter.setFont(bold);
  paint_rimmed_text(painter, inner.topLeft() + QPointF(0, QFontMetricsF(bold).ascent()), view_label(state.view), kInk);
  painter.restore();
  QFont small = painter.font();
  small.setPointSizeF(small.pointSizeF() * 0.88);
  painter.setFont(small);
  QPointF corner = inner.topRight();
  const auto place_glyph = [&](const QString& name) {
    paint_glyph(painter, name, QRectF(corner + QPointF(-15, 0), QSizeF(15, 15)));
    corner.rx() -= 19;
  };
  if (state.is_locked) place_glyph(QStringLiteral("lock"));
  if (state.is_own) place_glyph(QStringLiteral("star"));
  const auto place_pill = [&](const QString& words, const QColor& ground, const QColor& ink) {
    const QRectF pill = paint_pill(painter, corner, words, ground, ink);
    corner = QPointF(inner.right(), corner.y() + pill.height() + 3);
    return pill;
  };
  QRectF badge;
  if (state.is_photo && state.picture) place_pill(text("photo"), kBadge, kBadgeInk);
  if (state.is_outlined) place_pill(text("outline"), kBadge, kBadgeInk);
  if (state.own_normals) place_pill(text("normals"), kBadge, kBadgeInk);
  if (state.is_left_out) place_pill(text("left out"), kWarning, kWarningInk);
  if (state.differs_deg) {
    badge = place_pill(text("differs %1").arg(static_cast<double>(*state.differs_deg), 0, 'f', 1) + QChar(0xb0),
                       kWarning, kWarningInk);
  }
  if (state.trust != core::views::default_trust(state.view)) {
    place_pill(state.trust == 0.0f ? text("muted") : text("trust %1").arg(static_cast<double>(state.trust), 0, 'f', 2),
               kBadge, kBadgeInk);
  }
  QString words;
  if (look.is_preview) {
    words = text("preview");
  } else if (state.phase == Phase::Stale) {
    words = text("stale");
  } else if (state.picture && !state.is_photo && !state.is_own && state.phase == Phase::Done) {
    words = text("seed %1").arg(state.picture->seed);
  }
  paint_rimmed_text(painter, inner.bottomLeft() - QPointF(0, QFontMetricsF(small).descent()), words, kFadedInk);
  return badge;
}

}  // namespace

QPixmap tile_pixmap(const core::views::ViewPtr& view, TileMode mode, int side_px) {
  if (!view || side_px <= 0) return {};
  QImage source;
  if (mode == TileMode::Color) source = shared_qimage(view, view->rgba);
  if (mode == TileMode::Normals && view->has_normal()) source = shared_qimage(view, view->normal);
  const QImage alpha = mode == TileMode::Mask ? mask_of(view) : QImage();
  if (source.isNull() && alpha.isNull()) return {};
  QImage result(side_px, side_px, QImage::Format_RGB32);
  result.fill(kPaper);
  QPainter painter(&result);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  const QRectF target(0, 0, side_px, side_px);
  if (!alpha.isNull()) {
    paint_mask(painter, target, scaled_for_screen(alpha, result.size()));
  } else {
    painter.drawImage(0, 0, scaled_for_screen(source, result.size()));
  }
  painter.end();
  return QPixmap::fromImage(result);
}

QRectF paint_tile(QPainter& painter, const TileState& state, const TileLook& look, const QPalette& palette) {
  const QColor accent = palette.color(QPalette::Highlight);
  painter.setRenderHint(QPainter::Antialiasing);
  QPainterPath card;
  card.addRoundedRect(look.rect, 4, 4);
  painter.save();
  painter.setClipPath(card);
  painter.fillRect(look.rect, kPaper);
  const bool is_faded = !look.is_preview && (state.phase == Phase::Waiting || state.phase == Phase::Working);
  painter.setOpacity(is_faded ? 0.35 : 1.0);
  if (!look.picture.isNull()) painter.drawPixmap(look.rect, look.picture, QRectF(look.picture.rect()));
  painter.setOpacity(1.0);
  paint_phase(painter, state, look, accent);
  painter.restore();
  QRectF badge;
  if (look.is_large) {
    badge = paint_caption(painter, state, look);
  } else if (state.is_locked) {
    paint_glyph(painter, QStringLiteral("lock"), QRectF(look.rect.topRight() + QPointF(-12, 2), QSizeF(10, 10)));
  }
  if (look.is_selected || look.is_drop_target || look.is_hovered) {
    painter.setBrush(Qt::NoBrush);
    QColor ring = accent;
    if (!look.is_selected && !look.is_drop_target) ring.setAlpha(90);
    painter.setPen(QPen(ring, look.is_drop_target ? 4.0 : 2.0, look.is_drop_target ? Qt::DashLine : Qt::SolidLine));
    painter.drawRoundedRect(look.rect.adjusted(1, 1, -1, -1), 4, 4);
  }
  return badge;
}

}  // namespace ui
