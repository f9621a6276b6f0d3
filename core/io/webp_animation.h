// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/image/image.h"

namespace core::io {

/// Frames on their way to an animated WebP that repeats without end. Lossy, near the eye's limit; alpha is kept.
class WebpAnimation {
 public:
  /// @throws Error(LimitExceeded) if WebP takes no picture of that size (1 to 16383 on a side)
  WebpAnimation(int width, int height);
  ~WebpAnimation();

  /// @param rgba         straight alpha, of the animation's size
  /// @param duration_ms  how long it stays
  /// @throws Error(Usage) for another size, Error(OutOfMemory)
  void add(const image::Image8& rgba, int duration_ms);
  /// The file's bytes. @throws Error(Usage) without frames
  std::vector<std::uint8_t> finish();

 private:
  struct Encoder;
  std::unique_ptr<Encoder> encoder_;
};

}  // namespace core::io
