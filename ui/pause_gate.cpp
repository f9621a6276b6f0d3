// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/pause_gate.h"

namespace ui {

void PauseGate::set_closed(bool is_closed) {
  {
    const std::lock_guard lock(mutex_);
    is_closed_ = is_closed;
  }
  changed_.notify_all();
}

bool PauseGate::is_closed() const {
  const std::lock_guard lock(mutex_);
  return is_closed_;
}

void PauseGate::pass(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, stop, [this] { return !is_closed_; });
}

core::RunContext gated(const core::RunContext& context, std::shared_ptr<PauseGate> gate) {
  core::RunListener listener;
  listener.on_progress = [context, gate = std::move(gate)](std::string_view stage, double fraction) {
    gate->pass(context.stop_token());
    context.part(stage, 0.0, 1.0).report(fraction, 1.0);
  };
  listener.on_warning = [context](std::string_view code, const std::string& message) { context.warn(code, message); };
  return {context.stop_token(), std::move(listener)};
}

}  // namespace ui
