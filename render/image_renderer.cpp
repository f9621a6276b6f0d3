// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "render/image_renderer.h"

#include <epoxy/gl.h>

#include <algorithm>

namespace render {
namespace {

const gl::ShaderSources kPicture = {R"(
uniform vec2 low;
uniform vec2 high;
out vec2 uv;
void main() {
  vec2 corner = vec2(gl_VertexID % 2, gl_VertexID / 2);
  uv = vec2(corner.x, 1.0 - corner.y);
  gl_Position = vec4(mix(low, high, corner), 0.0, 1.0);
}
)",
                                    {},
                                    R"(
uniform sampler2D picture;
uniform float opacity;
in vec2 uv;
out vec4 result;
void main() {
  vec4 color = texture(picture, uv);
  result = vec4(color.rgb * color.a, color.a) * opacity;
}
)"};

}  // namespace

ImageRenderer::ImageRenderer() : program_("picture", kPicture) {}

void ImageRenderer::draw(const std::shared_ptr<const core::image::Image8>& picture, const NdcRect& place,
                         float opacity) {
  if (picture == nullptr || picture->is_empty() || !(opacity > 0.0f)) return;
  if (picture != picture_) {
    texture_ = gl::Texture(*picture);
    picture_ = picture;
  }
  glDisable(GL_DEPTH_TEST);
  glEnable(GL_BLEND);
  glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  program_.use();
  program_.set("low", place.low);
  program_.set("high", place.high);
  program_.set("opacity", std::min(1.0f, opacity));
  program_.set("picture", 0);
  texture_.bind(0);
  corners_.bind();
  glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
  glBindVertexArray(0);
}

}  // namespace render
