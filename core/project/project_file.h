// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "core/base/error.h"
#include "core/project/workspace.h"

namespace core::project {

/// 'E3Dp': the SQLite application id of a project file.
inline constexpr std::int32_t kApplicationId = 0x45334470;
inline constexpr int kSchemaVersion = 4;

/// A project file (.e3d): an SQLite database that holds a workspace. Open files are written by one thread of their own;
/// the functions that store return at once, in order, each in its own transaction. A kill at any moment loses at most
/// what was queued.
class ProjectFile {
 public:
  using OnError = std::function<void(const Error&)>;  ///< called from the thread that writes or reads

  /// Makes a new, empty project; replaces nothing.
  /// @throws Error(NotWritable) if the file exists or cannot be made
  static std::unique_ptr<ProjectFile> create(const std::filesystem::path& path, OnError on_error);
  /// @throws Error NotFound; BadFormat (not a project, damaged); Unsupported (newer schema: a sentence that says so)
  static std::unique_ptr<ProjectFile> open(const std::filesystem::path& path, OnError on_error);
  ~ProjectFile();

  const std::filesystem::path& path() const;
  /// Everything stored, settled against nothing: the caller settles with its algorithms.
  Workspace load() const;

  /// The whole of a drawing that was stored, of which the workspace keeps a small one (whole_variants.h). Null if it is
  /// not there or cannot be read, which is told as a failed write is.
  VariantPtr read_whole(const Variant& small) const;

  void store(PicturePtr picture);
  void store(const Choices& choices);
  /// The choices and which variant each tile shows.
  void store(const Workspace& work);
  void store(CutOutPtr cut_out);
  void store(VariantPtr variant);
  void remove(VariantPtr variant);
  void store(SurfaceResultPtr surface);
  void store(HandoverResultPtr handover);
  void log(const std::string& line);

  /// Calls `then` on the writer's thread once everything that was stored before is on disk, or has failed.
  void when_stored(std::function<void()> then);
  /// Waits until everything queued so far is on disk.
  void flush();
  /// A copy at another place (SQLite's backup API), whole or not at all. Waits; call it from a job.
  /// @throws Error NotWritable, DiskFull
  void save_copy(const std::filesystem::path& target);

 private:
  struct Impl;
  explicit ProjectFile(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Where projects without a name live: $XDG_DATA_HOME/envision3d/unsaved (made if missing).
std::filesystem::path unsaved_folder();

}  // namespace core::project
