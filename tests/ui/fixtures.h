// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QElapsedTimer>
#include <QTest>
#include <memory>

#include "tests/support/disc_source.h"
#include "tests/support/shapes.h"
#include "ui/edits.h"
#include "ui/pipeline_controller.h"

/// A pipeline whose views are flat discs: quick, and different for every seed.
namespace ui_test {

using support::DiscSource;

inline core::pipeline::Tools disc_tools(int side_px = core::views::kCanvasPx) {
  core::pipeline::Tools tools;
  tools.make_source = [side_px](const core::project::Choices&) { return std::make_unique<DiscSource>(side_px); };
  tools.algorithms_for = [](const core::project::Choices& choices) {
    core::project::Algorithms algorithms;
    algorithms.draws_regions = choices.source == "discs";
    return algorithms;
  };
  return tools;
}

/// Reads no files: every path gives the same picture, except ones that hold "missing".
inline ui::FileJobs disc_files() {
  ui::FileJobs files;
  files.read_picture = [](std::filesystem::path path) {
    return [path](const core::RunContext&, const core::pipeline::EventSink& sink) {
      if (path.string().find("missing") != std::string::npos) {
        throw core::Error(core::ErrorCode::NotFound, "'" + path.string() + "' is not there.");
      }
      sink(core::pipeline::PictureReady{
          core::project::make_picture(path.filename().string(), DiscSource::disc_picture(5), true)});
    };
  };
  return files;
}

/// In place of FileJobs::read_view_folder: every folder gives work that has a surface, a sphere, and no picture.
inline core::pipeline::Job read_sphere(std::filesystem::path path) {
  return [path](const core::RunContext&, const core::pipeline::EventSink& sink) {
    auto surface = std::make_shared<core::mesh::Surface>();
    surface->dense = std::make_shared<const core::mesh::Mesh>(support::make_sphere(0.3f, 8, 16));
    core::project::Workspace work;
    work.surface = std::make_shared<const core::project::SurfaceResult>(core::project::SurfaceResult{{}, surface});
    sink(core::pipeline::WorkspaceReady{std::make_shared<const core::project::Workspace>(work), path});
  };
}

/// Lets the event loop run until something holds, for at most a minute (machines may be busy).
template <class Condition>
bool wait_until(const Condition& condition) {
  return QTest::qWaitFor(condition, 60000);
}

/// A controller and edits with a picture opened and all views drawn.
struct OpenedWork {
  ui::PipelineController controller;
  ui::Edits edits{controller};
  explicit OpenedWork(core::pipeline::Tools tools = disc_tools()) : controller(std::move(tools), disc_files()) {
    edits.set_following(false);
    controller.open_image("disc.png", DiscSource::disc_picture(5));
    wait_until([this] { return controller.has_picture(); });
    draw();
  }
  void draw() {
    controller.make(core::pipeline::Goal::InBetweens);
    settle();
  }
  void settle() {
    wait_until([this] { return !controller.is_busy(); });
  }
  int num_views(core::project::Freshness freshness) const {
    int count = 0;
    for (int view = 0; view < core::geometry::kNumViews; ++view) count += controller.freshness(view) == freshness;
    return count;
  }
};

}  // namespace ui_test
