// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <assimp/postprocess.h>
#include <assimp/scene.h>
#include <fmt/format.h>

#include <assimp/Importer.hpp>

#include "core/base/error.h"
#include "core/image/color_space.h"
#include "core/io/image_file.h"
#include "core/io/mesh_formats/mesh_writer.h"

namespace core::io {
namespace {

constexpr unsigned kMaxFaces = 50'000'000;

/// Adds one of the scene's meshes with the transform of the node that holds it.
void add_mesh(const aiMesh& source, const aiMatrix4x4& world_from_node, bool is_linear, mesh::Mesh& target) {
  const auto offset = static_cast<std::uint32_t>(target.positions.size());
  const aiMatrix3x3 normal_matrix(aiMatrix4x4(world_from_node).Inverse().Transpose());
  for (unsigned v = 0; v < source.mNumVertices; ++v) {
    const aiVector3D p = world_from_node * source.mVertices[v];
    target.positions.emplace_back(p.x, p.y, p.z);
    if (source.HasNormals()) {
      aiVector3D n = normal_matrix * source.mNormals[v];
      n.NormalizeSafe();
      target.normals.emplace_back(n.x, n.y, n.z);
    }
    if (source.HasTextureCoords(0))
      target.uvs.emplace_back(source.mTextureCoords[0][v].x, 1.0f - source.mTextureCoords[0][v].y);
    if (source.HasVertexColors(0)) {
      const aiColor4D& c = source.mColors[0][v];
      glm::vec3 color(c.r, c.g, c.b);
      if (is_linear) color = {image::srgb_from_linear(c.r), image::srgb_from_linear(c.g), image::srgb_from_linear(c.b)};
      target.colors.push_back(color);
    }
  }
  for (unsigned f = 0; f < source.mNumFaces; ++f) {
    const aiFace& face = source.mFaces[f];
    if (face.mNumIndices != 3) continue;
    target.faces.emplace_back(offset + face.mIndices[0], offset + face.mIndices[1], offset + face.mIndices[2]);
  }
}

void add_node(const aiScene& scene, const aiNode& node, const aiMatrix4x4& parent, bool is_linear, int depth,
              mesh::Mesh& target) {
  if (depth > 64) return;
  const aiMatrix4x4 transform = parent * node.mTransformation;
  for (unsigned i = 0; i < node.mNumMeshes; ++i)
    add_mesh(*scene.mMeshes[node.mMeshes[i]], transform, is_linear, target);
  for (unsigned i = 0; i < node.mNumChildren; ++i)
    add_node(scene, *node.mChildren[i], transform, is_linear, depth + 1, target);
}

std::shared_ptr<const image::Image8> rgb_texture(const Picture& picture) {
  auto rgb = std::make_shared<image::Image8>(picture.rgba.width(), picture.rgba.height(), 3);
  for (std::size_t i = 0; i < picture.rgba.num_pixels(); ++i) {
    std::copy_n(picture.rgba.data().data() + 4 * i, 3, rgb->data().data() + 3 * i);
  }
  return rgb;
}

/// The first base colour texture: embedded, or a picture beside the file. Anything else is left out.
std::shared_ptr<const image::Image8> find_texture(const aiScene& scene, const std::filesystem::path& path) {
  for (unsigned i = 0; i < scene.mNumMaterials; ++i) {
    aiString name;
    if (scene.mMaterials[i]->GetTexture(aiTextureType_DIFFUSE, 0, &name) != aiReturn_SUCCESS &&
        scene.mMaterials[i]->GetTexture(aiTextureType_BASE_COLOR, 0, &name) != aiReturn_SUCCESS) {
      continue;
    }
    try {
      if (const aiTexture* embedded = scene.GetEmbeddedTexture(name.C_Str())) {
        if (embedded->mHeight != 0) continue;  // raw texels, which no format the program reads stores
        return rgb_texture(
            decode_picture({reinterpret_cast<const std::uint8_t*>(embedded->pcData), embedded->mWidth}, name.C_Str()));
      }
      const std::filesystem::path relative(name.C_Str());
      return rgb_texture(read_picture(path.parent_path() / relative.filename()));
    } catch (const Error&) {
      continue;  // a mesh without its picture is still a mesh
    }
  }
  return nullptr;
}

/// Arrays that not all parts of the scene had cannot be used.
void drop_incomplete(mesh::Mesh& mesh) {
  if (mesh.normals.size() != mesh.positions.size()) mesh.normals.clear();
  if (mesh.uvs.size() != mesh.positions.size()) mesh.uvs.clear();
  if (mesh.colors.size() != mesh.positions.size()) mesh.colors.clear();
}

}  // namespace

mesh::Mesh read_with_assimp(const std::filesystem::path& path) {
  Assimp::Importer importer;
  importer.SetPropertyInteger(AI_CONFIG_PP_SBP_REMOVE, aiPrimitiveType_LINE | aiPrimitiveType_POINT);
  const aiScene* scene = nullptr;
  try {
    scene = importer.ReadFile(path.string(),
                              aiProcess_Triangulate | aiProcess_SortByPType | aiProcess_JoinIdenticalVertices);
  } catch (const std::exception& error) {
    throw_damaged_mesh(path.string(), error.what());
  }
  if (scene == nullptr || scene->mRootNode == nullptr) throw_damaged_mesh(path.string(), importer.GetErrorString());
  std::uint64_t num_faces = 0;
  for (unsigned i = 0; i < scene->mNumMeshes; ++i) num_faces += scene->mMeshes[i]->mNumFaces;
  if (num_faces > kMaxFaces) {
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("'{}' has {} faces; the limit is {}.", path.string(), num_faces, kMaxFaces));
  }
  mesh::Mesh mesh;
  const std::string extension = path.extension().string();
  const bool is_linear = extension == ".glb" || extension == ".gltf" || extension == ".GLB";
  add_node(*scene, *scene->mRootNode, aiMatrix4x4(), is_linear, 0, mesh);
  drop_incomplete(mesh);
  mesh.texture = find_texture(*scene, path);
  return mesh;
}

}  // namespace core::io
