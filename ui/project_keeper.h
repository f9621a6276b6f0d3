// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QLockFile>
#include <QObject>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "core/project/project_file.h"
#include "ui/job_desk.h"

namespace ui {

/// Keeps the project file in step with what is on screen: every result and every change of choices is stored the moment
/// it happens. A new picture starts a project without a name in the user's data folder. Opening, making and copying
/// files are jobs; what happens meanwhile is stored as soon as the file is there.
class ProjectKeeper : public QObject {
  Q_OBJECT

 public:
  explicit ProjectKeeper(JobDesk& desk, QObject* parent = nullptr);
  ~ProjectKeeper() override;

  /// Starts a project without a name that holds `work`.
  void begin(const core::project::Workspace& work);
  /// Goes on with a file that was just opened. @param is_named  false if it lies in the folder of unsaved work
  void adopt(std::shared_ptr<core::project::ProjectFile> file, bool is_named);
  /// Copies the project and goes on in the copy; a project without a name is removed afterwards.
  void save_as(const std::filesystem::path& target);

  bool is_open() const { return file_ != nullptr || is_switching_; }
  bool is_named() const { return is_named_; }
  bool is_saving() const { return is_switching_; }
  std::filesystem::path path() const;

  template <class Result>
  void store(Result result) {
    write([result = std::move(result)](core::project::ProjectFile& file) { file.store(result); });
  }
  void remove(const core::project::VariantPtr& variant);
  /// Whether what was stored can be read again: drawings need not all stay in memory.
  bool holds_all() const { return file_ != nullptr && !has_failed_; }
  /// The drawing, read from the project if the workspace has a small one; that one if it cannot be read.
  core::project::VariantPtr whole(const core::project::VariantPtr& variant) const;
  void log(const QString& line);
  /// Calls `then` from the event loop once everything stored so far is on disk, or cannot be; at once where no project
  /// is open.
  void when_stored(std::function<void()> then);
  /// Waits until everything is on disk; for the end of the program.
  void flush();

  /// Projects without a name that no running program holds, newest first.
  static std::vector<std::filesystem::path> unsaved_projects();
  static void discard(const std::filesystem::path& path);

 Q_SIGNALS:
  void changed();  ///< path, name or state
  void saved(const QString& path);
  void failed(const QString& message);

 private:
  using Write = std::function<void(core::project::ProjectFile&)>;
  void write(Write write);
  void write_all(const core::project::Workspace& work);
  void take_over(std::shared_ptr<core::project::ProjectFile> file, bool is_named);
  core::project::ProjectFile::OnError error_sink();
  void release_file();
  void call_waiting(int id);
  /// For those whose writes are given up.
  void call_all_waiting();

  JobDesk& desk_;
  bool is_named_ = false;
  bool is_switching_ = false;
  bool has_failed_ = false;
  int generation_ = 0;                            ///< a job for an older project is not taken over
  std::vector<Write> since_;                      ///< what came while the file was being made or copied
  std::map<int, std::function<void()>> waiting_;  ///< for what they stored to be on disk
  int last_waiting_ = 0;
  std::unique_ptr<QLockFile> lock_;
  std::shared_ptr<core::project::ProjectFile> file_;
};

}  // namespace ui
