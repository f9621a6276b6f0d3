// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>

#include "core/pipeline/events.h"
#include "core/pipeline/runner.h"
#include "ui/turntable.h"

namespace ui {

/// Jobs that read and write files of other programs. The window starts them; what they do is given by the composition,
/// because the window itself knows no file formats.
struct FileJobs {
  using Path = std::filesystem::path;
  /// Sends PictureReady.
  std::function<core::pipeline::Job(Path)> read_picture;
  /// Sends SheetReady.
  std::function<core::pipeline::Job(Path)> read_sheet;
  /// Sends WorkspaceReady, and Warning for what is missing but not needed.
  std::function<core::pipeline::Job(Path)> read_view_folder;
  std::function<core::pipeline::Job(Path, core::project::Workspace)> write_view_folder;
  /// Sends Exported, after the file was read again and compared.
  std::function<core::pipeline::Job(Path, core::mesh::MeshPtr, core::io::MeshWriteOptions)> write_mesh;
  std::function<core::pipeline::Job(const Turntable&)> write_turntable;
};

}  // namespace ui
