// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "render/gl/name.h"

namespace render::gl {

/// How the attributes of a vertex lie in a buffer. It belongs to the context it was made in.
class VertexArray {
 public:
  enum class Type { Float, NormalizedShort, NormalizedByte };

  VertexArray();

  /// Attribute `location` is read from the vertex buffer that is bound now; an index buffer bound while the array is
  /// bound stays with it. The array must be bound.
  void set_attribute(unsigned int location, int num_components, Type type, std::size_t stride, std::size_t offset);
  void bind() const;

 private:
  Name name_;
};

}  // namespace render::gl
