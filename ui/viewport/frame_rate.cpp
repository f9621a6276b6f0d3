// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/viewport/frame_rate.h"

#include <cmath>

namespace ui::viewport {
namespace {

constexpr std::chrono::milliseconds kWindow(500);
constexpr std::size_t kEnough = 4;

}  // namespace

void FrameRate::add_frame(Time now) {
  frames_.push_back(now);
  while (now - frames_.front() > kWindow && frames_.size() > kEnough) frames_.pop_front();
}

int FrameRate::per_second() const {
  if (frames_.size() < kEnough) return 0;
  const std::chrono::duration<double> span = frames_.back() - frames_.front();
  return span.count() > 0.0 ? static_cast<int>(std::lround(static_cast<double>(frames_.size() - 1) / span.count())) : 0;
}

}  // namespace ui::viewport
