// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/mesh_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "core/io/image_file.h"
#include "core/mesh/rasterizer.h"
#include "core/mesh/topology.h"
#include "tests/core/io/mesh_formats/mesh_inputs.h"
#include "tests/support/shapes.h"
#include "tests/support/temporary_folder.h"

namespace core::io {
namespace {

using support::TemporaryFolder;
using testing::code_of;
using testing::corner_distance;
using testing::painted_sphere;
using testing::textured_sphere;

constexpr MeshWriteOptions kWorld{MeshFrame::World, std::nullopt, UpAxis::Default};

/// A block of 0.2 x 0.4 x 0.6 (width, depth, height) away from the origin, with a nose: one vertex at the front.
mesh::Mesh block() {
  mesh::Mesh mesh = support::make_box({0.1f, 0.2f, 0.3f});
  for (glm::vec3& p : mesh.positions) p += glm::vec3(0.05f, -0.02f, 0.04f);
  return mesh;
}

void expect_box(const geometry::Aabb& box, const glm::vec3& low, const glm::vec3& high, float tolerance) {
  for (int axis = 0; axis < 3; ++axis) {
    EXPECT_NEAR(box.low[axis], low[axis], tolerance) << "axis " << axis;
    EXPECT_NEAR(box.high[axis], high[axis], tolerance) << "axis " << axis;
  }
}

class EveryFormat : public ::testing::TestWithParam<const char*> {
 protected:
  std::filesystem::path path() const { return folder_ / (std::string("model") + GetParam()); }
  const MeshFormat& format() const { return mesh_format_for(path()); }
  MeshFile written_and_read(const mesh::Mesh& mesh, const MeshWriteOptions& options = kWorld) const {
    write_mesh(path(), mesh, options);
    return read_mesh(path());
  }

  TemporaryFolder folder_;
};
INSTANTIATE_TEST_SUITE_P(Mesh, EveryFormat, ::testing::Values(".glb", ".obj", ".ply", ".stl", ".3mf"),
                         [](const auto& tested) { return "Format" + std::string(tested.param + 1); });

TEST_P(EveryFormat, GivesFacesAndPositionsBackExactlyInTheWorldFrame) {
  const mesh::Mesh mesh = painted_sphere();
  const MeshFile file = written_and_read(mesh);
  EXPECT_EQ(corner_distance(mesh, file.mesh), 0.0f);
  EXPECT_EQ(file.format, format().name);
  EXPECT_THAT(file.warnings, ::testing::IsEmpty());
}

TEST_P(EveryFormat, GivesColoursBackWithin8BitsWhereItHoldsThem) {
  const mesh::Mesh mesh = painted_sphere();
  const MeshFile file = written_and_read(mesh);
  if (!format().has_vertex_colors) {
    EXPECT_TRUE(file.mesh.colors.empty());
    return;
  }
  ASSERT_EQ(file.mesh.colors.size(), mesh.colors.size());
  for (std::size_t v = 0; v < mesh.colors.size(); ++v) {
    for (int c = 0; c < 3; ++c) EXPECT_NEAR(file.mesh.colors[v][c], mesh.colors[v][c], 0.51f / 255.0f);
  }
}

TEST_P(EveryFormat, KeepsTextureAndCoordinatesOrSamplesThem) {
  const mesh::Mesh mesh = textured_sphere();
  const MeshFile file = written_and_read(mesh);
  if (!format().has_texture) {
    EXPECT_EQ(file.mesh.texture, nullptr);
    EXPECT_TRUE(file.mesh.uvs.empty());
    EXPECT_EQ(!file.mesh.colors.empty(), format().has_vertex_colors);
    for (std::size_t v = 0; v < file.mesh.colors.size(); ++v) {
      const glm::vec3 color = mesh::sample_texture(*mesh.texture, mesh.uvs[v]);
      for (int c = 0; c < 3; ++c) EXPECT_NEAR(file.mesh.colors[v][c], color[c], 0.51f / 255.0f);
    }
    return;
  }
  ASSERT_TRUE(file.mesh.is_textured());
  EXPECT_EQ(*file.mesh.texture, *mesh.texture);
  ASSERT_EQ(file.mesh.uvs.size(), mesh.uvs.size());
  for (std::size_t v = 0; v < mesh.uvs.size(); ++v) {
    EXPECT_NEAR(file.mesh.uvs[v].x, mesh.uvs[v].x, 1e-6f);
    EXPECT_NEAR(file.mesh.uvs[v].y, mesh.uvs[v].y, 1e-6f);
  }
}

TEST_P(EveryFormat, KeepsTheNormalMapWhereItHoldsTextures) {
  mesh::Mesh mesh = textured_sphere();
  auto normals = std::make_shared<image::Image8>(*mesh.texture);
  for (std::uint8_t& value : normals->data()) value = static_cast<std::uint8_t>(255 - value);
  mesh.normal_map = normals;
  const MeshFile file = written_and_read(mesh);
  ASSERT_EQ(file.mesh.normal_map != nullptr, format().has_texture);
  if (!file.mesh.normal_map) return;
  EXPECT_EQ(*file.mesh.normal_map, *normals);
  EXPECT_EQ(*file.mesh.texture, *mesh.texture);
}

TEST_P(EveryFormat, ReportsAClosedMeshAsWatertightAcrossTextureSeams) {
  const MeshCheck check = write_mesh(path(), textured_sphere());
  EXPECT_TRUE(check.is_watertight);
  EXPECT_EQ(check.num_components, 1);
  EXPECT_EQ(check.num_faces, textured_sphere().faces.size());
  EXPECT_EQ(check.has_texture, format().has_texture);
  EXPECT_EQ(check.has_uvs, format().has_texture);
  EXPECT_EQ(check.num_bytes > 1000, true);
  EXPECT_TRUE(mesh::topology_of(read_mesh(path()).mesh).is_watertight());
}

TEST_P(EveryFormat, ReportsAnOpenMeshAsNotWatertight) {
  mesh::Mesh mesh = painted_sphere();
  mesh.faces.pop_back();
  EXPECT_FALSE(write_mesh(path(), mesh).is_watertight);
}

TEST_P(EveryFormat, StandsOnTheGroundCentredWithItsDefaultSize) {
  const MeshCheck check = write_mesh(path(), block());
  // Width 1/3, depth 2/3 and height 1 of the longest side.
  const float side = format().is_millimetres ? 100.0f : 1.0f;
  const glm::vec3 low = format().is_z_up ? glm::vec3(-side / 6, -side / 3, 0) : glm::vec3(-side / 6, 0, -side / 3);
  const glm::vec3 high = format().is_z_up ? glm::vec3(side / 6, side / 3, side) : glm::vec3(side / 6, side, side / 3);
  expect_box(check.bounds, low, high, 1e-5f * side);
  expect_box(geometry::bounds_of(read_mesh(path()).mesh.positions), low, high, 1e-5f * side);
}

TEST_P(EveryFormat, TurnsTheFrontToItsConvention) {
  mesh::Mesh mesh = block();
  mesh.positions.emplace_back(0.05f, -0.4f, 0.04f);  // a nose in front
  const auto nose = static_cast<std::uint32_t>(mesh.positions.size() - 1);
  mesh.faces.emplace_back(0, 1, nose);
  const MeshFile file = written_and_read(mesh, {});
  const glm::vec3 tip = file.mesh.positions[file.mesh.faces.back().z];
  const geometry::Aabb box = geometry::bounds_of(file.mesh.positions);
  if (format().is_z_up) {
    EXPECT_EQ(tip.y, box.low.y);
  } else {
    EXPECT_EQ(tip.z, box.high.z);
  }
  const mesh::Mesh world = world_from_file(file);
  EXPECT_EQ(world.positions[world.faces.back().z].y, geometry::bounds_of(world.positions).low.y);
}

TEST_P(EveryFormat, KeepsOrientationThroughItsFrame) {
  const MeshFile file = written_and_read(painted_sphere(), {});
  EXPECT_GT(mesh::signed_volume(file.mesh), 0.0);
  EXPECT_GT(mesh::signed_volume(world_from_file(file)), 0.0);
}

TEST_P(EveryFormat, TakesSizeAndUpAxisOverItsDefaults) {
  MeshWriteOptions options;
  options.size = 3.0f;
  options.up = UpAxis::Y;
  EXPECT_NEAR(write_mesh(path(), block(), options).bounds.high.y, 3.0f, 1e-5f);
  options.up = UpAxis::Z;
  const MeshCheck check = write_mesh(path(), block(), options);
  EXPECT_NEAR(check.bounds.high.z, 3.0f, 1e-5f);
  EXPECT_NEAR(check.bounds.low.y, -1.0f, 1e-5f);
}

TEST_P(EveryFormat, IgnoresSizeAndUpAxisInTheWorldFrame) {
  const MeshCheck check = write_mesh(path(), block(), {MeshFrame::World, 7.0f, UpAxis::Y});
  const geometry::Aabb box = geometry::bounds_of(block().positions);
  expect_box(check.bounds, box.low, box.high, 0.0f);
}

TEST_P(EveryFormat, WorldOfAnAssetIsInMetresWithZUp) {
  const mesh::Mesh world = world_from_file(written_and_read(block(), {}));
  const float side = format().is_millimetres ? 0.1f : 1.0f;
  expect_box(geometry::bounds_of(world.positions), {-side / 6, -side / 3, 0}, {side / 6, side / 3, side}, 1e-6f);
}

TEST_P(EveryFormat, SurvivesNumbersNearZeroAndVeryLargeOnes) {
  mesh::Mesh mesh = painted_sphere();
  mesh.positions[0] = {1.2345678e-5f, -9.87654e-7f, 3.3e-12f};
  mesh.positions[1] = {123456.79f, -0.1f, 1e-30f};
  EXPECT_EQ(corner_distance(mesh, written_and_read(mesh).mesh), 0.0f);
}

TEST_P(EveryFormat, WritesTheSameBytesTwice) {
  write_mesh(path(), textured_sphere());
  const auto first = testing::file_bytes(path());
  write_mesh(path(), textured_sphere());
  EXPECT_EQ(testing::file_bytes(path()), first);
}

TEST_P(EveryFormat, LeavesNothingBesideItsFiles) {
  write_mesh(path(), textured_sphere());
  EXPECT_EQ(testing::num_entries(folder_.path()), GetParam() == std::string(".obj") ? 3u : 1u);
}

TEST_P(EveryFormat, RefusesAMeshWithoutFaces) {
  mesh::Mesh mesh = painted_sphere();
  mesh.faces.clear();
  EXPECT_EQ(code_of([&] { write_mesh(path(), mesh); }), ErrorCode::Empty);
  EXPECT_EQ(testing::num_entries(folder_.path()), 0u);
}

TEST_P(EveryFormat, RefusesNumbersThatAreNotFinite) {
  for (const float value : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    mesh::Mesh mesh = textured_sphere();
    mesh.positions[3].y = value;
    EXPECT_EQ(code_of([&] { write_mesh(path(), mesh); }), ErrorCode::NumericalFailure);
    mesh = textured_sphere();
    mesh.uvs[3].y = value;
    EXPECT_EQ(code_of([&] { write_mesh(path(), mesh); }), ErrorCode::NumericalFailure);
  }
  EXPECT_EQ(testing::num_entries(folder_.path()), 0u);
}

TEST_P(EveryFormat, RefusesAMeshThatContradictsItself) {
  mesh::Mesh mesh = painted_sphere();
  mesh.faces[5].y = static_cast<std::uint32_t>(mesh.positions.size());
  EXPECT_EQ(code_of([&] { write_mesh(path(), mesh); }), ErrorCode::Internal);
  mesh = painted_sphere();
  mesh.colors.pop_back();
  EXPECT_EQ(code_of([&] { write_mesh(path(), mesh); }), ErrorCode::Internal);
}

TEST_P(EveryFormat, RefusesSizesThatAreNone) {
  for (const float size : {0.0f, -1.0f, std::numeric_limits<float>::quiet_NaN()}) {
    EXPECT_EQ(code_of([&] {
                write_mesh(path(), block(), {MeshFrame::Asset, size, UpAxis::Default});
              }),
              ErrorCode::Usage);
  }
}

TEST_P(EveryFormat, KnowsItsExtensionInCapitals) {
  std::string name = std::string("MODEL") + GetParam();
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::toupper(c); });
  write_mesh(folder_ / name, painted_sphere(), kWorld);
  EXPECT_EQ(corner_distance(read_mesh(folder_ / name).mesh, painted_sphere()), 0.0f);
}

TEST(MeshFormats, AreTheFiveThatCanBeWritten) {
  std::set<std::string> extensions;
  for (const MeshFormat& format : mesh_formats()) extensions.insert(format.extension);
  EXPECT_THAT(extensions, ::testing::ElementsAre(".3mf", ".glb", ".obj", ".ply", ".stl"));
}

TEST(MeshFormats, NameTheExtensionsWhenOneIsUnknown) {
  for (const char* name : {"model.fbx", "model", "model.gltf", ".glb"}) {
    const Error error = testing::error_of([&] { mesh_format_for(name); });
    EXPECT_EQ(error.code(), ErrorCode::Usage) << name;
    EXPECT_THAT(error.what(), ::testing::HasSubstr(".glb, .obj, .ply, .stl or .3mf")) << name;
  }
}

TEST(WriteMesh, DropsFacesWithoutAreaFor3mfOnly) {
  const TemporaryFolder folder;
  mesh::Mesh mesh = painted_sphere();
  mesh.faces.emplace_back(1, 1, 2);
  EXPECT_EQ(write_mesh(folder / "a.stl", mesh).num_faces, mesh.faces.size());
  EXPECT_EQ(write_mesh(folder / "a.3mf", mesh).num_faces, mesh.faces.size() - 1);
  mesh.faces = {{1, 1, 2}};
  EXPECT_EQ(code_of([&] { write_mesh(folder / "b.3mf", mesh); }), ErrorCode::Empty);
}

TEST(WriteMesh, StandsOnWhatFacesUseNotOnLooseVertices) {
  const TemporaryFolder folder;
  mesh::Mesh mesh = block();
  mesh.positions.emplace_back(0.0f, 0.0f, -50.0f);
  const MeshCheck check = write_mesh(folder / "a.glb", mesh);
  EXPECT_NEAR(check.bounds.low.y, 0.0f, 1e-6f);
  EXPECT_NEAR(check.bounds.high.y, 1.0f, 1e-5f);
}

TEST(AttachTexture, PutsAPictureOnAMeshWithCoordinates) {
  const TemporaryFolder folder;
  mesh::Mesh mesh = textured_sphere();
  const image::Image8 picture = *mesh.texture;
  write_png(folder / "picture.png", picture);
  mesh.texture = nullptr;
  attach_texture(mesh, folder / "picture.png");
  ASSERT_TRUE(mesh.is_textured());
  EXPECT_EQ(*mesh.texture, picture);
}

TEST(AttachTexture, AsksForCoordinates) {
  const TemporaryFolder folder;
  write_png(folder / "picture.png", image::Image8(4, 4, 3));
  mesh::Mesh mesh = painted_sphere();
  EXPECT_EQ(code_of([&] { attach_texture(mesh, folder / "picture.png"); }), ErrorCode::Usage);
}

}  // namespace
}  // namespace core::io
