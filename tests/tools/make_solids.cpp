// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <cstdio>
#include <exception>
#include <filesystem>

#include "core/io/mesh_file.h"
#include "tests/support/solids.h"

// make_solids OUT_FOLDER
//
// Writes the bodies that are made by program as OUT_FOLDER/NAME.glb, for `envision3d-cli bench reconstruct`.
int main(int argc, char** argv) try {
  if (argc != 2) {
    std::fprintf(stderr, "make_solids OUT_FOLDER\n");
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  std::filesystem::create_directories(folder);
  for (const support::Solid& solid : support::solids()) {
    const auto path = folder / (solid.name + ".glb");
    core::io::write_mesh(path, support::make_solid(solid));
    std::printf("%s%s\n", path.c_str(), solid.is_thin ? " (thin and deep)" : "");
  }
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "make_solids: %s\n", error.what());
  return 1;
}
