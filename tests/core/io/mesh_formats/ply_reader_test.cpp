// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "tests/core/io/mesh_formats/mesh_inputs.h"

namespace core::io {
namespace {

using testing::code_of;

mesh::Mesh read(std::string_view text) { return testing::read_text_mesh("a.ply", text).mesh; }
ErrorCode code(std::string_view text) {
  return code_of([&] { read(text); });
}

const std::string kPositions = "property float x\nproperty float y\nproperty float z\n";
const std::string kFaceList = "property list uchar int vertex_indices\n";
const std::string kSquare = "0 0 0\n1 0 0\n1 1 0\n0 1 0\n";

std::string ascii(int num_vertices, int num_faces) {
  return "ply\nformat ascii 1.0\ncomment made by hand\nelement vertex " + std::to_string(num_vertices) + "\n" +
         kPositions + "element face " + std::to_string(num_faces) + "\n" + kFaceList + "end_header\n";
}

template <class T>
void append(std::string& bytes, T value, bool is_big) {
  char raw[sizeof(T)];
  std::memcpy(raw, &value, sizeof(T));
  if (is_big) std::reverse(raw, raw + sizeof(T));
  bytes.append(raw, sizeof(T));
}

TEST(PlyReader, ReadsTextWithPolygons) {
  const mesh::Mesh mesh = read(ascii(4, 2) + kSquare + "4 0 1 2 3\n3 0 1 2\n");
  ASSERT_EQ(mesh.faces.size(), 3u);
  EXPECT_EQ(mesh.faces[1], glm::uvec3(0, 2, 3));
  EXPECT_EQ(mesh.positions[2], glm::vec3(1, 1, 0));
}

TEST(PlyReader, ReadsBothByteOrdersAndAllTypes) {
  for (const bool is_big : {false, true}) {
    std::string text =
        std::string("ply\nformat binary_") + (is_big ? "big" : "little") +
        "_endian 1.0\nelement vertex 3\nproperty double x\nproperty short y\nproperty uint8 skipped\n"
        "property float32 z\nproperty list uchar float more\nproperty ushort red\nproperty ushort green\n"
        "property ushort blue\nelement face 1\nproperty uchar flags\nproperty list uint ushort vertex_index\n"
        "end_header\n";
    for (int v = 0; v < 3; ++v) {
      append(text, v == 1 ? 0.5 : 0.0, is_big);
      append(text, static_cast<std::int16_t>(v == 2 ? -300 : 0), is_big);
      append(text, std::uint8_t{9}, is_big);
      append(text, 1.25f, is_big);
      append(text, std::uint8_t{2}, is_big);
      append(text, 1.0f, is_big);
      append(text, 2.0f, is_big);
      for (const int c : {65535, 0, 13107}) append(text, static_cast<std::uint16_t>(c), is_big);
    }
    append(text, std::uint8_t{1}, is_big);
    append(text, std::uint32_t{3}, is_big);
    for (const int i : {0, 1, 2}) append(text, static_cast<std::uint16_t>(i), is_big);
    const mesh::Mesh mesh = read(text);
    ASSERT_EQ(mesh.faces.size(), 1u);
    EXPECT_EQ(mesh.positions[1], glm::vec3(0.5f, 0, 1.25f));
    EXPECT_EQ(mesh.positions[2].y, -300.0f);
    EXPECT_EQ(mesh.colors[0], glm::vec3(1, 0, 0.2f));
  }
}

TEST(PlyReader, ReadsFloatColoursAndNormals) {
  const mesh::Mesh mesh =
      read("ply\nformat ascii 1.0\nelement vertex 3\n" + kPositions +
           "property float nx\nproperty float ny\nproperty float nz\nproperty float red\nproperty float "
           "green\nproperty float "
           "blue\nelement face 1\n" +
           kFaceList + "end_header\n0 0 0 0 0 1 0.5 0 0\n1 0 0 0 0 1 0 1 0\n0 1 0 0 0 1 0 0 1\n3 0 1 2\n");
  EXPECT_EQ(mesh.colors[0], glm::vec3(0.5f, 0, 0));
  EXPECT_EQ(mesh.normals[2], glm::vec3(0, 0, 1));
}

TEST(PlyReader, PassesOverOtherElements) {
  const mesh::Mesh mesh = read(
      "ply\nformat ascii 1.0\nelement camera 2\nproperty int a\nproperty list int int b\n"
      "element vertex 3\n" +
      kPositions + "element face 1\n" + kFaceList + "end_header\n7 2 5 5\n8 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n");
  EXPECT_EQ(mesh.faces.size(), 1u);
}

TEST(PlyReader, UnrollsTriangleStrips) {
  const mesh::Mesh mesh = read("ply\nformat ascii 1.0\nelement vertex 4\n" + kPositions +
                               "element tristrips 1\nproperty list int int vertex_indices\nend_header\n" + kSquare +
                               "8 0 1 3 2 -1 0 1 2\n");
  ASSERT_EQ(mesh.faces.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_GT(mesh::face_normal_scaled(mesh, i).z, 0.0f);
}

TEST(PlyReader, ReadsHeadersWithCarriageReturns) {
  EXPECT_EQ(
      read("ply\r\nformat ascii 1.0\r\nelement vertex 3\r\nproperty float x\r\nproperty float y\r\nproperty float "
           "z\r\nelement face 1\r\nproperty list uchar int vertex_indices\r\nend_header\r\n0 0 0\r\n1 0 0\r\n0 1 "
           "0\r\n3 0 1 2\r\n")
          .faces.size(),
      1u);
}

TEST(PlyReader, RefusesCountsThatTheFileCannotHold) {
  const std::string head = "ply\nformat binary_little_endian 1.0\n";
  for (const char* count : {"4294967295", "99999999", "9223372036854775807", "99999999999999999999", "-1", "x", ""}) {
    EXPECT_EQ(code(head + "element vertex " + count + "\n" + kPositions + "end_header\n"), ErrorCode::BadFormat)
        << count;
    EXPECT_EQ(code(head + "element vertex " + count + "\nend_header\n"), ErrorCode::BadFormat) << count;
    EXPECT_EQ(code(head + "element face " + count + "\n" + kFaceList + "end_header\n\1"), ErrorCode::BadFormat)
        << count;
    EXPECT_EQ(code(ascii(0, 0).substr(0, 21) + "element x " + count + "\nproperty int a\nend_header\n1\n"),
              ErrorCode::BadFormat)
        << count;
  }
}

TEST(PlyReader, RefusesListsThatTheFileCannotHold) {
  std::string text = "ply\nformat binary_little_endian 1.0\nelement vertex 1\n" + kPositions +
                     "element face 1\nproperty list uint int vertex_indices\nend_header\n" + std::string(12, '\0');
  append(text, std::uint32_t{0xfffffff0}, false);
  EXPECT_EQ(code(text + std::string(64, '\0')), ErrorCode::BadFormat);
  EXPECT_EQ(code(ascii(4, 1) + kSquare + "-3 0 1 2\n"), ErrorCode::BadFormat);
}

TEST(PlyReader, RefusesWhatIsDamaged) {
  const std::string good = ascii(4, 1) + kSquare + "3 0 1 2\n";
  EXPECT_EQ(code("plx" + good.substr(3)), ErrorCode::BadFormat);
  EXPECT_EQ(code(ascii(4, 1) + kSquare + "3 0 1 4\n"), ErrorCode::BadFormat);
  EXPECT_EQ(code(ascii(4, 1) + kSquare + "3 0 1 -1\n"), ErrorCode::BadFormat);
  EXPECT_EQ(code(ascii(4, 1) + kSquare + "3 0 1\n"), ErrorCode::BadFormat);
  EXPECT_EQ(code(ascii(4, 1) + "0 0 zero\n" + kSquare), ErrorCode::BadFormat);
  EXPECT_EQ(code(ascii(4, 1) + "0 0 nan\n" + kSquare.substr(6) + "3 0 1 2\n"), ErrorCode::BadFormat);
  EXPECT_EQ(code("ply\nformat strange 1.0\nend_header\n"), ErrorCode::BadFormat);
  EXPECT_EQ(code("ply\nelement vertex 0\nend_header\n"), ErrorCode::BadFormat);
  EXPECT_EQ(code("ply\nformat ascii 1.0\nproperty float x\nend_header\n"), ErrorCode::BadFormat);
  EXPECT_EQ(code("ply\nformat ascii 1.0\nelement vertex 1\nproperty quad x\nend_header\n1\n"), ErrorCode::BadFormat);
  EXPECT_EQ(code("ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nend_header\n1\n"), ErrorCode::BadFormat);
  EXPECT_EQ(code("ply\nformat ascii 1.0\nelement vertex 1"), ErrorCode::BadFormat);
  std::string endless = "ply\nformat ascii 1.0\n";
  for (int i = 0; i < 5000; ++i) endless += "comment and so on\n";
  EXPECT_EQ(code(endless), ErrorCode::BadFormat);
}

TEST(PlyReader, SaysThatAPointCloudHasNoFaces) { EXPECT_EQ(code(ascii(4, 0) + kSquare), ErrorCode::Empty); }

}  // namespace
}  // namespace core::io
