// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
// What the viewport's overlay shows, and what its controls do.
#include <QLocale>
#include <algorithm>
#include <iterator>

#include "ui/viewport/viewport_widget.h"

namespace ui::viewport {
namespace {

bool shows_base_color(render::Shading shading) {
  return shading == render::Shading::Textured || shading == render::Shading::VertexColors;
}

}  // namespace

void ViewportWidget::draw_overlay() {
  const glm::ivec2 size_px = size_in_device_px();
  const OverlayStyle style = make_overlay_style(palette(), static_cast<float>(devicePixelRatioF()));
  const OverlayActions actions = overlay_->draw(overlay_content(), {size_px.x, size_px.y}, style, font());
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

OverlayLegend ViewportWidget::legend() const {
  const QString name = inspected_view_;
  if (scene_.shading == render::Shading::Coverage) {
    return {name.isEmpty() ? tr("Views that see a place") : tr("Seen by %1").arg(name), tr("1"),
            tr("%1 or more").arg(render::kFullCoverage), tr("seen by none")};
  }
  if (scene_.shading == render::Shading::Disagreement) {
    return {name.isEmpty() ? tr("Views differ from the surface") : tr("%1 differs from the surface").arg(name),
            tr("agrees"),
            tr("30° or 4 px"),
            {}};
  }
  return {};
}

OverlayContent ViewportWidget::overlay_content() const {
  OverlayContent content;
  content.statistics = statistics();
  content.shadings = {{render::Shading::Textured, tr("Textured")},    {render::Shading::Clay, tr("Clay")},
                      {render::Shading::Normals, tr("Normals")},      {render::Shading::Wire, tr("Wire")},
                      {render::Shading::VertexColors, tr("Colours")}, {render::Shading::Coverage, tr("Coverage")},
                      {render::Shading::Disagreement, tr("Disagree")}};
  content.shading = scene_.shading;
  if (shows_base_color(scene_.shading)) content.light_text = tr("Light");
  content.is_lit = scene_.is_lit;
  if (run_controls_.can_pause || run_controls_.can_stop || run_controls_.can_continue) {
    content.pause = {tr("Pause"), run_controls_.can_pause};
    content.stop = {tr("Stop"), run_controls_.can_stop};
    content.go_on = {tr("Continue"), run_controls_.can_continue};
  }
  content.legend = legend();
  if (control_.is_looking_through() && picture_) content.picture_text = picture_name_;
  content.picture_opacity = picture_opacity_;
  const QString sides[] = {tr("front"), tr("right"), tr("back"), tr("left"), tr("top"), tr("bottom")};
  std::copy(std::begin(sides), std::end(sides), std::begin(content.sides));
  content.camera = control_.camera();
  return content;
}

}  // namespace ui::viewport
