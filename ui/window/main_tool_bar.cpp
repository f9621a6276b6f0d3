// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/main_tool_bar.h"

#include <QRandomGenerator>
#include <QSettings>
#include <QSignalBlocker>
#include <QToolButton>

#include "core/pipeline/options.h"
#include "ui/appearance.h"
#include "ui/forms/option_form.h"
#include "ui/window/mesh_drag_button.h"
#include "ui/window/plan_words.h"
#include "ui/window/window_actions.h"

namespace ui {
namespace {

constexpr int kMaxSeed = 999999;
constexpr int kFreshSeeds = 10000;
constexpr const char* kSourceKey = "source";

QToolButton* button_for(QAction* action, Qt::ToolButtonStyle style) {
  auto* button = new QToolButton;
  button->setDefaultAction(action);
  button->setToolButtonStyle(style);
  button->setIconSize(QSize(14, 14));
  // The menu's words, dots included: a tool button would leave them out.
  action->setIconText(action->text().remove('&'));
  return button;
}

/// The list shows the quality's name; its data is the name in the options.
void fill_qualities(QComboBox& list) {
  for (const OptionField& field : describe_fields<core::pipeline::SolveOptions>()) {
    if (field.name != "quality") continue;
    for (const std::string& choice : field.choices) {
      QString name = QString::fromStdString(choice);
      name[0] = name[0].toUpper();
      list.addItem(MainToolBar::tr(name.toUtf8().constData()), QString::fromStdString(choice));
    }
  }
}

std::string quality_of(const core::project::Choices& choices) {
  const core::OptionValues defaults = core::to_values(core::pipeline::SolveOptions{});
  const auto found = choices.surface.find("quality");
  return std::get<std::string>(found == choices.surface.end() ? defaults.at("quality") : found->second);
}

}  // namespace

MainToolBar::MainToolBar(PipelineController& controller, Edits& edits, const WindowActions& actions, QWidget* parent)
    : QToolBar(tr("Tools"), parent), controller_(controller) {
  setObjectName(QStringLiteral("tools"));
  setMovable(false);
  setContextMenuPolicy(Qt::PreventContextMenu);
  addWidget(button_for(actions.open_picture, Qt::ToolButtonTextBesideIcon));
  addWidget(new QLabel(tr("Source")));
  source_ = new QComboBox;
  source_->setToolTip(
      tr("Where views come from. Sketch is built in and makes a body from the outline; the others are model packs."));
  fill_sources(edits);
  source_->setAccessibleName(tr("Source of views"));
  addWidget(source_);
  addWidget(new QLabel(tr("Quality")));
  quality_ = new QComboBox;
  quality_->setAccessibleName(tr("Quality of the surface"));
  fill_qualities(*quality_);
  addWidget(quality_);
  addWidget(new QLabel(tr("Seed")));
  seed_ = new QSpinBox;
  seed_->setRange(0, kMaxSeed);
  seed_->setButtonSymbols(QAbstractSpinBox::NoButtons);
  seed_->setKeyboardTracking(false);
  seed_->setFixedWidth(64);
  seed_->setAccessibleName(tr("Seed of all views"));
  seed_->setToolTip(tr("Seed of all views that are not locked"));
  addWidget(seed_);
  auto* dice = new QToolButton;
  dice->setIcon(icon(QStringLiteral("dice")));
  dice->setToolTip(tr("A fresh seed for all views that are not locked"));
  dice->setAccessibleName(dice->toolTip());
  addWidget(dice);
  QToolButton* make = button_for(actions.make_mesh, Qt::ToolButtonTextBesideIcon);
  make->setProperty("accent", true);
  addWidget(make);
  addWidget(button_for(actions.stop, Qt::ToolButtonTextBesideIcon));
  plan_ = new ElidedLabel;
  addWidget(plan_);
  addWidget(new MeshDragButton(controller));
  addWidget(button_for(actions.export_mesh, Qt::ToolButtonTextBesideIcon));

  connect(quality_, &QComboBox::activated, this, [this, &edits](int index) {
    core::OptionValues values = controller_.workspace().choices.surface;
    const std::string name = quality_->itemData(index).toString().toStdString();
    const core::OptionValues defaults = core::to_values(core::pipeline::SolveOptions{});
    if (values.size() < defaults.size() && defaults.at("quality") == core::OptionValue(name)) {
      values.erase("quality");
    } else {
      values["quality"] = name;
    }
    edits.set_options(Edits::Group::Surface, values, tr("Quality"));
  });
  connect(seed_, &QSpinBox::valueChanged, &edits,
          [&edits](int seed) { edits.set_seed(static_cast<std::uint64_t>(seed)); });
  connect(dice, &QToolButton::clicked, this,
          [this] { seed_->setValue(static_cast<int>(QRandomGenerator::global()->bounded(kFreshSeeds))); });
  for (const auto change : {&PipelineController::opened, &PipelineController::choices_changed,
                            &PipelineController::views_changed, &PipelineController::running_changed}) {
    connect(&controller_, change, this, &MainToolBar::refresh);
  }
  refresh();
}

/// Starts with the source of last time, where it is still there.
void MainToolBar::fill_sources(Edits& edits) {
  for (const std::string& name : controller_.source_names()) {
    const QString text = QString::fromStdString(name);
    source_->addItem(name == "sketch" ? tr("Sketch") : text, text);
  }
  const QString last = QSettings().value(kSourceKey).toString();
  if (source_->findData(last) >= 0 && !controller_.has_picture()) edits.set_source(last.toStdString());
  connect(source_, &QComboBox::activated, this, [this, &edits](int index) {
    QSettings().setValue(kSourceKey, source_->itemData(index));
    edits.set_source(source_->itemData(index).toString().toStdString());
  });
}

void MainToolBar::refresh() {
  const core::project::Workspace& work = controller_.workspace();
  // Work that was drawn with a pack of another machine names it all the same.
  const QString source = QString::fromStdString(work.choices.source);
  if (source_->findData(source) < 0) source_->addItem(source, source);
  source_->setCurrentIndex(source_->findData(source));
  const QSignalBlocker block_seed(seed_), block_quality(quality_);
  seed_->setValue(static_cast<int>(std::min<std::uint64_t>(work.choices.seed, kMaxSeed)));
  quality_->setCurrentIndex(quality_->findData(QString::fromStdString(quality_of(work.choices))));
  for (QWidget* widget : std::initializer_list<QWidget*>{seed_, quality_})
    widget->setEnabled(controller_.has_picture());
  if (!controller_.has_picture() || controller_.is_running()) {
    plan_->clear();
    return;
  }
  const core::pipeline::Plan plan = controller_.plan();
  plan_->setText(plan_words(plan, core::pipeline::estimated_seconds(plan, work).total(), work.surface == nullptr));
  plan_->setToolTip(plan_->text());
}

}  // namespace ui
