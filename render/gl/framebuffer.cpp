// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "render/gl/framebuffer.h"

#include <epoxy/gl.h>
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/base/error.h"

namespace render::gl {
namespace {

Name make_framebuffer() {
  unsigned int name = 0;
  glGenFramebuffers(1, &name);
  return {name, [](unsigned int old) { glDeleteFramebuffers(1, &old); }};
}

Name make_renderbuffer(GLenum format, const glm::ivec2& size_px, int num_samples) {
  unsigned int name = 0;
  glGenRenderbuffers(1, &name);
  Name owner(name, [](unsigned int old) { glDeleteRenderbuffers(1, &old); });
  glBindRenderbuffer(GL_RENDERBUFFER, name);
  glRenderbufferStorageMultisample(GL_RENDERBUFFER, num_samples, format, size_px.x, size_px.y);
  return owner;
}

void check_complete(const glm::ivec2& size_px) {
  if (glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE) return;
  throw core::Error(
      core::ErrorCode::OutOfMemory,
      fmt::format("The graphics device has no room for a picture of {} x {} pixels. Choose a smaller one.", size_px.x,
                  size_px.y));
}

void copy(unsigned int from, const glm::ivec2& from_px, unsigned int to, const glm::ivec2& to_px) {
  const FramebufferScope scope;
  glDisable(GL_SCISSOR_TEST);
  glBindFramebuffer(GL_READ_FRAMEBUFFER, from);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, to);
  glBlitFramebuffer(0, 0, from_px.x, from_px.y, 0, 0, to_px.x, to_px.y, GL_COLOR_BUFFER_BIT,
                    from_px == to_px ? GL_NEAREST : GL_LINEAR);
}

}  // namespace

Framebuffer::Framebuffer(const glm::ivec2& size_px, int num_samples) : size_px_(size_px) {
  GLint max_size = 0, max_samples = 0;
  glGetIntegerv(GL_MAX_RENDERBUFFER_SIZE, &max_size);
  glGetIntegerv(GL_MAX_SAMPLES, &max_samples);
  if (size_px.x < 1 || size_px.y < 1 || size_px.x > max_size || size_px.y > max_size) {
    throw core::Error(
        core::ErrorCode::LimitExceeded,
        fmt::format("A picture of {} x {} pixels cannot be drawn: the graphics device takes 1 to {} pixels "
                    "on a side.",
                    size_px.x, size_px.y, max_size));
  }
  num_samples_ = std::clamp(num_samples, 1, std::max(1, max_samples));
  const int storage_samples = num_samples_ > 1 ? num_samples_ : 0;
  const FramebufferScope scope;
  draw_name_ = make_framebuffer();
  draw_color_ = make_renderbuffer(GL_RGBA8, size_px, storage_samples);
  draw_depth_ = make_renderbuffer(GL_DEPTH_COMPONENT24, size_px, storage_samples);
  glBindFramebuffer(GL_FRAMEBUFFER, draw_name_.get());
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, draw_color_.get());
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_RENDERBUFFER, draw_depth_.get());
  check_complete(size_px);
  read_name_ = make_framebuffer();
  read_color_ = make_renderbuffer(GL_RGBA8, size_px, 0);
  glBindFramebuffer(GL_FRAMEBUFFER, read_name_.get());
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, read_color_.get());
  check_complete(size_px);
}

void Framebuffer::bind() const {
  glBindFramebuffer(GL_FRAMEBUFFER, draw_name_.get());
  glViewport(0, 0, size_px_.x, size_px_.y);
}

void Framebuffer::resolve() const { copy(draw_name_.get(), size_px_, read_name_.get(), size_px_); }

void Framebuffer::copy_to(unsigned int framebuffer, const glm::ivec2& size_px) const {
  copy(read_name_.get(), size_px_, framebuffer, size_px);
}

core::image::Image8 Framebuffer::read() const {
  const FramebufferScope scope;
  glBindFramebuffer(GL_READ_FRAMEBUFFER, read_name_.get());
  glPixelStorei(GL_PACK_ALIGNMENT, 4);
  glPixelStorei(GL_PACK_ROW_LENGTH, 0);
  core::image::Image8 picture(size_px_.x, size_px_.y, 4);
  glReadPixels(0, 0, size_px_.x, size_px_.y, GL_RGBA, GL_UNSIGNED_BYTE, picture.data().data());
  const auto row_bytes = static_cast<std::ptrdiff_t>(size_px_.x) * 4;
  for (int y = 0; y < size_px_.y / 2; ++y) {
    auto* upper = picture.pixel(0, y);
    std::swap_ranges(upper, upper + row_bytes, picture.pixel(0, size_px_.y - 1 - y));
  }
  return picture;
}

FramebufferScope::FramebufferScope() {
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &draw_);
  glGetIntegerv(GL_READ_FRAMEBUFFER_BINDING, &read_);
  glGetIntegerv(GL_VIEWPORT, viewport_);
}

FramebufferScope::~FramebufferScope() {
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, static_cast<unsigned int>(draw_));
  glBindFramebuffer(GL_READ_FRAMEBUFFER, static_cast<unsigned int>(read_));
  glViewport(viewport_[0], viewport_[1], viewport_[2], viewport_[3]);
}

}  // namespace render::gl
