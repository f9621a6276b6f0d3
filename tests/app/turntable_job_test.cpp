// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "app/turntable_job.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <filesystem>
#include <fstream>

#include "core/base/error.h"
#include "core/io/image_file.h"
#include "render/offscreen.h"
#include "tests/support/error_of.h"
#include "tests/support/shapes.h"
#include "tests/support/temporary_folder.h"

namespace {

namespace fs = std::filesystem;
using core::ErrorCode;
using ui::Turntable;

class TurntableJob : public testing::Test {
 protected:
  void SetUp() override {
    try {
      const render::OffscreenContext context;
    } catch (const core::Error& error) {
      GTEST_SKIP() << "No OpenGL without a display here: " << error.what();
    }
  }

  /// A sphere that is red towards the first camera and blue behind.
  Turntable film(Turntable::Kind kind, const fs::path& path) const {
    core::mesh::Mesh mesh = support::make_sphere(0.35f);
    for (const glm::vec3& p : mesh.positions) {
      mesh.colors.push_back(p.y < 0.0f ? glm::vec3(1.0f, 0.0f, 0.0f) : glm::vec3(0.0f, 0.0f, 1.0f));
    }
    Turntable film;
    film.kind = kind;
    film.path = path;
    film.mesh = render::prepare_mesh(std::make_shared<const core::mesh::Mesh>(std::move(mesh)));
    film.scene.shading = render::Shading::VertexColors;
    film.scene.background.reset();
    film.scene.has_floor = false;
    film.size_px = {96, 64};
    film.num_frames = 4;
    return film;
  }

  static void write(const Turntable& film) {
    app::write_turntable(film)(core::RunContext(), [](const auto&) {});
  }

  int num_entries() const {
    return static_cast<int>(std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()));
  }

  /// Stands in for ffmpeg: counts the bytes it is given into the file it shall write, or ends with an error.
  fs::path fake_ffmpeg(const std::string& last_words) const {
    const fs::path program = folder_.path() / "ffmpeg";
    std::ofstream(program) << "#!/bin/bash\n" << last_words << "\n";
    fs::permissions(program, fs::perms::owner_all);
    return program;
  }

  int num_arguments_ = 0;
  QCoreApplication application_{num_arguments_, nullptr};
  support::TemporaryFolder folder_;
};

TEST_F(TurntableJob, PicturesTurnOnceAroundTheMesh) {
  const fs::path target = folder_.path() / "turn";
  write(film(Turntable::Kind::Pictures, target));
  const auto color = [&](const char* name) {
    const core::image::Image8 frame = core::io::read_picture(target / name).rgba;
    EXPECT_EQ(frame.at(2, 2, 3), 0);
    return std::pair<int, int>(frame.at(48, 32, 0), frame.at(48, 32, 2));
  };
  EXPECT_EQ(color("000.png"), (std::pair<int, int>(255, 0)));
  EXPECT_EQ(color("002.png"), (std::pair<int, int>(0, 255)));
  EXPECT_TRUE(fs::exists(target / "003.png"));
  EXPECT_FALSE(fs::exists(target / "004.png"));
  EXPECT_EQ(num_entries(), 1);
}

TEST_F(TurntableJob, AFolderThatHoldsSomethingIsLeftAlone) {
  const fs::path target = folder_.path() / "turn";
  fs::create_directory(target);
  std::ofstream(target / "mine.txt") << "mine";
  const auto error = support::error_of([&] { write(film(Turntable::Kind::Pictures, target)); });
  EXPECT_EQ(error.code(), ErrorCode::NotWritable);
  EXPECT_TRUE(fs::exists(target / "mine.txt"));
  EXPECT_EQ(num_entries(), 1);
}

TEST_F(TurntableJob, AnAnimationIsOneFile) {
  write(film(Turntable::Kind::Webp, folder_.path() / "turn.webp"));
  const core::io::Picture first = core::io::read_picture(folder_.path() / "turn.webp");
  EXPECT_EQ(first.rgba.width(), 96);
  EXPECT_GT(first.rgba.at(48, 32, 0), 220);
  EXPECT_EQ(num_entries(), 1);
}

TEST_F(TurntableJob, AStillIsOnePictureOverNothing) {
  Turntable still = film(Turntable::Kind::Still, folder_.path() / "mesh.png");
  still.num_frames = 1;
  write(still);
  const core::image::Image8 picture = core::io::read_picture(still.path).rgba;
  EXPECT_EQ(picture.width(), 96);
  EXPECT_EQ(picture.at(2, 2, 3), 0);
  EXPECT_EQ(picture.at(48, 32, 0), 255);
  EXPECT_EQ(num_entries(), 1);
}

TEST_F(TurntableJob, AVideoIsMadeByFfmpeg) {
  Turntable video = film(Turntable::Kind::Video, folder_.path() / "turn.mp4");
  video.ffmpeg = fake_ffmpeg("wc -c > \"${@: -1}\"");
  write(video);
  std::ifstream file(video.path);
  int num_bytes = 0;
  file >> num_bytes;
  EXPECT_EQ(num_bytes, 4 * 96 * 64 * 4);
  EXPECT_EQ(num_entries(), 2);
}

TEST_F(TurntableJob, WhatFfmpegSaysIsToldAndNothingStays) {
  Turntable video = film(Turntable::Kind::Video, folder_.path() / "turn.mp4");
  video.ffmpeg = fake_ffmpeg("cat > \"${@: -1}\"; echo no such encoder; exit 3");
  const auto error = support::error_of([&] { write(video); });
  EXPECT_NE(std::string(error.what()).find("no such encoder"), std::string::npos) << error.what();
  EXPECT_EQ(num_entries(), 1);
  video.ffmpeg = folder_.path() / "nowhere";
  EXPECT_EQ(support::error_of([&] { write(video); }).code(), ErrorCode::NotWritable);
}

TEST_F(TurntableJob, AStopLeavesNothing) {
  for (const auto kind : {Turntable::Kind::Pictures, Turntable::Kind::Webp}) {
    std::stop_source stop;
    core::RunListener listener;
    listener.on_progress = [&](std::string_view, double fraction) {
      if (fraction > 0.4) stop.request_stop();
    };
    const core::RunContext context(stop.get_token(), listener);
    EXPECT_THROW(app::write_turntable(film(kind, folder_.path() / "turn"))(context, [](const auto&) {}),
                 core::Cancelled);
    EXPECT_EQ(num_entries(), 0);
  }
}

TEST_F(TurntableJob, WithoutAMeshThereIsNothingToTurn) {
  Turntable empty = film(Turntable::Kind::Webp, folder_.path() / "turn.webp");
  empty.mesh = nullptr;
  EXPECT_EQ(support::error_of([&] { write(empty); }).code(), ErrorCode::Usage);
}

}  // namespace
