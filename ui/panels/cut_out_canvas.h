// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QImage>
#include <QPixmap>
#include <QWidget>
#include <optional>

#include "core/project/workspace.h"
#include "ui/panels/frame_gesture.h"

namespace ui {

/// Shows the framed cut-out on a checkerboard, with its edge and its framing. While a tool is chosen it shows the whole
/// picture instead, with the box and the strokes to edit and the present cut-out small in a corner. With the frame tool
/// the cut-out is moved, scaled and turned on its canvas.
class CutOutCanvas : public QWidget {
  Q_OBJECT

 public:
  enum class Tool { None, BrushObject, BrushBackground, Box, Frame };

  explicit CutOutCanvas(QWidget* parent = nullptr);

  void show_work(const core::project::PicturePtr& picture, const core::project::CutOutPtr& cut_out,
                 const core::project::CutOutChoice& choice);
  void set_tool(Tool tool);
  Tool tool() const { return tool_; }
  static constexpr int kMinBrushRadius = 2, kMaxBrushRadius = 60;  ///< on screen
  void set_brush_radius(int radius);
  /// @param softness  0 a hard edge ... 1 fading out from the middle
  void set_brush_softness(double softness);
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override { return std::min(width, 420); }
  QSize sizeHint() const override { return {240, 240}; }
  QSize minimumSizeHint() const override { return {140, 190}; }

 Q_SIGNALS:
  void stroked(const core::project::CutOutChoice& choice);
  void boxed(const core::project::CutOutChoice& choice);
  void brush_resized(int radius);
  void framing_dragged(const core::views::Framing& framing);  ///< while the button is down
  void framed(const core::views::Framing& framing);           ///< at the end of a drag

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  void paint_cut_out(QPainter& painter, const QRectF& target);
  void paint_editing(QPainter& painter, const QRectF& target);
  void paint_framing(QPainter& painter);
  void show_framing();
  QRectF canvas_rect() const;
  FrameGesture frame_gesture() const;
  void begin_stroke(const QPointF& point_in_picture);
  QRectF picture_rect() const;
  QPointF to_picture(const QPointF& point) const;
  bool has_brush() const { return tool_ == Tool::BrushObject || tool_ == Tool::BrushBackground; }
  double brush_radius_px() const;
  void stroke_to(const QPointF& point_in_picture);
  void remake_overlay();

  core::project::PicturePtr picture_;
  core::project::CutOutPtr cut_out_;
  core::project::CutOutChoice choice_;
  Tool tool_ = Tool::None;
  int brush_radius_ = 9;
  double brush_softness_ = 0.0;
  QImage picture_small_;  ///< the picture at about the panel's resolution
  QImage cut_out_image_, edge_image_;
  QImage overlay_;                                      ///< strokes in colours, as large as picture_small_
  std::shared_ptr<core::image::Image8> drawn_;          ///< strokes while the button is down
  core::image::Image8 covered_;                         ///< how much the stroke under way covers, one byte a pixel
  double box_aspect_ = 1.0;                             ///< of the object's box on the canvas
  FrameGesture::Part part_ = FrameGesture::Part::None;  ///< that is dragged
  core::views::Framing shown_framing_;                  ///< that the cut-out was made with
  core::views::Framing dragged_;                        ///< what the drag has made of it
  QPointF pressed_;
  QPointF last_in_picture_, box_start_, pointer_{-1, -1};
  std::optional<QRectF> box_;  ///< while it is dragged, in the picture
};

}  // namespace ui
