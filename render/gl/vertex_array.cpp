// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "render/gl/vertex_array.h"

#include <epoxy/gl.h>

namespace render::gl {

VertexArray::VertexArray() {
  unsigned int name = 0;
  glGenVertexArrays(1, &name);
  name_ = Name(name, [](unsigned int old) { glDeleteVertexArrays(1, &old); });
}

void VertexArray::set_attribute(unsigned int location, int num_components, Type type, std::size_t stride,
                                std::size_t offset) {
  const GLenum gl_type = type == Type::Float ? GL_FLOAT : type == Type::NormalizedShort ? GL_SHORT : GL_UNSIGNED_BYTE;
  const GLboolean is_normalized = type == Type::Float ? GL_FALSE : GL_TRUE;
  glEnableVertexAttribArray(location);
  glVertexAttribPointer(location, num_components, gl_type, is_normalized, static_cast<GLsizei>(stride),
                        reinterpret_cast<const void*>(offset));
}

void VertexArray::bind() const { glBindVertexArray(name_.get()); }

}  // namespace render::gl
