// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

namespace core {

/// Priority of threads that step back, as of nice(1): beside a thread of ordinary priority they get a quarter of a
/// core.
inline constexpr int kStepBackNice = 5;

/// Lets the thread that makes it step back behind others that want the processor, such as one that draws a window, and
/// with it every thread that works in parallel loops started there. Those stay behind also afterwards: a process may
/// not raise priorities. Ends on the same thread.
class StepBack {
 public:
  StepBack();
  ~StepBack();
  StepBack(const StepBack&) = delete;
  StepBack& operator=(const StepBack&) = delete;

 private:
  class Workers;
  std::unique_ptr<Workers> workers_;
};

}  // namespace core
