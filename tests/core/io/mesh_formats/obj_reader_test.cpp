// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "core/io/image_file.h"
#include "tests/core/io/mesh_formats/mesh_inputs.h"
#include "tests/support/temporary_folder.h"

namespace core::io {
namespace {

using support::TemporaryFolder;
using testing::code_of;

mesh::Mesh read(std::string_view text) { return testing::read_text_mesh("a.obj", text).mesh; }
ErrorCode code(std::string_view text) {
  return code_of([&] { read(text); });
}

const std::string kTriangle = "v 0 0 0\nv 1 0 0\nv 0 1 0\n";
const std::string kTextured = kTriangle + "vt 0 0\nvt 1 0\nvt 0 1\nmtllib m.mtl\nusemtl s\nf 1/1 2/2 3/3\n";

TEST(ObjReader, ReadsFacesOfPositions) {
  const mesh::Mesh mesh = read(kTriangle + "f 1 2 3\n");
  ASSERT_EQ(mesh.faces.size(), 1u);
  EXPECT_EQ(mesh.faces[0], glm::uvec3(0, 1, 2));
  EXPECT_TRUE(mesh.uvs.empty() && mesh.normals.empty() && mesh.colors.empty());
}

TEST(ObjReader, CountsNegativeIndicesFromTheNewest) {
  EXPECT_EQ(read(kTriangle + "f -3 -2 -1\nv 5 5 5\nf -2 -1 1\n").faces[1], glm::uvec3(2, 3, 0));
}

TEST(ObjReader, TurnsTextureCoordinatesUpsideDown) {
  const mesh::Mesh mesh = read(kTriangle + "vt 0.25 0.75\nf 1/1 2/1 3/1\n");
  EXPECT_EQ(mesh.uvs[0], glm::vec2(0.25f, 0.25f));
}

TEST(ObjReader, GivesSeamsVerticesOfTheirOwnAfterTheRest) {
  const mesh::Mesh mesh =
      read("v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\nvt 1 1\nf 1/1 2/1 3/1\nf 1/1 3/2 4/1\nf 1/1 3/2 4/1\n");
  ASSERT_EQ(mesh.positions.size(), 5u);
  EXPECT_EQ(mesh.faces[1], glm::uvec3(0, 4, 3));
  EXPECT_EQ(mesh.faces[2], glm::uvec3(0, 4, 3));
  EXPECT_EQ(mesh.positions[4], mesh.positions[2]);
  EXPECT_EQ(mesh.uvs[4], glm::vec2(1, 0));
}

TEST(ObjReader, ReadsNormalsOnlyWhenAllCornersHaveThem) {
  const std::string normals = kTriangle + "vn 0 0 1\n";
  EXPECT_EQ(read(normals + "f 1//1 2//1 3//1\n").normals.size(), 3u);
  EXPECT_TRUE(read(normals + "f 1//1 2//1 3//1\nf 1 2 3\n").normals.empty());
}

TEST(ObjReader, ReadsColoursAfterPositionsAndAfterWeights) {
  const mesh::Mesh mesh = read("v 0 0 0 1 0 0.5\nv 1 0 0 1 0 1 0\nv 0 1 0 1\nf 1 2 3\n");
  ASSERT_EQ(mesh.colors.size(), 3u);
  EXPECT_EQ(mesh.colors[0], glm::vec3(1, 0, 0.5f));
  EXPECT_EQ(mesh.colors[1], glm::vec3(0, 1, 0));
  EXPECT_EQ(mesh.colors[2], glm::vec3(1));
}

TEST(ObjReader, ReadsColoursFrom0To255) {
  EXPECT_EQ(read("v 0 0 0 255 0 51\nv 1 0 0 0 0 0\nv 0 1 0 0 0 0\nf 1 2 3\n").colors[0], glm::vec3(1, 0, 0.2f));
}

TEST(ObjReader, CutsPolygons) { EXPECT_EQ(read(kTriangle + "v -1 0 0\nv 0 -1 0\nf 1 2 3 4 5\n").faces.size(), 3u); }

TEST(ObjReader, TakesAnyLineEndsCommentsAndContinuedLines) {
  EXPECT_EQ(read("# c\r\n\r\nv 0 0 0\r\nv 1\t0 0 # here\r\nv 0 1 0\r\ng x\r\ns off\r\nf 1 \\\r\n 2 3\r\n").faces.size(),
            1u);
  EXPECT_EQ(read(kTriangle + "f 1 2 3 # last").faces.size(), 1u);
}

TEST(ObjReader, TakesNumbersAsOthersWriteThem) {
  EXPECT_EQ(read("v +1 .5 -1.E+1\nv 1 0 0\nv 0 1 0\nf 1 2 3\n").positions[0], glm::vec3(1.0f, 0.5f, -10.0f));
}

TEST(ObjReader, RefusesWhatIsDamaged) {
  for (const char* line : {"f 1 2 4\n", "f 0 1 2\n", "f -4 1 2\n", "f 1 2\n", "f\n", "f 1 2 x\n", "f 1/1 2/1 3/1\n",
                           "f 1//2 2 3\n", "v 1 2\n", "v a b c\n", "v nan(x) 0 0\n", "vt\n", "vn 1 2\n",
                           "f 99999999999999999999 1 2\n", "f 1 2 3.5\n", "v 1e999 0 0\n"}) {
    EXPECT_EQ(code(kTriangle + line + "f 1 2 3\n"), ErrorCode::BadFormat) << line;
  }
  EXPECT_EQ(code("v nan 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"), ErrorCode::BadFormat);
}

TEST(ObjReader, NamesTheDamagedLine) {
  EXPECT_THAT(testing::error_of([] { read(kTriangle + "f 1 2 9\n"); }).what(), ::testing::HasSubstr("line 4"));
}

TEST(ObjReader, FindsNoFacesInOtherTexts) {
  EXPECT_EQ(code("Dear diary,\ntoday was fine.\n"), ErrorCode::Empty);
  EXPECT_EQ(code(kTriangle), ErrorCode::Empty);
}

class ObjTexture : public ::testing::Test {
 protected:
  MeshFile read_with(const std::string& library) const {
    testing::write_text(folder_ / "a.obj", kTextured);
    testing::write_text(folder_ / "m.mtl", library);
    return read_mesh(folder_ / "a.obj");
  }
  TemporaryFolder folder_;
  const image::Image8 picture_{3, 2, 3, 77};
};

TEST_F(ObjTexture, IsThePictureOfTheMaterialInUse) {
  write_png(folder_ / "p.png", picture_);
  write_png(folder_ / "q.png", image::Image8(1, 1, 3));
  const MeshFile file = read_with("newmtl other\nmap_Kd q.png\nnewmtl s\nKd 1 1 1\nmap_Kd p.png\n");
  ASSERT_TRUE(file.mesh.is_textured());
  EXPECT_EQ(*file.mesh.texture, picture_);
  EXPECT_THAT(file.warnings, ::testing::IsEmpty());
}

TEST_F(ObjTexture, MayHaveBlanksOptionsAndAFolder) {
  std::filesystem::create_directory(folder_ / "maps");
  write_png(folder_ / "maps" / "my picture.png", picture_);
  EXPECT_TRUE(read_with("newmtl s\nmap_Kd maps\\my picture.png\n").mesh.is_textured());
  write_png(folder_ / "p.png", picture_);
  EXPECT_TRUE(read_with("newmtl s\nmap_Kd -s 1 1 1 -clamp on p.png\r\n").mesh.is_textured());
}

TEST_F(ObjTexture, IsLookedForBesideTheMeshWhenItsPathIsOfAnotherMachine) {
  write_png(folder_ / "p.png", picture_);
  EXPECT_TRUE(read_with("newmtl s\nmap_Kd C:\\Users\\me\\p.png\n").mesh.is_textured() ||
              read_with("newmtl s\nmap_Kd /home/me/p.png\n").mesh.is_textured());
  EXPECT_TRUE(read_with("newmtl s\nmap_Kd /home/me/p.png\n").mesh.is_textured());
  EXPECT_TRUE(read_with("newmtl s\nmap_Kd ../up/p.png\n").mesh.is_textured());
}

TEST_F(ObjTexture, IsAWarningWhenMissing) {
  for (const char* library :
       {"newmtl s\nmap_Kd p.png\n", "newmtl s\nmap_Kd ../../etc/passwd\n", "newmtl s\nmap_Kd ..\n"}) {
    const MeshFile file = read_with(library);
    EXPECT_EQ(file.mesh.texture, nullptr);
    EXPECT_FALSE(file.mesh.uvs.empty());
    EXPECT_EQ(file.warnings.size(), 1u) << library;
  }
}

TEST_F(ObjTexture, IsAWarningWhenTheLibraryIsMissingOutsideOrAPipe) {
  testing::write_text(folder_ / "a.obj", kTextured);
  EXPECT_EQ(read_mesh(folder_ / "a.obj").warnings.size(), 1u);
  ASSERT_EQ(::mkfifo((folder_ / "m.mtl").c_str(), 0600), 0);
  EXPECT_EQ(read_mesh(folder_ / "a.obj").warnings.size(), 1u);
  testing::write_text(folder_ / "b.obj", "mtllib ../m.mtl\n" + kTextured);
  EXPECT_THAT(read_mesh(folder_ / "b.obj").warnings.at(0), ::testing::HasSubstr("outside"));
}

}  // namespace
}  // namespace core::io
