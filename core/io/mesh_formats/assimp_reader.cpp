// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <assimp/scene.h>
#include <fmt/format.h>

#include <assimp/Importer.hpp>
#include <optional>

#include "core/base/error.h"
#include "core/image/color_space.h"
#include "core/io/mesh_formats/mesh_check.h"
#include "core/io/mesh_formats/mesh_codec.h"

namespace core::io {
namespace {

/// Adds one of the scene's meshes; false if it has anything but triangles of its vertices.
bool add_mesh(const aiMesh& source, const aiMatrix4x4& scene_from_node, bool has_linear_colors, mesh::Mesh& target) {
  const auto offset = static_cast<std::uint32_t>(target.positions.size());
  for (unsigned v = 0; v < source.mNumVertices; ++v) {
    const aiVector3D p = scene_from_node * source.mVertices[v];
    target.positions.emplace_back(p.x, p.y, p.z);
    if (source.HasTextureCoords(0))
      target.uvs.emplace_back(source.mTextureCoords[0][v].x, 1.0f - source.mTextureCoords[0][v].y);
    if (!source.HasVertexColors(0)) continue;
    const aiColor4D& c = source.mColors[0][v];
    glm::vec3 color(c.r, c.g, c.b);
    if (has_linear_colors)
      color = {image::srgb_from_linear(c.r), image::srgb_from_linear(c.g), image::srgb_from_linear(c.b)};
    target.colors.push_back(color);
  }
  for (unsigned f = 0; f < source.mNumFaces; ++f) {
    const aiFace& face = source.mFaces[f];
    if (face.mNumIndices != 3) return false;
    for (unsigned i = 0; i < 3; ++i) {
      if (face.mIndices[i] >= source.mNumVertices) return false;
    }
    target.faces.emplace_back(offset + face.mIndices[0], offset + face.mIndices[1], offset + face.mIndices[2]);
  }
  return true;
}

bool add_node(const aiScene& scene, const aiNode& node, const aiMatrix4x4& parent, bool has_linear_colors,
              mesh::Mesh& target) {
  const aiMatrix4x4 transform = parent * node.mTransformation;
  for (unsigned i = 0; i < node.mNumMeshes; ++i) {
    if (!add_mesh(*scene.mMeshes[node.mMeshes[i]], transform, has_linear_colors, target)) return false;
  }
  for (unsigned i = 0; i < node.mNumChildren; ++i) {
    if (!add_node(scene, *node.mChildren[i], transform, has_linear_colors, target)) return false;
  }
  return true;
}

/// A texture of a kind: embedded, or a picture beside the file.
std::shared_ptr<const image::Image8> find_texture(const aiScene& scene, aiTextureType kind,
                                                  const std::filesystem::path& path) {
  for (unsigned i = 0; i < scene.mNumMaterials; ++i) {
    aiString name;
    if (scene.mMaterials[i]->GetTexture(kind, 0, &name) != aiReturn_SUCCESS) continue;
    const aiTexture* embedded = scene.GetEmbeddedTexture(name.C_Str());
    if (embedded == nullptr) return texture_of(read_picture(path.parent_path() / name.C_Str()));
    return texture_of(
        decode_picture({reinterpret_cast<const std::uint8_t*>(embedded->pcData), embedded->mWidth}, name.C_Str()));
  }
  return nullptr;
}

}  // namespace

std::optional<mesh::Mesh> read_with_assimp(const std::filesystem::path& path, bool has_linear_colors) {
  Assimp::Importer importer;
  const aiScene* scene = nullptr;
  try {
    scene = importer.ReadFile(path.string(), 0);
  } catch (const std::exception&) {
    return std::nullopt;
  }
  if (scene == nullptr || scene->mRootNode == nullptr) return std::nullopt;
  mesh::Mesh mesh;
  if (!add_node(*scene, *scene->mRootNode, aiMatrix4x4(), has_linear_colors, mesh)) return std::nullopt;
  mesh.texture = find_texture(*scene, aiTextureType_DIFFUSE, path);
  mesh.normal_map = find_texture(*scene, aiTextureType_NORMALS, path);
  return mesh;
}

}  // namespace core::io
