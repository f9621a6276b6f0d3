// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/board/board_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace ui {
namespace {

constexpr int kMinGridHeight = 160;

}  // namespace

using core::project::VariantPtr;

BoardPanel::BoardPanel(PipelineController& controller, QWidget* parent) : QWidget(parent), controller_(controller) {
  auto* heading = new QLabel(tr("VIEWS"));
  heading->setProperty("heading", true);
  modes_ = new QButtonGroup(this);
  auto* top = new QHBoxLayout;
  top->setSpacing(3);
  top->addWidget(heading);
  top->addStretch();
  const std::pair<TileMode, QString> names[] = {
      {TileMode::Color, tr("Colour")}, {TileMode::Normals, tr("Normals")}, {TileMode::Mask, tr("Mask")}};
  for (const auto& [mode, name] : names) {
    auto* button = new QToolButton;
    button->setText(name);
    button->setCheckable(true);
    button->setProperty("segment", true);
    button->setToolTip(tr("Show this on all tiles"));
    modes_->addButton(button, static_cast<int>(mode));
    top->addWidget(button);
  }
  modes_->button(static_cast<int>(TileMode::Color))->setChecked(true);
  connect(modes_, &QButtonGroup::idClicked, this, [this](int id) { set_mode(static_cast<TileMode>(id)); });

  grid_ = new ViewGrid;
  scroll_ = new QScrollArea;
  scroll_->setWidget(grid_);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll_->viewport()->setAutoFillBackground(false);
  scroll_->setFocusPolicy(Qt::NoFocus);
  tray_ = new VariantTray;
  flip_book_ = new FlipBook(scroll_->viewport());
  outline_brush_ = new OutlineBrush(scroll_->viewport());
  region_brush_ = new RegionBrush(scroll_->viewport());

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(10, 8, 10, 8);
  layout->setSpacing(8);
  layout->addLayout(top);
  layout->addWidget(scroll_);
  layout->addWidget(tray_);
  layout->addStretch();
  setMinimumWidth(300);

  connect(grid_, &ViewGrid::selection_changed, this, [this](int view) {
    end_brushes();
    show_selected();
    scroll_->ensureWidgetVisible(&grid_->tile(view), 20, 20);
    Q_EMIT selection_changed(view);
  });
  for (TileBrush* brush : std::initializer_list<TileBrush*>{outline_brush_, region_brush_})
    connect(brush, &TileBrush::ended, grid_, qOverload<>(&QWidget::setFocus));
  connect(grid_, &ViewGrid::play_wanted, this, &BoardPanel::toggle_play);
  connect(tray_, &VariantTray::previewed, this, [this](const VariantPtr& variant) {
    grid_->tile(grid_->selected()).set_stand_in(variant ? controller_.whole(variant)->view : nullptr);
  });
  connect(&controller_, &PipelineController::views_changed, this, &BoardPanel::refresh);
  connect(&controller_, &PipelineController::opened, this, [this] {
    end_brushes();
    refresh();
    grid_->select(0);
  });
  refresh();
  grid_->select(0);
}

void BoardPanel::set_mode(TileMode mode) {
  mode_ = mode;
  modes_->button(static_cast<int>(mode))->setChecked(true);
  grid_->set_mode(mode);
}

void BoardPanel::refresh() {
  grid_->show_states(tile_states(controller_));
  for (TileBrush* brush : std::initializer_list<TileBrush*>{outline_brush_, region_brush_}) {
    if (brush->is_open()) brush->show_state(grid_->states()[static_cast<std::size_t>(brush->view())]);
  }
  show_selected();
}

void BoardPanel::show_selected() {
  const int view = grid_->selected();
  const auto slot = static_cast<std::size_t>(view);
  const core::project::Workspace& work = controller_.workspace();
  tray_->show_variants(view, work.variants[slot], work.shown[slot]);
  tray_->show_trust(work.choices.trust[slot], work.shown[slot] != nullptr);
}

void BoardPanel::set_comparing(bool is_comparing) {
  const int view = grid_->selected();
  const auto& work = controller_.workspace();
  const VariantPtr& shown = work.shown[static_cast<std::size_t>(view)];
  VariantPtr before;
  for (const VariantPtr& variant : work.variants[static_cast<std::size_t>(view)]) {
    if (variant != shown && (!before || variant->created_ms >= before->created_ms)) before = variant;
  }
  grid_->tile(view).set_stand_in(is_comparing && before ? controller_.whole(before)->view : nullptr);
}

void BoardPanel::toggle_play() { flip_book_->toggle(grid_->states(), mode_, grid_->selected()); }

void BoardPanel::open_outline(int view) {
  region_brush_->end();
  grid_->select(view);
  outline_brush_->open(grid_->tile(view).state(), shown(0), place_of(view));
}

void BoardPanel::open_region(int view) {
  outline_brush_->end();
  grid_->select(view);
  region_brush_->open(grid_->tile(view).state(), place_of(view));
}

void BoardPanel::end_brushes() {
  outline_brush_->end();
  region_brush_->end();
}

QRect BoardPanel::place_of(int view) {
  const Tile& tile = grid_->tile(view);
  return {tile.mapTo(scroll_->viewport(), QPoint()), tile.size()};
}

void BoardPanel::fit_grid() {
  const QMargins margins = layout()->contentsMargins();
  const int others = modes_->button(0)->sizeHint().height() + tray_->sizeHint().height() + 2 * layout()->spacing() +
                     margins.top() + margins.bottom();
  const QSize available(width() - margins.left() - margins.right(), std::max(kMinGridHeight, height() - others));
  grid_->fit(available);
  // The variants follow right below the cells; what is left over stays empty below both.
  scroll_->setFixedHeight(std::min(available.height(), grid_->height()));
}

void BoardPanel::resizeEvent(QResizeEvent*) {
  end_brushes();
  fit_grid();
}

}  // namespace ui
