// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/surface_inspector.h"

#include <utility>

#include "core/base/log.h"
#include "core/pipeline/inspect.h"

namespace ui {

using core::pipeline::Event;

SurfaceInspector::SurfaceInspector(JobDesk& desk, QObject* parent) : QObject(parent), desk_(desk) {}

void SurfaceInspector::inspect(const core::project::Workspace& work, core::mesh::MeshPtr mesh,
                               std::optional<int> only) {
  core::pipeline::Job job = core::pipeline::inspect(work, std::move(mesh), only);
  if (is_working_) {
    waiting_ = std::move(job);
  } else {
    start(std::move(job));
  }
}

void SurfaceInspector::start(core::pipeline::Job job) {
  is_working_ = true;
  desk_.start(core::pipeline::Lane::Light, std::move(job), [this](const Event& event) {
    if (const auto* ready = std::get_if<core::pipeline::FindingsReady>(&event); ready && !waiting_)
      Q_EMIT found(*ready);
    const auto* finished = std::get_if<core::pipeline::Finished>(&event);
    if (finished == nullptr) return;
    if (const auto* failure = std::get_if<core::pipeline::Failure>(&finished->outcome)) {
      spdlog::error("{}", failure->message);
    }
    is_working_ = false;
    if (waiting_) start(std::exchange(waiting_, nullptr));
  });
}

}  // namespace ui
