// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

namespace render {

/// An OpenGL 3.3 core context without window, display or screen (EGL, surfaceless). While it lives it is current on the
/// thread that made it; destroy it there, after everything that was made in it.
class OffscreenContext {
 public:
  /// @throws core::Error(DeviceUnavailable) with the reason if this machine gives none
  OffscreenContext();
  ~OffscreenContext();
  OffscreenContext(const OffscreenContext&) = delete;
  OffscreenContext& operator=(const OffscreenContext&) = delete;

  void make_current() const;

 private:
  struct Handles;
  std::unique_ptr<Handles> handles_;
};

}  // namespace render
