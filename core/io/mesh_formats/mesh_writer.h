// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <vector>

#include "core/io/atomic_file.h"
#include "core/io/mesh_file.h"

/// What the mesh formats share. A new format is a file in this folder and a line in mesh_file.cpp. Writers get a mesh
/// that already stands in the file's frame and unit, and give back the files that make it up, the named one first.
namespace core::io {

using WriteMesh = std::vector<NamedBytes> (*)(const std::filesystem::path& path, const mesh::Mesh& mesh);

std::vector<NamedBytes> write_glb(const std::filesystem::path& path, const mesh::Mesh& mesh);
std::vector<NamedBytes> write_obj(const std::filesystem::path& path, const mesh::Mesh& mesh);
std::vector<NamedBytes> write_ply(const std::filesystem::path& path, const mesh::Mesh& mesh);
std::vector<NamedBytes> write_stl(const std::filesystem::path& path, const mesh::Mesh& mesh);
std::vector<NamedBytes> write_3mf(const std::filesystem::path& path, const mesh::Mesh& mesh);

/// Own readers, for formats that Assimp does not read well.
mesh::Mesh read_ply(std::span<const std::uint8_t> bytes, const std::string& name);
/// Everything else, through Assimp.
mesh::Mesh read_with_assimp(const std::filesystem::path& path);

/// Vertex colours, from the texture where there are none. Empty if the mesh has neither.
std::vector<glm::vec3> vertex_colors(const mesh::Mesh& mesh);

std::uint8_t color_byte(float value);

[[noreturn]] void throw_damaged_mesh(const std::string& name, const std::string& why);

}  // namespace core::io
