// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/project/workspace.h"
#include "core/views/clip_table.h"

/// Keys of what each result would be made of now. A key holds the content of the inputs, the settings the artist can
/// see, the identity of the source and the version of the algorithm; not device, threads, precision, paths, time or
/// program version.
namespace core::project {

/// Who would compute: raised version numbers make older results stale.
struct Algorithms {
  int cut_out = 1;
  std::string source = "sketch/1";  ///< name, version and, for packs, identity of the weights
  bool front_is_photo = true;       ///< view 0 is the cut-out itself, whatever its seed
  bool obeys_outlines = true;       ///< draws within painted outlines
  bool draws_regions = false;       ///< can draw a part of a view again
  int surface = 1;
  int finish = 1;
};

ContentKey cut_out_key(const Workspace& work, const Algorithms& algorithms);
/// @param anchor 0..7
ContentKey anchor_key(const Workspace& work, const Algorithms& algorithms, int anchor);
/// Zero while an anchor of the clip is missing.
ContentKey clip_key(const Workspace& work, const Algorithms& algorithms, int clip);
/// Of any of the 32 views: anchor_key or its clip's key with the index. Zero for own pictures and unknown inputs.
ContentKey view_key(const Workspace& work, const Algorithms& algorithms, int view);
/// Zero while an anchor is missing.
ContentKey surface_key(const Workspace& work, const Algorithms& algorithms);
ContentKey handover_key(const Workspace& work, const Algorithms& algorithms);

/// What is true of one view, as tiles and the plan see it.
enum class Freshness { Missing, Stale, Current };
Freshness view_freshness(const Workspace& work, const Algorithms& algorithms, int view);

/// Points `shown`, `surface` and `handover` at the results that the choices ask for, wherever they exist: own pictures,
/// locked views as they are, otherwise the newest variant made of today's inputs, otherwise what was shown before. Call
/// it after every change of the choices and after every result.
void settle(Workspace& work, const Algorithms& algorithms);

/// Adds a result to what the workspace keeps, and settles. A result that no longer fits is kept as a variant and shown
/// nowhere.
void add_result(Workspace& work, const Algorithms& algorithms, CutOutPtr cut_out);
void add_result(Workspace& work, const Algorithms& algorithms, VariantPtr variant);
void add_result(Workspace& work, const Algorithms& algorithms, SurfaceResultPtr surface);
void add_result(Workspace& work, const Algorithms& algorithms, HandoverResultPtr handover);

}  // namespace core::project
