// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/viewport_link.h"

#include <QSettings>
#include <QSignalBlocker>

namespace ui {
namespace {

using core::pipeline::SnapshotReady;
using render::Shading;
using render::StandardView;

constexpr std::pair<const char*, Shading> kShadings[] = {
    {"textured", Shading::Textured},        {"clay", Shading::Clay},
    {"normals", Shading::Normals},          {"wire", Shading::Wire},
    {"colours", Shading::VertexColors},     {"coverage", Shading::Coverage},
    {"disagreement", Shading::Disagreement}};

bool shows_findings(Shading shading) { return shading == Shading::Coverage || shading == Shading::Disagreement; }

/// "normals 3.4° · outlines 0.4 px", the means over all views.
QString residual_words(const core::mesh::Surface& surface) {
  double normals = 0.0, outlines = 0.0;
  int num_normals = 0;
  for (const core::mesh::Disagreement& row : surface.disagreement) {
    outlines += static_cast<double>(row.outline_px);
    if (row.normal_deg <= 0.0f) continue;
    normals += static_cast<double>(row.normal_deg);
    ++num_normals;
  }
  if (surface.disagreement.empty() || num_normals == 0) return {};
  return ViewportLink::tr("normals %1° · outlines %2 px")
      .arg(normals / num_normals, 0, 'f', 1)
      .arg(outlines / static_cast<double>(surface.disagreement.size()), 0, 'f', 1);
}

}  // namespace

ViewportLink::ViewportLink(viewport::ViewportWidget& viewport, PipelineController& controller, BoardPanel& board,
                           WindowActions& actions, QObject* parent)
    : QObject(parent), viewport_(viewport), controller_(controller), board_(board), actions_(actions) {
  connect_meshes();
  connect_camera();
  connect_shading();
  connect_inspection();
  show_status();
}

void ViewportLink::connect_meshes() {
  connect(&controller_, &PipelineController::opened, this, &ViewportLink::show_opened);
  connect(&controller_, &PipelineController::snapshot_changed, this, [this](const SnapshotReady& snapshot) {
    show_mesh(snapshot.mesh);
    status_.stage = tr("Refining %1").arg(snapshot.resolution) + QChar(0xb3);
    status_.step = snapshot.num_steps > 0 ? tr("step %1 of %2").arg(snapshot.step).arg(snapshot.num_steps) : QString();
    show_status();
  });
  connect(&controller_, &PipelineController::surface_changed, this, &ViewportLink::show_mesh);
  connect(&controller_, &PipelineController::handover_changed, this, &ViewportLink::show_mesh);
  connect(&controller_, &PipelineController::running_changed, this, &ViewportLink::show_status);
  connect(&controller_, &PipelineController::views_changed, this, &ViewportLink::show_status);
  connect(&viewport_, &viewport::ViewportWidget::pause_pressed, actions_.pause, &QAction::trigger);
  connect(&viewport_, &viewport::ViewportWidget::stop_pressed, actions_.stop, &QAction::trigger);
  connect(&viewport_, &viewport::ViewportWidget::continue_pressed, actions_.continue_mesh, &QAction::trigger);
}

void ViewportLink::connect_camera() {
  const std::pair<QAction*, StandardView> sides[] = {{actions_.front_view, StandardView::Front},
                                                     {actions_.side_view, StandardView::Right},
                                                     {actions_.top_view, StandardView::Top}};
  for (const auto& [action, side] : sides) {
    connect(action, &QAction::triggered, this, [this, to = side] { viewport_.turn_to(to); });
  }
  connect(actions_.frame_view, &QAction::triggered, &viewport_, &viewport::ViewportWidget::frame_mesh);
  connect(actions_.orthographic, &QAction::toggled, &viewport_, &viewport::ViewportWidget::set_orthographic);
  connect(&viewport_, &viewport::ViewportWidget::orthographic_changed, actions_.orthographic, &QAction::setChecked);
  connect(actions_.show_grid, &QAction::toggled, &viewport_, &viewport::ViewportWidget::set_floor_visible);
  connect(actions_.look_through, &QAction::triggered, this, &ViewportLink::look_through);
  connect(&viewport_, &viewport::ViewportWidget::look_through_ended, this,
          [this] { actions_.look_through->setChecked(false); });
}

void ViewportLink::connect_shading() {
  const auto show_shading = [this](Shading shading) {
    for (const auto& [name, value] : kShadings) {
      if (value != shading) continue;
      for (QAction* action : actions_.shading->actions()) {
        if (action->data().toString() == QLatin1String(name)) action->setChecked(true);
      }
      if (!examined_) QSettings().setValue(QStringLiteral("shading"), QLatin1String(name));
    }
    if (examined_ && shading != Shading::Disagreement) examine(std::nullopt);
    if (shows_findings(shading)) show_mesh(mesh_);
  };
  connect(actions_.shading, &QActionGroup::triggered, this, [this](const QAction* action) {
    for (const auto& [name, value] : kShadings) {
      if (action->data().toString() == QLatin1String(name)) viewport_.set_shading(value);
    }
  });
  connect(&viewport_, &viewport::ViewportWidget::shading_changed, this, show_shading);
  connect(actions_.light, &QAction::toggled, &viewport_, &viewport::ViewportWidget::set_lit);
  connect(&viewport_, &viewport::ViewportWidget::lit_changed, actions_.light, &QAction::setChecked);
  const QString stored = QSettings().value(QStringLiteral("shading"), QStringLiteral("textured")).toString();
  for (const auto& [name, value] : kShadings) {
    if (stored == QLatin1String(name)) viewport_.set_shading(value);
  }
  show_shading(viewport_.shading());
}

void ViewportLink::connect_inspection() {
  connect(&controller_.inspector(), &SurfaceInspector::found, this, &ViewportLink::take_findings);
  const auto ask_again = [this] {
    if (shows_findings(viewport_.shading()) && !controller_.is_running()) show_mesh(mesh_);
  };
  connect(&controller_, &PipelineController::choices_changed, this, ask_again);
  connect(&controller_, &PipelineController::running_changed, this, ask_again);
  connect(actions_.show_disagreement, &QAction::triggered, this,
          [this](bool is_on) { examine(is_on ? std::optional(board_.selected()) : std::nullopt); });
  for (int view = 0; view < core::geometry::kNumViews; ++view) {
    connect(&board_.grid().tile(view), &Tile::badge_pressed, this,
            [this](int pressed) { examine(examined_ == pressed ? std::nullopt : std::optional(pressed)); });
  }
}

void ViewportLink::show_mesh(core::mesh::MeshPtr mesh) {
  mesh_ = std::move(mesh);
  if (mesh_ && shows_findings(viewport_.shading())) {
    controller_.inspector().inspect(controller_.workspace(), mesh_, examined_);
  } else {
    viewport_.set_mesh(mesh_);
  }
}

void ViewportLink::take_findings(const core::pipeline::FindingsReady& found) {
  if (found.mesh != mesh_ || found.only != examined_) return;
  viewport_.set_mesh(found.mesh, found.findings);
  if (examined_) board_.grid().tile(*examined_).set_heat_map(found.picture);
}

void ViewportLink::examine(std::optional<int> view) {
  if (view && (!mesh_ || !board_.shown(*view))) view.reset();
  if (examined_) board_.grid().tile(*examined_).set_heat_map(nullptr);
  if (view && !examined_) shading_before_ = viewport_.shading();
  const bool ends = examined_ && !view;
  examined_ = view;
  actions_.show_disagreement->setChecked(view.has_value());
  viewport_.set_inspected_view(view ? view_label(*view) : QString());
  if (view) {
    viewport_.look_through(core::geometry::azimuth_deg(*view), nullptr, view_label(*view));
    viewport_.set_shading(Shading::Disagreement);
  } else if (ends && viewport_.shading() == Shading::Disagreement) {
    viewport_.set_shading(shading_before_);
  }
  if (shows_findings(viewport_.shading())) show_mesh(mesh_);
}

void ViewportLink::show_opened() {
  status_ = {};
  examine(std::nullopt);
  const core::project::Workspace& work = controller_.workspace();
  if (work.handover) {
    show_mesh(work.handover->mesh);
  } else {
    show_mesh(work.surface ? work.surface->surface->dense : nullptr);
  }
  show_status();
}

void ViewportLink::show_status() {
  const bool is_running = controller_.is_running();
  if (!is_running) {
    status_.step.clear();
    status_.stage.clear();
  }
  const core::project::Workspace& work = controller_.workspace();
  status_.residuals = work.surface ? residual_words(*work.surface->surface) : QString();
  if (controller_.is_paused()) status_.step = tr("paused");
  viewport_.set_status(status_);
  viewport::RunControls controls;
  controls.can_pause = is_running && !controller_.is_paused();
  controls.can_stop = is_running;
  const bool can_go_on = controller_.has_picture() && !is_running && controller_.exportable_mesh() != nullptr &&
                         !controller_.plan().is_empty();
  controls.can_continue = controller_.is_paused() || can_go_on;
  viewport_.set_run_controls(controls);
}

void ViewportLink::look_through(bool is_on) {
  if (!is_on) return viewport_.stop_looking_through();
  const int view = board_.selected();
  const core::views::ViewPtr shown = board_.shown(view);
  if (!shown) return actions_.look_through->setChecked(false);
  viewport_.look_through(core::geometry::azimuth_deg(view),
                         std::shared_ptr<const core::image::Image8>(shown, &shown->rgba), view_label(view));
}

}  // namespace ui
