// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/panels/picture_panel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/appearance.h"

namespace ui {

using Tool = CutOutCanvas::Tool;

PicturePanel::PicturePanel(PipelineController& controller, Edits& edits, QWidget* parent)
    : QWidget(parent), controller_(controller) {
  canvas_ = new CutOutCanvas;
  tools_ = new QButtonGroup(this);
  tools_->setExclusive(false);
  auto* line = new QHBoxLayout;
  line->setSpacing(6);
  const auto add_tool = [&](Tool tool, const QString& name, const QString& help) {
    auto* button = new QPushButton(name);
    button->setCheckable(true);
    button->setToolTip(help);
    tools_->addButton(button, static_cast<int>(tool));
    line->addWidget(button);
  };
  add_tool(Tool::BrushObject, tr("Brush +"), tr("Paint over what belongs to the object"));
  add_tool(Tool::BrushBackground, tr("Brush −"), tr("Paint over what does not belong to the object"));
  add_tool(Tool::Box, tr("Box"), tr("Draw a box around the object; a click takes it away"));
  line->addStretch();
  brush_size_ = new QSlider(Qt::Horizontal);
  brush_size_->setRange(CutOutCanvas::kMinBrushRadius, CutOutCanvas::kMaxBrushRadius);
  brush_size_->setMaximumWidth(90);
  brush_size_->setToolTip(tr("Size of the brush; the wheel over the picture changes it too"));
  brush_size_->setAccessibleName(tr("Size of the brush"));
  line->addWidget(brush_size_);
  words_ = new QLabel;
  words_->setProperty("quiet", true);
  words_->setWordWrap(true);

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(10, 6, 10, 8);
  layout->setSpacing(8);
  layout->addWidget(canvas_);
  layout->addLayout(line);
  layout->addWidget(words_);
  layout->addStretch();

  connect(tools_, &QButtonGroup::idToggled, this, [this](int id, bool is_checked) {
    if (is_checked) {
      for (QAbstractButton* other : tools_->buttons()) {
        if (tools_->id(other) != id) other->setChecked(false);
      }
    }
    canvas_->set_tool(tools_->checkedButton() ? static_cast<Tool>(tools_->id(tools_->checkedButton())) : Tool::None);
  });
  connect(brush_size_, &QSlider::valueChanged, canvas_, &CutOutCanvas::set_brush_radius);
  connect(canvas_, &CutOutCanvas::brush_resized, brush_size_, &QSlider::setValue);
  brush_size_->setValue(9);
  connect(canvas_, &CutOutCanvas::stroked, &edits,
          [&edits](const auto& choice) { edits.set_cut_out(choice, tr("brush stroke")); });
  connect(canvas_, &CutOutCanvas::boxed, &edits,
          [&edits](const auto& choice) { edits.set_cut_out(choice, tr("box around the object")); });
  connect(&controller_, &PipelineController::opened, this, [this] {
    for (QAbstractButton* button : tools_->buttons()) button->setChecked(false);
    refresh();
  });
  connect(&controller_, &PipelineController::cut_out_changed, this, &PicturePanel::refresh);
  connect(&controller_, &PipelineController::choices_changed, this, &PicturePanel::refresh);
  refresh();
}

QString PicturePanel::words() const {
  const core::project::Workspace& work = controller_.workspace();
  if (!work.picture) return tr("Drop a picture of one object, whole and on its own.");
  const QString size = tr("%1 × %2").arg(work.picture->rgba.width()).arg(work.picture->rgba.height());
  if (!work.cut_out) return tr("%1, not cut out yet").arg(size);
  if (work.choices.cut_out.box || work.choices.cut_out.strokes) return tr("%1, cut out with your hints").arg(size);
  if (work.picture->has_alpha) return tr("%1, cut out by its own transparency").arg(size);
  return tr("%1, cut out from its background").arg(size);
}

void PicturePanel::refresh() {
  const core::project::Workspace& work = controller_.workspace();
  canvas_->show_work(work.picture, work.cut_out, work.choices.cut_out);
  words_->setText(words());
  for (QAbstractButton* button : tools_->buttons()) button->setEnabled(work.picture != nullptr);
  brush_size_->setEnabled(work.picture != nullptr);
}

}  // namespace ui
