// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <tiny_gltf.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <glm/geometric.hpp>
#include <limits>
#include <sstream>

#include "core/base/error.h"
#include "core/image/color_space.h"
#include "core/io/image_file.h"
#include "core/io/mesh_formats/mesh_codec.h"
#include "core/mesh/tangent_space.h"

// Source of the layout: Khronos Group, glTF 2.0 specification.
namespace core::io {
namespace {

/// Appends raw data to the only buffer and gives its view.
template <class T>
int add_view(tinygltf::Model& model, const std::vector<T>& values, int target) {
  std::vector<unsigned char>& buffer = model.buffers[0].data;
  while (buffer.size() % 4 != 0) buffer.push_back(0);
  tinygltf::BufferView view;
  view.buffer = 0;
  view.byteOffset = buffer.size();
  view.byteLength = values.size() * sizeof(T);
  view.target = target;
  buffer.resize(buffer.size() + view.byteLength);
  std::memcpy(buffer.data() + view.byteOffset, values.data(), view.byteLength);
  model.bufferViews.push_back(view);
  return static_cast<int>(model.bufferViews.size()) - 1;
}

template <class T>
int add_accessor(tinygltf::Model& model, const std::vector<T>& values, int component_type, int type, std::size_t count,
                 int target) {
  tinygltf::Accessor accessor;
  accessor.bufferView = add_view(model, values, target);
  accessor.componentType = component_type;
  accessor.type = type;
  accessor.count = count;
  model.accessors.push_back(accessor);
  return static_cast<int>(model.accessors.size()) - 1;
}

template <class Vector>
void add_attribute(tinygltf::Model& model, tinygltf::Primitive& primitive, const char* name,
                   const std::vector<Vector>& values) {
  const int type = Vector::length() == 2   ? TINYGLTF_TYPE_VEC2
                   : Vector::length() == 3 ? TINYGLTF_TYPE_VEC3
                                           : TINYGLTF_TYPE_VEC4;
  primitive.attributes[name] =
      add_accessor(model, values, TINYGLTF_COMPONENT_TYPE_FLOAT, type, values.size(), TINYGLTF_TARGET_ARRAY_BUFFER);
}

/// The format asks for normals of unit length.
std::vector<glm::vec3> unit_normals(std::vector<glm::vec3> normals) {
  for (glm::vec3& n : normals) {
    const float length = glm::length(n);
    if (std::abs(length - 1.0f) < 1e-4f) continue;
    n = length > 1e-12f && std::isfinite(length) ? n / length : glm::vec3(0.0f, 1.0f, 0.0f);
  }
  return normals;
}

std::vector<glm::vec3> linear_colors(std::vector<glm::vec3> colors) {
  for (glm::vec3& color : colors) {
    for (int c = 0; c < 3; ++c) color[c] = image::linear_from_srgb(std::clamp(color[c], 0.0f, 1.0f));
  }
  return colors;
}

void add_indices(tinygltf::Model& model, tinygltf::Primitive& primitive, const mesh::Mesh& mesh) {
  const std::size_t count = 3 * mesh.faces.size();
  // The largest number of each kind means "restart" and names no vertex.
  if (mesh.positions.size() > std::numeric_limits<std::uint16_t>::max()) {
    primitive.indices = add_accessor(model, mesh.faces, TINYGLTF_COMPONENT_TYPE_UNSIGNED_INT, TINYGLTF_TYPE_SCALAR,
                                     count, TINYGLTF_TARGET_ELEMENT_ARRAY_BUFFER);
    return;
  }
  std::vector<std::uint16_t> indices;
  indices.reserve(count);
  for (const glm::uvec3& f : mesh.faces) {
    for (int i = 0; i < 3; ++i) indices.push_back(static_cast<std::uint16_t>(f[i]));
  }
  primitive.indices = add_accessor(model, indices, TINYGLTF_COMPONENT_TYPE_UNSIGNED_SHORT, TINYGLTF_TYPE_SCALAR, count,
                                   TINYGLTF_TARGET_ELEMENT_ARRAY_BUFFER);
}

/// @param framed  tangents: none, or one per vertex
void add_geometry(tinygltf::Model& model, tinygltf::Primitive& primitive, const mesh::TangentMesh& framed) {
  const mesh::Mesh& mesh = framed.mesh;
  add_attribute(model, primitive, "POSITION", mesh.positions);
  const geometry::Aabb box = geometry::bounds_of(mesh.positions);
  tinygltf::Accessor& positions = model.accessors.back();
  positions.minValues = {box.low.x, box.low.y, box.low.z};
  positions.maxValues = {box.high.x, box.high.y, box.high.z};
  if (!mesh.normals.empty()) add_attribute(model, primitive, "NORMAL", mesh.normals);
  if (!framed.tangents.empty()) add_attribute(model, primitive, "TANGENT", framed.tangents);
  if (!mesh.uvs.empty()) add_attribute(model, primitive, "TEXCOORD_0", mesh.uvs);
  if (!mesh.colors.empty()) add_attribute(model, primitive, "COLOR_0", linear_colors(mesh.colors));
  add_indices(model, primitive, mesh);
}

/// A picture that the only sampler reads.
int add_texture(tinygltf::Model& model, const image::Image8& picture, const char* name) {
  tinygltf::Image image;
  image.bufferView = add_view(model, encode_png(picture, 6), 0);
  image.mimeType = "image/png";
  image.name = name;
  model.images.push_back(image);
  tinygltf::Texture texture;
  texture.source = static_cast<int>(model.images.size()) - 1;
  texture.sampler = 0;
  model.textures.push_back(texture);
  return static_cast<int>(model.textures.size()) - 1;
}

void add_material(tinygltf::Model& model, const mesh::Mesh& mesh) {
  tinygltf::Material material;
  material.name = "surface";
  material.pbrMetallicRoughness.metallicFactor = 0.0;
  material.pbrMetallicRoughness.roughnessFactor = 0.9;
  if (mesh.is_textured()) {
    tinygltf::Sampler sampler;
    sampler.minFilter = TINYGLTF_TEXTURE_FILTER_LINEAR_MIPMAP_LINEAR;
    sampler.magFilter = TINYGLTF_TEXTURE_FILTER_LINEAR;
    sampler.wrapS = sampler.wrapT = TINYGLTF_TEXTURE_WRAP_CLAMP_TO_EDGE;
    model.samplers.push_back(sampler);
    material.pbrMetallicRoughness.baseColorTexture.index = add_texture(model, *mesh.texture, "base colour");
    if (mesh.normal_map) material.normalTexture.index = add_texture(model, *mesh.normal_map, "normals");
  }
  model.materials.push_back(material);
}

std::vector<NamedBytes> write_glb(const std::filesystem::path& path, const mesh::Mesh& mesh) {
  // Lengths inside the file have 32 bits; the longest vertex has 60 bytes.
  constexpr std::uint64_t kMaxBytes = std::uint64_t{4} << 30;
  if (60 * std::uint64_t{mesh.positions.size()} + 12 * std::uint64_t{mesh.faces.size()} > kMaxBytes) {
    throw Error(
        ErrorCode::LimitExceeded,
        fmt::format("'{}' was not written: the mesh is too large for GLB. Simplify it or choose PLY.", path.string()));
  }
  tinygltf::Model model;
  model.asset.version = "2.0";
  model.asset.generator = "Envision3D";
  model.buffers.emplace_back();
  tinygltf::Primitive primitive;
  primitive.mode = TINYGLTF_MODE_TRIANGLES;
  primitive.material = 0;
  mesh::TangentMesh framed{mesh, {}};
  framed.mesh.normals = unit_normals(mesh.normals);
  if (mesh.normal_map) framed = mesh::with_vertex_tangents(framed.mesh);
  add_geometry(model, primitive, framed);
  add_material(model, mesh);
  tinygltf::Mesh gltf_mesh;
  gltf_mesh.name = path.stem().string();
  gltf_mesh.primitives.push_back(primitive);
  model.meshes.push_back(gltf_mesh);
  tinygltf::Node node;
  node.name = gltf_mesh.name;
  node.mesh = 0;
  model.nodes.push_back(node);
  tinygltf::Scene scene;
  scene.nodes.push_back(0);
  model.scenes.push_back(scene);
  model.defaultScene = 0;
  std::ostringstream stream(std::ios::binary);
  tinygltf::TinyGLTF writer;
  if (!writer.WriteGltfSceneToStream(&model, stream, false, true)) {
    throw Error(ErrorCode::Internal, "The GLB file could not be put together.");
  }
  const std::string bytes = stream.str();
  return {{path, {bytes.begin(), bytes.end()}}};
}

}  // namespace

MeshCodec glb_codec() {
  return {{"GLB", ".glb", true, true, false, false}, /*holds_uvs=*/true, /*is_welded=*/false, read_gltf, write_glb};
}

MeshCodec gltf_codec() {
  return {{"glTF", ".gltf", true, true, false, false}, /*holds_uvs=*/true, /*is_welded=*/false, read_gltf, nullptr};
}

}  // namespace core::io
