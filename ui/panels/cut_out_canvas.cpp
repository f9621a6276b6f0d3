// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/panels/cut_out_canvas.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "core/image/alpha.h"
#include "core/image/strokes.h"
#include "ui/brush_stroke.h"
#include "ui/image_convert.h"

namespace ui {
namespace {

constexpr int kMaxShown_px = 1024;
constexpr int kCheck = 10;
constexpr float kWheelScale = 1.03f;
constexpr double kHandleSide = 8.0;
const QColor kObjectInk(0x5c, 0xc2, 0x7a, 150);
const QColor kBackgroundInk(0xe2, 0x55, 0x55, 150);

void paint_checkerboard(QPainter& painter, const QRectF& target, const QPalette& palette) {
  const QColor ground = palette.color(QPalette::Base), check = palette.color(QPalette::Button);
  painter.fillRect(target, ground);
  QColor quiet = check;
  quiet.setAlpha(140);
  for (int y = 0; y * kCheck < target.height(); ++y) {
    for (int x = y % 2; x * kCheck < target.width(); x += 2) {
      painter.fillRect(QRectF(target.left() + x * kCheck, target.top() + y * kCheck, kCheck, kCheck) & target, quiet);
    }
  }
}

/// One pixel wide edge of the cut-out in the accent colour, as an overlay of the picture's size.
QImage edge_of(const QImage& rgba, const QColor& color) {
  QImage edge(rgba.size(), QImage::Format_ARGB32);
  edge.fill(Qt::transparent);
  const auto is_inside = [&](int x, int y) {
    return x >= 0 && y >= 0 && x < rgba.width() && y < rgba.height() && rgba.constScanLine(y)[4 * x + 3] >= 128;
  };
  for (int y = 0; y < rgba.height(); ++y) {
    auto* line = reinterpret_cast<QRgb*>(edge.scanLine(y));
    for (int x = 0; x < rgba.width(); ++x) {
      const bool is_edge = is_inside(x, y) && (!is_inside(x - 1, y) || !is_inside(x + 1, y) || !is_inside(x, y - 1) ||
                                               !is_inside(x, y + 1));
      if (is_edge) line[x] = color.rgba();
    }
  }
  return edge;
}

QRectF fitted(const QSizeF& content, const QRectF& target) {
  const QSizeF size = content.scaled(target.size(), Qt::KeepAspectRatio);
  return {target.center() - QPointF(size.width() / 2, size.height() / 2), size};
}

}  // namespace

CutOutCanvas::CutOutCanvas(QWidget* parent) : QWidget(parent) {
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  setMouseTracking(true);
  setAccessibleName(tr("Cut-out of the picture"));
}

void CutOutCanvas::show_work(const core::project::PicturePtr& picture, const core::project::CutOutPtr& cut_out,
                             const core::project::CutOutChoice& choice) {
  if (picture != picture_) {
    const QImage full = picture ? shared_qimage(picture, picture->rgba) : QImage();
    const bool is_large = std::max(full.width(), full.height()) > kMaxShown_px;
    picture_small_ = is_large ? scaled_for_screen(full, QSize(kMaxShown_px, kMaxShown_px)) : full;
  }
  if (cut_out != cut_out_) {
    cut_out_image_ = {};
    edge_image_ = {};
    if (cut_out) {
      const bool has_detail = cut_out->detail && cut_out->detail->width() <= kMaxShown_px;
      cut_out_image_ = has_detail ? shared_qimage(cut_out->detail) : shared_qimage(cut_out, cut_out->front);
    }
    if (cut_out) {
      shown_framing_ = choice.framing;
      shown_framing_.ratio = cut_out->framing_ratio;
      const core::image::AlphaBox box = core::image::alpha_box(cut_out->front, 127);
      box_aspect_ = std::max(1, box.width()) / static_cast<double>(std::max(1, box.height()));
    }
    if (cut_out) edge_image_ = edge_of(shared_qimage(cut_out, cut_out->front), palette().color(QPalette::Highlight));
  }
  picture_ = picture;
  cut_out_ = cut_out;
  choice_ = choice;
  show_framing();
  remake_overlay();
  update();
}

/// Until the cut-out is made again, the one there is is shown where the choice wants it.
void CutOutCanvas::show_framing() {
  dragged_ = choice_.framing;
  dragged_.ratio = std::min(dragged_.ratio, shown_framing_.ratio);
  update();
}

void CutOutCanvas::set_tool(Tool tool) {
  tool_ = tool;
  setCursor(tool == Tool::None ? Qt::ArrowCursor : tool == Tool::Frame ? Qt::SizeAllCursor : Qt::CrossCursor);
  update();
}

QRectF CutOutCanvas::picture_rect() const {
  return fitted(QSizeF(picture_small_.size()), QRectF(rect()).adjusted(6, 6, -6, -6));
}

QPointF CutOutCanvas::to_picture(const QPointF& point) const {
  const QRectF shown = picture_rect();
  const double scale = picture_->rgba.width() / shown.width();
  return (point - shown.topLeft()) * scale;
}

double CutOutCanvas::brush_radius_px() const { return brush_radius_ * picture_->rgba.width() / picture_rect().width(); }

QRectF CutOutCanvas::canvas_rect() const { return fitted(QSizeF(1, 1), QRectF(rect()).adjusted(6, 6, -6, -6)); }

FrameGesture CutOutCanvas::frame_gesture() const { return {canvas_rect(), shown_framing_, box_aspect_}; }

void CutOutCanvas::paint_cut_out(QPainter& painter, const QRectF& canvas) {
  if (cut_out_image_.isNull()) return;
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  painter.drawImage(canvas, cut_out_image_);
  painter.setOpacity(0.75);
  painter.drawImage(canvas, edge_image_);
  painter.setOpacity(1.0);
  const double side = canvas.width() * static_cast<double>(shown_framing_.ratio);
  const QPointF middle = canvas.center() + canvas.width() * QPointF(static_cast<double>(shown_framing_.x),
                                                                    static_cast<double>(shown_framing_.y));
  painter.setPen(QPen(palette().color(QPalette::Highlight), 1.0, Qt::DashLine));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(QRectF(middle - QPointF(side / 2, side / 2), QSizeF(side, side)));
}

void CutOutCanvas::paint_framing(QPainter& painter) {
  const QRectF canvas = canvas_rect();
  const FrameGesture gesture = frame_gesture();
  const core::views::Framing& framing = dragged_;
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  painter.save();
  painter.setTransform(gesture.to(framing), true);
  painter.drawImage(canvas, cut_out_image_);
  painter.restore();
  const QColor accent = palette().color(QPalette::Highlight);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(palette().color(QPalette::PlaceholderText), 1.0, Qt::DotLine));
  painter.drawRect(canvas);
  // What lies on this line lies on the axis that the views go around.
  painter.drawLine(QPointF(canvas.center().x(), canvas.top()), QPointF(canvas.center().x(), canvas.bottom()));
  painter.setPen(QPen(accent, 1.5));
  const QPolygonF corners = gesture.frame(framing);
  painter.drawPolygon(corners);
  const QPointF knob = gesture.knob(framing);
  painter.drawLine((corners[0] + corners[1]) / 2, knob);
  painter.setBrush(palette().color(QPalette::Base));
  painter.drawEllipse(knob, kHandleSide / 2 + 1, kHandleSide / 2 + 1);
  for (const QPointF& corner : corners)
    painter.drawRect(QRectF(corner - QPointF(kHandleSide / 2, kHandleSide / 2), QSizeF(kHandleSide, kHandleSide)));
}

void CutOutCanvas::paint_editing(QPainter& painter, const QRectF& target) {
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  painter.drawImage(target, picture_small_);
  if (!overlay_.isNull()) painter.drawImage(target, overlay_);
  const double scale = target.width() / picture_->rgba.width();
  std::optional<QRectF> box = box_;
  if (!box && choice_.box) {
    const auto& sides = *choice_.box;
    box = QRectF(QPointF(sides[0], sides[1]), QPointF(sides[2], sides[3]));
  }
  if (box) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1.5, Qt::DashLine));
    painter.drawRect(QRectF(target.topLeft() + box->topLeft() * scale, box->size() * scale));
  }
  if (!cut_out_image_.isNull()) {
    const double side = target.width() * 0.3;
    const QRectF inset(QRectF(rect()).bottomRight() - QPointF(side + 6, side + 6), QSizeF(side, side));
    paint_checkerboard(painter, inset, palette());
    painter.drawImage(inset, cut_out_image_);
    painter.setPen(palette().color(QPalette::Mid));
    painter.drawRect(inset);
  }
  if (has_brush() && pointer_.x() >= 0) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Qt::white, 1.5));
    painter.drawEllipse(pointer_, brush_radius_, brush_radius_);
    if (brush_softness_ > 0.0) {
      const double solid = brush_radius_ * (1.0 - brush_softness_);
      painter.setPen(QPen(QColor(255, 255, 255, 150), 1.0, Qt::DotLine));
      painter.drawEllipse(pointer_, solid, solid);
    }
  }
}

void CutOutCanvas::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QPainterPath card;
  card.addRoundedRect(QRectF(rect()), 7, 7);
  painter.setClipPath(card);
  paint_checkerboard(painter, QRectF(rect()), palette());
  if (!picture_) {
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(rect().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap, tr("No picture yet"));
  } else if (tool_ == Tool::Frame && cut_out_) {
    paint_framing(painter);
  } else if (tool_ != Tool::None && tool_ != Tool::Frame) {
    paint_editing(painter, picture_rect());
  } else if (!cut_out_) {
    painter.setOpacity(0.6);
    painter.drawImage(picture_rect(), picture_small_);
  } else {
    paint_cut_out(painter, canvas_rect());
  }
}

void CutOutCanvas::remake_overlay() {
  const core::image::Image8* strokes = drawn_ ? drawn_.get() : choice_.strokes.get();
  overlay_ = {};
  if (strokes == nullptr || strokes->is_empty() || picture_small_.isNull()) return;
  overlay_ = QImage(picture_small_.size(), QImage::Format_ARGB32);
  for (int y = 0; y < overlay_.height(); ++y) {
    const int source_y = y * strokes->height() / overlay_.height();
    auto* line = reinterpret_cast<QRgb*>(overlay_.scanLine(y));
    for (int x = 0; x < overlay_.width(); ++x) {
      const float value = core::image::stroke_value(strokes->at(x * strokes->width() / overlay_.width(), source_y));
      QColor ink = value > 0.0f ? kObjectInk : kBackgroundInk;
      ink.setAlpha(static_cast<int>(std::lround(std::abs(value) * static_cast<float>(ink.alpha()))));
      line[x] = ink.rgba();
    }
  }
}

void CutOutCanvas::begin_stroke(const QPointF& point_in_picture) {
  const bool can_continue = choice_.strokes && choice_.strokes->width() == picture_->rgba.width();
  drawn_ = can_continue ? std::make_shared<core::image::Image8>(*choice_.strokes)
                        : std::make_shared<core::image::Image8>(picture_->rgba.width(), picture_->rgba.height(), 1);
  covered_ = core::image::Image8(drawn_->width(), drawn_->height(), 1);
  last_in_picture_ = point_in_picture;
  stroke_to(point_in_picture);
}

void CutOutCanvas::stroke_to(const QPointF& point_in_picture) {
  const float full = tool_ == Tool::BrushObject ? 1.0f : -1.0f;
  const bool can_continue = choice_.strokes && choice_.strokes->width() == drawn_->width();
  const auto paint = [&](int x, int y, double share) {
    // A stroke covers a pixel as much as its nearest point does, however often it passes.
    const auto covered = static_cast<std::uint8_t>(std::lround(255.0 * share));
    if (covered <= covered_.at(x, y)) return;
    covered_.at(x, y) = covered;
    const float before = can_continue ? core::image::stroke_value(choice_.strokes->at(x, y)) : 0.0f;
    drawn_->at(x, y) = core::image::stroke_byte(before + (full - before) * static_cast<float>(share));
  };
  along_stroke(last_in_picture_, point_in_picture, brush_radius_px(), brush_softness_, drawn_->width(),
               drawn_->height(), paint);
  last_in_picture_ = point_in_picture;
}

void CutOutCanvas::mousePressEvent(QMouseEvent* event) {
  if (tool_ == Tool::None || !picture_ || event->button() != Qt::LeftButton) return;
  if (tool_ == Tool::Frame) {
    pressed_ = event->position();
    part_ = cut_out_ ? frame_gesture().part_at(pressed_) : FrameGesture::Part::None;
    return;
  }
  const QPointF point = to_picture(event->position());
  if (tool_ == Tool::Box) {
    box_start_ = point;
    box_ = QRectF(point, QSizeF(0, 0));
    return;
  }
  begin_stroke(point);
  remake_overlay();
  update();
}

void CutOutCanvas::mouseMoveEvent(QMouseEvent* event) {
  pointer_ = event->position();
  if (part_ != FrameGesture::Part::None) {
    dragged_ = frame_gesture().dragged(part_, pressed_, pointer_, event->modifiers() & Qt::ShiftModifier);
    Q_EMIT framing_dragged(dragged_);
  }
  if (picture_ && box_) box_ = QRectF(box_start_, to_picture(event->position())).normalized();
  if (picture_ && drawn_) {
    stroke_to(to_picture(event->position()));
    remake_overlay();
  }
  if (tool_ != Tool::None) update();
}

void CutOutCanvas::mouseReleaseEvent(QMouseEvent*) {
  const FrameGesture::Part part = std::exchange(part_, FrameGesture::Part::None);
  if (part != FrameGesture::Part::None) {
    core::views::Framing framing = dragged_;
    // The ratio may be what the source has room for: only scaling makes it the artist's.
    if (part != FrameGesture::Part::Scale) framing.ratio = choice_.framing.ratio;
    Q_EMIT framed(framing);
    show_framing();  // as it was, if this one was refused
  } else if (drawn_) {
    core::project::CutOutChoice choice = choice_;
    set_strokes(choice, std::exchange(drawn_, nullptr));
    Q_EMIT stroked(choice);
  } else if (box_) {
    const QRectF whole(0, 0, picture_->rgba.width(), picture_->rgba.height());
    const QRect box = (*box_ & whole).toRect();
    box_.reset();
    core::project::CutOutChoice choice = choice_;
    choice.box.reset();  // a click without a drag takes the box away
    if (box.width() > 4 && box.height() > 4) {
      choice.box = std::array<int, 4>{box.left(), box.top(), box.left() + box.width(), box.top() + box.height()};
    }
    Q_EMIT boxed(choice);
  }
}

void CutOutCanvas::set_brush_radius(int radius) {
  radius = std::clamp(radius, kMinBrushRadius, kMaxBrushRadius);
  if (std::exchange(brush_radius_, radius) == radius) return;
  update();
  Q_EMIT brush_resized(radius);
}

void CutOutCanvas::set_brush_softness(double softness) { brush_softness_ = std::clamp(softness, 0.0, 1.0); }

void CutOutCanvas::wheelEvent(QWheelEvent* event) {
  if (tool_ == Tool::Frame && cut_out_ && event->angleDelta().y() != 0) {
    core::views::Framing framing = dragged_;
    framing.ratio *= event->angleDelta().y() > 0 ? kWheelScale : 1.0f / kWheelScale;
    event->accept();
    Q_EMIT framed(core::views::within_limits(framing));
    return;
  }
  if (!has_brush() || event->angleDelta().y() == 0) return event->ignore();
  const int step = std::max(1, brush_radius_ / 8);
  set_brush_radius(brush_radius_ + (event->angleDelta().y() > 0 ? step : -step));
}

void CutOutCanvas::leaveEvent(QEvent*) {
  pointer_ = {-1, -1};
  update();
}

}  // namespace ui
