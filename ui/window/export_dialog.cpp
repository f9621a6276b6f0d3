// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/export_dialog.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QSaveFile>
#include <QSettings>
#include <QVBoxLayout>

#include "core/pipeline/options.h"
#include "ui/window/export_presets.h"

namespace ui {
namespace {

using core::io::MeshFormat;
using core::pipeline::FinishOptions;

QString extension_of(const MeshFormat& format) { return QString::fromStdString(format.extension); }

/// Which formats carry what, in words.
QString carries(const MeshFormat& format) {
  const QString unit = format.is_millimetres ? ExportDialog::tr("millimetres") : ExportDialog::tr("metres");
  const QString colors = format.has_texture         ? ExportDialog::tr("texture")
                         : format.has_vertex_colors ? ExportDialog::tr("vertex colours")
                                                    : ExportDialog::tr("shape only");
  return QStringLiteral("%1, %2").arg(colors, unit);
}

QString yes_no(bool value) { return value ? ExportDialog::tr("yes") : ExportDialog::tr("no"); }

}  // namespace

ExportDialog::ExportDialog(PipelineController& controller, Edits& edits, const QString& folder, QWidget* parent)
    : QDialog(parent), controller_(controller), edits_(edits) {
  setWindowTitle(tr("Export mesh"));
  setMinimumWidth(460);
  build_form();
  const QString name = controller_.workspace().picture
                           ? QFileInfo(QString::fromStdString(controller_.workspace().picture->name)).completeBaseName()
                           : tr("mesh");
  path_->setText(folder + '/' + (name.isEmpty() ? tr("mesh") : name) + extension_of(format()));
  show_format();
  connect_form();
}

void ExportDialog::build_form() {
  preset_ = new QComboBox;
  preset_->addItem(tr("None"));
  for (const ExportPreset& preset : export_presets()) preset_->addItem(preset.name);
  preset_->setToolTip(tr("What the program that takes the mesh expects"));
  path_ = new QLineEdit;
  path_->setAccessibleName(tr("File to write"));
  auto* browse = new QPushButton(tr("Choose..."));
  connect(browse, &QPushButton::clicked, this, &ExportDialog::choose_path);
  auto* path_line = new QHBoxLayout;
  path_line->addWidget(path_, 1);
  path_line->addWidget(browse);
  format_ = new QComboBox;
  for (const MeshFormat& format : core::io::mesh_formats()) {
    format_->addItem(tr("%1 (%2)").arg(QString::fromStdString(format.name), carries(format)));
  }
  size_ = new QDoubleSpinBox;
  size_->setRange(0.001, 100000.0);
  size_->setDecimals(3);
  size_->setButtonSymbols(QAbstractSpinBox::NoButtons);
  size_->setToolTip(tr("Longest side of the mesh in the file's unit"));
  up_ = new QComboBox;
  up_->addItems({tr("As the format has it"), tr("Y"), tr("Z")});
  const auto finish = core::from_values<FinishOptions>(controller_.workspace().choices.finish);
  faces_ = new QSpinBox;
  faces_->setRange(100, 1000000);
  faces_->setSingleStep(1000);
  faces_->setButtonSymbols(QAbstractSpinBox::NoButtons);
  faces_->setGroupSeparatorShown(true);
  faces_->setValue(finish.faces);
  texture_ = new QComboBox;
  for (const int side : {0, 512, 1024, 2048, 4096}) {
    texture_->addItem(side == 0 ? tr("None, vertex colours") : tr("%1 × %1 px").arg(side), side);
  }
  if (texture_->findData(finish.texture_px) < 0)
    texture_->addItem(tr("%1 × %1 px").arg(finish.texture_px), finish.texture_px);
  texture_->setCurrentIndex(texture_->findData(finish.texture_px));
  brings_up_to_date_ = new QCheckBox(tr("Bring it up to date first"));
  brings_up_to_date_->setToolTip(tr("Otherwise the surface is written as it stands"));
  brings_up_to_date_->setChecked(true);
  brings_up_to_date_->setVisible(!controller_.is_handover_current() && controller_.exportable_mesh() != nullptr);
  writes_report_ = new QCheckBox(tr("Write the report beside the file"));
  writes_report_->setChecked(QSettings().value(QStringLiteral("export_report"), false).toBool());
  result_ = new QLabel;
  result_->setWordWrap(true);
  result_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  result_->setMinimumHeight(fontMetrics().height() * 4);
  result_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  progress_ = new QProgressBar;
  progress_->setTextVisible(false);
  progress_->hide();

  auto* form = new QFormLayout;
  form->setHorizontalSpacing(14);
  form->setVerticalSpacing(9);
  form->addRow(tr("Preset"), preset_);
  form->addRow(tr("File"), path_line);
  form->addRow(tr("Format"), format_);
  form->addRow(tr("Longest side"), size_);
  form->addRow(tr("Up axis"), up_);
  form->addRow(tr("Faces at most"), faces_);
  form->addRow(tr("Texture"), texture_);
  form->addRow(QString(), brings_up_to_date_);
  form->addRow(QString(), writes_report_);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  export_ = buttons->addButton(tr("Export"), QDialogButtonBox::AcceptRole);
  export_->setProperty("accent", true);
  for (QAbstractButton* button : buttons->buttons()) button->setIcon({});
  export_->setDefault(true);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(18, 16, 18, 14);
  layout->setSpacing(12);
  layout->addLayout(form);
  layout->addWidget(progress_);
  layout->addWidget(result_);
  layout->addWidget(buttons);
}

void ExportDialog::connect_form() {
  connect(preset_, &QComboBox::activated, this, [this](int index) {
    if (index > 0) apply_preset(index - 1);
  });
  connect(format_, &QComboBox::currentIndexChanged, this, &ExportDialog::show_format);
  connect(export_, &QPushButton::clicked, this, &ExportDialog::start);
  connect(writes_report_, &QCheckBox::toggled, this,
          [](bool is_on) { QSettings().setValue(QStringLiteral("export_report"), is_on); });
  connect(&controller_, &PipelineController::finished, this, [this] {
    if (is_waiting_for_mesh_) write();
  });
  connect(&controller_, &PipelineController::cancelled, this,
          [this] { take_failure(tr("Stopped before the mesh was ready. Nothing was written.")); });
  connect(&controller_, &PipelineController::failed, this, &ExportDialog::take_failure);
  connect(&controller_, &PipelineController::exported, this, &ExportDialog::take_exported);
  connect(&controller_, &PipelineController::progress_changed, this, [this](const core::pipeline::Progress& progress) {
    if (is_waiting_for_mesh_) progress_->setValue(static_cast<int>(progress.fraction * 100));
  });
}

void ExportDialog::apply_preset(int index) {
  const ExportPreset& preset = export_presets().at(static_cast<std::size_t>(index));
  preset_->setCurrentIndex(index + 1);
  const auto& formats = core::io::mesh_formats();
  for (std::size_t i = 0; i < formats.size(); ++i) {
    if (formats[i].extension == preset.extension) format_->setCurrentIndex(static_cast<int>(i));
  }
  size_->setValue(preset.size);
  up_->setCurrentIndex(static_cast<int>(preset.up));
  faces_->setValue(preset.faces);
  texture_->setCurrentIndex(texture_->findData(preset.texture_px));
}

const MeshFormat& ExportDialog::format() const {
  return core::io::mesh_formats().at(static_cast<std::size_t>(format_->currentIndex()));
}

void ExportDialog::set_path(const QString& path) {
  const auto& formats = core::io::mesh_formats();
  for (std::size_t i = 0; i < formats.size(); ++i) {
    if (path.endsWith(extension_of(formats[i]), Qt::CaseInsensitive)) format_->setCurrentIndex(static_cast<int>(i));
  }
  path_->setText(path);
}

void ExportDialog::show_format() {
  const MeshFormat& chosen = format();
  size_->setSuffix(chosen.is_millimetres ? tr(" mm") : tr(" m"));
  size_->setValue(chosen.is_millimetres ? 100.0 : 1.0);
  texture_->setEnabled(chosen.has_texture);
  QString path = path_->text();
  for (const MeshFormat& format : core::io::mesh_formats()) {
    if (path.endsWith(extension_of(format), Qt::CaseInsensitive)) path.chop(extension_of(format).size());
  }
  path_->setText(path + extension_of(chosen));
}

void ExportDialog::choose_path() {
  const QString chosen = QFileDialog::getSaveFileName(this, tr("Export mesh"), path_->text());
  if (!chosen.isEmpty()) set_path(chosen);
}

void ExportDialog::apply_finish_options() {
  FinishOptions options = core::from_values<FinishOptions>(controller_.workspace().choices.finish);
  if (options.faces == faces_->value() && options.texture_px == texture_->currentData().toInt()) return;
  options.faces = faces_->value();
  options.texture_px = texture_->currentData().toInt();
  core::OptionValues values = core::to_values(options);
  const core::OptionValues defaults = core::to_values(FinishOptions{});
  std::erase_if(values, [&](const auto& entry) { return defaults.at(entry.first) == entry.second; });
  edits_.set_options(Edits::Group::Finish, values, tr("the mesh to hand over"));
}

void ExportDialog::start() {
  if (path_->text().isEmpty()) return result_->setText(tr("Choose a file to write."));
  if (!brings_up_to_date_->isChecked()) return write();
  apply_finish_options();
  if (controller_.is_handover_current()) return write();
  is_waiting_for_mesh_ = true;
  set_busy(true, tr("Bringing the mesh up to date first..."));
  if (!controller_.is_running()) controller_.make();
  if (!controller_.is_running()) write();
}

void ExportDialog::write() {
  is_waiting_for_mesh_ = false;
  is_writing_ = true;
  set_busy(true, tr("Writing, then reading it again to check..."));
  progress_->setRange(0, 0);
  core::io::MeshWriteOptions options;
  options.size = static_cast<float>(size_->value());
  options.up = static_cast<core::io::UpAxis>(up_->currentIndex());
  QSettings().setValue(QStringLiteral("export_folder"), QFileInfo(path_->text()).absolutePath());
  controller_.export_mesh(path_->text().toStdString(), options);
}

void ExportDialog::take_failure(const QString& message) {
  if (!is_writing_ && !is_waiting_for_mesh_) return;
  is_writing_ = is_waiting_for_mesh_ = false;
  set_busy(false, message);
}

QString ExportDialog::words_of(const core::pipeline::Exported& exported) const {
  const core::io::MeshCheck& check = exported.check;
  const QLocale locale;
  const glm::vec3 size = check.bounds.size();
  QString words = tr("Done: %1 in %2.\nRead again and compared: %3 faces, %4 × %5 × %6, watertight: %7, texture: %8, "
                     "colours: %9.")
                      .arg(locale.formattedDataSize(static_cast<qint64>(check.num_bytes)),
                           QFileInfo(QString::fromStdString(exported.path.string())).fileName(),
                           locale.toString(static_cast<qulonglong>(check.num_faces)))
                      .arg(static_cast<double>(size.x), 0, 'g', 4)
                      .arg(static_cast<double>(size.y), 0, 'g', 4)
                      .arg(static_cast<double>(size.z), 0, 'g', 4)
                      .arg(yes_no(check.is_watertight), yes_no(check.has_texture), yes_no(check.has_colors));
  if (format().is_millimetres && !check.is_watertight) {
    words += '\n' + tr("It is not watertight: have the slicer repair it before it is printed.");
  }
  return words;
}

void ExportDialog::take_exported(const core::pipeline::Exported& exported) {
  if (!is_writing_) return;
  is_writing_ = false;
  const QString words = words_of(exported);
  set_busy(false, words);
  if (writes_report_->isChecked()) write_report(words);
}

void ExportDialog::write_report(const QString& words) {
  QSaveFile file(path_->text() + QStringLiteral(".txt"));
  const QByteArray text = (words + '\n').toUtf8();
  if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit()) return;
  result_->setText(words + '\n' + tr("The report was not written: %1.").arg(file.errorString()));
}

void ExportDialog::set_busy(bool is_busy, const QString& words) {
  export_->setEnabled(!is_busy);
  progress_->setVisible(is_busy);
  progress_->setRange(0, 100);
  result_->setText(words);
}

}  // namespace ui
