// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QImage>
#include <QPainter>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "core/io/mesh_file.h"
#include "tests/support/virtual_display.h"

// The whole window on a virtual display, played by scripts (ui/drive).
namespace {

constexpr int kLimit_ms = 280000;

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
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(ENVISION3D_PROGRAM, {"--drive", path("script")});
    ASSERT_TRUE(process.waitForStarted());
  }

  /// Plays a script to its end.
  void play(const QStringList& lines) {
    QProcess process;
    start(process, lines);
    ASSERT_TRUE(process.waitForFinished(kLimit_ms));
    EXPECT_EQ(process.exitCode(), 0) << process.readAll().toStdString();
  }

  QString unsaved_project() const {
    const QDir folder(path("data/envision3d/unsaved"));
    const QStringList found = folder.entryList({"*.e3d"}, QDir::Files);
    return found.isEmpty() ? QString() : folder.filePath(found.first());
  }

  support::VirtualDisplay display_;
  QTemporaryDir folder_;
};

TEST_F(WindowDrive, OnePictureBecomesAnExportedMeshAndARerollIsUndone) {
  play({"size 1400 900", "open " + path("jug.png"), "set surface quality draft", "wait idle", "expect views 32",
        "expect mesh current", "reroll 16 113", "wait idle", "expect variants 16 2", "expect mesh current", "undo",
        "expect stale 0", "expect mesh current", "export " + path("jug.glb"), "screenshot " + path("window.png"),
        "close", "expect responsive 60"});
  const core::io::MeshFile mesh = core::io::read_mesh(path("jug.glb").toStdString());
  EXPECT_GT(mesh.mesh.faces.size(), 1000u);
  EXPECT_TRUE(mesh.mesh.is_textured());
  const QImage window(path("window.png"));
  EXPECT_EQ(window.size(), QSize(1400, 900));
}

TEST_F(WindowDrive, WhatWasOnScreenIsThereAfterAKill) {
  QProcess process;
  start(process,
        {"open " + path("jug.png"), "wait for views 32", "reroll 12 7", "wait for variants 12 2", "wait 300", "die"});
  ASSERT_TRUE(process.waitForFinished(kLimit_ms));
  EXPECT_NE(process.exitCode(), 0);
  const QString project = unsaved_project();
  ASSERT_FALSE(project.isEmpty());
  play({"open " + project, "expect views 32", "expect variants 12 2"});
}

TEST_F(WindowDrive, ABadFileIsASentenceAndNothingElse) {
  QFile text(path("notes.png"));
  ASSERT_TRUE(text.open(QIODevice::WriteOnly));
  text.write("this is not a picture");
  text.close();
  play({"open " + path("notes.png"), "expect message not a picture", "expect views 0"});
}

TEST_F(WindowDrive, AnUnknownCommandFailsTheScript) {
  QProcess process;
  start(process, {"dance"});
  ASSERT_TRUE(process.waitForFinished(kLimit_ms));
  EXPECT_EQ(process.exitCode(), 1);
}

}  // namespace
