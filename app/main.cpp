// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFile>
#include <QFontDatabase>
#include <QStandardPaths>
#include <QTimer>
#include <cstdio>

#include "app/composition.h"
#include "app/file_jobs.h"
#include "core/base/log.h"
#include "ui/drive/drive.h"
#include "ui/main_window.h"

namespace {

/// Pictures that come with the program: beside it when installed, in the source tree otherwise.
QStringList sample_pictures() {
  for (const QString& folder : {QCoreApplication::applicationDirPath() + QStringLiteral("/../share/envision3d/samples"),
                                QStringLiteral(ENVISION3D_SOURCE_DIR "/resources/samples")}) {
    const QDir found(folder);
    QStringList paths;
    for (const QString& name : found.entryList({QStringLiteral("*.png")}, QDir::Files, QDir::Name)) {
      paths << found.filePath(name);
    }
    if (!paths.isEmpty()) return paths;
  }
  return {};
}

QStringList lines_of(const QString& path, bool& is_ok) {
  QFile file(path);
  is_ok = file.open(QIODevice::ReadOnly | QIODevice::Text);
  return is_ok ? QString::fromUtf8(file.readAll()).split('\n') : QStringList();
}

int run(QApplication& application, const QStringList& files, const QString& drive_path) {
  const core::pipeline::Tools tools = app::make_tools();
  ui::Appearance appearance;
  ui::PipelineController controller(tools, app::make_file_jobs(tools));
  ui::Edits edits(controller);
  ui::MainWindow window(controller, edits, appearance, sample_pictures(), QStringLiteral(ENVISION3D_VERSION));
  window.show();
  for (const QString& file : files) window.open_path(file);
  if (drive_path.isEmpty()) {
    if (files.isEmpty()) window.offer_unsaved_work();
    return application.exec();
  }
  bool is_ok = false;
  const QStringList lines = lines_of(drive_path, is_ok);
  if (!is_ok) {
    std::fprintf(stderr, "'%s' cannot be read.\n", drive_path.toUtf8().constData());
    return core::exit_status(core::ErrorCode::NotFound);
  }
  ui::Drive drive(window, lines);
  QObject::connect(&drive, &ui::Drive::finished, &window, [&window](bool is_done) {
    window.close();
    QCoreApplication::exit(is_done ? 0 : 1);
  });
  drive.start();
  return application.exec();
}

void name_application() {
  QCoreApplication::setApplicationName(QStringLiteral("envision3d"));
  QCoreApplication::setOrganizationName(QStringLiteral("envision3d"));
  QCoreApplication::setApplicationVersion(QStringLiteral(ENVISION3D_VERSION));
}

void describe_arguments(QCommandLineParser& parser) {
  parser.setApplicationDescription(QStringLiteral("One picture becomes a textured mesh."));
  parser.addHelpOption();
  parser.addVersionOption();
  parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("Pictures, projects (.e3d) or view folders"),
                               QStringLiteral("[FILE...]"));
  QCommandLineOption drive(QStringLiteral("drive"), QStringLiteral("Plays a script against the window."),
                           QStringLiteral("SCRIPT"));
  drive.setFlags(QCommandLineOption::HiddenFromHelp);
  parser.addOption(drive);
}

/// Questions that need no display are answered without one.
bool needs_no_window(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const QByteArray argument(argv[i]);
    for (const char* question : {"-h", "--help", "-v", "--version"}) {
      if (argument == question) return true;
    }
  }
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  app::let_waiting_threads_sleep();
  core::log_to_stderr();
  name_application();
  QCommandLineParser parser;
  describe_arguments(parser);
  if (needs_no_window(argc, argv)) {
    const QCoreApplication application(argc, argv);
    parser.process(application);
    return 0;
  }
  QApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
  QApplication application(argc, argv);
  parser.process(application);
  return run(application, parser.positionalArguments(), parser.value(QStringLiteral("drive")));
}
