// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/io/mesh_file.h"
#include "tests/support/error_of.h"

/// Meshes and files for the tests of mesh formats.
namespace core::io::testing {

/// A sphere with normals and colours by position.
mesh::Mesh painted_sphere();
/// A sphere whose vertices stand once per face, each face with its own part of a small texture of many colours: all
/// edges are texture seams.
mesh::Mesh textured_sphere();

void write_text(const std::filesystem::path& path, std::string_view text);
std::vector<std::uint8_t> file_bytes(const std::filesystem::path& path);
/// A zip archive of named parts.
void write_zip(const std::filesystem::path& path, const std::vector<std::pair<std::string, std::string>>& parts);

/// Writes a text as a file of that name into a folder of its own and reads it as a mesh.
MeshFile read_text_mesh(const std::string& name, std::string_view text);

std::size_t num_entries(const std::filesystem::path& folder);

/// Largest distance between the corners of two meshes with the same faces in the same order; infinite if they have not.
float corner_distance(const mesh::Mesh& a, const mesh::Mesh& b);

using support::error_of;
template <class Call>
ErrorCode code_of(const Call& call) {
  return error_of(call).code();
}

}  // namespace core::io::testing
