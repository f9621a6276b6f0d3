// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QFont>
#include <QPointF>
#include <QSize>
#include <QString>
#include <QStringList>
#include <glm/vec2.hpp>
#include <memory>
#include <optional>
#include <vector>

#include "render/orbit_control.h"
#include "render/scene.h"
#include "ui/viewport/overlay_style.h"

namespace ui::viewport {

/// What the colours of a map mean. Without a title there is none.
struct OverlayLegend {
  QString title;
  QString low, high;  ///< at the ends of the ramp
  QString hatched;    ///< beside a hatched field; empty: none
};

/// What the overlay shows. Texts are translated already; a control whose text is empty is left out.
struct OverlayContent {
  struct ShadingEntry {
    render::Shading shading;
    QString text;
  };
  struct Command {
    QString text;
    bool is_enabled = false;
  };

  QStringList statistics;  ///< lines of the box at the top left; empty lines are left out
  std::vector<ShadingEntry> shadings;
  render::Shading shading = render::Shading::Clay;
  QString light_text;  ///< of the light switch beside the shadings
  bool is_lit = false;
  Command pause, stop, go_on;
  OverlayLegend legend;
  QString picture_text;  ///< of the slider for the picture laid over the mesh
  float picture_opacity = 0.5f;
  QString sides[6];  ///< names on the cube, in the order of render::StandardView
  render::ViewCamera camera;
};

/// What the artist did with it since the last frame.
struct OverlayActions {
  std::optional<render::Shading> shading;
  bool is_light_switched = false;
  bool is_pause_pressed = false, is_stop_pressed = false, is_go_on_pressed = false;
  std::optional<float> picture_opacity;
  bool is_picture_closed = false;
  std::optional<render::StandardView> side;
  glm::vec2 cube_drag_px{0.0f};  ///< logical pixels
};

/// Statistics, view cube, shading switch and buttons over the viewport, drawn with Dear ImGui. Needs the OpenGL context
/// it was made in for construction, draw() and destruction. Positions are logical pixels.
class Overlay {
 public:
  Overlay();
  ~Overlay();
  Overlay(const Overlay&) = delete;
  Overlay& operator=(const Overlay&) = delete;

  void pointer_moved(const QPointF& position);
  void pointer_left();
  void button_changed(bool is_down);
  /// The pointer is over a control, or holds one: the scene does not get it.
  bool has_pointer() const;

  /// A click is on its way through: draw once more.
  bool needs_another_frame() const;

  /// Draws into the framebuffer that is bound.
  /// @param size_px  of the framebuffer, device pixels
  OverlayActions draw(const OverlayContent& content, const QSize& size_px, const OverlayStyle& style,
                      const QFont& font);

 private:
  struct Gui;
  std::unique_ptr<Gui> gui_;
};

}  // namespace ui::viewport
