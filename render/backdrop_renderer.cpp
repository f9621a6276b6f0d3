// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "render/backdrop_renderer.h"

#include <epoxy/gl.h>

#include <glm/matrix.hpp>

namespace render {
namespace {

const gl::ShaderSources kBackground = {R"(
void main() {
  vec2 corner = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
  gl_Position = vec4(corner, 0.0, 1.0);
}
)",
                                       {},
                                       R"(
uniform vec3 top;
uniform vec3 bottom;
uniform vec2 size_px;
out vec4 result;
void main() {
  float noise = fract(52.9829189 * fract(dot(floor(gl_FragCoord.xy), vec2(0.06711056, 0.00583715))));
  vec3 color = mix(bottom, top, gl_FragCoord.y / size_px.y) + (noise - 0.5) / 255.0;
  result = vec4(color, 1.0);
}
)"};

const gl::ShaderSources kFloor = {R"(
uniform mat4 clip_from_world;
uniform float height;
uniform float radius;
out vec2 place;
void main() {
  place = radius * vec2(gl_VertexID % 2 == 0 ? -1.0 : 1.0, gl_VertexID < 2 ? -1.0 : 1.0);
  gl_Position = clip_from_world * vec4(place, height, 1.0);
}
)",
                                  {},
                                  R"(
uniform vec3 color;
uniform vec3 eye_in_world;
uniform bool is_orthographic;
uniform vec3 outward_in_world;
uniform float height;
uniform float radius;
uniform float line_width_px;
in vec2 place;
out vec4 result;

/// Coverage of lines at every multiple of `spacing`; lines that would lie closer than a few pixels fade away.
float lines(float spacing) {
  vec2 at = place / spacing;
  vec2 per_px = fwidth(at);
  vec2 distance_px = abs(fract(at - 0.5) - 0.5) / max(per_px, vec2(1e-6));
  vec2 line = 1.0 - smoothstep(0.5 * line_width_px - 0.5, 0.5 * line_width_px + 0.5, distance_px);
  line *= 1.0 - smoothstep(0.10, 0.40, per_px);
  return max(line.x, line.y);
}
/// Coverage of the line where `coordinate` is 0.
float axis(float coordinate) {
  float distance_px = abs(coordinate) / max(fwidth(coordinate), 1e-6);
  return 1.0 - smoothstep(0.7 * line_width_px - 0.5, 0.7 * line_width_px + 0.5, distance_px);
}

void main() {
  vec3 ray = is_orthographic ? outward_in_world : normalize(eye_in_world - vec3(place, height));
  float fade = pow(max(0.0, 1.0 - length(place) / radius), 1.6) * smoothstep(0.015, 0.12, abs(ray.z));
  if (ray.z < 0.0) fade *= 0.5;
  float grid = max(0.16 * lines(0.1), 0.26 * lines(0.5)) * fade;
  float x = 0.55 * axis(place.y) * fade;
  float y = 0.55 * axis(place.x) * fade;
  vec4 over = vec4(color, 1.0) * grid;
  over = mix(over, vec4(0.80, 0.30, 0.27, 1.0) * x, step(grid, x) * step(1e-4, x));
  over = mix(over, vec4(0.42, 0.66, 0.26, 1.0) * y, step(over.a, y) * step(1e-4, y));
  result = over;
}
)"};

/// Twice what the ring's cameras see.
constexpr float kFloorRadius = 1.6f;

}  // namespace

BackdropRenderer::BackdropRenderer() : background_("background", kBackground), floor_("floor", kFloor) {}

void BackdropRenderer::draw_background(const Gradient& gradient, const glm::vec2& size_px) const {
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_BLEND);
  background_.use();
  background_.set("top", gradient.top);
  background_.set("bottom", gradient.bottom);
  background_.set("size_px", size_px);
  corners_.bind();
  glDrawArrays(GL_TRIANGLES, 0, 3);
  glBindVertexArray(0);
}

void BackdropRenderer::draw_floor(float height, const glm::vec3& color, const DrawView& view) const {
  glEnable(GL_DEPTH_TEST);
  glDepthMask(GL_FALSE);
  glEnable(GL_BLEND);
  glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  const glm::mat4 world_from_cam = glm::inverse(view.cam_from_world);
  floor_.use();
  floor_.set("clip_from_world", view.clip_from_cam * view.cam_from_world);
  floor_.set("height", height);
  floor_.set("radius", kFloorRadius);
  floor_.set("color", color);
  floor_.set("eye_in_world", glm::vec3(world_from_cam[3]));
  floor_.set("outward_in_world", glm::vec3(world_from_cam[2]));
  floor_.set("is_orthographic", view.is_orthographic ? 1 : 0);
  floor_.set("line_width_px", view.pixel_ratio);
  corners_.bind();
  glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
  glBindVertexArray(0);
  glDepthMask(GL_TRUE);
}

}  // namespace render
