// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <optional>

#include "core/pipeline/events.h"
#include "ui/job_desk.h"

namespace ui {

/// Asks the views about meshes, off the UI thread and one at a time. The newest wins: of what is asked meanwhile only
/// the last is answered.
class SurfaceInspector : public QObject {
  Q_OBJECT

 public:
  explicit SurfaceInspector(JobDesk& desk, QObject* parent = nullptr);

  /// Returns at once; found() follows unless something newer is asked first. See core/pipeline/inspect.h.
  void inspect(const core::project::Workspace& work, core::mesh::MeshPtr mesh, std::optional<int> only);

 Q_SIGNALS:
  void found(const core::pipeline::FindingsReady& findings);

 private:
  void start(core::pipeline::Job job);

  JobDesk& desk_;
  core::pipeline::Job waiting_;
  bool is_working_ = false;
};

}  // namespace ui
