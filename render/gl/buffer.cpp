// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "render/gl/buffer.h"

#include <epoxy/gl.h>
#include <fmt/format.h>

#include <cassert>

#include "core/base/error.h"

namespace render::gl {

Buffer::Buffer(Kind kind, std::size_t num_bytes)
    : target_(kind == Kind::Vertices ? GL_ARRAY_BUFFER : GL_ELEMENT_ARRAY_BUFFER), num_bytes_(num_bytes) {
  unsigned int name = 0;
  glGenBuffers(1, &name);
  name_ = Name(name, [](unsigned int old) { glDeleteBuffers(1, &old); });
  // A bound vertex array would take over an index buffer bound here.
  glBindVertexArray(0);
  bind();
  glBufferData(target_, static_cast<GLsizeiptr>(num_bytes), nullptr, GL_STATIC_DRAW);
  if (glGetError() == GL_OUT_OF_MEMORY) {
    throw core::Error(
        core::ErrorCode::OutOfMemory,
        fmt::format("The graphics device has no room for a mesh of {} MB. Close other programs that draw, "
                    "or choose a lower quality.",
                    num_bytes / 1000000));
  }
}

void Buffer::write(std::size_t offset, std::span<const std::byte> bytes) {
  assert(offset + bytes.size() <= num_bytes_);
  glBindVertexArray(0);
  bind();
  glBufferSubData(target_, static_cast<GLintptr>(offset), static_cast<GLsizeiptr>(bytes.size()), bytes.data());
}

void Buffer::bind() const { glBindBuffer(target_, name_.get()); }

}  // namespace render::gl
