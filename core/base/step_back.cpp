// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/base/step_back.h"

#include <sys/resource.h>
#include <tbb/task_scheduler_observer.h>
#include <unistd.h>

namespace core {
namespace {

/// Linux has priorities of threads, by their own ids. A process that is behind already stays where it is.
void step_back_here() {
  const auto thread = static_cast<id_t>(::gettid());
  if (::getpriority(PRIO_PROCESS, thread) < kStepBackNice) ::setpriority(PRIO_PROCESS, thread, kStepBackNice);
}

}  // namespace

class StepBack::Workers : public tbb::task_scheduler_observer {
 public:
  Workers() { observe(true); }
  ~Workers() override { observe(false); }
  void on_scheduler_entry(bool is_worker) override {
    if (is_worker) step_back_here();
  }
};

StepBack::StepBack() {
  step_back_here();
  workers_ = std::make_unique<Workers>();
}

StepBack::~StepBack() = default;

}  // namespace core
