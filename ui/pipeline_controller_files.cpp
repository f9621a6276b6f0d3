// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <filesystem>

#include "core/pipeline/own_normals.h"
#include "core/pipeline/own_view.h"
#include "ui/image_convert.h"
#include "ui/pipeline_controller.h"

// What the controller does with files: opening, own pictures, exports. Runs and choices are in pipeline_controller.cpp.
namespace ui {
namespace {

using core::pipeline::Event;
using core::pipeline::EventSink;
using core::pipeline::Failure;
using core::pipeline::Finished;
using core::pipeline::JobId;
using core::pipeline::Lane;
using core::pipeline::OwnViewReady;
using core::project::Choices;
using core::project::Workspace;

/// A new picture starts afresh, with the quality the artist works in.
Choices choices_for_new_picture(const Choices& before) {
  Choices choices;
  choices.source = before.source;
  choices.cascade = before.cascade;
  choices.surface = before.surface;
  choices.finish = before.finish;
  return choices;
}

}  // namespace

void PipelineController::open(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return open_view_folder(path);
  if (path.extension() == ".e3d") return open_project(path);
  open_picture(path);
}

JobDesk::Listener PipelineController::reporting_failure() {
  return [this](const Event& event) {
    const auto* finished = std::get_if<Finished>(&event);
    if (finished == nullptr) return;
    if (const auto* failure = std::get_if<Failure>(&finished->outcome)) {
      Q_EMIT failed(QString::fromStdString(failure->message));
    }
  };
}

void PipelineController::open_picture(const std::filesystem::path& path) {
  desk_.start(Lane::Light, files_.read_picture(path), [this, path, report = reporting_failure()](const Event& event) {
    report(event);
    if (const auto* ready = std::get_if<core::pipeline::PictureReady>(&event)) {
      begin_picture(ready->picture);
      Q_EMIT path_opened(QString::fromStdString(path.string()));
    }
  });
}

void PipelineController::open_sheet(const std::filesystem::path& path) {
  desk_.start(Lane::Light, files_.read_sheet(path), [this, report = reporting_failure()](const Event& event) {
    report(event);
    if (const auto* ready = std::get_if<core::pipeline::SheetReady>(&event)) Q_EMIT sheet_ready(ready->drawings);
  });
}

void PipelineController::open_image(const std::string& name, core::image::Image8 rgba) {
  desk_.start(
      Lane::Light,
      [name, picture = std::make_shared<core::image::Image8>(std::move(rgba))](const core::RunContext&,
                                                                               const EventSink& sink) {
        const bool has_alpha = has_transparency(*picture);
        sink(core::pipeline::PictureReady{core::project::make_picture(name, *picture, has_alpha)});
      },
      [this, report = reporting_failure()](const Event& event) {
        report(event);
        if (const auto* ready = std::get_if<core::pipeline::PictureReady>(&event)) begin_picture(ready->picture);
      });
}

void PipelineController::begin_picture(core::project::PicturePtr picture) {
  Workspace work;
  work.picture = std::move(picture);
  work.choices = choices_for_new_picture(work_.choices);
  replace_workspace(std::move(work));
  keeper_->begin(work_);
  Q_EMIT opened();
}

void PipelineController::open_project(const std::filesystem::path& path) {
  auto file = std::make_shared<std::shared_ptr<core::project::ProjectFile>>();
  const core::project::ProjectFile::OnError on_error = [this](const core::Error& error) {
    const QString message = QString::fromUtf8(error.what());
    QMetaObject::invokeMethod(
        this, [this, message] { Q_EMIT failed(message); }, Qt::QueuedConnection);
  };
  desk_.start(
      Lane::Light,
      [path, file, on_error](const core::RunContext&, const EventSink& sink) {
        *file = core::project::ProjectFile::open(path, on_error);
        sink(core::pipeline::WorkspaceReady{std::make_shared<const Workspace>((*file)->load()), path});
      },
      [this, path, file, report = reporting_failure()](const Event& event) {
        report(event);
        const auto* ready = std::get_if<core::pipeline::WorkspaceReady>(&event);
        if (ready == nullptr) return;
        std::error_code ignored;
        const bool is_named =
            !std::filesystem::equivalent(path.parent_path(), core::project::unsaved_folder(), ignored);
        keeper_->adopt(*file, is_named);  // first: the workspace reads from it
        replace_workspace(*ready->workspace);
        Q_EMIT opened();
        examine_picture();
        if (is_named) Q_EMIT path_opened(QString::fromStdString(path.string()));
      });
}

void PipelineController::open_view_folder(const std::filesystem::path& path) {
  desk_.start(Lane::Light, files_.read_view_folder(path),
              [this, path, report = reporting_failure()](const Event& event) {
                report(event);
                if (const auto* warning = std::get_if<core::pipeline::Warning>(&event)) {
                  Q_EMIT warned(QString::fromStdString(warning->message));
                }
                const auto* ready = std::get_if<core::pipeline::WorkspaceReady>(&event);
                if (ready == nullptr) return;
                replace_workspace(*ready->workspace);
                keeper_->begin(work_);
                Q_EMIT opened();
                Q_EMIT path_opened(QString::fromStdString(path.string()));
              });
}

void PipelineController::start_preparation(JobId& newest, core::pipeline::Job job, JobDesk::Listener take) {
  desk_.cancel(newest);
  const auto id = std::make_shared<JobId>(0);
  *id = desk_.start(Lane::Light, std::move(job),
                    [&newest, id, take = std::move(take), report = reporting_failure()](const Event& event) {
                      report(event);
                      if (newest == *id) take(event);
                    });
  newest = *id;
}

void PipelineController::cancel_preparations() {
  desk_.cancel(std::exchange(framing_job_, 0));
  for (auto* jobs : {&own_picture_jobs_, &own_normals_jobs_}) {
    for (JobId& newest : *jobs) desk_.cancel(std::exchange(newest, 0));
  }
}

void PipelineController::start_own_picture(int anchor, core::pipeline::Job job) {
  start_preparation(own_picture_jobs_[static_cast<std::size_t>(anchor)], std::move(job),
                    [this, anchor](const Event& event) {
                      const auto* ready = std::get_if<OwnViewReady>(&event);
                      if (ready != nullptr) Q_EMIT own_picture_ready(anchor, ready->own);
                    });
}

void PipelineController::prepare_own_picture(int anchor, const std::filesystem::path& path) {
  const core::pipeline::Job read = files_.read_picture(path);
  start_own_picture(anchor, [work = work_, anchor, tools = tools_, read](const core::RunContext& context,
                                                                         const EventSink& sink) {
    core::project::PicturePtr picture;
    read(context, [&](const Event& event) {
      if (const auto* ready = std::get_if<core::pipeline::PictureReady>(&event)) picture = ready->picture;
    });
    if (!picture) return;
    sink(OwnViewReady{core::pipeline::make_own_view(work, picture->rgba, picture->has_alpha, anchor, tools, context)});
  });
}

void PipelineController::prepare_own_picture(int anchor, core::image::Image8 rgba) {
  auto picture = std::make_shared<const core::image::Image8>(std::move(rgba));
  start_own_picture(
      anchor, [work = work_, anchor, tools = tools_, picture](const core::RunContext& context, const EventSink& sink) {
        sink(OwnViewReady{
            core::pipeline::make_own_view(work, *picture, has_transparency(*picture), anchor, tools, context)});
      });
}

void PipelineController::start_own_normals(int anchor, core::pipeline::Job read, const std::string& name) {
  const auto& shown = work_.shown[static_cast<std::size_t>(anchor * core::geometry::kViewsPerAnchor)];
  if (!shown) return;
  start_preparation(
      own_normals_jobs_[static_cast<std::size_t>(anchor)],
      [view = shown->view, ring = work_.ring, name, read = std::move(read)](const core::RunContext& context,
                                                                            const EventSink& sink) {
        read(context, [&](const Event& event) {
          const auto* ready = std::get_if<core::pipeline::PictureReady>(&event);
          if (ready == nullptr) return;
          sink(core::pipeline::OwnNormalsReady{
              core::pipeline::own_normals_for(*view, ready->picture->rgba, name, ring)});
        });
      },
      [this, anchor](const Event& event) {
        const auto* ready = std::get_if<core::pipeline::OwnNormalsReady>(&event);
        if (ready != nullptr) Q_EMIT own_normals_ready(anchor, ready->normals);
      });
}

void PipelineController::prepare_own_normals(int anchor, const std::filesystem::path& path) {
  start_own_normals(anchor, files_.read_picture(path), path.filename().string());
}

void PipelineController::prepare_own_normals(int anchor, core::image::Image8 rgba) {
  const std::string name = tr("the picture").toStdString();
  const auto picture = core::project::make_picture(name, std::move(rgba), true);
  start_own_normals(
      anchor,
      [picture](const core::RunContext&, const EventSink& sink) { sink(core::pipeline::PictureReady{picture}); }, name);
}

void PipelineController::prepare_framing(const core::views::Framing& framing) {
  const auto scale = std::make_shared<float>(1.0f);
  start_preparation(
      framing_job_,
      [work = work_, framing, tools = tools_, scale](const core::RunContext& context, const EventSink&) {
        *scale = core::pipeline::framing_change(work, framing, tools, context);
      },
      [this, framing, scale](const Event& event) {
        const auto* finished = std::get_if<Finished>(&event);
        if (finished != nullptr && std::holds_alternative<core::pipeline::Done>(finished->outcome))
          Q_EMIT framing_ready(framing, *scale);
      });
}

void PipelineController::export_mesh(const std::filesystem::path& path, const core::io::MeshWriteOptions& options) {
  const core::mesh::MeshPtr mesh = exportable_mesh();
  if (!mesh) {
    Q_EMIT failed(tr("There is no mesh to export yet. Make one first (Mesh > Make mesh)."));
    return;
  }
  desk_.start(Lane::Light, files_.write_mesh(path, mesh, options),
              [this, report = reporting_failure()](const Event& event) {
                report(event);
                if (const auto* done = std::get_if<core::pipeline::Exported>(&event)) Q_EMIT exported(*done);
              });
}

void PipelineController::write_copy(const std::filesystem::path& path, const core::mesh::MeshPtr& mesh,
                                    std::function<void()> then) {
  desk_.start(Lane::Light, files_.write_mesh(path, mesh, {}),
              [then = std::move(then), report = reporting_failure()](const Event& event) {
                report(event);
                if (std::holds_alternative<core::pipeline::Exported>(event)) then();
              });
}

void PipelineController::export_still(const Turntable& still) {
  desk_.start(Lane::Light, files_.write_turntable(still), reporting_failure());
}

void PipelineController::export_view_folder(const std::filesystem::path& path) {
  desk_.start(Lane::Light, files_.write_view_folder(path, work_),
              [this, path, report = reporting_failure()](const Event& event) {
                report(event);
                const auto* finished = std::get_if<Finished>(&event);
                if (finished != nullptr && std::holds_alternative<core::pipeline::Done>(finished->outcome)) {
                  Q_EMIT view_folder_written(QString::fromStdString(path.string()));
                }
              });
}

}  // namespace ui
