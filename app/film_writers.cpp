// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "app/film_writers.h"

#include <fmt/format.h>
#include <unistd.h>

#include <QEventLoop>
#include <QProcess>
#include <QStringList>
#include <system_error>

#include "core/base/error.h"
#include "core/io/atomic_file.h"
#include "core/io/image_file.h"
#include "core/io/webp_animation.h"

namespace app {
namespace {

namespace fs = std::filesystem;
using core::Error;
using core::ErrorCode;
using core::image::Image8;

constexpr int kPoll_ms = 50;
constexpr int kStart_ms = 5000;

QString to_qstring(const fs::path& path) { return QString::fromStdString(path.string()); }

/// A name beside the target that nothing else has.
fs::path partial_path(const fs::path& target) {
  fs::path name = target.stem();
  name += fmt::format(".partial-{}", ::getpid());
  name += target.extension();
  return fs::absolute(target).parent_path() / name;
}

[[noreturn]] void fail_to_write(const fs::path& path, const std::string& why) {
  throw Error(ErrorCode::NotWritable,
              fmt::format("'{}' could not be written: {}. Choose another place.", path.string(), why));
}

void put_in_place(const fs::path& from, const fs::path& target) {
  std::error_code error;
  fs::rename(from, target, error);
  if (error) fail_to_write(target, error.message());
}

/// 000.png, 001.png ... in a folder that appears once all are there.
class PictureFolder : public FilmWriter {
 public:
  explicit PictureFolder(const fs::path& target) : target_(target), partial_(partial_path(target)) {
    std::error_code error;
    if (fs::exists(target_, error) && !(fs::is_directory(target_, error) && fs::is_empty(target_, error))) {
      fail_to_write(target_, "it is there already and holds something");
    }
    fs::create_directory(partial_, error);
    if (error) fail_to_write(target_, error.message());
  }

  ~PictureFolder() override {
    std::error_code ignored;
    fs::remove_all(partial_, ignored);
  }

  void add(const Image8& rgba) override {
    core::io::write_png(partial_ / fmt::format("{:03}.png", num_frames_++), rgba);
  }
  /// Over an empty folder too.
  void finish() override { put_in_place(partial_, target_); }

 private:
  fs::path target_, partial_;
  int num_frames_ = 0;
};

/// The last frame; a still has no other.
class PictureFile : public FilmWriter {
 public:
  explicit PictureFile(const fs::path& target) : target_(target) {}

  void add(const Image8& rgba) override { picture_ = rgba; }
  void finish() override { core::io::write_png(target_, picture_); }

 private:
  fs::path target_;
  Image8 picture_;
};

class WebpFile : public FilmWriter {
 public:
  explicit WebpFile(const ui::Turntable& turntable)
      : path_(turntable.path), frame_ms_(turntable.frame_ms), animation_(turntable.size_px.x, turntable.size_px.y) {}

  void add(const Image8& rgba) override { animation_.add(rgba, frame_ms_); }
  void finish() override { core::io::write_file(path_, animation_.finish()); }

 private:
  fs::path path_;
  int frame_ms_;
  core::io::WebpAnimation animation_;
};

/// Frames go to an ffmpeg program, which is a process of its own and ends with this.
class VideoFile : public FilmWriter {
 public:
  VideoFile(const ui::Turntable& turntable, const core::RunContext& context)
      : target_(turntable.path), partial_(partial_path(turntable.path)), context_(context) {
    const QString size = QStringLiteral("%1x%2").arg(turntable.size_px.x).arg(turntable.size_px.y);
    const QString rate = QStringLiteral("1000/%1").arg(turntable.frame_ms);
    process_.setProcessChannelMode(QProcess::MergedChannels);
    // Half as many colour samples need an even size.
    process_.start(to_qstring(turntable.ffmpeg), {"-y",
                                                  "-loglevel",
                                                  "error",
                                                  "-f",
                                                  "rawvideo",
                                                  "-pix_fmt",
                                                  "rgba",
                                                  "-s",
                                                  size,
                                                  "-r",
                                                  rate,
                                                  "-i",
                                                  "-",
                                                  "-an",
                                                  "-vf",
                                                  "crop=trunc(iw/2)*2:trunc(ih/2)*2",
                                                  "-pix_fmt",
                                                  "yuv420p",
                                                  "-movflags",
                                                  "+faststart",
                                                  to_qstring(partial_)});
    if (!process_.waitForStarted(kStart_ms)) fail();
  }

  ~VideoFile() override {
    if (process_.state() != QProcess::NotRunning) {
      process_.kill();
      process_.waitForFinished();
    }
    std::error_code ignored;
    fs::remove(partial_, ignored);
  }

  void add(const Image8& rgba) override {
    process_.write(reinterpret_cast<const char*>(rgba.data().data()), static_cast<qint64>(rgba.data().size()));
    while (process_.bytesToWrite() > 0) {
      context_.checkpoint();
      process_.waitForBytesWritten(kPoll_ms);
      if (process_.state() != QProcess::Running) fail();
    }
  }

  void finish() override {
    process_.closeWriteChannel();
    while (process_.state() != QProcess::NotRunning) {
      context_.checkpoint();
      process_.waitForFinished(kPoll_ms);
    }
    if (process_.exitStatus() != QProcess::NormalExit || process_.exitCode() != 0) fail();
    put_in_place(partial_, target_);
  }

 private:
  [[noreturn]] void fail() {
    QString said = QString::fromLocal8Bit(process_.readAll()).trimmed();
    if (said.isEmpty()) said = process_.errorString();
    fail_to_write(target_, fmt::format("ffmpeg says '{}'", said.toStdString()));
  }

  fs::path target_, partial_;
  const core::RunContext& context_;
  QEventLoop thread_is_qts_;  ///< gives a thread that Qt did not start what QProcess looks for there
  QProcess process_;
};

}  // namespace

std::unique_ptr<FilmWriter> make_film_writer(const ui::Turntable& turntable, const core::RunContext& context) {
  switch (turntable.kind) {
    case ui::Turntable::Kind::Pictures:
      return std::make_unique<PictureFolder>(turntable.path);
    case ui::Turntable::Kind::Webp:
      return std::make_unique<WebpFile>(turntable);
    case ui::Turntable::Kind::Still:
      return std::make_unique<PictureFile>(turntable.path);
    case ui::Turntable::Kind::Video:
      break;
  }
  return std::make_unique<VideoFile>(turntable, context);
}

}  // namespace app
