// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

namespace render::gl {

/// Owns one OpenGL name; move-only. It must be destroyed while a context of the share group it came from is current.
class Name {
 public:
  using Delete = void (*)(unsigned int name);

  Name() = default;
  Name(unsigned int name, Delete remove) : name_(name), remove_(remove) {}
  Name(Name&& other) noexcept : name_(std::exchange(other.name_, 0)), remove_(other.remove_) {}
  Name& operator=(Name&& other) noexcept {
    std::swap(name_, other.name_);
    std::swap(remove_, other.remove_);
    return *this;
  }
  ~Name() {
    if (name_ != 0) remove_(name_);
  }

  unsigned int get() const { return name_; }
  bool is_empty() const { return name_ == 0; }

 private:
  unsigned int name_ = 0;
  Delete remove_ = nullptr;
};

}  // namespace render::gl
