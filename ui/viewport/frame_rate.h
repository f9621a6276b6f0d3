// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <deque>

namespace ui::viewport {

/// Frames per second over the last half second of movement.
class FrameRate {
 public:
  using Time = std::chrono::steady_clock::time_point;

  void add_frame(Time now);
  void reset() { frames_.clear(); }
  /// 0 until there is enough to tell.
  int per_second() const;

 private:
  std::deque<Time> frames_;
};

}  // namespace ui::viewport
