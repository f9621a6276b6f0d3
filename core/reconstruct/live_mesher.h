// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <future>

#include "core/base/run_context.h"
#include "core/mesh/mesh.h"
#include "core/reconstruct/sdf_volume.h"

namespace core::reconstruct {

/// Meshes a field on a thread of its own while the solve goes on.
class LiveMesher {
 public:
  using OnMesh = std::function<void(mesh::MeshPtr)>;

  explicit LiveMesher(RunContext context) : context_(std::move(context)) {}
  /// Waits for the mesh under way.
  ~LiveMesher() = default;

  /// Whether a mesh is under way: nothing queues up.
  bool is_busy() const;
  /// Copies the field and returns; `on_mesh` is called on the other thread. Not while busy.
  void start(const SparseField& field, OnMesh on_mesh);
  /// Waits for the mesh under way. @throws what meshing it or `on_mesh` threw
  void finish();
  /// What the meshes so far took, but for the last.
  double seconds() const { return seconds_; }

 private:
  RunContext context_;
  std::future<double> under_way_;  ///< the seconds it took
  double seconds_ = 0.0;
};

}  // namespace core::reconstruct
