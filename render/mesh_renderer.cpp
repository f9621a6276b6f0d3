// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "render/mesh_renderer.h"

#include <epoxy/gl.h>

#include <algorithm>
#include <utility>

#include "core/image/color_ramp.h"
#include "render/mesh_shaders.h"

namespace render {
namespace {

/// Charts of the atlas lie a few pixels apart: coarser levels would mix their colours.
constexpr int kMaxTextureLevel = 2;

/// As ColorSource in the shader.
enum class ColorSource { Grey = 0, Vertices = 1, Texture = 2 };

ColorSource color_source(Shading shading, const PreparedMesh& mesh) {
  if (shading == Shading::Textured && mesh.has_texture) return ColorSource::Texture;
  return mesh.has_colors ? ColorSource::Vertices : ColorSource::Grey;
}

/// One row of pixels: image::ramp_color from 0 to 1.
gl::Texture make_ramp() {
  constexpr int kWidth = 256;
  core::image::Image8 colors(kWidth, 1, 3);
  for (int x = 0; x < kWidth; ++x) {
    const auto color = core::image::ramp_color(static_cast<float>(x) / (kWidth - 1));
    std::copy(color.begin(), color.end(), colors.pixel(x, 0));
  }
  gl::Texture ramp(kWidth, 1, 3);
  ramp.write_rows(colors, 0, 1);
  return ramp;
}

std::size_t index_bytes(const PreparedMesh& mesh) {
  return (mesh.mesh->faces.size() + mesh.coarse_faces.size()) * sizeof(glm::uvec3);
}

std::size_t texture_bytes(const PreparedMesh& mesh) { return mesh.has_texture ? mesh.mesh->texture->data().size() : 0; }

}  // namespace

MeshRenderer::MeshRenderer()
    : color_("colours", mesh_shaders(Shading::Textured)),
      clay_("clay", mesh_shaders(Shading::Clay)),
      normals_("normals", mesh_shaders(Shading::Normals)),
      wire_("wire", mesh_shaders(Shading::Wire)),
      coverage_("coverage", mesh_shaders(Shading::Coverage)),
      disagreement_("disagreement", mesh_shaders(Shading::Disagreement)),
      ramp_(make_ramp()) {}

void MeshRenderer::begin_upload(PreparedMeshPtr mesh) {
  pending_.reset();
  if (mesh == nullptr || mesh->mesh->is_empty()) {
    shown_ = DeviceMesh();
    shown_.mesh = std::move(mesh);
    return;
  }
  pending_ = make_device_mesh(std::move(mesh));
}

bool MeshRenderer::advance_upload(std::size_t max_bytes) {
  if (!pending_) return true;
  std::size_t left = max_bytes;
  while (left > 0) {
    const std::size_t num_copied = copy_part(*pending_, left);
    if (num_copied == 0) {
      shown_ = std::move(*pending_);
      pending_.reset();
      return true;
    }
    left -= std::min(left, num_copied);
  }
  return false;
}

MeshRenderer::DeviceMesh MeshRenderer::make_device_mesh(PreparedMeshPtr mesh) {
  DeviceMesh target;
  target.vertices = gl::Buffer(gl::Buffer::Kind::Vertices, mesh->vertices.size() * sizeof(DrawVertex));
  target.indices = gl::Buffer(gl::Buffer::Kind::Indices, index_bytes(*mesh));
  if (mesh->has_texture) {
    const core::image::Image8& texture = *mesh->mesh->texture;
    target.texture = gl::Texture(texture.width(), texture.height(), texture.channels());
  }
  target.array.emplace();
  target.array->bind();
  target.vertices.bind();
  target.indices.bind();
  using Type = gl::VertexArray::Type;
  target.array->set_attribute(kPositionLocation, 3, Type::Float, sizeof(DrawVertex), offsetof(DrawVertex, position));
  target.array->set_attribute(kNormalLocation, 3, Type::NormalizedShort, sizeof(DrawVertex),
                              offsetof(DrawVertex, normal));
  target.array->set_attribute(kColorLocation, 3, Type::NormalizedByte, sizeof(DrawVertex), offsetof(DrawVertex, color));
  target.array->set_attribute(kUvLocation, 2, Type::Float, sizeof(DrawVertex), offsetof(DrawVertex, uv));
  target.array->set_attribute(kDisagreementLocation, 1, Type::NormalizedShort, sizeof(DrawVertex),
                              offsetof(DrawVertex, disagreement));
  target.array->set_attribute(kNumViewsLocation, 1, Type::NormalizedByte, sizeof(DrawVertex),
                              offsetof(DrawVertex, num_views));
  glBindVertexArray(0);
  target.mesh = std::move(mesh);
  return target;
}

/// Copies at most `max_bytes` (at least one row of a texture) and returns how much it was; 0 when all is done.
std::size_t MeshRenderer::copy_part(DeviceMesh& target, std::size_t max_bytes) {
  const PreparedMesh& mesh = *target.mesh;
  const auto vertices = std::as_bytes(std::span(mesh.vertices));
  const auto faces = std::as_bytes(std::span(mesh.mesh->faces));
  const auto coarse = std::as_bytes(std::span(mesh.coarse_faces));
  std::size_t at = target.num_bytes_done, num_copied = 0;
  // The parts lie one after the other; `at` counts from the start of each in turn.
  const auto copy_from = [&](gl::Buffer& buffer, std::span<const std::byte> bytes, std::size_t start) {
    if (num_copied == 0 && at < bytes.size()) {
      num_copied = std::min(max_bytes, bytes.size() - at);
      buffer.write(start + at, bytes.subspan(at, num_copied));
    }
    at -= std::min(at, bytes.size());
  };
  copy_from(target.vertices, vertices, 0);
  copy_from(target.indices, faces, 0);
  copy_from(target.indices, coarse, faces.size());
  if (num_copied == 0 && at < texture_bytes(mesh)) {
    const core::image::Image8& picture = *mesh.mesh->texture;
    const std::size_t row_bytes = picture.data().size() / static_cast<std::size_t>(picture.height());
    const auto row = static_cast<int>(at / row_bytes);
    const int num_rows = std::clamp(static_cast<int>(max_bytes / row_bytes), 1, picture.height() - row);
    target.texture.write_rows(picture, row, num_rows);
    num_copied = static_cast<std::size_t>(num_rows) * row_bytes;
    if (row + num_rows == picture.height()) target.texture.make_mipmaps(kMaxTextureLevel);
  }
  target.num_bytes_done += num_copied;
  return num_copied;
}

const gl::ShaderProgram& MeshRenderer::program_for(Shading shading) const {
  switch (shading) {
    case Shading::Clay:
      return clay_;
    case Shading::Normals:
      return normals_;
    case Shading::Wire:
      return wire_;
    case Shading::Coverage:
      return coverage_;
    case Shading::Disagreement:
      return disagreement_;
    case Shading::Textured:
    case Shading::VertexColors:
      break;
  }
  return color_;
}

std::size_t MeshRenderer::num_faces(bool is_draft) const {
  if (!shown_.array) return 0;
  const std::size_t num_coarse = shown_.mesh->coarse_faces.size();
  return is_draft && num_coarse > 0 ? num_coarse : shown_.mesh->num_faces();
}

void MeshRenderer::draw(const Scene& scene, const DrawView& view, std::size_t first_face, std::size_t num_faces) const {
  const std::size_t num_all = this->num_faces(scene.is_draft);
  if (first_face >= num_all) return;
  const bool is_coarse = scene.is_draft && !shown_.mesh->coarse_faces.empty();
  // Lines of merged faces would tell of a mesh that is not there; those of the real ones are too fine to see.
  const bool is_bare = is_coarse && scene.shading == Shading::Wire;
  const gl::ShaderProgram& program = program_for(is_bare ? Shading::Clay : scene.shading);
  program.use();
  program.set("clip_from_world", view.clip_from_cam * view.cam_from_world);
  program.set("cam_from_world", view.cam_from_world);
  program.set("is_orthographic", view.is_orthographic ? 1 : 0);
  program.set("size_px", view.size_px);
  program.set("line_width_px", view.pixel_ratio);
  program.set("is_lit", scene.is_lit ? 1 : 0);
  program.set("has_coarse_faces", is_coarse ? 1 : 0);
  program.set("color_source", static_cast<int>(color_source(scene.shading, *shown_.mesh)));
  program.set("base_color_map", 0);
  program.set("ramp", 1);
  program.set("full_coverage", static_cast<float>(kFullCoverage));
  program.set("has_findings", shown_.mesh->has_findings ? 1 : 0);
  if (!shown_.texture.is_empty()) shown_.texture.bind(0);
  ramp_.bind(1);
  shown_.array->bind();
  const std::size_t start = first_face + (is_coarse ? shown_.mesh->num_faces() : 0);
  glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(3 * std::min(num_faces, num_all - first_face)), GL_UNSIGNED_INT,
                 reinterpret_cast<const void*>(start * sizeof(glm::uvec3)));
  glBindVertexArray(0);
}

}  // namespace render
