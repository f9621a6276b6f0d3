// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cstdlib>

#include "core/io/image_file.h"
#include "core/io/mesh_file.h"
#include "core/mesh/topology.h"
#include "tests/core/io/mesh_formats/mesh_inputs.h"
#include "tests/support/shapes.h"
#include "tests/support/temporary_folder.h"

namespace core::io {
namespace {

using support::TemporaryFolder;
using testing::corner_distance;

/// A tetrahedron in a file's numbers: 2 wide, 3 deep along y, 5 high along z.
constexpr const char* kPly =
    "ply\nformat ascii 1.0\nelement vertex 4\nproperty float x\nproperty float y\nproperty float z\n"
    "element face 4\nproperty list uchar int vertex_indices\nend_header\n"
    "0 0 0\n2 0 0\n0 3 0\n0 0 5\n3 0 2 1\n3 0 1 3\n3 1 2 3\n3 0 3 2\n";
/// The same numbers as OBJ.
constexpr const char* kObj = "v 0 0 0\nv 2 0 0\nv 0 3 0\nv 0 0 5\nf 1 3 2\nf 1 2 4\nf 2 3 4\nf 1 4 3\n";

geometry::Aabb converted_bounds(const std::string& from, const char* text, const std::string& to,
                                const std::optional<MeshWriteOptions>& options = {}) {
  const TemporaryFolder folder;
  testing::write_text(folder / from, text);
  return convert_mesh(folder / from, folder / to, options).bounds;
}

TEST(ConvertMesh, TurnsZUpIntoYUpAndKeepsMetres) {
  const geometry::Aabb box = converted_bounds("a.ply", kPly, "a.glb");
  EXPECT_EQ(box.low, glm::vec3(0, 0, -3));
  EXPECT_EQ(box.high, glm::vec3(2, 5, 0));
}

TEST(ConvertMesh, TurnsYUpIntoZUpAndMetresIntoMillimetres) {
  for (const char* target : {"a.stl", "a.3mf"}) {
    const geometry::Aabb box = converted_bounds("a.obj", kObj, target);
    EXPECT_EQ(box.low, glm::vec3(0, -5000, 0)) << target;
    EXPECT_EQ(box.high, glm::vec3(2000, 0, 3000)) << target;
  }
}

TEST(ConvertMesh, ChangesNothingBetweenFormatsOfOneFrame) {
  const TemporaryFolder folder;
  mesh::Mesh mesh = testing::painted_sphere();
  for (glm::vec3& p : mesh.positions) p = p * 37.7f + glm::vec3(3.3f, 0.1f, -20.0f);
  write_mesh(folder / "a.stl", mesh, {MeshFrame::World, {}, UpAxis::Default});
  convert_mesh(folder / "a.stl", folder / "b.3mf", {});
  convert_mesh(folder / "b.3mf", folder / "c.stl", {});
  EXPECT_EQ(corner_distance(read_mesh(folder / "c.stl").mesh, mesh), 0.0f);
  convert_mesh(folder / "a.stl", folder / "d.stl", {});
  EXPECT_EQ(testing::file_bytes(folder / "d.stl"), testing::file_bytes(folder / "a.stl"));
}

TEST(ConvertMesh, ComesBackExactlyFromYUpToZUpAndBack) {
  const TemporaryFolder folder;
  const mesh::Mesh mesh = testing::painted_sphere();
  write_mesh(folder / "a.obj", mesh, {MeshFrame::World, {}, UpAxis::Default});
  convert_mesh(folder / "a.obj", folder / "b.ply", {});
  convert_mesh(folder / "b.ply", folder / "c.glb", {});
  EXPECT_EQ(corner_distance(read_mesh(folder / "c.glb").mesh, mesh), 0.0f);
}

TEST(ConvertMesh, ScalesAndPlacesWhenASizeIsGiven) {
  MeshWriteOptions options;
  options.size = 10.0f;
  const geometry::Aabb box = converted_bounds("a.ply", kPly, "a.glb", options);
  EXPECT_NEAR(box.low.y, 0.0f, 1e-5f);
  EXPECT_NEAR(box.high.y, 10.0f, 1e-5f);
  EXPECT_NEAR(box.low.x, -2.0f, 1e-5f);
  EXPECT_NEAR(box.low.z, -3.0f, 1e-5f);
}

TEST(ConvertMesh, PutsTheMeshIntoTheAssetFrameWhenAsked) {
  const geometry::Aabb box = converted_bounds("a.ply", kPly, "a.stl", MeshWriteOptions{});
  EXPECT_NEAR(box.high.z, 100.0f, 1e-4f);
  EXPECT_NEAR(box.low.x, -20.0f, 1e-4f);
}

TEST(ConvertMesh, OnlyTurnsWhenOnlyTheUpAxisIsGiven) {
  MeshWriteOptions options;
  options.up = UpAxis::Z;
  const geometry::Aabb box = converted_bounds("a.ply", kPly, "a.glb", options);
  EXPECT_EQ(box.high, glm::vec3(2, 3, 5));
}

TEST(ConvertMesh, CopiesNumbersInTheWorldFrame) {
  MeshWriteOptions options;
  options.frame = MeshFrame::World;
  EXPECT_EQ(converted_bounds("a.ply", kPly, "a.glb", options).high, glm::vec3(2, 3, 5));
  EXPECT_EQ(converted_bounds("a.obj", kObj, "a.stl", options).high, glm::vec3(2, 3, 5));
}

TEST(ConvertMesh, TakesTheTextureAlong) {
  const TemporaryFolder folder;
  write_mesh(folder / "a.glb", testing::textured_sphere());
  convert_mesh(folder / "a.glb", folder / "b.obj", {});
  convert_mesh(folder / "b.obj", folder / "c.glb", {});
  const MeshFile file = read_mesh(folder / "c.glb");
  ASSERT_TRUE(file.mesh.is_textured());
  EXPECT_EQ(*file.mesh.texture, *testing::textured_sphere().texture);
}

TEST(ConvertMesh, KeepsCoordinatesOfAMeshWithoutTexture) {
  const TemporaryFolder folder;
  testing::write_text(folder / "a.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 0 1\nf 1/1 2/2 3/3\n");
  EXPECT_TRUE(convert_mesh(folder / "a.obj", folder / "b.glb", {}).has_uvs);
  EXPECT_EQ(read_mesh(folder / "b.glb").mesh.uvs.at(0), glm::vec2(0, 1));
}

TEST(ConvertMesh, ReplacesAFileByItself) {
  const TemporaryFolder folder;
  testing::write_text(folder / "a.ply", kPly);
  convert_mesh(folder / "a.ply", folder / "a.ply", {});
  EXPECT_EQ(read_mesh(folder / "a.ply").mesh.faces.size(), 4u);
}

class SampleMeshes : public ::testing::TestWithParam<std::pair<const char*, std::size_t>> {};
INSTANTIATE_TEST_SUITE_P(Shared, SampleMeshes,
                         ::testing::Values(std::pair("cow", 5804u), std::pair("fandisk", 12946u),
                                           std::pair("spot", 5856u), std::pair("stanford-bunny", 69451u)),
                         [](const auto& tested) {
                           std::string name = tested.param.first;
                           std::erase(name, '-');
                           return name;
                         });

TEST_P(SampleMeshes, AreReadAndGoThroughEveryFormat) {
  const char* shared = std::getenv("ENVISION3D_SHARED");
  if (shared == nullptr) GTEST_SKIP() << "The sample meshes are not here: set ENVISION3D_SHARED.";
  const std::filesystem::path samples = std::filesystem::path(shared) / "samples" / "meshes";
  MeshFile file = read_mesh(samples / (std::string(GetParam().first) + ".obj"));
  EXPECT_EQ(file.mesh.faces.size(), GetParam().second);
  const bool is_spot = GetParam().first == std::string("spot");
  EXPECT_EQ(!file.mesh.uvs.empty(), is_spot);
  EXPECT_EQ(file.mesh.texture, nullptr);
  if (is_spot) attach_texture(file.mesh, samples / "spot_texture.png");
  const TemporaryFolder folder;
  for (const MeshFormat& format : mesh_formats()) {
    const MeshCheck check = write_mesh(folder / ("a" + format.extension), world_from_file(file));
    EXPECT_EQ(check.num_faces, GetParam().second) << format.name;
    EXPECT_EQ(check.has_texture, is_spot && format.has_texture) << format.name;
  }
}

}  // namespace
}  // namespace core::io
