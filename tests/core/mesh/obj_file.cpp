// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "tests/core/mesh/obj_file.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace support {

core::mesh::Mesh read_obj(const std::filesystem::path& path) {
  core::mesh::Mesh mesh;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string key;
    words >> key;
    if (key == "v") {
      glm::vec3& p = mesh.positions.emplace_back(0.0f);
      words >> p.x >> p.y >> p.z;
    } else if (key == "f") {
      std::vector<std::uint32_t> corners;
      for (std::string corner; words >> corner;) {
        corners.push_back(static_cast<std::uint32_t>(std::stoul(corner)) - 1);
      }
      for (std::size_t i = 2; i < corners.size(); ++i) mesh.faces.emplace_back(corners[0], corners[i - 1], corners[i]);
    }
  }
  return mesh;
}

core::mesh::Mesh sample_mesh(std::string_view file_name) {
  const char* shared = std::getenv("ENVISION3D_SHARED");
  const std::filesystem::path folder =
      shared != nullptr ? std::filesystem::path(shared) : std::filesystem::path(ENVISION3D_SOURCE_DIR) / "../shared";
  return read_obj(folder / "samples/meshes" / file_name);
}

}  // namespace support
