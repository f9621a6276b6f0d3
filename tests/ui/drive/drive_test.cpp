// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/geometry/aabb.h"
#include "core/io/mesh_file.h"
#include "tests/ui/drive/window_drive.h"

namespace {

using drive_test::kLimit_ms;
using drive_test::WindowDrive;

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

TEST_F(WindowDrive, AnOutlinePaintedOnATileIsFollowedByTheMesh) {
  play({"size 1400 900", "open " + path("jug.png"), "set surface quality draft", "wait idle",
        "export " + path("before.glb"), "close", "outline 8 128 128 250 128", "wait idle",
        QString::fromUtf8("expect undo outline of 90°"), "expect mesh current", "export " + path("after.glb"), "close",
        "save " + path("jug.e3d")});
  const auto depth_of = [](const QString& file) {
    const glm::vec3 size = core::geometry::bounds_of(core::io::read_mesh(file.toStdString()).mesh.positions).size();
    return size.z / size.y;
  };
  EXPECT_GT(depth_of(path("after.glb")), 1.02f * depth_of(path("before.glb")));
  play({"open " + path("jug.e3d"), "expect stale 0", "expect mesh current"});
}

TEST_F(WindowDrive, WhatWasOnScreenIsThereAfterAKill) {
  QProcess process;
  start(process, {"open " + path("jug.png"), "wait for views 32", "reroll 12 7", "wait for variants 12 2", "die"});
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
