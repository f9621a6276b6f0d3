// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <string>

namespace support {

/// A display of its own for tests that need one: a server Xvfb that ends with this object or with its process.
class VirtualDisplay {
 public:
  VirtualDisplay();
  ~VirtualDisplay();
  VirtualDisplay(const VirtualDisplay&) = delete;
  VirtualDisplay& operator=(const VirtualDisplay&) = delete;

  /// For the environment variable DISPLAY, such as ":3"; empty where the program Xvfb is not there or did not start.
  const std::string& name() const { return name_; }

 private:
  pid_t process_ = -1;
  std::string name_;
};

}  // namespace support
