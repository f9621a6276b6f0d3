// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/viewport/mesh_preparer.h"

#include <utility>

#include "core/base/error.h"
#include "core/base/log.h"

namespace ui::viewport {

MeshPreparer::MeshPreparer(QObject* parent) : QObject(parent) { pool_.setMaxThreadCount(1); }

MeshPreparer::~MeshPreparer() { pool_.waitForDone(); }

void MeshPreparer::prepare(core::mesh::MeshPtr mesh, core::mesh::ViewFindingsPtr findings) {
  waiting_ = Request{std::move(mesh), std::move(findings)};
  if (!is_working_) start_next();
}

void MeshPreparer::start_next() {
  is_working_ = true;
  pool_.start([this, request = *std::exchange(waiting_, std::nullopt)] {
    render::PreparedMeshPtr result;
    try {
      result = render::prepare_mesh(request.mesh, request.findings);
    } catch (const core::Error& error) {
      spdlog::error("{}", error.what());
    }
    QMetaObject::invokeMethod(
        this, [this, result] { take(result); }, Qt::QueuedConnection);
  });
}

void MeshPreparer::take(render::PreparedMeshPtr mesh) {
  is_working_ = false;
  if (waiting_) {
    start_next();
  } else {
    Q_EMIT prepared(std::move(mesh));
  }
}

}  // namespace ui::viewport
