// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "core/cascade/cascade_options.h"
#include "core/views/view_source.h"

namespace core::cascade {

/// Raised whenever equal requests give different pictures than before; part of the artifact keys.
inline constexpr int kInBetweensVersion = 1;

/// Draws in-betweens: stage II. Each clip is nine frames over 90 degrees, denoised together under the condition of its
/// three anchors; the six between them are kept. One network is in memory at a time, so that all clips that are wanted
/// go through one network before the next is loaded.
///
/// A clip's noise is draw number `clip` of the seed before the run's (43 gives the 42 of the original), whichever other
/// clips are drawn. Networks see pictures of 256 pixels; views come out as large as their anchors. Alpha is made by
/// matting the white background.
///
/// Source: He et al. 2024, "Envision3D", 3.3; reference/stage2-interpolation.md 1.
class Interpolator {
 public:
  /// @param pipe  the pack's folder of stage II (s2_pipe)
  Interpolator(std::filesystem::path pipe, const CascadeOptions& options) : pipe_(std::move(pipe)), options_(options) {}

  /// Keeps the six views of each wanted clip, in the order of the clips and of views::clip_views().
  /// @throws Error(Usage) if an anchor of a wanted clip is missing, Error(MissingWeights) and what pipe_networks.h
  /// names
  ///         for the weights, Error(NumericalFailure) as diffusion::denoise(); Cancelled, at the latest after the step
  ///         that runs
  void draw(const views::ClipRequest& request, const views::KeepView& keep, const RunContext& context) const;

 private:
  std::filesystem::path pipe_;
  CascadeOptions options_;
};

}  // namespace core::cascade
