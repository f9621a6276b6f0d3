// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <QActionGroup>
#include <QInputDialog>
#include <QSettings>

#include "ui/main_window.h"

// What the actions of the main window do with views and runs. Those of files are in main_window_files.cpp, the menus in
// main_window_menus.cpp, the arrangement in main_window.cpp.
namespace ui {
namespace {

using core::geometry::kViewsPerAnchor;

std::size_t slot(int view) { return static_cast<std::size_t>(view); }

}  // namespace

void MainWindow::connect_view_actions() {
  connect(actions_.reroll, &QAction::triggered, this, [this] { edits_.reroll(board_->selected()); });
  connect(actions_.reroll_with_seed, &QAction::triggered, this, &MainWindow::ask_for_seed);
  connect(actions_.lock, &QAction::triggered, this,
          [this](bool is_locked) { edits_.set_locked(board_->selected(), is_locked); });
  connect(actions_.redo_in_betweens, &QAction::triggered, this, [this] { edits_.redo_in_betweens(); });
  connect(actions_.play, &QAction::triggered, this, [this] { board_->toggle_play(); });
  connect(actions_.save_picture, &QAction::triggered, this, &MainWindow::save_picture_of_mesh);
  connect(actions_.save_view, &QAction::triggered, this, &MainWindow::save_view);
  connect(actions_.trust, &QActionGroup::triggered, this,
          [this](QAction* action) { edits_.set_trust(board_->selected(), action->data().toFloat()); });
  connect(actions_.make_mesh, &QAction::triggered, this, [this] { controller_.make(); });
  connect(actions_.pause, &QAction::triggered, this, [this] { controller_.set_paused(true); });
  connect(actions_.continue_mesh, &QAction::triggered, this, [this] {
    if (controller_.is_paused()) return controller_.set_paused(false);
    controller_.make();
  });
  connect(actions_.stop, &QAction::triggered, this, [this] { controller_.stop(); });
  actions_.start_at_once->setChecked(QSettings().value(QStringLiteral("start_at_once"), true).toBool());
  edits_.set_following(actions_.start_at_once->isChecked());
  connect(actions_.start_at_once, &QAction::toggled, this, [this](bool is_on) {
    QSettings().setValue(QStringLiteral("start_at_once"), is_on);
    edits_.set_following(is_on);
  });
  connect(actions_.quality, &QActionGroup::triggered, this, [this](QAction* action) {
    core::OptionValues values = controller_.workspace().choices.surface;
    values["quality"] = action->data().toString().toStdString();
    if (values.size() == 1 && action->data().toString() == QStringLiteral("standard")) values.clear();
    edits_.set_options(Edits::Group::Surface, values, tr("Quality"));
  });

  VariantTray& tray = board_->tray();
  connect(&tray, &VariantTray::use_wanted, &edits_, &Edits::use_variant);
  connect(&tray, &VariantTray::remove_wanted, &edits_, &Edits::remove_variant);
  connect(&tray, &VariantTray::trust_changed, this,
          [this](float trust) { edits_.set_trust(board_->selected(), trust); });
  for (int view = 0; view < core::geometry::kNumViews; ++view) {
    Tile& tile = board_->grid().tile(view);
    connect(&tile, &Tile::reroll_wanted, this, [this](int wanted) {
      board_->grid().select(wanted);
      edits_.reroll(wanted);
    });
    connect(&tile, &Tile::menu_wanted, this, [this](int, const QPoint& position) { views_menu_->popup(position); });
    connect(&tile, &Tile::double_clicked, this, [this](int) {
      actions_.look_through->setChecked(false);  // also from another view that is looked through
      actions_.look_through->trigger();
    });
  }
}

void MainWindow::refresh_actions() {
  const core::project::Workspace& work = controller_.workspace();
  const int view = board_->selected();
  const bool is_open = controller_.has_picture(), is_shown = work.shown[slot(view)] != nullptr;
  const bool is_running = controller_.is_running();
  for (QAction* action : {actions_.save, actions_.save_as}) action->setEnabled(is_open);
  for (QAction* action : {actions_.reroll, actions_.reroll_with_seed, actions_.lock, actions_.look_through,
                          actions_.save_view, actions_.copy, actions_.play, actions_.export_folder}) {
    action->setEnabled(is_shown);
  }
  actions_.show_disagreement->setEnabled(is_shown && controller_.exportable_mesh() != nullptr);
  actions_.trust->setEnabled(is_shown);
  for (QAction* action : actions_.trust->actions()) {
    action->setChecked(std::abs(action->data().toFloat() - work.choices.trust[slot(view)]) < 0.005f);
  }
  actions_.lock->setChecked(work.choices.locked[slot(view)]);
  actions_.stop->setEnabled(is_running);
  const bool has_work = is_open && !is_running && !controller_.plan().is_empty();
  actions_.make_mesh->setEnabled(has_work);
  actions_.pause->setEnabled(is_running && !controller_.is_paused());
  actions_.continue_mesh->setEnabled(controller_.is_paused() || (has_work && controller_.exportable_mesh() != nullptr));
  actions_.redo_in_betweens->setEnabled(is_open && !is_running &&
                                        controller_.plan(core::pipeline::Goal::InBetweens).clips.any());
  actions_.save_picture->setEnabled(controller_.exportable_mesh() != nullptr);
  actions_.export_mesh->setEnabled(controller_.exportable_mesh() != nullptr);
  actions_.export_turntable->setEnabled(controller_.exportable_mesh() != nullptr);
  const auto found = work.choices.surface.find("quality");
  const QString quality = found == work.choices.surface.end()
                              ? QStringLiteral("standard")
                              : QString::fromStdString(std::get<std::string>(found->second));
  actions_.quality->setEnabled(is_open);
  for (QAction* action : actions_.quality->actions()) action->setChecked(action->data().toString() == quality);
}

void MainWindow::ask_for_seed() {
  const int view = board_->selected();
  bool is_ok = false;
  const auto& work = controller_.workspace();
  const int seed = QInputDialog::getInt(
      this, tr("Re-roll with this seed"),
      tr("Seed for %1. The same seed gives the same picture again.").arg(view_label(view)),
      static_cast<int>(work.choices.anchor_seeds[slot(view / kViewsPerAnchor)]), 0, 999999, 1, &is_ok);
  if (is_ok) edits_.reroll(view, static_cast<std::uint64_t>(seed));
}

}  // namespace ui
