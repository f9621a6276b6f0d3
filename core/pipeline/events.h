// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/error.h"
#include "core/io/mesh_file.h"
#include "core/matting/examine.h"
#include "core/mesh/surface.h"
#include "core/mesh/view_findings.h"
#include "core/project/workspace.h"
#include "core/reconstruct/solver.h"

/// What a running job tells. Everything an event carries is a value or shared and immutable.
namespace core::pipeline {

enum class Stage { CutOut, Anchors, InBetweens, Surface, Texture, Export };
/// "cutout", "anchors", "in_betweens", "surface", "texture", "export": names of contracts.md section 1.
std::string stage_name(Stage stage);

struct StageStarted {
  Stage stage = Stage::CutOut;
};
struct Progress {
  std::string stage;      ///< stage_name
  double fraction = 0.0;  ///< 0..1 over the whole job, never falls
  double elapsed_s = 0.0;
  double remaining_s = -1.0;  ///< -1 while unknown
};
struct Warning {
  std::string code, message;
};
struct PictureReady {
  project::PicturePtr picture;
};
/// The drawings of a turnaround sheet, in reading order.
struct SheetReady {
  std::vector<project::PicturePtr> drawings;
};
struct CutOutReady {
  project::CutOutPtr cut_out;
};
/// What stands in the way of a good mesh in the picture that was cut out.
struct PictureExamined {
  matting::Findings findings;
};
struct ViewReady {
  project::VariantPtr variant;
};
/// What a view is going to look like, for the tile alone: of any size, maybe opaque and without normals, soon replaced.
struct PreviewReady {
  views::ViewPtr view;
};
/// The artist's own picture of an anchor, framed, with normals of the body that it helps to shape.
struct OwnView {
  /// Another own picture, as it was and with normals of the new body.
  struct Other {
    project::VariantPtr before, after;
  };
  project::VariantPtr variant;
  float framing_ratio = 0.875f;  ///< of this picture: all views must be framed so to stand beside it
  float present_ratio = 0.875f;  ///< of the views that it was fitted to
  std::vector<Other> others;     ///< `after` is framed as `variant` is
};
struct OwnViewReady {
  OwnView own;
};
struct OwnNormalsReady {
  project::OwnNormalsPtr normals;
};
/// The surface as it stands while the solve runs; `mesh` has normals and vertex colours.
struct SnapshotReady {
  int level = 0, resolution = 0, step = 0, num_steps = 0;
  mesh::MeshPtr mesh;
  double elapsed_s = 0.0;  ///< since the solve started
};
/// How far the rays of the latest steps of a solve are off, a few times a second.
struct ResidualReady {
  reconstruct::Residual residual;
};
struct SurfaceReady {
  project::SurfaceResultPtr surface;
  mesh::MeshPtr colored;  ///< its dense mesh with vertex colours, for the viewport
};
struct HandoverReady {
  project::HandoverResultPtr handover;
};
/// What the shown views say of a mesh.
struct FindingsReady {
  mesh::MeshPtr mesh;
  mesh::ViewFindingsPtr findings;
  std::optional<int> only;  ///< the one view that was asked; all without
  views::ViewPtr picture;   ///< where that view disagrees, as a picture in its place; null for all
};
struct Exported {
  std::filesystem::path path;
  io::MeshCheck check;
};
/// A project or view folder was read.
struct WorkspaceReady {
  std::shared_ptr<const project::Workspace> workspace;
  std::filesystem::path path;
};

struct Done {};
struct Failure {
  ErrorCode code = ErrorCode::Internal;
  std::string message;
};
using Outcome = std::variant<Done, Cancelled, Failure>;
/// The last event of every job, exactly one.
struct Finished {
  Outcome outcome;
};

using Event = std::variant<StageStarted, Progress, Warning, PictureReady, SheetReady, CutOutReady, PictureExamined,
                           ViewReady, PreviewReady, OwnViewReady, OwnNormalsReady, SnapshotReady, ResidualReady,
                           SurfaceReady, HandoverReady, FindingsReady, Exported, WorkspaceReady, Finished>;
/// Called from worker threads, one call at a time per job.
using EventSink = std::function<void(const Event&)>;

}  // namespace core::pipeline
