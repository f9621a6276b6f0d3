// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace core::diffusion {

enum class BetaSchedule { Linear, ScaledLinear };
/// What the network predicts: the noise, or v = sqrt(alpha_cumprod) noise - sqrt(1 - alpha_cumprod) clean.
enum class PredictionType { Epsilon, VPrediction };

/// What a pack's scheduler_config.json says about the noise the networks were trained with and how it is to be removed.
/// The fields carry the file's names. Settings beyond these are refused where the file is read.
struct NoiseSchedule {
  std::string class_name = "PNDMScheduler";  ///< which scheduler; see make_scheduler()
  std::int64_t num_train_timesteps = 1000;
  double beta_start = 0.00085;
  double beta_end = 0.012;
  BetaSchedule beta_schedule = BetaSchedule::ScaledLinear;
  PredictionType prediction_type = PredictionType::Epsilon;
  std::int64_t steps_offset = 1;  ///< of the first timestep; timesteps are spaced "leading"
  bool set_alpha_to_one = false;  ///< after the last step: alpha_cumprod = 1 instead of that of timestep 0
  /// Of Karras' noise levels; Euler only.
  std::optional<double> sigma_min, sigma_max;
};

/// alpha_cumprod of every training timestep: the product of (1 - beta) up to it, computed in float32 as the original
/// does. Linear: beta grows evenly from beta_start to beta_end. ScaledLinear: its square root does.
/// @throws Error(Unsupported) if num_train_timesteps is not in 1..100000 or a beta is not in (0, 1)
///
/// Source: reference/stage1-anchor-views.md 4.2.
std::vector<float> alphas_cumprod(const NoiseSchedule& schedule);

/// num_steps timesteps, evenly spaced from steps_offset upwards, largest first; their distance is
/// num_train_timesteps / num_steps, rounded down.
/// @throws Error(Usage) if num_steps < 1 or the largest timestep would not be a training timestep
std::vector<std::int64_t> leading_timesteps(const NoiseSchedule& schedule, int num_steps);

/// The two weights of `x_t = signal x_0 + noise epsilon`.
struct Mixture {
  double signal = 1.0;
  double noise = 0.0;
};
Mixture mixture(double alpha_cumprod);

}  // namespace core::diffusion
