// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "render/gl/texture.h"

#include <epoxy/gl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "core/base/error.h"
#include "render/gl/driver.h"

namespace render::gl {
namespace {

/// Levels that a picture drawn small needs; enough for any size.
constexpr int kAllLevels = 16;
constexpr float kMaxAnisotropy = 8.0f;

GLenum format_of(int num_channels) { return num_channels == 1 ? GL_RED : num_channels == 3 ? GL_RGB : GL_RGBA; }

}  // namespace

Texture::Texture(int width, int height, int num_channels)
    : width_(width), height_(height), format_(format_of(num_channels)) {
  assert(num_channels == 1 || num_channels == 3 || num_channels == 4);
  GLint max_size = 0;
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &max_size);
  if (width < 1 || height < 1 || width > max_size || height > max_size) {
    throw core::Error(
        core::ErrorCode::LimitExceeded,
        fmt::format("A picture of {} x {} pixels cannot be drawn: the graphics device takes 1 to {} pixels "
                    "on a side.",
                    width, height, max_size));
  }
  unsigned int name = 0;
  glGenTextures(1, &name);
  name_ = Name(name, [](unsigned int old) { glDeleteTextures(1, &old); });
  bind(0);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
  const GLint internal = num_channels == 1 ? GL_R8 : num_channels == 3 ? GL_RGB8 : GL_RGBA8;
  glTexImage2D(GL_TEXTURE_2D, 0, internal, width, height, 0, format_, GL_UNSIGNED_BYTE, nullptr);
}

Texture::Texture(const core::image::Image8& picture) : Texture(picture.width(), picture.height(), picture.channels()) {
  write_rows(picture, 0, picture.height());
  make_mipmaps(kAllLevels);
}

void Texture::write_rows(const core::image::Image8& picture, int first_row, int num_rows) {
  assert(picture.width() == width_ && picture.height() == height_ && first_row + num_rows <= height_);
  if (num_rows < 1) return;
  bind(0);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexSubImage2D(GL_TEXTURE_2D, 0, 0, first_row, width_, num_rows, format_, GL_UNSIGNED_BYTE,
                  picture.pixel(0, first_row));
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
}

void Texture::make_mipmaps(int max_level) {
  bind(0);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, max_level);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
  // Mesa's software drivers walk over every texel of a pixel's footprint: slow, and for minutes where a sliver of a
  // triangle makes the footprint endless.
  if (epoxy_has_gl_extension("GL_EXT_texture_filter_anisotropic") && !is_software_driver()) {
    GLfloat max_anisotropy = 1.0f;
    glGetFloatv(GL_MAX_TEXTURE_MAX_ANISOTROPY_EXT, &max_anisotropy);
    glTexParameterf(GL_TEXTURE_2D, GL_TEXTURE_MAX_ANISOTROPY_EXT, std::min(kMaxAnisotropy, max_anisotropy));
  }
  glGenerateMipmap(GL_TEXTURE_2D);
}

void Texture::bind(int unit) const {
  glActiveTexture(GL_TEXTURE0 + static_cast<GLenum>(unit));
  glBindTexture(GL_TEXTURE_2D, name_.get());
}

}  // namespace render::gl
