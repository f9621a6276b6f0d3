// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>

#include "core/pipeline/events.h"
#include "core/pipeline/plan.h"
#include "core/reconstruct/device.h"
#include "core/views/view_source.h"

namespace core::pipeline {

/// What a run is given to work with.
struct Tools {
  /// Makes the source that the choices name.
  /// @throws Error(MissingWeights) with what to get and where to put it, if its weights are not there
  std::function<std::unique_ptr<views::ViewSource>(const project::Choices&)> make_source;
  /// Sources that this machine can draw with now: "sketch" and the names of model packs.
  std::function<std::vector<std::string>()> source_names;
  /// Identity of that source and versions of the stages, for the artifact keys.
  std::function<project::Algorithms(const project::Choices&)> algorithms_for;
  reconstruct::Device device = reconstruct::Device::Auto;  ///< that refines the surface
};

/// Times of a run, in seconds; 0 for stages that did not run.
struct RunTimes {
  double cutout = 0, anchors = 0, in_betweens = 0, surface = 0, texture = 0;
  double normal_map = 0;  ///< part of texture
  double first_mesh = 0;  ///< from the start of the solve to its first snapshot
};

/// Computes what is stale up to `goal` and nothing else. Every finished result is sent to `sink` the moment it is
/// final, and is part of the workspace that is returned.
/// @throws Error, Cancelled; what was sent before stays valid
project::Workspace bring_up_to_date(project::Workspace work, Goal goal, const Tools& tools, const EventSink& sink,
                                    const RunContext& context, RunTimes* times = nullptr);

}  // namespace core::pipeline
