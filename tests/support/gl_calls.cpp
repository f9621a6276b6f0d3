// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "tests/support/gl_calls.h"

#include <epoxy/gl.h>

#include <atomic>
#include <utility>

namespace support {
namespace {

std::atomic<int> num_draws_seen, num_uploads_seen;
std::atomic<std::size_t> num_bytes_seen;

// libepoxy calls every function through a pointer of its own, which can be exchanged.
auto draw_elements = epoxy_glDrawElements;
auto draw_arrays = epoxy_glDrawArrays;
auto buffer_part = epoxy_glBufferSubData;
auto texture_part = epoxy_glTexSubImage2D;

void count_elements(GLenum mode, GLsizei count, GLenum type, const void* indices) {
  ++num_draws_seen;
  draw_elements(mode, count, type, indices);
}

void count_arrays(GLenum mode, GLint first, GLsizei count) {
  ++num_draws_seen;
  draw_arrays(mode, first, count);
}

void count_buffer_part(GLenum target, GLintptr offset, GLsizeiptr size, const void* data) {
  ++num_uploads_seen;
  num_bytes_seen += static_cast<std::size_t>(size);
  buffer_part(target, offset, size, data);
}

void count_texture_part(GLenum target, GLint level, GLint x, GLint y, GLsizei width, GLsizei height, GLenum format,
                        GLenum type, const void* pixels) {
  ++num_uploads_seen;
  const std::size_t channels = format == GL_RED ? 1 : format == GL_RGB ? 3 : 4;
  num_bytes_seen += static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * channels;
  texture_part(target, level, x, y, width, height, format, type, pixels);
}

}  // namespace

GlCalls::GlCalls() {
  num_draws_seen = num_uploads_seen = 0;
  num_bytes_seen = 0;
  draw_elements = std::exchange(epoxy_glDrawElements, count_elements);
  draw_arrays = std::exchange(epoxy_glDrawArrays, count_arrays);
  buffer_part = std::exchange(epoxy_glBufferSubData, count_buffer_part);
  texture_part = std::exchange(epoxy_glTexSubImage2D, count_texture_part);
}

GlCalls::~GlCalls() {
  epoxy_glDrawElements = draw_elements;
  epoxy_glDrawArrays = draw_arrays;
  epoxy_glBufferSubData = buffer_part;
  epoxy_glTexSubImage2D = texture_part;
}

int GlCalls::num_draws() const { return num_draws_seen; }
int GlCalls::num_uploads() const { return num_uploads_seen; }
std::size_t GlCalls::num_uploaded_bytes() const { return num_bytes_seen; }

}  // namespace support
