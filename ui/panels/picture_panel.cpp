// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/panels/picture_panel.h"

#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/appearance.h"

namespace ui {

using Tool = CutOutCanvas::Tool;

namespace {

/// What "Frame it" leaves the object: a margin of an eighth of the canvas all round.
constexpr float kRoomyRatio = 0.75f;

QSlider* make_slider(int least, int most, const QString& help) {
  auto* slider = new QSlider(Qt::Horizontal);
  slider->setRange(least, most);
  slider->setToolTip(help);
  slider->setAccessibleName(help);
  return slider;
}

}  // namespace

PicturePanel::PicturePanel(PipelineController& controller, Edits& edits, QWidget* parent)
    : QWidget(parent), controller_(controller), edits_(edits) {
  canvas_ = new CutOutCanvas;
  findings_ = new FindingsList;
  words_ = new QLabel;
  words_->setProperty("quiet", true);
  words_->setWordWrap(true);
  auto* line = new QHBoxLayout;
  line->setSpacing(6);
  add_tools(*line);
  add_settings_of_tools();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(10, 6, 10, 8);
  layout->setSpacing(8);
  layout->addWidget(canvas_);
  layout->addLayout(line);
  layout->addWidget(settings_);
  layout->addWidget(findings_);
  layout->addWidget(words_);
  layout->addStretch();
  connect_canvas(edits);
  connect(findings_, &FindingsList::remedy_wanted, this, &PicturePanel::apply);
  connect(&controller_, &PipelineController::opened, this, [this] {
    choose_tool(Tool::None);
    refresh();
  });
  connect(&controller_, &PipelineController::cut_out_changed, this, &PicturePanel::refresh);
  connect(&controller_, &PipelineController::choices_changed, this, &PicturePanel::refresh);
  connect(&controller_, &PipelineController::findings_changed, this, &PicturePanel::refresh);
  connect(&edits, &Edits::refused, this, &PicturePanel::refresh);  // what was typed goes back
  choose_tool(Tool::None);
  refresh();
}

void PicturePanel::add_tools(QHBoxLayout& line) {
  tools_ = new QButtonGroup(this);
  tools_->setExclusive(false);
  const auto add_tool = [&](Tool tool, const QString& name, const QString& help) {
    auto* button = new QPushButton(name);
    button->setCheckable(true);
    button->setToolTip(help);
    tools_->addButton(button, static_cast<int>(tool));
    line.addWidget(button);
  };
  add_tool(Tool::BrushObject, tr("Brush +"), tr("Paint over what belongs to the object"));
  add_tool(Tool::BrushBackground, tr("Brush −"), tr("Paint over what does not belong to the object"));
  add_tool(Tool::Box, tr("Box"), tr("Draw a box around the object; a click takes it away"));
  add_tool(Tool::Frame, tr("Frame"),
           tr("Move, scale and turn the object on its canvas: drag it, its corners or the knob above it; the wheel "
              "scales, Shift keeps to one axis or to steps of 15 degrees"));
  line.addStretch();
  connect(tools_, &QButtonGroup::idClicked, this,
          [this](int id) { choose_tool(tools_->button(id)->isChecked() ? static_cast<Tool>(id) : Tool::None); });
}

void PicturePanel::add_settings_of_tools() {
  brush_size_ = make_slider(CutOutCanvas::kMinBrushRadius, CutOutCanvas::kMaxBrushRadius,
                            tr("Size of the brush; the wheel over the picture changes it too"));
  brush_softness_ = make_slider(0, 100, tr("Softness of the brush: how far it fades out from the rim inwards"));
  brush_settings_ = new QWidget;
  auto* brush = new QHBoxLayout(brush_settings_);
  brush->setContentsMargins(0, 0, 0, 0);
  brush->addWidget(new QLabel(tr("Size")));
  brush->addWidget(brush_size_);
  brush->addWidget(new QLabel(tr("Softness")));
  brush->addWidget(brush_softness_);
  framing_ = new FramingBar;
  no_settings_ = new QWidget;
  settings_ = new QStackedWidget;
  for (QWidget* page : {no_settings_, brush_settings_, static_cast<QWidget*>(framing_)}) settings_->addWidget(page);
}

void PicturePanel::choose_tool(Tool tool) {
  for (QAbstractButton* button : tools_->buttons()) button->setChecked(tools_->id(button) == static_cast<int>(tool));
  canvas_->set_tool(tool);
  const bool is_brush = tool == Tool::BrushObject || tool == Tool::BrushBackground;
  settings_->setCurrentWidget(tool == Tool::Frame ? framing_ : is_brush ? brush_settings_ : no_settings_);
  settings_->setVisible(tool == Tool::Frame || is_brush);
  // No higher than its page needs.
  if (settings_->currentWidget() != no_settings_)
    settings_->setFixedHeight(settings_->currentWidget()->sizeHint().height());
}

void PicturePanel::connect_canvas(Edits& edits) {
  connect(brush_size_, &QSlider::valueChanged, canvas_, &CutOutCanvas::set_brush_radius);
  connect(canvas_, &CutOutCanvas::brush_resized, brush_size_, &QSlider::setValue);
  brush_size_->setValue(9);
  connect(brush_softness_, &QSlider::valueChanged, canvas_,
          [this](int percent) { canvas_->set_brush_softness(percent / 100.0); });
  connect(canvas_, &CutOutCanvas::stroked, &edits,
          [&edits](const auto& choice) { edits.set_cut_out(choice, tr("brush stroke")); });
  connect(canvas_, &CutOutCanvas::boxed, &edits,
          [&edits](const auto& choice) { edits.set_cut_out(choice, tr("box around the object")); });
  connect(canvas_, &CutOutCanvas::framed, &edits, [&edits](const auto& framing) { edits.set_framing(framing); });
  connect(canvas_, &CutOutCanvas::framing_dragged, framing_,
          [this](const core::views::Framing& framing) { framing_->show_framing(framing, framing.ratio); });
  connect(framing_, &FramingBar::typed, &edits, [&edits](const auto& framing) { edits.set_framing(framing, true); });
  connect(framing_, &FramingBar::reset, &edits, [&edits] { edits.set_framing({}); });
}

void PicturePanel::apply(FindingsList::Remedy remedy) {
  const core::project::Workspace& work = controller_.workspace();
  if (!work.picture || !work.cut_out) return;
  core::project::CutOutChoice choice = work.choices.cut_out;
  switch (remedy) {
    case FindingsList::Remedy::Frame:
      choice.framing.ratio = kRoomyRatio;
      edits_.set_framing(choice.framing);
      return choose_tool(Tool::Frame);
    case FindingsList::Remedy::Box:
      return choose_tool(Tool::Box);
    case FindingsList::Remedy::KeepLargest:
      choice.keeps_largest = true;
      return edits_.set_cut_out(choice, tr("keeping the largest object"));
    case FindingsList::Remedy::Brush:
      return choose_tool(Tool::BrushObject);
    case FindingsList::Remedy::None:
      break;
  }
}

QString PicturePanel::words() const {
  const core::project::Workspace& work = controller_.workspace();
  if (!work.picture) return tr("Drop a picture of one object, whole and on its own.");
  const QString size = tr("%1 × %2").arg(work.picture->rgba.width()).arg(work.picture->rgba.height());
  if (!work.cut_out) return tr("%1, not cut out yet").arg(size);
  if (work.choices.cut_out.box || work.choices.cut_out.strokes || work.choices.cut_out.keeps_largest)
    return tr("%1, cut out with your hints").arg(size);
  if (work.picture->has_alpha) return tr("%1, cut out by its own transparency").arg(size);
  return tr("%1, cut out from its background").arg(size);
}

void PicturePanel::refresh() {
  const core::project::Workspace& work = controller_.workspace();
  canvas_->show_work(work.picture, work.cut_out, work.choices.cut_out);
  words_->setText(words());
  for (QAbstractButton* button : tools_->buttons()) button->setEnabled(work.picture != nullptr);
  settings_->setEnabled(work.picture != nullptr);
  const core::project::CutOutChoice& choice = work.choices.cut_out;
  const float ratio = work.cut_out ? work.cut_out->framing_ratio : choice.framing.ratio;
  framing_->show_framing(choice.framing, std::min(ratio, choice.framing.ratio));
  findings_->show_findings(controller_.findings());
}

}  // namespace ui
