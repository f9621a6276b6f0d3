// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "render/mesh_shaders.h"

namespace render {
namespace {

constexpr const char* kVertex = R"(
layout(location = 0) in vec3 position_in_world;
layout(location = 1) in vec3 normal_in_world;
layout(location = 2) in vec3 color;
layout(location = 3) in vec2 uv;
layout(location = 4) in float disagreement;
layout(location = 5) in float num_views;
uniform mat4 clip_from_world;
uniform mat4 cam_from_world;
out Surface {
  vec3 position_in_cam;
  vec3 normal_in_world;
  vec3 normal_in_cam;
  vec3 color;
  vec2 uv;
  vec2 findings;
} surface;

void main() {
  gl_Position = clip_from_world * vec4(position_in_world, 1.0);
  surface.position_in_cam = (cam_from_world * vec4(position_in_world, 1.0)).xyz;
  surface.normal_in_world = normal_in_world;
  surface.normal_in_cam = mat3(cam_from_world) * normal_in_world;
  surface.color = color;
  surface.uv = uv;
  surface.findings = vec2(255.0 * num_views, disagreement);
}
)";

/// Distance of each fragment from the triangle's edges, in pixels. Source: Baerentzen, Nielsen, Gjoel, Larsen,
/// Christensen 2006, "Single-pass wireframe rendering".
constexpr const char* kWireGeometry = R"(
layout(triangles) in;
layout(triangle_strip, max_vertices = 3) out;
uniform vec2 size_px;
in Surface {
  vec3 position_in_cam;
  vec3 normal_in_world;
  vec3 normal_in_cam;
  vec3 color;
  vec2 uv;
  vec2 findings;
} corner[];
out Wired {
  vec3 position_in_cam;
  vec3 normal_in_cam;
  noperspective vec3 edge_distance_px;
  flat float smallest_height_px;
} surface;

void main() {
  vec2 p[3];
  for (int i = 0; i < 3; ++i) p[i] = 0.5 * size_px * gl_in[i].gl_Position.xy / gl_in[i].gl_Position.w;
  float double_area = abs(determinant(mat2(p[1] - p[0], p[2] - p[0])));
  vec3 length_px = vec3(distance(p[1], p[2]), distance(p[2], p[0]), distance(p[0], p[1]));
  vec3 height = double_area / max(length_px, vec3(1e-6));
  bool is_in_front = min(min(gl_in[0].gl_Position.w, gl_in[1].gl_Position.w), gl_in[2].gl_Position.w) > 0.0;
  if (!is_in_front) height = vec3(1e6);
  for (int i = 0; i < 3; ++i) {
    gl_Position = gl_in[i].gl_Position;
    surface.position_in_cam = corner[i].position_in_cam;
    surface.normal_in_cam = corner[i].normal_in_cam;
    surface.edge_distance_px = is_in_front ? vec3(0.0) : vec3(1e6);
    surface.edge_distance_px[i] = height[i];
    surface.smallest_height_px = min(min(height.x, height.y), height.z);
    EmitVertex();
  }
  EndPrimitive();
}
)";

constexpr const char* kSurfaceIn = R"(
in Surface {
  vec3 position_in_cam;
  vec3 normal_in_world;
  vec3 normal_in_cam;
  vec3 color;
  vec2 uv;
  vec2 findings;
} surface;
out vec4 result;
)";

constexpr const char* kWiredIn = R"(
in Wired {
  vec3 position_in_cam;
  vec3 normal_in_cam;
  noperspective vec3 edge_distance_px;
  flat float smallest_height_px;
} surface;
out vec4 result;
)";

/// Light in linear colours. The albedo is lit by a key that wraps around the edge of the lit side, as light does that
/// is scattered under the surface, so that the two tones meet softly.
constexpr const char* kLight = R"(
uniform bool is_orthographic;
/// Faces that were merged may lie folded over: which side they show says nothing.
uniform bool has_coarse_faces;

vec3 linear_from_srgb(vec3 c) {
  return mix(c / 12.92, pow((c + 0.055) / 1.055, vec3(2.4)), step(0.04045, c));
}
vec3 srgb_from_linear(vec3 c) {
  c = clamp(c, 0.0, 1.0);
  return mix(12.92 * c, 1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, c));
}
float wrapped_diffuse(vec3 n, vec3 towards_light, float wrap) {
  return max(0.0, (dot(n, towards_light) + wrap) / (1.0 + wrap));
}
vec3 to_eye() {
  return is_orthographic ? vec3(0.0, 0.0, 1.0) : normalize(-surface.position_in_cam);
}
bool is_outside() { return gl_FrontFacing || has_coarse_faces; }
vec3 facing_normal() {
  vec3 n = normalize(surface.normal_in_cam);
  return is_outside() ? n : -n;
}
float inside_shade() { return is_outside() ? 1.0 : 0.45; }

const vec3 towards_key = normalize(vec3(-0.48, 0.68, 0.55));
const vec3 towards_fill = normalize(vec3(0.85, -0.12, 0.42));

vec3 light_on(vec3 n) {
  vec3 key = vec3(1.00, 0.955, 0.90) * 0.92 * pow(wrapped_diffuse(n, towards_key, 0.25), 1.6);
  vec3 fill = vec3(0.62, 0.74, 1.00) * 0.16 * wrapped_diffuse(n, towards_fill, 0.35);
  vec3 dome = mix(vec3(0.062, 0.056, 0.052), vec3(0.165, 0.180, 0.205), 0.5 + 0.5 * n.y);
  return key + fill + dome;
}
)";

constexpr const char* kClay = R"(
vec3 clay() {
  const vec3 albedo = vec3(0.445, 0.405, 0.375);
  vec3 n = facing_normal();
  vec3 eye = to_eye();
  float facing = abs(dot(n, eye));
  float gloss = pow(max(0.0, dot(n, normalize(towards_key + eye))), 26.0);
  float rim = pow(1.0 - facing, 3.5);
  // The narrow dark seam before the rim is what makes folds and overlaps readable.
  float crease = mix(0.80, 1.0, smoothstep(0.0, 0.45, facing));
  vec3 color = albedo * light_on(n) * crease + 0.045 * gloss + vec3(0.050, 0.062, 0.080) * rim * (0.4 + 0.6 * n.y);
  return srgb_from_linear(color * inside_shade());
}
)";

constexpr const char* kClayMain = R"(
void main() { result = vec4(clay(), 1.0); }
)";

/// Lines fade where triangles are so small that they would cover everything.
constexpr const char* kWireMain = R"(
uniform float line_width_px;
void main() {
  vec3 d = surface.edge_distance_px;
  float nearest = min(min(d.x, d.y), d.z);
  float line = 1.0 - smoothstep(0.5 * line_width_px - 0.5, 0.5 * line_width_px + 0.7, nearest);
  float room = smoothstep(0.8 * line_width_px, 7.0 * line_width_px, surface.smallest_height_px);
  result = vec4(mix(clay(), vec3(0.075, 0.082, 0.096), line * mix(0.10, 0.80, room)), 1.0);
}
)";

/// As the normals of views are coded: red towards the front camera, green to its right, blue up.
constexpr const char* kNormalsMain = R"(
void main() {
  vec3 n = normalize(surface.normal_in_world);
  result = vec4(0.5 * vec3(-n.y, n.x, n.z) + 0.5, 1.0);
}
)";

constexpr const char* kColorMain = R"(
uniform sampler2D base_color_map;
uniform int color_source;
uniform bool is_lit;
void main() {
  vec3 color = color_source == 2 ? texture(base_color_map, surface.uv).rgb
             : color_source == 1 ? surface.color
                                 : vec3(0.72);
  if (is_lit) color = srgb_from_linear(1.05 * linear_from_srgb(color) * light_on(facing_normal()) * inside_shade());
  result = vec4(color, 1.0);
}
)";

/// What the views say, in colours of the ramp, under a light so weak that they can be compared with a legend.
constexpr const char* kMap = R"(
uniform sampler2D ramp;
uniform bool has_findings;
const vec3 nothing_known = vec3(0.60);

vec3 on_ramp(float value) { return texture(ramp, vec2((255.0 * clamp(value, 0.0, 1.0) + 0.5) / 256.0, 0.5)).rgb; }
vec4 shaped(vec3 color) {
  float facing = abs(dot(facing_normal(), to_eye()));
  return vec4((has_findings ? color : nothing_known) * mix(0.78, 1.0, smoothstep(0.0, 0.9, facing)) * inside_shade(), 1.0);
}
)";

/// Places that no view shows are hatched: told by more than their colour.
constexpr const char* kCoverageMain = R"(
uniform float line_width_px;
uniform float full_coverage;
const vec3 unseen = vec3(0.835, 0.369, 0.0), unseen_line = vec3(0.45, 0.17, 0.0);
void main() {
  float num_views = surface.findings.x;
  float along = fract((gl_FragCoord.x + gl_FragCoord.y) / (9.0 * line_width_px));
  vec3 hatched = mix(unseen, unseen_line, smoothstep(0.55, 0.68, along) - smoothstep(0.88, 1.0, along));
  result = shaped(num_views < 0.5 ? hatched : on_ramp((num_views - 1.0) / (full_coverage - 1.0)));
}
)";

constexpr const char* kDisagreementMain = R"(
void main() {
  float value = surface.findings.y;
  result = shaped(value < 0.0 ? nothing_known : on_ramp(value));
}
)";

std::string joined(std::initializer_list<const char*> parts) {
  std::string text;
  for (const char* part : parts) text += part;
  return text;
}

}  // namespace

gl::ShaderSources mesh_shaders(Shading shading) {
  switch (shading) {
    case Shading::Clay:
      return {kVertex, {}, joined({kSurfaceIn, kLight, kClay, kClayMain})};
    case Shading::Wire:
      return {kVertex, kWireGeometry, joined({kWiredIn, kLight, kClay, kWireMain})};
    case Shading::Normals:
      return {kVertex, {}, joined({kSurfaceIn, kNormalsMain})};
    case Shading::Coverage:
      return {kVertex, {}, joined({kSurfaceIn, kLight, kMap, kCoverageMain})};
    case Shading::Disagreement:
      return {kVertex, {}, joined({kSurfaceIn, kLight, kMap, kDisagreementMain})};
    case Shading::Textured:
    case Shading::VertexColors:
      break;
  }
  return {kVertex, {}, joined({kSurfaceIn, kLight, kColorMain})};
}

}  // namespace render
