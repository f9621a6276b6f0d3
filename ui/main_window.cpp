// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/main_window.h"

#include <QCloseEvent>
#include <QFileInfo>
#include <QKeyEvent>
#include <QMenuBar>
#include <QMimeData>
#include <QScrollArea>
#include <QSettings>
#include <QStatusBar>
#include <QStyle>
#include <QVBoxLayout>

#include "ui/image_convert.h"
#include "ui/panels/picture_panel.h"
#include "ui/panels/progress_line.h"
#include "ui/panels/settings_panel.h"
#include "ui/viewport/viewport_widget.h"
#include "ui/window/announcement.h"
#include "ui/window/dock_title.h"
#include "ui/window/main_tool_bar.h"
#include "ui/window/start_page.h"
#include "ui/window/viewport_link.h"

namespace ui {
namespace {

constexpr int kLayoutVersion = 1;
/// A run is started by itself only if it takes less.
constexpr double kStartAtOnceUnder_s = 60.0;
constexpr QSize kFirstSize(1600, 1000);
constexpr int kLeftWidth = 286, kRightWidth = 560, kPictureHeight = 370, kSettingsHeight = 540;

}  // namespace

MainWindow::MainWindow(PipelineController& controller, Edits& edits, Appearance& appearance, const QStringList& samples,
                       const QString& version, QWidget* parent)
    : QMainWindow(parent),
      controller_(controller),
      edits_(edits),
      appearance_(appearance),
      version_(version),
      actions_(this) {
  setAcceptDrops(true);
  setWindowIcon(QIcon(QStringLiteral(":/envision3d/envision3d.svg")));
  actions_.undo = edits_.undo_stack().createUndoAction(this, tr("&Undo"));
  actions_.undo->setShortcut(QKeySequence::Undo);
  actions_.redo = edits_.undo_stack().createRedoAction(this, tr("&Redo"));
  actions_.redo->setShortcuts({QKeySequence(QKeySequence::Redo), QKeySequence("Ctrl+Y")});
  build_panels(samples);
  build_menus();
  tile_tools_ = new TileTools(controller_, edits_, *board_, actions_, this);
  connect(tile_tools_, &TileTools::picture_dropped, this,
          [this](const Dropped& dropped) { open_dropped(dropped, tr("dropped picture")); });
  connect_file_actions();
  connect_window_actions();
  connect_view_actions();
  connect_controller();
  new ViewportLink(*viewport_, controller_, *board_, actions_, this);
  resize(kFirstSize);
  restore_layout();
  refresh_title();
  refresh_actions();
}

MainWindow::~MainWindow() = default;

void MainWindow::build_panels(const QStringList& samples) {
  board_ = new BoardPanel(controller_);
  auto* start = new StartPage(samples);
  pages_ = new QStackedWidget;
  pages_->addWidget(start);
  pages_->addWidget(board_);
  messages_ = new MessageBar;
  auto* center = new QWidget;
  auto* layout = new QVBoxLayout(center);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  auto* bar_frame = new QWidget;
  auto* bar_layout = new QVBoxLayout(bar_frame);
  bar_layout->setContentsMargins(10, 8, 10, 0);
  bar_layout->addWidget(messages_);
  layout->addWidget(bar_frame);
  layout->addWidget(pages_, 1);
  setCentralWidget(center);
  connect(start, &StartPage::open_wanted, actions_.open_picture, &QAction::trigger);
  connect(start, &StartPage::sample_chosen, this, &MainWindow::open_path);

  setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
  setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
  setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
  picture_dock_ = make_dock(tr("Picture"), QStringLiteral("picture"), new PicturePanel(controller_, edits_), this);
  auto* settings_panel = new SettingsPanel(controller_, edits_);
  auto* settings = new QScrollArea;
  settings->setWidget(settings_panel);
  settings->setMinimumWidth(settings_panel->minimumSizeHint().width() +
                            style()->pixelMetric(QStyle::PM_ScrollBarExtent));
  settings->setWidgetResizable(true);
  settings->setFrameShape(QFrame::NoFrame);
  settings->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  settings_dock_ = make_dock(tr("Settings"), QStringLiteral("settings"), settings, this);
  viewport_ = new viewport::ViewportWidget;
  viewport_dock_ = make_dock(tr("Viewport"), QStringLiteral("viewport"), viewport_, this);
  log_ = new LogPanel;
  log_dock_ = make_dock(tr("Log"), QStringLiteral("log"), log_, this);
  addToolBar(new MainToolBar(controller_, edits_, actions_, this));
  statusBar()->setSizeGripEnabled(false);
  statusBar()->addWidget(new ProgressLine(controller_), 1);
}

void MainWindow::reset_layout() {
  for (QDockWidget* dock : {picture_dock_, settings_dock_, viewport_dock_, log_dock_}) {
    dock->setFloating(false);
    removeDockWidget(dock);
  }
  addDockWidget(Qt::LeftDockWidgetArea, picture_dock_);
  addDockWidget(Qt::LeftDockWidgetArea, settings_dock_);
  addDockWidget(Qt::RightDockWidgetArea, viewport_dock_);
  addDockWidget(Qt::BottomDockWidgetArea, log_dock_);
  for (QDockWidget* dock : {picture_dock_, settings_dock_, viewport_dock_}) dock->show();
  log_dock_->hide();
  resizeDocks({picture_dock_, viewport_dock_}, {kLeftWidth, kRightWidth}, Qt::Horizontal);
  resizeDocks({picture_dock_, settings_dock_}, {kPictureHeight, kSettingsHeight}, Qt::Vertical);
}

void MainWindow::restore_layout() {
  reset_layout();
  const QSettings settings;
  restoreGeometry(settings.value(QStringLiteral("geometry")).toByteArray());
  restoreState(settings.value(QStringLiteral("layout")).toByteArray(), kLayoutVersion);
}

void MainWindow::connect_controller() {
  connect(&controller_, &PipelineController::opened, this, &MainWindow::take_opened);
  connect(&controller_, &PipelineController::failed, this, &MainWindow::show_error);
  connect(&controller_, &PipelineController::warned, this, &MainWindow::show_note);
  connect(&edits_, &Edits::refused, this, &MainWindow::show_note);
  connect(&edits_, &Edits::noted, this, &MainWindow::show_note);
  connect(&controller_, &PipelineController::path_opened, &recent_, &RecentFiles::add);
  connect(&controller_, &PipelineController::running_changed, this, &MainWindow::refresh_actions);
  connect(&controller_, &PipelineController::running_changed, this, [this] {
    if (!controller_.is_running()) show_run_in_title({});
  });
  connect(&controller_, &PipelineController::progress_changed, this,
          [this](const core::pipeline::Progress& progress) { show_run_in_title(run_words(progress)); });
  connect(&controller_, &PipelineController::views_changed, this, &MainWindow::refresh_actions);
  connect(&controller_, &PipelineController::surface_changed, this, &MainWindow::refresh_actions);
  connect(&controller_, &PipelineController::cancelled, this, [this] { log_->add(tr("Stopped.")); });
  connect(&controller_, &PipelineController::finished, this, [this](double seconds) {
    const QString words = tr("Brought up to date in %1 s.").arg(seconds, 0, 'f', 1);
    log_->add(words);
    announce(*this, windowTitle(), words);
  });
  connect(&controller_, &PipelineController::exported, this, [this](const core::pipeline::Exported& exported) {
    log_->add(tr("Exported %1.").arg(QString::fromStdString(exported.path.string())));
  });
  connect(&controller_, &PipelineController::view_folder_written, this,
          [this](const QString& path) { show_note(tr("The view folder '%1' was written.").arg(path)); });
  connect(&controller_.project(), &ProjectKeeper::changed, this, &MainWindow::refresh_title);
  connect(&controller_.project(), &ProjectKeeper::saved, this, [this](const QString& path) {
    recent_.add(path);
    log_->add(tr("Saved as %1.").arg(path));
  });
  connect(&recent_, &RecentFiles::chosen, this, &MainWindow::open_path);
  connect(board_, &BoardPanel::selection_changed, this, &MainWindow::refresh_actions);
}

void MainWindow::take_opened() {
  pages_->setCurrentWidget(board_);
  refresh_title();
  refresh_actions();
  board_->grid().setFocus();
  const core::project::Workspace& work = controller_.workspace();
  if (!work.picture || work.cut_out) return;  // a project or folder shows what it holds
  const bool is_short = core::pipeline::estimated_seconds(controller_.plan(), work).total() < kStartAtOnceUnder_s;
  if (actions_.start_at_once->isChecked() && is_short) {
    controller_.make();
  } else {
    controller_.make_cut_out();
  }
}

void MainWindow::refresh_title() {
  const ProjectKeeper& project = controller_.project();
  const core::project::Workspace& work = controller_.workspace();
  if (!work.picture) {
    setWindowTitle(tr("Envision3D"));
    title_->clear();
    return;
  }
  const QString name = project.is_named() ? QFileInfo(QString::fromStdString(project.path().string())).fileName()
                                          : QString::fromStdString(work.picture->name);
  const QString state = !project.is_open()    ? tr("not stored")
                        : project.is_saving() ? tr("saving")
                        : project.is_named()  ? tr("all work saved")
                                              : tr("kept until you name it");
  title_->setText(tr("%1 — %2").arg(name, state));
  menuBar()->setCornerWidget(title_, Qt::TopRightCorner);  // it takes the new width
  const QString title = tr("%1 — Envision3D").arg(name);
  setWindowTitle(run_words_.isEmpty() ? title : tr("%1 — %2").arg(run_words_, title));
}

void MainWindow::show_run_in_title(const QString& words) {
  if (words == run_words_) return;
  run_words_ = words;
  refresh_title();
}

void MainWindow::show_error(const QString& message) {
  if (controller_.is_running()) announce(*this, windowTitle(), message);
  messages_->show_message(MessageBar::Kind::Error, message);
  log_->add(message);
}

void MainWindow::show_note(const QString& message) {
  messages_->show_message(MessageBar::Kind::Note, message);
  log_->add(message);
}

void MainWindow::offer_unsaved_work() {
  const auto unsaved = ProjectKeeper::unsaved_projects();
  if (unsaved.empty()) return;
  const std::filesystem::path& newest = unsaved.front();
  const QFileInfo info(QString::fromStdString(newest.string()));
  QString text = tr("There is work without a name from %1: %2.")
                     .arg(QLocale().toString(info.lastModified(), QLocale::ShortFormat),
                          info.completeBaseName().section(' ', 0, -3));
  if (unsaved.size() > 1) text += tr(" (%1 older ones are kept as well.)").arg(unsaved.size() - 1);
  messages_->show_message(MessageBar::Kind::Note, text,
                          {{tr("Continue"), [this, newest] { controller_.open(newest); }},
                           {tr("Discard"), [newest] { ProjectKeeper::discard(newest); }}});
}

void MainWindow::open_path(const QString& path) {
  messages_->close_all();  // they stay in the log
  controller_.open(path.toStdString());
}

void MainWindow::open_image(const QString& name, const QImage& image) {
  messages_->close_all();
  controller_.open_image(name.toStdString(), image_from_qimage(image));
}

void MainWindow::closeEvent(QCloseEvent* event) {
  controller_.stop();
  controller_.project().flush();
  QSettings settings;
  settings.setValue(QStringLiteral("geometry"), saveGeometry());
  settings.setValue(QStringLiteral("layout"), saveState(kLayoutVersion));
  event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (holds_picture(*event->mimeData())) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  const Dropped dropped = picture_from(*event->mimeData());
  if (dropped.is_empty()) return;
  event->acceptProposedAction();
  open_dropped(dropped, tr("dropped picture"));
}

void MainWindow::open_dropped(const Dropped& dropped, const QString& name) {
  if (!dropped.path.isEmpty()) return open_path(dropped.path);
  open_image(name, dropped.image);
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
  const bool is_plain = event->modifiers() == Qt::NoModifier;
  if (is_plain && event->key() == Qt::Key_C && !event->isAutoRepeat()) return board_->set_comparing(true);
  if (is_plain && event->key() >= Qt::Key_1 && event->key() <= Qt::Key_8) {
    return board_->grid().select((event->key() - Qt::Key_1) * core::geometry::kViewsPerAnchor);
  }
  if (is_plain && event->key() == Qt::Key_Space && !event->isAutoRepeat()) return board_->toggle_play();
  QMainWindow::keyPressEvent(event);
}

void MainWindow::keyReleaseEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_C && !event->isAutoRepeat()) return board_->set_comparing(false);
  QMainWindow::keyReleaseEvent(event);
}

}  // namespace ui
