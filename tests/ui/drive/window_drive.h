// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QImage>
#include <QPainter>
#include <QProcess>
#include <QTemporaryDir>

#include "tests/support/virtual_display.h"

/// The whole window on a virtual display, played by scripts (ui/drive).
namespace drive_test {

inline constexpr int kLimit_ms = 280000;

class WindowDrive : public testing::Test {
 protected:
  void SetUp() override {
    if (display_.name().empty()) GTEST_SKIP() << "Xvfb is not installed";
    QImage picture(300, 300, QImage::Format_ARGB32);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(QColor(200, 90, 40));
    painter.setPen(Qt::NoPen);
    painter.drawEllipse(60, 40, 180, 220);
    painter.setBrush(QColor(40, 60, 120));
    painter.drawEllipse(110, 90, 30, 30);
    painter.end();
    ASSERT_TRUE(picture.save(path("jug.png")));
  }

  QString path(const QString& name) const { return folder_.filePath(name); }

  /// Of the program, beside what it inherits.
  void set_environment(const QString& name, const QString& value) { environment_.insert(name, value); }

  void start(QProcess& process, const QStringList& lines) {
    QFile script(path("script"));
    ASSERT_TRUE(script.open(QIODevice::WriteOnly));
    script.write(lines.join('\n').toUtf8());
    script.close();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("XDG_DATA_HOME", path("data"));
    environment.insert("XDG_CONFIG_HOME", path("config"));
    environment.insert("XDG_RUNTIME_DIR", folder_.path());
    environment.insert("DISPLAY", QString::fromStdString(display_.name()));
    environment.remove("QT_QPA_PLATFORM");
    environment.insert(environment_);
    process.setWorkingDirectory(folder_.path());
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(ENVISION3D_PROGRAM, {"--drive", path("script")});
    ASSERT_TRUE(process.waitForStarted());
  }

  /// Plays a script to its end.
  void play(const QStringList& lines, int limit_ms = kLimit_ms) {
    QProcess process;
    start(process, lines);
    ASSERT_TRUE(process.waitForFinished(limit_ms));
    EXPECT_EQ(process.exitCode(), 0) << process.readAll().toStdString();
  }

  QString unsaved_project() const {
    const QDir folder(path("data/envision3d/unsaved"));
    const QStringList found = folder.entryList({"*.e3d"}, QDir::Files);
    return found.isEmpty() ? QString() : folder.filePath(found.first());
  }

  QProcessEnvironment environment_;
  support::VirtualDisplay display_;
  QTemporaryDir folder_;
};

}  // namespace drive_test
