// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/geometry/aabb.h"
#include "core/image/color_ramp.h"
#include "core/io/image_file.h"
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

TEST_F(WindowDrive, AChangedBodyIsPreviewedAndMadeOnlyWhenAsked) {
  play({"size 1400 900",
        "open " + path("jug.png"),
        "wait for views 32",
        "stop",
        "wait idle",
        "set sketch depth 0.5",
        "wait idle",
        "expect previews 8",
        "expect variants 16 1",
        "expect stale 32",
        "expect plan 8 views, 24 in-betweens and the surface will be made",
        "screenshot " + path("preview.png"),
        "make",
        "wait for stale 0",
        "stop",
        "wait idle",
        "expect previews 0",
        "expect variants 16 2",
        "undo",
        "expect stale 0",
        "expect previews 0",
        "expect responsive 60"});
}

TEST_F(WindowDrive, AFramingByHandIsFollowedAndUndone) {
  play({"size 1400 900",
        "open " + path("jug.png"),
        "wait for views 32",
        "stop",
        "wait idle",
        "press Frame",
        "frame 60 5 0 20",
        "wait idle",
        "expect undo framing",
        "expect stale 32",
        "expect previews 8",
        "screenshot " + path("framed.png"),
        "make",
        "wait for stale 0",
        "stop",
        "wait idle",
        "undo",
        "wait idle",
        "expect stale 0",
        "redo",
        "wait idle",
        "expect stale 0",
        "save " + path("jug.e3d")});
  play({"open " + path("jug.e3d"), "expect stale 0"});
}

TEST_F(WindowDrive, APictureIsPastedOnTheSelectedTileAndNormalsAreLaid) {
  QImage normals(256, 256, QImage::Format_RGB32);
  normals.fill(QColor(128, 255, 128));
  ASSERT_TRUE(normals.save(path("right.png")));
  play({"size 1400 900",
        "open " + path("jug.png"),
        "wait for views 32",
        "stop",
        "wait idle",
        "normals 8 " + path("right.png"),
        QString::fromUtf8("wait for undo own normals for 90°"),
        "stop",
        "wait idle",
        "expect stale 0",
        "tiles normals",
        "screenshot " + path("normals.png"),
        "tiles color",
        "undo",
        "select 24",
        "paste " + path("jug.png"),
        QString::fromUtf8("wait for undo own picture for 270°"),
        "stop",
        "wait idle",
        "undo",
        "expect stale 0"});
}

TEST_F(WindowDrive, WhatIsAmissWithAPictureIsToldAndMended) {
  QImage picture(400, 300, QImage::Format_ARGB32);
  picture.fill(Qt::white);
  QPainter painter(&picture);
  painter.setPen(Qt::NoPen);
  painter.setBrush(QColor(200, 90, 40));
  painter.drawEllipse(60, 60, 170, 180);
  painter.setBrush(QColor(40, 60, 120));
  painter.drawRect(290, 100, 80, 90);
  painter.end();
  ASSERT_TRUE(picture.save(path("two.png")));
  play({"size 1400 900", "open " + path("two.png"), "wait for findings 1", "stop", "wait idle",
        "screenshot " + path("findings.png"), "press Keep the largest", "wait for findings 0",
        "expect undo keeping the largest object", "undo", "wait for findings 1"});
}

int count_near(const QImage& image, const QRect& place, const QColor& color) {
  int count = 0;
  for (int y = place.top(); y <= place.bottom(); ++y) {
    for (int x = place.left(); x <= place.right(); ++x) {
      const QColor c = image.pixelColor(x, y);
      count +=
          std::abs(c.red() - color.red()) + std::abs(c.green() - color.green()) + std::abs(c.blue() - color.blue()) <
          24;
    }
  }
  return count;
}

TEST_F(WindowDrive, AProjectThatIsOpenedAgainShowsWhatNoViewHasSeenAndWhereViewsDisagree) {
  play({"open " + path("jug.png"), "set surface quality draft", "wait idle", "save " + path("jug.e3d")});
  play({"size 1400 900", "open " + path("jug.e3d"), "shading coverage", "top", "wait idle", "wait 1500",
        "screenshot " + path("coverage.png"), "select 8", "disagreement", "wait idle", "wait 1500",
        "screenshot " + path("disagreement.png"), "disagreement", "wait idle", "screenshot " + path("after.png")});
  const QRect viewport(900, 180, 460, 460), board(290, 100, 580, 400);
  const auto low = core::image::ramp_color(0.0f);
  const QColor agrees(low[0], low[1], low[2]), unseen(213, 94, 0);
  EXPECT_GT(count_near(QImage(path("coverage.png")), viewport, unseen), 50);
  EXPECT_EQ(count_near(QImage(path("disagreement.png")), viewport, unseen), 0);
  // The tile and the mesh are mostly of the colour for agreement; the other tiles show their pictures.
  EXPECT_GT(count_near(QImage(path("disagreement.png")), viewport, agrees), 3000);
  EXPECT_GT(count_near(QImage(path("disagreement.png")), board, agrees), 1000);
  EXPECT_EQ(count_near(QImage(path("after.png")), board, agrees), 0);
}

TEST_F(WindowDrive, ATurntableIsWrittenAsItIsShown) {
  play({"size 1400 900", "open " + path("jug.png"), "set surface quality draft", "wait idle",
        "turntable 6 128 " + path("turn"), "turntable 6 128 " + path("turn.webp"), "close"});
  EXPECT_EQ(QDir(path("turn")).entryList({"*.png"}).size(), 6);
  const QImage frame(path("turn/000.png"));
  EXPECT_EQ(frame.size(), QSize(128, 128));
  EXPECT_EQ(frame.pixelColor(1, 1).alpha(), 0);
  EXPECT_GT(frame.pixelColor(64, 64).red(), 100);
  EXPECT_EQ(core::io::inspect_picture(path("turn.webp").toStdString()).width, 128);
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
