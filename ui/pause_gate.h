// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>

#include "core/base/run_context.h"

namespace ui {

/// Holds a job back at its next report of progress until it may go on or is stopped. Thread-safe.
class PauseGate {
 public:
  void set_closed(bool is_closed);
  bool is_closed() const;
  /// Returns when the gate is open or a stop is requested.
  void pass(const std::stop_token& stop);

 private:
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  bool is_closed_ = false;
};

/// The same job with the gate in it: every report of progress passes the gate first.
core::RunContext gated(const core::RunContext& context, std::shared_ptr<PauseGate> gate);

}  // namespace ui
