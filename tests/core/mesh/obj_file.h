// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string_view>

#include "core/mesh/mesh.h"

namespace support {

/// Positions and faces (as fans) of an OBJ file with positive indices; nothing else of it. Empty if it cannot be read.
core::mesh::Mesh read_obj(const std::filesystem::path& path);

/// A sample mesh by its file name, from the folder that ENVISION3D_SHARED names; empty where there is none.
core::mesh::Mesh sample_mesh(std::string_view file_name);

}  // namespace support
