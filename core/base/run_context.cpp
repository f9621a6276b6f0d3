// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/base/run_context.h"

#include <algorithm>
#include <mutex>

#include "core/base/error.h"

namespace core {

struct RunContext::Shared {
  RunListener listener;
  std::mutex mutex;
  double fraction = 0.0;
};

RunContext::RunContext() : RunContext(std::stop_token{}, RunListener{}) {}

RunContext::RunContext(std::stop_token stop, RunListener listener)
    : stop_(std::move(stop)), shared_(std::make_shared<Shared>()) {
  shared_->listener = std::move(listener);
}

void RunContext::checkpoint() const {
  if (stop_.stop_requested()) throw Cancelled{};
}

void RunContext::report(double done, double total) const {
  const double share = total > 0.0 ? std::clamp(done / total, 0.0, 1.0) : 1.0;
  const std::lock_guard lock(shared_->mutex);
  shared_->fraction = std::max(shared_->fraction, begin_ + (end_ - begin_) * share);
  if (shared_->listener.on_progress) shared_->listener.on_progress(stage_, shared_->fraction);
}

void RunContext::warn(std::string_view code, const std::string& message) const {
  const std::lock_guard lock(shared_->mutex);
  if (shared_->listener.on_warning) shared_->listener.on_warning(code, message);
}

RunContext RunContext::part(double begin, double end) const { return part(stage_, begin, end); }

RunContext RunContext::part(std::string_view stage, double begin, double end) const {
  RunContext child = *this;
  child.stage_ = stage;
  child.begin_ = begin_ + (end_ - begin_) * begin;
  child.end_ = begin_ + (end_ - begin_) * end;
  return child;
}

}  // namespace core
