// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "app/cli/run.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

#include "core/base/elapsed.h"
#include "core/io/image_file.h"
#include "core/pipeline/open.h"
#include "core/pipeline/own_view.h"
#include "core/pipeline/runner.h"
#include "core/texture/atlas.h"

namespace app::cli {
namespace {

using core::Error;
using core::ErrorCode;
using core::seconds_since;
using Clock = std::chrono::steady_clock;
using Json = nlohmann::ordered_json;

double rounded(double value) { return std::round(value * 1e3) / 1e3; }

void check_writable_folder(const std::filesystem::path& folder, const std::filesystem::path& output) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored)) {
    throw Error(ErrorCode::NotWritable,
                fmt::format("'{}' cannot be written: the folder '{}' does not exist. Make it first.", output.string(),
                            folder.string()));
  }
  if (access(folder.c_str(), W_OK) != 0) {
    throw Error(ErrorCode::NotWritable, fmt::format("'{}' cannot be written: the folder '{}' may not be written to.",
                                                    output.string(), folder.string()));
  }
}

std::filesystem::path parent_of(const std::filesystem::path& path) {
  const std::filesystem::path parent = path.parent_path();
  return parent.empty() ? std::filesystem::path(".") : parent;
}

Json disagreement_of(const core::project::Workspace& work) {
  Json rows = Json::array();
  if (!work.surface) return rows;
  for (const core::mesh::Disagreement& row : work.surface->surface->disagreement) {
    rows.push_back({{"view", row.view},
                    {"normal_deg", rounded(row.normal_deg)},
                    {"outline_px", rounded(row.outline_px)},
                    {"dropped", row.dropped}});
  }
  return rows;
}

core::io::ViewFolder read_folder(const std::filesystem::path& path, const core::io::ViewFolderOptions& options,
                                 Session& session) {
  return core::io::read_view_folder(
      path, options, [&](const std::string& message) { session.reporter.warning("view_folder", message); });
}

core::project::Workspace workspace_of(const core::io::ViewFolder& folder, const std::filesystem::path& path,
                                      const core::pipeline::Tools& tools, Session& session) {
  core::RunListener listener;
  listener.on_warning = [&](std::string_view code, const std::string& message) {
    session.reporter.warning(std::string(code), message);
  };
  return core::pipeline::workspace_from_folder(folder, path.string(), tools, core::RunContext(session.stop, listener));
}

}  // namespace

core::project::Workspace open_picture(const std::filesystem::path& path, const SourceArguments& source,
                                      const core::pipeline::Tools& tools, Session& session) {
  core::project::Workspace work;
  apply(source, work.choices);
  const std::vector<OwnPicture> own = own_pictures(source);
  // Asks for the weights before anything is computed.
  tools.make_source(work.choices);
  core::io::Picture picture = core::io::read_picture(path);
  work.picture = core::project::make_picture(path.filename().string(), std::move(picture.rgba), picture.has_alpha);
  const core::RunContext context(session.stop, {});
  for (const OwnPicture& entry : own) {
    const core::io::Picture read = core::io::read_picture(entry.path);
    const core::pipeline::OwnView view =
        core::pipeline::make_own_view(work, read.rgba, read.has_alpha, entry.anchor, tools, context);
    work.choices = core::pipeline::with_own_view(work, entry.anchor, view);
  }
  return work;
}

core::project::Workspace open_folder(const std::filesystem::path& path, const core::io::ViewFolderOptions& options,
                                     const core::pipeline::Tools& tools, Session& session) {
  return workspace_of(read_folder(path, options, session), path, tools, session);
}

core::project::Workspace open_drawn_folder(const std::filesystem::path& path, const SourceArguments& source,
                                           const core::pipeline::Tools& tools, Session& session) {
  const core::io::ViewFolder folder = read_folder(path, {}, session);
  core::project::Workspace work = workspace_of(folder, path, tools, session);
  if (!core::pipeline::is_drawable(folder.info)) work.choices.source = automatic_source(source.models);
  apply_to_drawn(source, work.choices);
  return work;
}

void hold_all_but(const std::vector<int>& wanted, core::project::Workspace& work) {
  for (int view = 0; view < core::geometry::kNumViews; ++view) {
    const auto slot = static_cast<std::size_t>(view);
    if (std::find(wanted.begin(), wanted.end(), view) == wanted.end()) work.choices.locked[slot] = true;
  }
}

RunResult run_pipeline(core::project::Workspace work, core::pipeline::Goal goal, const core::pipeline::Tools& tools,
                       Session& session, const core::pipeline::EventSink& also) {
  RunResult result;
  const auto started = Clock::now();
  const core::pipeline::Job job = [&](const core::RunContext& context, const core::pipeline::EventSink& sink) {
    result.work = core::pipeline::bring_up_to_date(std::move(work), goal, tools, sink, context, &result.times);
  };
  const core::pipeline::Outcome outcome =
      core::pipeline::run_here(job, session.stop, [&](const core::pipeline::Event& event) {
        session.reporter.event(event);
        if (also) also(event);
      });
  if (std::holds_alternative<core::Cancelled>(outcome)) throw core::Cancelled{};
  if (const auto* failure = std::get_if<core::pipeline::Failure>(&outcome))
    throw Error(failure->code, failure->message);
  result.total_s = seconds_since(started);
  return result;
}

void check_mesh_output(const std::filesystem::path& path) {
  core::io::mesh_format_for(path);
  check_writable_folder(parent_of(path), path);
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored)) {
    throw Error(ErrorCode::NotWritable,
                fmt::format("'{}' cannot be written: it exists and is not a regular file. Choose another name.",
                            path.string()));
  }
}

void check_folder_output(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return check_writable_folder(path, path);
  if (std::filesystem::exists(path, ignored)) {
    throw Error(ErrorCode::NotWritable,
                fmt::format("'{}' cannot be made a view folder: it exists and is not a folder. Choose another name.",
                            path.string()));
  }
  check_writable_folder(parent_of(path), path);
}

Json seconds_of(const RunResult& result) {
  return {{"cutout", rounded(result.times.cutout)},
          {"anchors", rounded(result.times.anchors)},
          {"in_betweens", rounded(result.times.in_betweens)},
          {"surface", rounded(result.times.surface)},
          {"texture", rounded(result.times.texture)},
          {"normal_map", rounded(result.times.normal_map)},
          {"export", rounded(result.export_s)},
          {"total", rounded(result.total_s)}};
}

void export_and_finish(RunResult& result, const std::filesystem::path& output, const MeshArguments& mesh,
                       Session& session) {
  session.reporter.event(core::pipeline::StageStarted{core::pipeline::Stage::Export});
  const auto started = Clock::now();
  const core::io::MeshCheck check = core::io::write_mesh(output, *result.work.handover->mesh, write_options(mesh));
  result.export_s = seconds_since(started);
  result.total_s += result.export_s;
  Json fields{{"output", output.string()},
              {"seconds", seconds_of(result)},
              {"first_mesh_s", rounded(result.times.first_mesh)},
              {"vertices", check.num_vertices},
              {"faces", check.num_faces},
              {"watertight", check.is_watertight},
              {"components", check.num_components},
              {"atlas_use", rounded(core::texture::atlas_use(*result.work.handover->mesh))},
              {"disagreement", disagreement_of(result.work)},
              {"peak_rss_mb", std::round(peak_rss_mb())}};
  session.reporter.done(std::move(fields),
                        fmt::format("{}: {} faces, {}, {:.1f} MB, {:.1f} s", output.string(), check.num_faces,
                                    check.is_watertight ? "watertight" : "not watertight",
                                    static_cast<double>(check.num_bytes) / 1e6, result.total_s));
}

void write_views(const core::project::Workspace& work, const std::filesystem::path& folder,
                 const std::vector<int>& only) {
  core::io::write_view_folder(folder, core::pipeline::folder_from_workspace(work), only);
}

}  // namespace app::cli
