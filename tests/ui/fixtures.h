// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QElapsedTimer>
#include <QTest>
#include <memory>

#include "tests/support/shapes.h"
#include "ui/edits.h"
#include "ui/pipeline_controller.h"

/// A pipeline whose views are flat discs: quick, and different for every seed.
namespace ui_test {

class DiscSource : public core::views::ViewSource {
 public:
  float framing_ratio(const core::image::Image8&, const core::views::Framing&, const core::geometry::RingGeometry&,
                      const core::RunContext&) const override {
    return 0.875f;
  }
  void draw_anchors(const core::views::AnchorRequest& request, const core::views::KeepView& keep,
                    const core::RunContext& context) const override {
    for (std::size_t anchor = 0; anchor < request.wanted.size(); ++anchor) {
      if (!request.wanted[anchor]) continue;
      context.checkpoint();
      const auto drawn = disc(static_cast<int>(anchor) * 4, anchor == 0 ? 0 : request.seeds[anchor]);
      keep(request.regions[anchor] ? within(*request.regions[anchor], *drawn) : drawn);
    }
  }
  void draw_clips(const core::views::ClipRequest& request, const core::views::KeepView& keep,
                  const core::RunContext& context) const override {
    for (std::size_t clip = 0; clip < request.wanted.size(); ++clip) {
      if (!request.wanted[clip]) continue;
      context.checkpoint();
      for (const int view : core::views::clip_views(static_cast<int>(clip))) keep(disc(view, request.seed));
    }
  }
  bool front_is_photo() const override { return true; }

  static core::image::Image8 disc_picture(std::uint64_t seed, int side = 64) {
    core::image::Image8 rgba(side, side, 4);
    for (int y = 0; y < side; ++y) {
      for (int x = 0; x < side; ++x) {
        const int dx = x - side / 2, dy = y - side / 2;
        auto* pixel = rgba.pixel(x, y);
        pixel[0] = static_cast<std::uint8_t>(seed * 37);
        pixel[1] = static_cast<std::uint8_t>(seed * 91);
        pixel[2] = 128;
        pixel[3] = dx * dx + dy * dy < side * side / 8 ? 255 : 0;
      }
    }
    return rgba;
  }

 private:
  static core::views::ViewPtr within(const core::views::AnchorRegion& region, const core::views::View& drawn) {
    auto view = std::make_shared<core::views::View>(*region.view);
    view->seed = drawn.seed;
    for (std::size_t i = 0; i < region.mask.num_pixels(); ++i) {
      if (region.mask.data()[i] > 0) std::copy_n(drawn.rgba.data().data() + 4 * i, 4, view->rgba.data().data() + 4 * i);
    }
    return view;
  }
  static core::views::ViewPtr disc(int index, std::uint64_t seed) {
    auto view = std::make_shared<core::views::View>();
    view->index = index;
    view->seed = seed;
    view->rgba = disc_picture(seed, 256);
    return view;
  }
};

inline core::pipeline::Tools disc_tools() {
  core::pipeline::Tools tools;
  tools.make_source = [](const core::project::Choices&) -> std::unique_ptr<core::views::ViewSource> {
    return std::make_unique<DiscSource>();
  };
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
