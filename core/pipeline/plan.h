// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/project/artifact_keys.h"
#include "core/views/clip_table.h"

namespace core::pipeline {

/// How far a run goes.
enum class Goal { CutOut, Anchors, InBetweens, Surface, Handover };

/// What is stale, in the order in which it is brought up to date.
struct Plan {
  bool cut_out = false;
  views::AnchorSet anchors;
  views::ClipSet clips;
  bool surface = false;
  bool handover = false;

  bool is_empty() const { return !cut_out && anchors.none() && clips.none() && !surface && !handover; }
  bool operator==(const Plan&) const = default;
};

/// What has to be computed so that everything up to `goal` is current. Locked views and own pictures are never planned.
/// A result that depends on a planned one is planned too. Pure.
Plan plan_for(const project::Workspace& work, const project::Algorithms& algorithms, Goal goal);

/// Seconds by stage.
struct StageSeconds {
  double cut_out = 0.0, anchors = 0.0, in_betweens = 0.0, surface = 0.0, texture = 0.0;

  double total() const { return cut_out + anchors + in_betweens + surface + texture; }
};

/// Rough times that a plan takes on this machine, from the number of processor cores and the settings; for the words
/// beside the button and the shares of the progress bar.
StageSeconds estimated_seconds(const Plan& plan, const project::Workspace& work);

}  // namespace core::pipeline
