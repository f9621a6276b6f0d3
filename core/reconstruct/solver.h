// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "core/base/options.h"
#include "core/base/run_context.h"
#include "core/mesh/mesh.h"
#include "core/mesh/surface.h"
#include "core/reconstruct/device.h"
#include "core/views/view_set.h"

namespace core::reconstruct {

inline constexpr int kSolverVersion = 12;

enum class Quality { Draft, Standard, Fine };

/// When the outlines of in-betweens take part besides those of the anchors. Windows is the coarse-to-fine sampling of
/// Envision3D (arXiv 2403.08902): anchors shape the object, all views are mixed in during four windows of the solve.
enum class InBetweens { FinerLevels, Windows, Never, Always };

/// What the artist can set of the solve.
struct SolveOptions {
  Quality quality = Quality::Standard;
  InBetweens in_betweens = InBetweens::FinerLevels;
  float normals = 1.0f;     ///< weight of the normal term, relative to the default
  float smoothness = 1.0f;  ///< weight of the smoothing terms, relative to the default

  static constexpr void describe(auto&& field) {
    field("quality", &SolveOptions::quality, Choices{{"draft", "standard", "fine"}},
          "Draft is fastest, fine is sharpest.");
    field("in_betweens", &SolveOptions::in_betweens, Choices{{"finer-levels", "windows", "never", "always"}},
          "When the outlines of in-betweens shape the surface, besides the anchors.");
    field("normals", &SolveOptions::normals, Range{0.0f, 4.0f}, "How much the normal maps shape the surface.");
    field("smoothness", &SolveOptions::smoothness, Range{0.0f, 4.0f},
          "How smooth the surface is where views say little.");
  }
};

using mesh::Disagreement;
using mesh::Surface;
using mesh::SurfacePtr;

/// A mesh of the surface as it stands, sent while the solve runs.
struct Snapshot {
  int level = 0;                ///< 0 coarsest
  int resolution = 0;           ///< cells along the box, such as 64
  int step = 0, num_steps = 0;  ///< within the level
  mesh::MeshPtr mesh;  ///< positions, faces and normals; colours are added by who shows it (texture::color_vertices)
  double elapsed_s = 0.0;
};
/// Called from the solve's threads, one call at a time.
using OnSnapshot = std::function<void(const Snapshot&)>;

/// How far the rendered rays are off, as means over the steps since the last one was sent.
struct Residual {
  int resolution = 0;           ///< of the level
  int step = 0, num_steps = 0;  ///< over all levels
  float normal_loss = 0.0f;     ///< a normal ray
  float outline_loss = 0.0f;    ///< a ray
};
/// Called from the thread of the solve, a few times a second.
using OnResidual = std::function<void(const Residual&)>;

/// What one level of a solve took, for the cost model (README.md in this folder).
struct LevelCost {
  int resolution = 0, size_px = 0, num_steps = 0;
  std::size_t num_voxels = 0;    ///< kept near the surface
  std::int64_t num_samples = 0;  ///< of rays, over all steps
  double seconds = 0.0;
};

/// Solves a NeuS surface on a sparse voxel pyramid for the views, coarse to fine, starting from the visual hull of the
/// anchors, or from `start` when given (warm). Warns of what view_checks.h finds, and of an anchor that contradicts all
/// others (view_dropped).
/// @throws Error(Empty) if no anchor shows anything or the silhouettes leave no volume, Error(DeviceUnavailable) if the
///         device cannot be used; Cancelled within 250 ms of a stop request
/// @param costs        if given, gets one entry a level
/// @param on_residual  not called where a device keeps the losses to itself
SurfacePtr solve(const views::ViewSet& views, const SurfacePtr& start, const SolveOptions& options,
                 const OnSnapshot& on_snapshot, const RunContext& context, Device device = Device::Auto,
                 std::vector<LevelCost>* costs = nullptr, const OnResidual& on_residual = {});

}  // namespace core::reconstruct
