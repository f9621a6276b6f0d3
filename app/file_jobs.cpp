// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "app/file_jobs.h"

#include "app/turntable_job.h"
#include "core/io/image_file.h"
#include "core/io/mesh_file.h"
#include "core/io/view_folder.h"
#include "core/matting/sheet.h"
#include "core/pipeline/open.h"

namespace app {
namespace {

using core::RunContext;
using core::pipeline::EventSink;
using core::pipeline::Job;
using Path = std::filesystem::path;

Job read_picture(const Path& path) {
  return [path](const RunContext& context, const EventSink& sink) {
    core::io::Picture picture = core::io::read_picture(path);
    context.checkpoint();
    sink(core::pipeline::PictureReady{
        core::project::make_picture(path.filename().string(), std::move(picture.rgba), picture.has_alpha)});
  };
}

Job read_sheet(const Path& path) {
  return [path](const RunContext& context, const EventSink& sink) {
    const core::io::Picture sheet = core::io::read_picture(path);
    core::pipeline::SheetReady ready;
    for (core::image::Image8& drawing : core::matting::split_sheet(sheet.rgba, sheet.has_alpha, context)) {
      ready.drawings.push_back(core::project::make_picture(path.filename().string(), std::move(drawing), true));
    }
    sink(ready);
  };
}

Job read_view_folder(const Path& path, const core::pipeline::Tools& tools) {
  return [path, tools](const RunContext& context, const EventSink& sink) {
    const auto warn = [&](const std::string& sentence) { context.warn("view_folder", sentence); };
    const core::io::ViewFolder folder = core::io::read_view_folder(path, {}, warn);
    const std::string name = path.has_filename() ? path.filename().string() : path.parent_path().filename().string();
    sink(core::pipeline::WorkspaceReady{std::make_shared<const core::project::Workspace>(
                                            core::pipeline::workspace_from_folder(folder, name, tools, context)),
                                        path});
  };
}

Job write_view_folder(const Path& path, const core::project::Workspace& work) {
  return [path, work](const RunContext&, const EventSink&) {
    core::io::write_view_folder(path, core::pipeline::folder_from_workspace(work));
  };
}

Job write_mesh(const Path& path, const core::mesh::MeshPtr& mesh, const core::io::MeshWriteOptions& options) {
  return [path, mesh, options](const RunContext& context, const EventSink& sink) {
    const core::RunContext part = context.part(core::pipeline::stage_name(core::pipeline::Stage::Export), 0.0, 1.0);
    sink(core::pipeline::StageStarted{core::pipeline::Stage::Export});
    const core::io::MeshCheck check = core::io::write_mesh(path, *mesh, options);
    part.report(1, 1);
    sink(core::pipeline::Exported{path, check});
  };
}

}  // namespace

ui::FileJobs make_file_jobs(const core::pipeline::Tools& tools) {
  ui::FileJobs jobs;
  jobs.read_picture = read_picture;
  jobs.read_sheet = read_sheet;
  jobs.read_view_folder = [tools](const Path& path) { return read_view_folder(path, tools); };
  jobs.write_view_folder = write_view_folder;
  jobs.write_mesh = write_mesh;
  jobs.write_turntable = write_turntable;
  return jobs;
}

}  // namespace app
