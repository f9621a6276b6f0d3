// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/base/random.h"
#include "core/io/atomic_file.h"
#include "tests/core/io/mesh_formats/mesh_inputs.h"
#include "tests/support/shapes.h"
#include "tests/support/temporary_folder.h"

// Files of every format, cut off or with changed bytes: each is read or refused with an Error, whatever was changed.
namespace core::io {
namespace {

using Bytes = std::vector<std::uint8_t>;

struct Kind {
  const char* name;
  const char* extension;
  bool is_textured;
};

class DamagedMesh : public ::testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    mesh::Mesh mesh = support::make_sphere(0.4f, 4, 5);
    mesh.normals = mesh::smooth_normals(mesh);
    if (GetParam().is_textured) {
      for (const glm::vec3& p : mesh.positions) mesh.uvs.emplace_back(p.x + 0.5f, p.z + 0.5f);
      mesh.texture = std::make_shared<image::Image8>(4, 4, 3, 100);
    } else {
      support::paint_by_position(mesh);
    }
    path_ = folder_ / (std::string("model") + GetParam().extension);
    write_mesh(path_, mesh);
    bytes_ = testing::file_bytes(path_);
    seed_ = 0;
  }

  /// Reads changed bytes. Whatever is read must be usable.
  bool is_read(const Bytes& bytes) const {
    testing::write_text(path_, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    try {
      const mesh::Mesh mesh = world_from_file(read_mesh(path_));
      for (const glm::uvec3& f : mesh.faces) EXPECT_LT(std::max({f.x, f.y, f.z}), mesh.positions.size());
      for (const glm::vec3& p : mesh.positions) EXPECT_TRUE(std::isfinite(p.x + p.y + p.z));
      EXPECT_TRUE(mesh.uvs.empty() || mesh.uvs.size() == mesh.positions.size());
      EXPECT_TRUE(mesh.colors.empty() || mesh.colors.size() == mesh.positions.size());
      EXPECT_TRUE(mesh.normals.empty() || mesh.normals.size() == mesh.positions.size());
      return true;
    } catch (const Error& error) {
      EXPECT_NE(error.code(), ErrorCode::Internal) << error.what();
      return false;
    }
  }

  support::TemporaryFolder folder_;
  std::filesystem::path path_;
  Bytes bytes_;
  std::uint64_t seed_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Mesh, DamagedMesh,
                         ::testing::Values(Kind{"Glb", ".glb", false}, Kind{"TexturedGlb", ".glb", true},
                                           Kind{"Obj", ".obj", false}, Kind{"TexturedObj", ".obj", true},
                                           Kind{"Ply", ".ply", false}, Kind{"Stl", ".stl", false},
                                           Kind{"ThreeMf", ".3mf", false}),
                         [](const auto& tested) { return tested.param.name; });

TEST_P(DamagedMesh, IsRefusedWhenCutOffAnywhere) {
  const std::size_t step = std::max<std::size_t>(1, bytes_.size() / 300);
  for (std::size_t size = 0; size < bytes_.size(); size += step) {
    const bool found = is_read(Bytes(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(size)));
    // A text that ends after a whole line is a text.
    const bool may_be_whole = GetParam().extension == std::string(".obj");
    EXPECT_TRUE(!found || may_be_whole) << "cut off after " << size << " bytes";
  }
}

TEST_P(DamagedMesh, IsReadOrRefusedWithChangedBytes) {
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    Random random(seed);
    Bytes bytes = bytes_;
    for (std::uint32_t left = 1 + random.next_u32() % 8; left > 0; --left) {
      // Half of the changes hit the beginning, where the counts and offsets stand.
      const std::size_t reach = random.next_u32() % 2 == 0 ? std::min<std::size_t>(bytes.size(), 1024) : bytes.size();
      std::uint8_t& byte = bytes[random.next_u32() % reach];
      byte = random.next_u32() % 2 == 0 ? static_cast<std::uint8_t>(random.next_u32())
                                        : static_cast<std::uint8_t>(byte ^ 1u << random.next_u32() % 8);
    }
    is_read(bytes);
  }
}

TEST_P(DamagedMesh, IsReadOrRefusedWithOtherNumbersInItsText) {
  static constexpr const char* kNumbers[] = {"0", "1", "-1", "3", "255", "65536", "4294967295", "1e30", "x", "", "0.5"};
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    Random random(seed, 1);
    Bytes bytes = bytes_;
    const std::size_t reach = std::min<std::size_t>(bytes.size(), 2500);
    std::size_t begin = random.next_u32() % reach;
    while (begin < reach && std::isdigit(bytes[begin]) == 0) ++begin;
    std::size_t end = begin;
    while (end < bytes.size() && std::isdigit(bytes[end]) != 0) ++end;
    std::string number = kNumbers[random.next_u32() % std::size(kNumbers)];
    // The lengths of binary chunks stay true while the text keeps its own.
    number.resize(std::max(number.size(), end - begin), ' ');
    if (number.size() > end - begin) continue;
    std::copy(number.begin(), number.end(), bytes.begin() + static_cast<std::ptrdiff_t>(begin));
    is_read(bytes);
  }
}

TEST_P(DamagedMesh, IsRefusedWhenItIsNoise) {
  Random random(5);
  Bytes noise(4096);
  for (std::uint8_t& byte : noise) byte = static_cast<std::uint8_t>(random.next_u32());
  EXPECT_FALSE(is_read(noise));
  EXPECT_FALSE(is_read(Bytes(4096, 0)));
  EXPECT_FALSE(is_read({}));
}

}  // namespace
}  // namespace core::io
