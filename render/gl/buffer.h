// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

#include "render/gl/name.h"

namespace render::gl {

/// A buffer object of a fixed size in memory of the device.
class Buffer {
 public:
  enum class Kind { Vertices, Indices };

  Buffer() = default;
  /// Undefined content. @throws core::Error(OutOfMemory) if the driver cannot give that much
  Buffer(Kind kind, std::size_t num_bytes);

  /// Overwrites part of the buffer; the part must lie inside.
  void write(std::size_t offset, std::span<const std::byte> bytes);
  void bind() const;
  std::size_t num_bytes() const { return num_bytes_; }

 private:
  Name name_;
  unsigned int target_ = 0;
  std::size_t num_bytes_ = 0;
};

}  // namespace render::gl
