// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/panels/settings_panel.h"

#include <QLabel>
#include <QVBoxLayout>

#include "core/pipeline/options.h"
#include "ui/panels/agreement_chart.h"
#include "ui/panels/residual_plot.h"

namespace ui {
namespace {

using Looks = std::map<std::string, OptionForm::Look>;

QString text(const char* source) { return SettingsPanel::tr(source); }

Looks sketch_looks() {
  return {{"body",
           {text("Body"),
            {{"auto", text("Automatic")},
             {"inflated", text("Inflated")},
             {"lathe", text("Turned on a lathe")},
             {"extruded", text("Cut from a board")}},
            {}}},
          {"depth", {text("Depth"), {}, {}, 2.5}},
          {"relief", {text("Relief"), {}, {}}},
          {"unseen",
           {text("Unseen side"),
            {{"mirror", text("Mirrored photo")}, {"outline", text("From the outline")}, {"plain", text("Plain")}},
            {}}}};
}

Looks surface_looks() {
  return {{"quality",
           {text("Quality"), {{"draft", text("Draft")}, {"standard", text("Standard")}, {"fine", text("Fine")}}, {}}},
          {"in_betweens",
           {text("In-betweens"),
            {{"finer-levels", text("At finer levels")},
             {"windows", text("In windows")},
             {"never", text("Never")},
             {"always", text("Always")}},
            {}}},
          {"normals", {text("Normals"), {}, {}}},
          {"smoothness", {text("Smoothness"), {}, {}}}};
}

Looks finish_looks() {
  return {{"faces", {text("Faces"), {}, {}, 200000.0}},
          {"texture_px",
           {text("Texture"),
            {{"0", text("Vertex colours")},
             {"512", text("512 px")},
             {"1024", text("1024 px")},
             {"2048", text("2048 px")},
             {"4096", text("4096 px")}},
            {0, 512, 1024, 2048, 4096}}},
          {"normal_map", {text("Normal map"), {}, {}}}};
}

}  // namespace

SettingsPanel::SettingsPanel(PipelineController& controller, Edits& edits, QWidget* parent)
    : QWidget(parent), controller_(controller) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(10, 10, 10, 8);
  layout->setSpacing(8);
  using Group = Edits::Group;
  sketch_ =
      add_form(tr("BODY"), describe_fields<core::pipeline::SketchOptions>(), sketch_looks(), edits, Group::Sketch);
  cascade_ = add_form(tr("MODEL PACK"), describe_fields<core::pipeline::CascadeOptions>(),
                      {{"steps", {text("Steps"), {}, {}}}}, edits, Group::Cascade);
  surface_ =
      add_form(tr("SURFACE"), describe_fields<core::pipeline::SolveOptions>(), surface_looks(), edits, Group::Surface);
  layout->addWidget(new ResidualPlot(controller));
  finish_ = add_form(tr("MESH TO HAND OVER"), describe_fields<core::pipeline::FinishOptions>(), finish_looks(), edits,
                     Group::Finish);
  auto* heading = new QLabel(tr("AGREEMENT"));
  heading->setProperty("heading", true);
  heading->setToolTip(tr("How far each view differs from the finished surface"));
  layout->addWidget(heading);
  layout->addWidget(new AgreementChart(controller));
  layout->addStretch();
  connect(&controller_, &PipelineController::choices_changed, this, &SettingsPanel::refresh);
  connect(&controller_, &PipelineController::opened, this, &SettingsPanel::refresh);
  refresh();
}

OptionForm* SettingsPanel::add_form(const QString& heading, const std::vector<OptionField>& fields, const Looks& looks,
                                    Edits& edits, Edits::Group group) {
  auto* label = new QLabel(heading);
  label->setProperty("heading", true);
  auto* form = new OptionForm(fields, looks);
  layout()->addWidget(label);
  layout()->addWidget(form);
  static_cast<QVBoxLayout*>(layout())->addSpacing(6);
  connect(form, &OptionForm::changed, &edits, [&edits, group](const core::OptionValues& values, const QString& what) {
    edits.set_options(group, values, what);
  });
  return form;
}

void SettingsPanel::refresh() {
  const core::project::Choices& choices = controller_.workspace().choices;
  sketch_->show_values(choices.sketch);
  cascade_->show_values(choices.cascade);
  cascade_->setEnabled(choices.source != "sketch");
  surface_->show_values(choices.surface);
  finish_->show_values(choices.finish);
  setEnabled(controller_.has_picture());
}

}  // namespace ui
