// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/diffusion/scheduler_registry.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/diffusion/schedulers/ddim.h"
#include "core/diffusion/schedulers/euler.h"
#include "core/diffusion/schedulers/pndm.h"

namespace core::diffusion {
namespace {

using Maker = std::unique_ptr<Scheduler> (*)(const NoiseSchedule& schedule);
struct Entry {
  std::string_view class_name;
  Maker make;
};

template <class T>
std::unique_ptr<Scheduler> make(const NoiseSchedule& schedule) {
  return std::make_unique<T>(schedule);
}

constexpr Entry kEntries[] = {
    {"PNDMScheduler", make<PndmScheduler>},
    {"DDIMScheduler", make<DdimScheduler>},
    {"EulerDiscreteScheduler", make<EulerScheduler>},
};

}  // namespace

std::unique_ptr<Scheduler> make_scheduler(const NoiseSchedule& schedule) {
  std::string names;
  for (const Entry& entry : kEntries) {
    if (entry.class_name == schedule.class_name) return entry.make(schedule);
    names += names.empty() ? "" : ", ";
    names += entry.class_name;
  }
  throw Error(ErrorCode::Unsupported,
              fmt::format("The scheduler '{}' is not known; known are {}.", schedule.class_name, names));
}

}  // namespace core::diffusion
