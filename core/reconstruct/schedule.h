// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/reconstruct/device.h"
#include "core/reconstruct/solver.h"
#include "core/reconstruct/warm_start.h"

namespace core::reconstruct {

/// One resolution of the coarse-to-fine solve.
struct Level {
  int resolution = 64;  ///< voxels along the box
  int size_px = 64;     ///< of the pictures that are compared
  int num_steps = 100;
  int tiles_per_step = 128;      ///< 8 x 8 rays each
  bool is_fine = false;          ///< fine enough to hear the in-betweens
  float rate = 1.0f;             ///< of the optimiser's steps, where the views agree
  float eikonal_weight = 0.05f;  ///< see StepSettings
};

/// The levels of a solve; each compares pictures of about as many pixels as it has voxels a side. A CUDA device has
/// time for more rays a step and for 512^3 voxels; its numbers are estimates that no device has measured.
/// @param device  Cpu or Cuda
std::vector<Level> schedule_for(Quality quality, int view_px, Device device);

/// The levels of a solve that starts from an earlier surface, which already has the shape of the coarse ones: the
/// finest one for a small change, with fewer rays if few views changed, or two.
/// @param change  Small or Far
std::vector<Level> warm_schedule(Quality quality, int view_px, const Change& change, Device device);

/// Whether in-betweens take part in a step of a level.
/// @param progress  share of the solve's steps that are done
bool in_betweens_take_part(InBetweens when, const Level& level, double progress);

/// Width of the surface's transition, 1 / inv_s, in voxels: from 1/2 to 1/4 over a level.
float transition_voxels(int step, int num_steps);
/// Step of the optimiser in voxels: 0.1, falling to 0.015 over a level.
float learning_rate_voxels(int step, int num_steps);

}  // namespace core::reconstruct
