// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QThreadPool>
#include <optional>

#include "render/prepared_mesh.h"

namespace ui::viewport {

/// Brings meshes into the layout of the graphics device on a thread of its own, one at a time. The newest wins: of the
/// meshes that arrive meanwhile only the last is prepared.
class MeshPreparer : public QObject {
  Q_OBJECT

 public:
  explicit MeshPreparer(QObject* parent = nullptr);
  ~MeshPreparer() override;

  /// Returns at once; prepared() follows, unless a newer mesh comes first.
  /// @param findings  see render::prepare_mesh
  void prepare(core::mesh::MeshPtr mesh, core::mesh::ViewFindingsPtr findings = nullptr);

 Q_SIGNALS:
  /// On the thread of this object. Null for a null mesh.
  void prepared(render::PreparedMeshPtr mesh);

 private:
  struct Request {
    core::mesh::MeshPtr mesh;
    core::mesh::ViewFindingsPtr findings;
  };
  void start_next();
  void take(render::PreparedMeshPtr mesh);

  std::optional<Request> waiting_;
  bool is_working_ = false;
  QThreadPool pool_;  // last: its thread ends before what it reports to
};

}  // namespace ui::viewport
