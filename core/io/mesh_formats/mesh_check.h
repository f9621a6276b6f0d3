// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>

#include "core/io/mesh_formats/mesh_codec.h"

/// Reading back what was written. Readers of the program's own formats stand in the *_reader.cpp files; here another
/// hand's reader judges, so that a misunderstanding shared by writer and reader does not pass.
namespace core::io {

/// A mesh file as Assimp sees it, face by face in the file's order; none if it cannot be read. Only for files the
/// program has just written: Assimp 5.2 aborts on some damaged ones.
std::optional<mesh::Mesh> read_with_assimp(const std::filesystem::path& path, bool has_linear_colors);

/// Compares a file with the mesh it was made of: each corner's position, UV and colour, the texture and the edges.
/// @param target  the name the file is to get, for messages
/// @throws Error(Internal) saying what differs
MeshCheck check_written(const std::filesystem::path& written, const std::filesystem::path& target,
                        const mesh::Mesh& meant, const MeshCodec& codec);

}  // namespace core::io
