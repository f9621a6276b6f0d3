// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/viewport/viewport_widget.h"

#include <QEvent>
#include <QLocale>
#include <QOpenGLContext>
#include <QPainter>
#include <QSurfaceFormat>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "core/base/error.h"
#include "ui/viewport/frame_painter.h"

namespace ui::viewport {
namespace {

constexpr int kTick_ms = 16;
/// So long after the last movement the camera rests and the finished frame is drawn.
constexpr std::chrono::milliseconds kSettle(140);
/// Copied to the device between two frames.
constexpr std::size_t kUploadBytes = std::size_t{4} << 20U;
constexpr int kPictureSamples = 8;
constexpr float kStartAzimuth_deg = -32.0f, kStartElevation_deg = 16.0f, kStartDistance = 1.55f;

glm::vec3 as_glm(const QColor& color) {
  return {static_cast<float>(color.redF()), static_cast<float>(color.greenF()), static_cast<float>(color.blueF())};
}

bool shows_base_color(render::Shading shading) {
  return shading == render::Shading::Textured || shading == render::Shading::VertexColors;
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

ViewportWidget::~ViewportWidget() { release_device(); }

// ---- State

void ViewportWidget::set_mesh(core::mesh::MeshPtr mesh) {
  if (mesh == newest_mesh_) return;
  newest_mesh_ = mesh;
  preparer_.prepare(std::move(mesh));
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
    painter_.reset();
    failure_ = QString::fromUtf8(error.what());
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
  const auto ratio = static_cast<float>(devicePixelRatioF());
  scene_.pixel_ratio = ratio;
  const QSize size_px = (QSizeF(size()) * devicePixelRatioF()).toSize();
  const bool is_moving = Clock::now() - last_movement_ < kSettle;
  try {
    advance_upload();
    painter_->set_size({std::max(1, size_px.width()), std::max(1, size_px.height())});
    is_frame_current_ = painter_->advance(scene_, control_.camera(), is_moving);
    painter_->present(defaultFramebufferObject());
  } catch (const core::Error& error) {
    painter_.reset();
    overlay_.reset();
    failure_ = QString::fromUtf8(error.what());
    paint_failure();
    return;
  }
  if (is_moving) frame_rate_.add_frame(Clock::now());
  draw_overlay();
  keep_ticking();
}

void ViewportWidget::draw_overlay() {
  const QSize size_px = (QSizeF(size()) * devicePixelRatioF()).toSize();
  const OverlayStyle style = make_overlay_style(palette(), static_cast<float>(devicePixelRatioF()));
  const OverlayActions actions = overlay_->draw(overlay_content(), size_px, style, font());
  // What an action starts may draw or run an event loop: not from within a frame.
  QMetaObject::invokeMethod(
      this, [this, actions] { apply(actions); }, Qt::QueuedConnection);
}

void ViewportWidget::apply(const OverlayActions& actions) {
  if (actions.shading) set_shading(*actions.shading);
  if (actions.is_light_switched) set_lit(!scene_.is_lit);
  if (actions.picture_opacity) set_picture_opacity(*actions.picture_opacity);
  if (actions.is_picture_closed) stop_looking_through();
  if (actions.side) turn_to(*actions.side);
  if (actions.cube_drag_px != glm::vec2(0.0f)) {
    control_.orbit(2.0f * actions.cube_drag_px);
    end_look_through();
    camera_moved();
  }
  if (actions.is_pause_pressed) Q_EMIT pause_pressed();
  if (actions.is_stop_pressed) Q_EMIT stop_pressed();
  if (actions.is_go_on_pressed) Q_EMIT continue_pressed();
}

QStringList ViewportWidget::statistics() const {
  const QString separator = QStringLiteral(" · ");
  QStringList first, second;
  for (const QString& part : {status_.stage, status_.step}) {
    if (!part.isEmpty()) first << part;
  }
  if (prepared_ && prepared_->num_faces() > 0) {
    second << tr("%1 faces").arg(locale().toString(static_cast<qulonglong>(prepared_->num_faces())));
  }
  if (shown_fps_ > 0) second << tr("%1 fps").arg(shown_fps_);
  return {first.join(QStringLiteral("   ")), second.join(separator), status_.residuals};
}

OverlayContent ViewportWidget::overlay_content() const {
  OverlayContent content;
  content.statistics = statistics();
  content.shadings = {{render::Shading::Textured, tr("Textured")},
                      {render::Shading::Clay, tr("Clay")},
                      {render::Shading::Normals, tr("Normals")},
                      {render::Shading::Wire, tr("Wire")},
                      {render::Shading::VertexColors, tr("Colours")}};
  content.shading = scene_.shading;
  if (shows_base_color(scene_.shading)) content.light_text = tr("Light");
  content.is_lit = scene_.is_lit;
  if (run_controls_.can_pause || run_controls_.can_stop || run_controls_.can_continue) {
    content.pause = {tr("Pause"), run_controls_.can_pause};
    content.stop = {tr("Stop"), run_controls_.can_stop};
    content.go_on = {tr("Continue"), run_controls_.can_continue};
  }
  if (control_.is_looking_through() && picture_) content.picture_text = picture_name_;
  content.picture_opacity = picture_opacity_;
  const QString sides[] = {tr("front"), tr("right"), tr("back"), tr("left"), tr("top"), tr("bottom")};
  std::copy(std::begin(sides), std::end(sides), std::begin(content.sides));
  content.camera = control_.camera();
  return content;
}

void ViewportWidget::paint_failure() {
  QPainter painter(this);
  painter.fillRect(rect(), palette().color(QPalette::Base));
  painter.setPen(palette().color(QPalette::PlaceholderText));
  painter.drawText(rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap, failure_);
}

QImage ViewportWidget::draw_picture(const QSize& size_px, bool is_transparent, QString* why) {
  if (!painter_) {
    if (why != nullptr) *why = failure_.isEmpty() ? tr("The viewport has not been shown yet.") : failure_;
    return {};
  }
  render::Scene scene = scene_;
  scene.overlay.reset();
  scene.pixel_ratio = std::max(1.0f, static_cast<float>(std::min(size_px.width(), size_px.height())) /
                                         static_cast<float>(std::min(width(), height())));
  if (is_transparent) {
    scene.background.reset();
    scene.has_floor = false;
  }
  makeCurrent();
  QImage image;
  try {
    const core::image::Image8 picture = render::draw_picture(painter_->renderer(), scene, control_.camera(),
                                                             {size_px.width(), size_px.height()}, kPictureSamples);
    image = QImage(picture.width(), picture.height(), QImage::Format_RGBA8888);
    for (int y = 0; y < picture.height(); ++y) {
      std::memcpy(image.scanLine(y), picture.pixel(0, y), static_cast<std::size_t>(picture.width()) * 4);
    }
  } catch (const core::Error& error) {
    if (why != nullptr) *why = QString::fromUtf8(error.what());
  }
  painter_->invalidate();
  doneCurrent();
  return image;
}

// ---- Time

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

void ViewportWidget::keep_ticking() {
  const bool is_settling = Clock::now() - last_movement_ < kSettle;
  const bool is_needed = control_.is_moving() || is_settling || is_uploading_ || must_begin_upload_ ||
                         (painter_ && !is_frame_current_) || (overlay_ && overlay_->needs_another_frame()) ||
                         shown_fps_ > 0;
  if (!is_needed) {
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
  if (now - last_movement_ >= kSettle) {
    frame_rate_.reset();
    shown_fps_ = 0;
  } else {
    shown_fps_ = frame_rate_.per_second();
  }
  update();
}

}  // namespace ui::viewport
