// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "core/diffusion/noise_schedule.h"
#include "core/diffusion/scheduler.h"

namespace core::diffusion {

/// The scheduler that a pack's configuration names.
/// @throws Error(Unsupported) if the class is not known, naming those that are, or the scheduler refuses the schedule
std::unique_ptr<Scheduler> make_scheduler(const NoiseSchedule& schedule);

}  // namespace core::diffusion
