// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/viewport/viewport_widget.h"

#include <QEvent>
#include <QOpenGLContext>
#include <QPainter>
#include <QSurfaceFormat>
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/error.h"
#include "ui/viewport/frame_painter.h"

namespace ui::viewport {
namespace {

constexpr int kTick_ms = 16;
/// Spent on the finished frame between two looks at what the artist does.
constexpr double kWork_ms = 12.0;
/// Copied to the device between two frames.
constexpr std::size_t kUploadBytes = std::size_t{4} << 20U;
constexpr float kStartAzimuth_deg = -32.0f, kStartElevation_deg = 16.0f, kStartDistance = 1.55f;

glm::vec3 as_glm(const QColor& color) {
  return {static_cast<float>(color.redF()), static_cast<float>(color.greenF()), static_cast<float>(color.blueF())};
}

}  // namespace

ViewportWidget::ViewportWidget(QWidget* parent) : QOpenGLWidget(parent) {
  QSurfaceFormat format = QSurfaceFormat::defaultFormat();
  format.setVersion(3, 3);
  format.setProfile(QSurfaceFormat::CoreProfile);
  // Frames are antialiased before they come here.
  format.setSamples(0);
  setFormat(format);
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Viewport"));
  setAccessibleDescription(tr("The mesh. Drag to turn it, use the wheel to zoom."));

  render::ViewCamera start = render::ViewCamera::on_ring(kStartAzimuth_deg, kStartElevation_deg);
  start.distance = kStartDistance;
  control_.set_camera(start);
  read_palette();
  ticker_.setInterval(kTick_ms);
  ticker_.setTimerType(Qt::PreciseTimer);
  connect(&ticker_, &QTimer::timeout, this, &ViewportWidget::tick);
  connect(&preparer_, &MeshPreparer::prepared, this, &ViewportWidget::take_prepared);
}

ViewportWidget::~ViewportWidget() {
  // Qt destroys the context when this is no ViewportWidget any more.
  if (context() != nullptr) disconnect(context(), nullptr, this, nullptr);
  release_device();
}

// ---- State

void ViewportWidget::set_mesh(core::mesh::MeshPtr mesh, core::mesh::ViewFindingsPtr findings) {
  if (mesh == newest_mesh_ && findings == newest_findings_) return;
  newest_mesh_ = mesh;
  newest_findings_ = findings;
  preparer_.prepare(std::move(mesh), std::move(findings));
}

void ViewportWidget::set_inspected_view(const QString& name) {
  inspected_view_ = name;
  update();
}

void ViewportWidget::take_prepared(render::PreparedMeshPtr mesh) {
  prepared_ = std::move(mesh);
  must_begin_upload_ = true;
  update();
}

void ViewportWidget::set_status(const Status& status) {
  status_ = status;
  update();
}

void ViewportWidget::set_run_controls(const RunControls& controls) {
  run_controls_ = controls;
  update();
}

void ViewportWidget::set_shading(render::Shading shading) {
  if (shading == scene_.shading) return;
  scene_.shading = shading;
  scene_changed();
  Q_EMIT shading_changed(shading);
}

void ViewportWidget::set_lit(bool is_lit) {
  if (is_lit == scene_.is_lit) return;
  scene_.is_lit = is_lit;
  scene_changed();
  Q_EMIT lit_changed(is_lit);
}

void ViewportWidget::set_floor_visible(bool is_visible) {
  if (is_visible == scene_.has_floor) return;
  scene_.has_floor = is_visible;
  scene_changed();
}

void ViewportWidget::set_orthographic(bool is_orthographic) {
  if (is_orthographic == this->is_orthographic()) return;
  control_.set_orthographic(is_orthographic);
  end_look_through();
  scene_changed();
  Q_EMIT orthographic_changed(is_orthographic);
}

void ViewportWidget::turn_to(render::StandardView view) {
  control_.turn_to(view);
  end_look_through();
  keep_ticking();
}

void ViewportWidget::turn_to_angles(float azimuth_deg, float elevation_deg) {
  render::ViewCamera camera = control_.goal();
  camera.azimuth_deg = azimuth_deg;
  camera.elevation_deg = std::clamp(elevation_deg, -90.0f, 90.0f);
  control_.set_camera(camera);
  end_look_through();
  scene_changed();
}

void ViewportWidget::frame_mesh() {
  control_.frame(prepared_ ? prepared_->bounds : core::geometry::Aabb(), logical_size());
  end_look_through();
  keep_ticking();
}

void ViewportWidget::look_through(float azimuth_deg, std::shared_ptr<const core::image::Image8> picture,
                                  const QString& name) {
  const bool was_orthographic = is_orthographic();
  control_.look_through(azimuth_deg, 0.0f);
  picture_ = std::move(picture);
  picture_name_ = name;
  scene_.overlay.reset();
  if (was_orthographic) Q_EMIT orthographic_changed(false);
  keep_ticking();
}

void ViewportWidget::stop_looking_through() {
  if (!control_.is_looking_through()) return;
  render::ViewCamera camera = control_.goal();
  camera.lens_zoom = 1.0f;
  camera.lens_shift = glm::vec2(0.0f);
  control_.set_camera(camera);
  end_look_through();
  scene_changed();
}

void ViewportWidget::set_picture_opacity(float opacity) {
  opacity = std::clamp(opacity, 0.0f, 1.0f);
  if (opacity == picture_opacity_) return;
  picture_opacity_ = opacity;
  if (scene_.overlay) scene_.overlay->opacity = opacity;
  scene_changed();
  Q_EMIT picture_opacity_changed(opacity);
}

/// The control has left the view already; here the picture goes too.
void ViewportWidget::end_look_through() {
  if (control_.is_looking_through() || picture_name_.isNull()) return;
  picture_.reset();
  picture_name_ = QString();
  scene_.overlay.reset();
  scene_changed();
  Q_EMIT look_through_ended();
}

void ViewportWidget::read_palette() {
  const bool is_dark = palette().color(QPalette::Window).lightness() < 128;
  render::Gradient gradient;
  if (!is_dark) gradient = {as_glm(QColor(0xee, 0xf0, 0xf3)), as_glm(QColor(0xcb, 0xd0, 0xd7))};
  scene_.background = gradient;
  scene_.floor_color = is_dark ? glm::vec3(1.0f) : glm::vec3(0.1f, 0.12f, 0.15f);
  scene_changed();
}

void ViewportWidget::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) read_palette();
  QOpenGLWidget::changeEvent(event);
  if (event->type() == QEvent::LanguageChange || event->type() == QEvent::FontChange) update();
}

// ---- Drawing

void ViewportWidget::initializeGL() {
  connect(context(), &QOpenGLContext::aboutToBeDestroyed, this, &ViewportWidget::release_device);
  try {
    painter_ = std::make_unique<FramePainter>();
    overlay_ = std::make_unique<Overlay>();
    failure_.clear();
  } catch (const core::Error& error) {
    give_up(error);
  }
  // A context that replaces another one (the panel was floated) starts empty.
  scene_.mesh.reset();
  must_begin_upload_ = prepared_ != nullptr;
}

void ViewportWidget::release_device() {
  if (!painter_ && !overlay_) return;
  makeCurrent();
  overlay_.reset();
  painter_.reset();
  doneCurrent();
}

void ViewportWidget::advance_upload() {
  if (must_begin_upload_) {
    must_begin_upload_ = false;
    is_uploading_ = true;
    painter_->renderer().begin_upload(prepared_);
  }
  if (!is_uploading_ || !painter_->renderer().advance_upload(kUploadBytes)) return;
  is_uploading_ = false;
  scene_.mesh = prepared_ ? prepared_->mesh : nullptr;
  painter_->invalidate();
  const core::mesh::MeshPtr shown = scene_.mesh;
  QMetaObject::invokeMethod(
      this, [this, shown] { Q_EMIT mesh_shown(shown); }, Qt::QueuedConnection);
}

void ViewportWidget::paintGL() {
  if (!painter_) {
    paint_failure();
    return;
  }
  scene_.pixel_ratio = static_cast<float>(devicePixelRatioF());
  try {
    advance_upload();
    painter_->set_size(size_in_device_px());
    painter_->draw(scene_, control_.camera(), is_moving());
    painter_->present(defaultFramebufferObject());
  } catch (const core::Error& error) {
    give_up(error);
    paint_failure();
    return;
  }
  if (is_moving()) frame_rate_.add_frame(Clock::now());
  draw_overlay();
  keep_ticking();
}

void ViewportWidget::give_up(const core::Error& error) {
  overlay_.reset();
  painter_.reset();
  failure_ = QString::fromUtf8(error.what());
}

void ViewportWidget::paint_failure() {
  QPainter painter(this);
  painter.fillRect(rect(), palette().color(QPalette::Base));
  painter.setPen(palette().color(QPalette::PlaceholderText));
  painter.drawText(rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap, failure_);
}

render::Scene ViewportWidget::picture_scene(const QSize& size_px, bool is_transparent) const {
  render::Scene scene = scene_;
  scene.overlay.reset();
  scene.pixel_ratio = std::max(1.0f, static_cast<float>(std::min(size_px.width(), size_px.height())) /
                                         static_cast<float>(std::min(width(), height())));
  if (is_transparent) {
    scene.background.reset();
    scene.has_floor = false;
  }
  return scene;
}

// ---- Time

glm::ivec2 ViewportWidget::size_in_device_px() const {
  const QSize size_px = (QSizeF(size()) * devicePixelRatioF()).toSize();
  return {std::max(1, size_px.width()), std::max(1, size_px.height())};
}

glm::vec2 ViewportWidget::logical_size() const {
  return {static_cast<float>(std::max(1, width())), static_cast<float>(std::max(1, height()))};
}

void ViewportWidget::scene_changed() {
  if (painter_) painter_->invalidate();
  update();
}

void ViewportWidget::camera_moved() {
  last_movement_ = Clock::now();
  scene_changed();
}

bool ViewportWidget::has_work() const {
  if (!painter_) return false;
  return is_uploading_ || must_begin_upload_ || !painter_->is_finished() || overlay_->needs_another_frame();
}

void ViewportWidget::keep_ticking() {
  const bool is_needed = control_.is_moving() || is_moving() || has_work() || shown_fps_ > 0;
  if (!is_needed || !isVisible()) {
    ticker_.stop();
  } else if (!ticker_.isActive()) {
    last_tick_ = Clock::now();
    ticker_.start();
  }
}

void ViewportWidget::tick() {
  const Clock::time_point now = Clock::now();
  const double passed_s = std::chrono::duration<double>(now - std::exchange(last_tick_, now)).count();
  if (control_.advance(passed_s)) {
    if (!control_.is_moving() && control_.is_looking_through() && picture_) {
      scene_.overlay = render::PictureOverlay{picture_, picture_opacity_};
    }
    camera_moved();
  }
  if (is_moving()) {
    shown_fps_ = frame_rate_.per_second();
    return;
  }
  frame_rate_.reset();
  if (std::exchange(shown_fps_, 0) > 0) update();
  work_on_frame(kWork_ms);
  if (overlay_ && (is_uploading_ || overlay_->needs_another_frame())) update();
  keep_ticking();
}

/// Work on a frame that is not shown yet needs no painting of the window; the finished one does.
void ViewportWidget::work_on_frame(double budget_ms) {
  if (!painter_ || painter_->is_finished()) return;
  makeCurrent();
  try {
    painter_->work(scene_, control_.camera(), budget_ms);
    if (painter_->is_finished()) update();
  } catch (const core::Error& error) {
    give_up(error);
    update();
  }
  doneCurrent();
}

void ViewportWidget::finish_frame() {
  if (!painter_) return;
  makeCurrent();
  try {
    while (must_begin_upload_ || is_uploading_) advance_upload();
    painter_->set_size(size_in_device_px());
  } catch (const core::Error& error) {
    give_up(error);
  }
  doneCurrent();
  work_on_frame(std::numeric_limits<double>::infinity());
}

}  // namespace ui::viewport
