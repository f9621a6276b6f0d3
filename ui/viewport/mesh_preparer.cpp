// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/viewport/mesh_preparer.h"

#include <utility>

#include "core/base/error.h"
#include "core/base/log.h"

namespace ui::viewport {

MeshPreparer::MeshPreparer(QObject* parent) : QObject(parent) { pool_.setMaxThreadCount(1); }

MeshPreparer::~MeshPreparer() { pool_.waitForDone(); }

void MeshPreparer::prepare(core::mesh::MeshPtr mesh) {
  waiting_ = std::move(mesh);
  if (!is_working_) start_next();
}

void MeshPreparer::start_next() {
  is_working_ = true;
  pool_.start([this, mesh = *std::exchange(waiting_, std::nullopt)] {
    render::PreparedMeshPtr result;
    try {
      result = render::prepare_mesh(mesh);
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
