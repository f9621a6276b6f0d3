// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/project_keeper.h"

#include <QDateTime>
#include <algorithm>

namespace ui {
namespace {

using core::pipeline::Event;
using core::pipeline::EventSink;
using core::pipeline::Failure;
using core::pipeline::Finished;
using core::pipeline::Lane;
using core::project::ProjectFile;
using FilePtr = std::shared_ptr<ProjectFile>;

QString lock_path(const std::filesystem::path& project) { return QString::fromStdString(project.string() + ".lock"); }

/// A name that tells the picture and the moment: "cat 2026-05-01 10.32.07.123.e3d".
std::filesystem::path new_unsaved_path(const std::string& picture) {
  QString stem = QString::fromStdString(std::filesystem::path(picture).stem().string());
  stem.replace('/', '_');
  if (stem.isEmpty()) stem = QStringLiteral("picture");
  const QString stamp = QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH.mm.ss.zzz"));
  return core::project::unsaved_folder() / (stem.left(60) + ' ' + stamp + QStringLiteral(".e3d")).toStdString();
}

void remove_with_companions(const std::filesystem::path& project) {
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    std::filesystem::remove(project.string() + suffix, ignored);
  }
}

}  // namespace

ProjectKeeper::ProjectKeeper(JobDesk& desk, QObject* parent) : QObject(parent), desk_(desk) {}

ProjectKeeper::~ProjectKeeper() = default;

std::filesystem::path ProjectKeeper::path() const { return file_ ? file_->path() : std::filesystem::path(); }

ProjectFile::OnError ProjectKeeper::error_sink() {
  // The file is closed, and its thread joined, before this object dies; a queued call to a dead object is dropped.
  return [this](const core::Error& error) {
    const QString message = QString::fromUtf8(error.what());
    QMetaObject::invokeMethod(
        this,
        [this, message] {
          has_failed_ = true;
          Q_EMIT failed(message);
        },
        Qt::QueuedConnection);
  };
}

void ProjectKeeper::release_file() {
  if (!file_) return;
  // Closing writes what is queued: not on the UI thread.
  desk_.start(Lane::Light,
              [file = std::move(file_)](const core::RunContext&, const EventSink&) mutable { file.reset(); }, {});
  file_.reset();
  lock_.reset();
}

void ProjectKeeper::begin(const core::project::Workspace& work) {
  release_file();
  is_switching_ = true;
  is_named_ = false;
  since_.clear();
  call_all_waiting();
  const int generation = ++generation_;
  write_all(work);
  auto made = std::make_shared<FilePtr>();
  const std::string name = work.picture ? work.picture->name : std::string("views");
  desk_.start(
      Lane::Light,
      [made, name, on_error = error_sink()](const core::RunContext&, const EventSink&) {
        *made = ProjectFile::create(new_unsaved_path(name), on_error);
      },
      [this, made, generation](const Event& event) {
        const auto* finished = std::get_if<Finished>(&event);
        if (finished == nullptr || generation != generation_) return;
        if (*made) return take_over(*made, false);
        is_switching_ = false;
        since_.clear();
        call_all_waiting();
        const auto* failure = std::get_if<Failure>(&finished->outcome);
        Q_EMIT failed(tr("This work is not being stored: %1")
                          .arg(failure ? QString::fromStdString(failure->message) : tr("it was stopped.")));
        Q_EMIT changed();
      });
  Q_EMIT changed();
}

void ProjectKeeper::adopt(FilePtr file, bool is_named) {
  ++generation_;
  release_file();
  since_.clear();
  call_all_waiting();
  take_over(std::move(file), is_named);
}

void ProjectKeeper::take_over(FilePtr file, bool is_named) {
  file_ = std::move(file);
  is_named_ = is_named;
  is_switching_ = false;
  has_failed_ = false;
  for (const Write& write : std::exchange(since_, {})) write(*file_);
  lock_.reset();
  if (!is_named_) {
    lock_ = std::make_unique<QLockFile>(lock_path(file_->path()));
    lock_->setStaleLockTime(0);
    lock_->tryLock();
  }
  Q_EMIT changed();
}

void ProjectKeeper::save_as(const std::filesystem::path& target) {
  if (!file_ || is_switching_) return;
  is_switching_ = true;
  const int generation = generation_;
  auto copied = std::make_shared<FilePtr>();
  desk_.start(
      Lane::Light,
      [source = file_, target, copied, on_error = error_sink()](const core::RunContext&, const EventSink&) {
        source->flush();
        source->save_copy(target);
        *copied = ProjectFile::open(target, on_error);
      },
      [this, copied, generation, target](const Event& event) {
        const auto* finished = std::get_if<Finished>(&event);
        if (finished == nullptr || generation != generation_) return;
        if (const auto* failure = std::get_if<Failure>(&finished->outcome)) {
          Q_EMIT failed(QString::fromStdString(failure->message));
        }
        is_switching_ = false;
        if (!*copied) {
          since_.clear();  // the old file already has it
          Q_EMIT changed();
          return;
        }
        const std::filesystem::path old = path();
        const bool was_named = is_named_;
        const std::vector<Write> since = std::exchange(since_, {});
        file_.reset();
        since_ = since;
        take_over(*copied, true);
        if (!was_named) remove_with_companions(old);
        Q_EMIT saved(QString::fromStdString(target.string()));
      });
  Q_EMIT changed();
}

void ProjectKeeper::write(Write write) {
  if (file_) write(*file_);
  if (is_switching_) since_.push_back(std::move(write));
}

void ProjectKeeper::write_all(const core::project::Workspace& work) {
  if (work.picture) store(work.picture);
  if (work.cut_out) store(work.cut_out);
  for (const auto& list : work.variants) {
    for (const auto& variant : list) store(variant);
  }
  for (const auto& own : work.choices.own) {
    if (own) store(own);
  }
  for (const auto& surface : work.surfaces) store(surface);
  for (const auto& handover : work.handovers) store(handover);
  store(work);
}

void ProjectKeeper::remove(const core::project::VariantPtr& variant) {
  write([variant](ProjectFile& file) { file.remove(variant); });
}

core::project::VariantPtr ProjectKeeper::whole(const core::project::VariantPtr& variant) const {
  if (variant->is_whole || !file_) return variant;
  const core::project::VariantPtr read = file_->read_whole(*variant);
  return read ? read : variant;
}

void ProjectKeeper::log(const QString& line) {
  write([text = line.toStdString()](ProjectFile& file) { file.log(text); });
}

void ProjectKeeper::when_stored(std::function<void()> then) {
  if (!is_open()) return then();
  const int id = ++last_waiting_;
  waiting_.emplace(id, std::move(then));
  write([this, id](ProjectFile& file) {
    file.when_stored([this, id] {
      QMetaObject::invokeMethod(
          this, [this, id] { call_waiting(id); }, Qt::QueuedConnection);
    });
  });
}

void ProjectKeeper::call_waiting(int id) {
  auto node = waiting_.extract(id);
  if (!node.empty()) node.mapped()();
}

void ProjectKeeper::call_all_waiting() {
  for (const auto& entry : waiting_) {
    QMetaObject::invokeMethod(
        this, [this, id = entry.first] { call_waiting(id); }, Qt::QueuedConnection);
  }
}

void ProjectKeeper::flush() {
  if (file_) file_->flush();
}

std::vector<std::filesystem::path> ProjectKeeper::unsaved_projects() {
  std::vector<std::filesystem::path> found;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(core::project::unsaved_folder(), ignored)) {
    if (entry.path().extension() != ".e3d") continue;
    QLockFile lock(lock_path(entry.path()));
    lock.setStaleLockTime(0);
    if (!lock.tryLock(0)) continue;  // open in another window
    found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end(), [&](const auto& a, const auto& b) {
    std::error_code none;
    return std::filesystem::last_write_time(a, none) > std::filesystem::last_write_time(b, none);
  });
  return found;
}

void ProjectKeeper::discard(const std::filesystem::path& path) { remove_with_companions(path); }

}  // namespace ui
