// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/turntable_dialog.h"

#include <gtest/gtest.h>

#include <QComboBox>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <thread>

#include "tests/ui/fixtures.h"

namespace {

using ui::Turntable;
using ui::TurntableDialog;

core::pipeline::Job nothing(const Turntable&) {
  return [](const core::RunContext&, const core::pipeline::EventSink&) {};
}

TEST(TurntableDialog, TheKindFollowsFromTheEnding) {
  TurntableDialog dialog({}, nothing, "/films");
  dialog.set_path("/films/a.webp");
  EXPECT_EQ(dialog.turntable().kind, Turntable::Kind::Webp);
  dialog.set_path("/films/a.mp4");
  EXPECT_EQ(dialog.turntable().kind, Turntable::Kind::Video);
  dialog.set_path("/films/a");
  EXPECT_EQ(dialog.turntable().kind, Turntable::Kind::Pictures);
  EXPECT_EQ(dialog.turntable().path, "/films/a");
}

TEST(TurntableDialog, ATransparentFilmHasNeitherBackgroundNorFloorAndAVideoHasBoth) {
  Turntable shown;
  shown.scene.background = render::Gradient{};
  shown.scene.has_floor = true;
  TurntableDialog dialog(shown, nothing, "/films");
  dialog.set_path("/films/a.webp");
  EXPECT_FALSE(dialog.turntable().scene.background);
  EXPECT_FALSE(dialog.turntable().scene.has_floor);
  dialog.set_path("/films/a.mp4");
  EXPECT_TRUE(dialog.turntable().scene.background);
  EXPECT_TRUE(dialog.turntable().scene.has_floor);
}

TEST(TurntableDialog, WithoutAnFfmpegVideoIsGreyAndSaysWhy) {
  const QByteArray path = qgetenv("PATH");
  QTemporaryDir empty;
  qputenv("PATH", empty.path().toUtf8());
  TurntableDialog dialog({}, nothing, "/films");
  qputenv("PATH", path);
  const auto* kinds = dialog.findChild<QComboBox*>();
  const auto* video = qobject_cast<QStandardItemModel*>(kinds->model())->item(static_cast<int>(Turntable::Kind::Video));
  EXPECT_FALSE(video->isEnabled());
  EXPECT_TRUE(video->text().contains("ffmpeg"));
}

TEST(TurntableDialog, AsksForTheFilmOfItsFormAndRemembersIt) {
  std::vector<Turntable> asked;
  const auto record = [&](const Turntable& film) {
    asked.push_back(film);
    return nothing(film);
  };
  TurntableDialog dialog({}, record, "/films");
  dialog.set_path("/films/turn.webp");
  dialog.set_length(20, 2.0);
  dialog.set_size({320, 200});
  dialog.start();
  ASSERT_TRUE(ui_test::wait_until([&] { return !dialog.is_writing(); }));
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].num_frames, 20);
  EXPECT_EQ(asked[0].frame_ms, 100);
  EXPECT_EQ(asked[0].size_px, glm::ivec2(320, 200));
  EXPECT_TRUE(dialog.words().contains("20 frames"));
  const TurntableDialog next({}, record, "/films");
  EXPECT_EQ(next.turntable().num_frames, 20);
  EXPECT_EQ(next.turntable().size_px, glm::ivec2(320, 200));
}

TEST(TurntableDialog, ClosingItStopsTheWritingFirst) {
  const auto endless = [](const Turntable&) -> core::pipeline::Job {
    return [](const core::RunContext& context, const core::pipeline::EventSink&) {
      while (true) {
        context.checkpoint();
        std::this_thread::yield();
      }
    };
  };
  TurntableDialog dialog({}, endless, "/films");
  dialog.show();
  dialog.start();
  EXPECT_TRUE(dialog.is_writing());
  dialog.reject();
  EXPECT_TRUE(dialog.isVisible());
  ASSERT_TRUE(ui_test::wait_until([&] { return !dialog.is_writing(); }));
  EXPECT_TRUE(dialog.words().contains("Nothing was written"));
  dialog.reject();
  EXPECT_FALSE(dialog.isVisible());
}

}  // namespace
