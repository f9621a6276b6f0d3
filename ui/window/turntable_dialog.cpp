// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/turntable_dialog.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QSettings>
#include <QStandardItemModel>
#include <QStandardPaths>
#include <QVBoxLayout>
#include <cmath>

namespace ui {
namespace {

using Kind = Turntable::Kind;

constexpr int kMostPixels = 4096, kMostFrames = 720;

QString ending(Kind kind) {
  return kind == Kind::Webp ? QStringLiteral(".webp") : kind == Kind::Video ? QStringLiteral(".mp4") : QString();
}

QSpinBox* make_spin(int low, int high, int value, const QString& suffix = {}) {
  auto* spin = new QSpinBox;
  spin->setRange(low, high);
  spin->setValue(value);
  spin->setButtonSymbols(QAbstractSpinBox::NoButtons);
  spin->setSuffix(suffix);
  return spin;
}

}  // namespace

TurntableDialog::TurntableDialog(Turntable shown, MakeJob make_job, const QString& folder, QWidget* parent)
    : QDialog(parent),
      shown_(std::move(shown)),
      make_job_(std::move(make_job)),
      ffmpeg_(QStandardPaths::findExecutable(QStringLiteral("ffmpeg"))) {
  setWindowTitle(tr("Export turntable"));
  build_form();
  restore();
  path_->setText(folder + QStringLiteral("/turntable") + ending(kind()));
  show_kind();
}

TurntableDialog::~TurntableDialog() = default;

void TurntableDialog::build_form() {
  kind_ = new QComboBox;
  kind_->addItem(tr("PNG pictures in a folder"));
  kind_->addItem(tr("Animated WebP"));
  kind_->addItem(ffmpeg_.isEmpty() ? tr("Video (needs the program ffmpeg, which is not installed)") : tr("MP4 video"));
  if (ffmpeg_.isEmpty()) {
    qobject_cast<QStandardItemModel*>(kind_->model())->item(static_cast<int>(Kind::Video))->setEnabled(false);
  }
  path_ = new QLineEdit;
  auto* choose = new QPushButton(tr("Choose..."));
  auto* place = new QHBoxLayout;
  place->addWidget(path_, 1);
  place->addWidget(choose);
  width_ = make_spin(64, kMostPixels, 1024, tr(" px"));
  height_ = make_spin(64, kMostPixels, 1024, tr(" px"));
  auto* size = new QHBoxLayout;
  size->addWidget(width_);
  size->addWidget(new QLabel(QChar(0xd7)));
  size->addWidget(height_);
  size->addStretch();
  frames_ = make_spin(2, kMostFrames, 72);
  seconds_ = new QDoubleSpinBox;
  seconds_->setRange(0.5, 60.0);
  seconds_->setDecimals(1);
  seconds_->setValue(4.0);
  seconds_->setSuffix(tr(" s"));
  seconds_->setButtonSymbols(QAbstractSpinBox::NoButtons);
  background_ = new QComboBox;
  background_->addItems({tr("Transparent"), tr("As in the viewport")});
  auto* form = new QFormLayout;
  form->addRow(tr("Kind"), kind_);
  form->addRow(tr("File"), place);
  form->addRow(tr("Size"), size);
  form->addRow(tr("Frames"), frames_);
  form->addRow(tr("One turn takes"), seconds_);
  form->addRow(tr("Background"), background_);
  progress_ = new QProgressBar;
  progress_->setTextVisible(false);
  progress_->hide();
  words_ = new QLabel(tr("Shading, light and projection are those of the viewport."));
  words_->setWordWrap(true);
  words_->setMinimumWidth(420);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  start_ = buttons->addButton(tr("Export"), QDialogButtonBox::ActionRole);
  for (QAbstractButton* button : buttons->buttons()) button->setIcon({});
  start_->setDefault(true);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(18, 16, 18, 14);
  layout->setSpacing(12);
  layout->addLayout(form);
  layout->addWidget(progress_);
  layout->addWidget(words_);
  layout->addWidget(buttons);
  connect(kind_, &QComboBox::currentIndexChanged, this, &TurntableDialog::show_kind);
  connect(choose, &QPushButton::clicked, this, &TurntableDialog::choose_path);
  connect(start_, &QPushButton::clicked, this, &TurntableDialog::start);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void TurntableDialog::restore() {
  QSettings settings;
  settings.beginGroup(QStringLiteral("turntable"));
  const int kind = settings.value(QStringLiteral("kind"), static_cast<int>(Kind::Webp)).toInt();
  kind_->setCurrentIndex(kind == static_cast<int>(Kind::Video) && ffmpeg_.isEmpty() ? static_cast<int>(Kind::Webp)
                                                                                    : kind);
  width_->setValue(settings.value(QStringLiteral("width"), width_->value()).toInt());
  height_->setValue(settings.value(QStringLiteral("height"), height_->value()).toInt());
  frames_->setValue(settings.value(QStringLiteral("frames"), frames_->value()).toInt());
  seconds_->setValue(settings.value(QStringLiteral("seconds"), seconds_->value()).toDouble());
  background_->setCurrentIndex(settings.value(QStringLiteral("background"), 0).toInt());
}

void TurntableDialog::store() const {
  QSettings settings;
  settings.setValue(QStringLiteral("export_folder"), QFileInfo(path_->text()).absolutePath());
  settings.beginGroup(QStringLiteral("turntable"));
  settings.setValue(QStringLiteral("kind"), kind_->currentIndex());
  settings.setValue(QStringLiteral("width"), width_->value());
  settings.setValue(QStringLiteral("height"), height_->value());
  settings.setValue(QStringLiteral("frames"), frames_->value());
  settings.setValue(QStringLiteral("seconds"), seconds_->value());
  settings.setValue(QStringLiteral("background"), background_->currentIndex());
}

Kind TurntableDialog::kind() const { return static_cast<Kind>(kind_->currentIndex()); }

void TurntableDialog::set_path(const QString& path) {
  for (const Kind each : {Kind::Webp, Kind::Video, Kind::Pictures}) {
    if (!path.endsWith(ending(each), Qt::CaseInsensitive)) continue;
    kind_->setCurrentIndex(static_cast<int>(each));
    break;
  }
  path_->setText(path);
}

void TurntableDialog::set_length(int num_frames, double seconds) {
  frames_->setValue(num_frames);
  seconds_->setValue(seconds);
}

void TurntableDialog::set_size(const QSize& size_px) {
  width_->setValue(size_px.width());
  height_->setValue(size_px.height());
}

/// A film of video has no transparency.
void TurntableDialog::show_kind() {
  background_->setEnabled(kind() != Kind::Video);
  QString path = path_->text();
  for (const Kind each : {Kind::Webp, Kind::Video}) {
    if (path.endsWith(ending(each), Qt::CaseInsensitive)) path.chop(ending(each).size());
  }
  path_->setText(path + ending(kind()));
}

void TurntableDialog::choose_path() {
  const QString chosen = QFileDialog::getSaveFileName(this, tr("Export turntable"), path_->text(), {}, nullptr,
                                                      QFileDialog::DontConfirmOverwrite);
  if (chosen.isEmpty()) return;
  path_->setText(chosen);
  show_kind();
}

Turntable TurntableDialog::turntable() const {
  Turntable film = shown_;
  film.kind = kind();
  film.path = path_->text().toStdString();
  film.ffmpeg = ffmpeg_.toStdString();
  film.size_px = {width_->value(), height_->value()};
  film.num_frames = frames_->value();
  film.frame_ms = std::max(1, static_cast<int>(std::lround(1000.0 * seconds_->value() / frames_->value())));
  if (background_->isEnabled() && background_->currentIndex() == 0) {
    film.scene.background.reset();
    film.scene.has_floor = false;
  }
  return film;
}

void TurntableDialog::start() {
  if (job_) return;
  if (path_->text().isEmpty()) return words_->setText(tr("Choose a file to write."));
  store();
  start_->setEnabled(false);
  progress_->setRange(0, frames_->value());
  progress_->setValue(0);
  progress_->show();
  words_->setText(tr("Drawing..."));
  job_ = desk_.start(core::pipeline::Lane::Light, make_job_(turntable()),
                     [this](const core::pipeline::Event& event) { take_event(event); });
}

void TurntableDialog::take_event(const core::pipeline::Event& event) {
  if (const auto* progress = std::get_if<core::pipeline::Progress>(&event)) {
    const int frame = static_cast<int>(std::lround(progress->fraction * progress_->maximum()));
    progress_->setValue(frame);
    words_->setText(tr("Frame %1 of %2").arg(frame).arg(progress_->maximum()));
  } else if (const auto* finished = std::get_if<core::pipeline::Finished>(&event)) {
    end(finished->outcome);
  }
}

void TurntableDialog::end(const core::pipeline::Outcome& outcome) {
  job_.reset();
  start_->setEnabled(true);
  progress_->hide();
  if (const auto* failure = std::get_if<core::pipeline::Failure>(&outcome)) {
    words_->setText(QString::fromStdString(failure->message));
  } else if (std::holds_alternative<core::Cancelled>(outcome)) {
    words_->setText(tr("Stopped. Nothing was written."));
  } else {
    words_->setText(tr("Done: %1 frames in %2.").arg(frames_->value()).arg(QFileInfo(path_->text()).fileName()));
  }
}

/// The first press on Close stops the writing, the second closes.
void TurntableDialog::done(int result) {
  if (!job_) return QDialog::done(result);
  desk_.cancel(*job_);
  words_->setText(tr("Stopping..."));
}

}  // namespace ui
