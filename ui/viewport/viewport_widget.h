// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QImage>
#include <QOpenGLWidget>
#include <QPointF>
#include <QTimer>
#include <chrono>
#include <memory>
#include <optional>

#include "core/base/error.h"
#include "core/image/image.h"
#include "core/mesh/mesh.h"
#include "render/orbit_control.h"
#include "render/scene.h"
#include "ui/viewport/frame_rate.h"
#include "ui/viewport/mesh_preparer.h"
#include "ui/viewport/overlay.h"

namespace ui::viewport {

class FramePainter;

/// Parts of the statistics that only the caller knows, translated. Empty parts are left out.
struct Status {
  QString stage;      ///< "Refining 128³"
  QString step;       ///< "step 140 of 200"
  QString residuals;  ///< "normals 3.4° · outlines 0.4 px"
};

/// Which of the buttons over the viewport can be pressed now. Without any they are hidden.
struct RunControls {
  bool can_pause = false, can_stop = false, can_continue = false;
};

/// Shows a mesh and lets the artist turn it. Left or middle button turns, right button or Shift moves, the wheel or a
/// pinch zooms to the cursor; F frames, 1 / 3 / 7 on the keypad give front, side and top (with Ctrl the opposite side),
/// 5 switches to orthographic. Every control of the overlay is a slot too. It draws only when something has changed,
/// and reads its colours from the palette.
class ViewportWidget : public QOpenGLWidget {
  Q_OBJECT

 public:
  explicit ViewportWidget(QWidget* parent = nullptr);
  ~ViewportWidget() override;

  render::Shading shading() const { return scene_.shading; }
  bool is_lit() const { return scene_.is_lit; }
  bool is_floor_visible() const { return scene_.has_floor; }
  bool is_orthographic() const { return control_.goal().is_orthographic; }
  bool is_looking_through() const { return control_.is_looking_through(); }
  float picture_opacity() const { return picture_opacity_; }
  const render::ViewCamera& camera() const { return control_.camera(); }
  /// What was given last; shown as soon as it is prepared.
  const core::mesh::MeshPtr& mesh() const { return newest_mesh_; }
  /// What a picture of this size shows: mesh, shading and lines of the present frame, without the picture laid over it.
  render::Scene picture_scene(const QSize& size_px, bool is_transparent) const;
  /// The newest mesh that is ready to be drawn, with what its shading needs.
  const render::PreparedMeshPtr& prepared_mesh() const { return prepared_; }

  /// Finishes the frame at once, for a grab that shall not show a draft.
  void finish_frame();

  QSize sizeHint() const override { return {560, 640}; }
  QSize minimumSizeHint() const override { return {160, 160}; }

 public Q_SLOTS:
  /// Newest wins; the mesh shown stays until the new one is on the device. Null: none.
  /// @param findings  of the views about the mesh; Coverage and Disagreement are grey without
  void set_mesh(core::mesh::MeshPtr mesh, core::mesh::ViewFindingsPtr findings = nullptr);
  /// Whose disagreement the legend speaks of, such as "45° right"; empty: that of all views.
  void set_inspected_view(const QString& name);
  void set_status(const ui::viewport::Status& status);
  void set_run_controls(const ui::viewport::RunControls& controls);
  void set_shading(render::Shading shading);
  void set_lit(bool is_lit);
  void set_floor_visible(bool is_visible);
  void set_orthographic(bool is_orthographic);
  void turn_to(render::StandardView view);
  /// Turns freely; degrees as the ring has them.
  void turn_to_angles(float azimuth_deg, float elevation_deg);
  void frame_mesh();
  /// Goes to a camera of the ring and lays its picture over the mesh, until the artist turns the camera.
  /// @param picture  square, 3 or 4 channels; may be null
  /// @param name     shown beside the opacity slider, such as "45° right"
  void look_through(float azimuth_deg, std::shared_ptr<const core::image::Image8> picture, const QString& name);
  void stop_looking_through();
  void set_picture_opacity(float opacity);

 Q_SIGNALS:
  void shading_changed(render::Shading shading);
  void lit_changed(bool is_lit);
  void orthographic_changed(bool is_orthographic);
  void picture_opacity_changed(float opacity);
  void look_through_ended();
  void pause_pressed();
  void stop_pressed();
  void continue_pressed();
  /// The mesh given to set_mesh is on screen (queued frames included).
  void mesh_shown(core::mesh::MeshPtr mesh);

 protected:
  void initializeGL() override;
  void paintGL() override;
  bool event(QEvent* event) override;
  void changeEvent(QEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  using Clock = std::chrono::steady_clock;
  enum class Drag { None, Orbit, Pan, Overlay };
  /// So long after the last movement the camera rests and the finished frame is drawn.
  static constexpr std::chrono::milliseconds kSettle{140};

  void take_prepared(render::PreparedMeshPtr mesh);
  void release_device();
  void advance_upload();
  void draw_overlay();
  void apply(const OverlayActions& actions);
  OverlayContent overlay_content() const;
  OverlayLegend legend() const;
  QStringList statistics() const;
  void paint_failure();
  void read_palette();

  /// The camera has moved, or will: draw now, and drafts until it rests.
  void camera_moved();
  void scene_changed();
  void end_look_through();
  void tick();
  bool is_moving() const { return Clock::now() - last_movement_ < kSettle; }
  bool has_work() const;
  void keep_ticking();
  void zoom(const QPointF& position, float factor);
  glm::vec2 logical_size() const;
  glm::ivec2 size_in_device_px() const;
  void work_on_frame(double budget_ms);
  void give_up(const core::Error& error);

  render::Scene scene_;
  render::OrbitControl control_;
  core::mesh::MeshPtr newest_mesh_;
  core::mesh::ViewFindingsPtr newest_findings_;
  QString inspected_view_;
  render::PreparedMeshPtr prepared_;  ///< newest prepared; kept for a new context
  bool must_begin_upload_ = false, is_uploading_ = false;
  Status status_;
  RunControls run_controls_;
  std::shared_ptr<const core::image::Image8> picture_;
  QString picture_name_;
  float picture_opacity_ = 0.5f;

  Drag drag_ = Drag::None;
  QPointF last_position_;
  bool was_over_overlay_ = false;
  QTimer ticker_;
  Clock::time_point last_tick_, last_movement_;
  FrameRate frame_rate_;
  int shown_fps_ = 0;
  QString failure_;  ///< why there is no picture

  std::unique_ptr<FramePainter> painter_;  ///< these two live in the OpenGL context
  std::unique_ptr<Overlay> overlay_;
  MeshPreparer preparer_;
};

}  // namespace ui::viewport
