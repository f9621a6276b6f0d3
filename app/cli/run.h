// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>

#include "app/cli/command.h"
#include "core/io/view_folder.h"
#include "core/pipeline/bring_up_to_date.h"

/// What the commands that run the pipeline share.
namespace app::cli {

/// Everything the last event of a run tells.
struct RunResult {
  core::project::Workspace work;
  core::pipeline::RunTimes times;
  double export_s = 0.0;
  double total_s = 0.0;
};

/// Reads the picture and puts it and the arguments into a new workspace, own pictures included.
core::project::Workspace open_picture(const std::filesystem::path& path, const SourceArguments& source,
                                      const core::pipeline::Tools& tools, Session& session);

/// Reads a view folder into a new workspace and warns of what is amiss with it.
core::project::Workspace open_folder(const std::filesystem::path& path, const core::io::ViewFolderOptions& options,
                                     const core::pipeline::Tools& tools, Session& session);

/// The same for a command that draws on: the folder's own source goes on, unless it is not known or the arguments name
/// another.
core::project::Workspace open_drawn_folder(const std::filesystem::path& path, const SourceArguments& source,
                                           const core::pipeline::Tools& tools, Session& session);

/// Locks what is there, so that a run draws `wanted` alone (views 0..31) whatever else another source, number of steps
/// or seed makes stale.
void hold_all_but(const std::vector<int>& wanted, core::project::Workspace& work);

/// Brings a workspace up to date and reports every event. Throws Error or Cancelled when the run did not end well.
RunResult run_pipeline(core::project::Workspace work, core::pipeline::Goal goal, const core::pipeline::Tools& tools,
                       Session& session, const core::pipeline::EventSink& also = {});

/// Refuses an output that could not be written, before any work is done.
/// @throws Error Unsupported or NotWritable
void check_mesh_output(const std::filesystem::path& path);
void check_folder_output(const std::filesystem::path& path);

/// Writes the mesh, times it, and reports the end of the run as contracts.md fixes it.
void export_and_finish(RunResult& result, const std::filesystem::path& output, const MeshArguments& mesh,
                       Session& session);

/// The {"seconds":...} part of a done event.
nlohmann::ordered_json seconds_of(const RunResult& result);

/// Writes the shown views of a workspace as a view folder.
void write_views(const core::project::Workspace& work, const std::filesystem::path& folder,
                 const std::vector<int>& only = {});

}  // namespace app::cli
