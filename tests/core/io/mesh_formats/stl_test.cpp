// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cstring>

#include "core/mesh/topology.h"
#include "tests/core/io/mesh_formats/mesh_inputs.h"
#include "tests/support/temporary_folder.h"

namespace core::io {
namespace {

using testing::code_of;

mesh::Mesh read(std::string_view text) { return testing::read_text_mesh("a.stl", text).mesh; }
ErrorCode code(std::string_view text) {
  return code_of([&] { read(text); });
}

const std::string kFacet =
    "facet normal 0 0 1\n outer loop\n  vertex 0 0 0\n  vertex 1 0 0\n  vertex 0 1 0\n endloop\nendfacet\n";

/// A binary file that declares `declared` faces and holds `present`.
std::string binary(std::uint32_t declared, std::size_t present, const char* head = "made by hand") {
  std::string bytes(84 + 50 * present, '\0');
  std::memcpy(bytes.data(), head, std::strlen(head));
  std::memcpy(bytes.data() + 80, &declared, 4);
  for (std::size_t i = 0; i < present; ++i) {
    const float corners[9] = {0, 0, static_cast<float>(i), 1, 0, 0, 0, 1, 0};
    std::memcpy(bytes.data() + 84 + 50 * i + 12, corners, sizeof(corners));
  }
  return bytes;
}

TEST(Stl, ReadsText) {
  const mesh::Mesh mesh = read("solid a thing with vertex in its name\n" + kFacet + kFacet + "endsolid a\n");
  EXPECT_EQ(mesh.faces.size(), 2u);
  EXPECT_EQ(mesh.positions.size(), 3u);
}

TEST(Stl, ReadsSeveralSolidsOfOneText) {
  EXPECT_EQ(read("solid a\n" + kFacet + "endsolid a\nsolid b\n" + kFacet + "endsolid b\n").faces.size(), 2u);
}

TEST(Stl, ReadsBinaryThatBeginsLikeText) { EXPECT_EQ(read(binary(2, 2, "solid")).faces.size(), 2u); }

TEST(Stl, MakesOneVertexOfEqualCorners) {
  const mesh::Mesh mesh = read(binary(3, 3));
  EXPECT_EQ(mesh.positions.size(), 5u);
  EXPECT_EQ(mesh.faces[1].y, mesh.faces[0].y);
}

TEST(Stl, TakesMinusZeroAsZero) {
  std::string bytes = binary(2, 2);
  const float minus_zero = -0.0f;
  std::memcpy(bytes.data() + 84 + 50 + 12 + 16, &minus_zero, 4);  // y of the second face's second corner
  EXPECT_EQ(read(bytes).positions.size(), 4u);
}

TEST(Stl, RefusesCountsThatTheFileCannotHold) {
  for (const std::uint32_t count : {3u, 100u, 0x7fffffffu, 0xffffffffu})
    EXPECT_EQ(code(binary(count, 2)), ErrorCode::BadFormat);
  EXPECT_EQ(code(binary(2, 2).substr(0, 183)), ErrorCode::BadFormat);
  EXPECT_EQ(code(binary(0, 0).substr(0, 83)), ErrorCode::BadFormat);
}

TEST(Stl, SaysWhenThereAreNoFaces) {
  EXPECT_EQ(code(binary(0, 0)), ErrorCode::Empty);
  EXPECT_EQ(code("solid a\nendsolid a\n"), ErrorCode::Empty);
}

TEST(Stl, RefusesDamagedText) {
  EXPECT_EQ(code("solid a\n" + kFacet), ErrorCode::BadFormat);
  EXPECT_EQ(code("solid a\n" + kFacet.substr(0, 60)), ErrorCode::BadFormat);
  EXPECT_EQ(code("solid a\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nendloop\nendsolid\n"), ErrorCode::BadFormat);
  EXPECT_EQ(code("solid a\nouter loop\nvertex 0 0 0\nvertex 1 0 x\nvertex 0 0 1\nendloop\nendsolid\n"),
            ErrorCode::BadFormat);
  EXPECT_EQ(code("solid a\nouter loop\nvertex 0 0 0\nvertex 1 0 nan\nvertex 0 0 1\nendloop\nendsolid\n"),
            ErrorCode::BadFormat);
}

TEST(Stl, WritesUnitNormalsOfItsFaces) {
  const support::TemporaryFolder folder;
  write_mesh(folder / "a.stl", testing::painted_sphere());
  const std::vector<std::uint8_t> bytes = testing::file_bytes(folder / "a.stl");
  const mesh::Mesh mesh = read_mesh(folder / "a.stl").mesh;
  for (std::size_t i = 0; i < mesh.faces.size(); ++i) {
    glm::vec3 normal;
    std::memcpy(&normal, bytes.data() + 84 + 50 * i, sizeof(normal));
    EXPECT_NEAR(normal.x * normal.x + normal.y * normal.y + normal.z * normal.z, 1.0f, 1e-4f);
    const glm::vec3 scaled = mesh::face_normal_scaled(mesh, i);
    EXPECT_GT(normal.x * scaled.x + normal.y * scaled.y + normal.z * scaled.z, 0.0f);
  }
}

}  // namespace
}  // namespace core::io
