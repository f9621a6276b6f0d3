// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstring>
#include <nlohmann/json.hpp>

#include "core/image/color_space.h"
#include "core/io/image_file.h"
#include "core/io/mesh_formats/gltf_data.h"
#include "core/mesh/topology.h"
#include "tests/core/io/mesh_formats/mesh_inputs.h"
#include "tests/support/temporary_folder.h"

namespace core::io {
namespace {

using support::TemporaryFolder;
using testing::code_of;
using testing::read_text_mesh;
using Json = nlohmann::json;

template <class T>
void append(std::string& bytes, const std::vector<T>& values) {
  bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}

std::string base64(const std::string& bytes) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k)
      bits = bits << 8 | (i + k < bytes.size() ? static_cast<std::uint8_t>(bytes[i + k]) : 0);
    for (std::size_t k = 0; k < 4; ++k) text += i + k <= bytes.size() ? kDigits[bits >> (18 - 6 * k) & 63] : '=';
  }
  return text;
}

/// Four corners of a square in the z = 0 plane, 16 bytes of indices (bytes: 0 1 2, 0 2 3, a strip 0 1 3 2), texture
/// coordinates as normalised bytes.
std::string square_bytes() {
  std::string bytes;
  append<float>(bytes, {0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0});                      // 0: 48
  append<std::uint8_t>(bytes, {0, 1, 2, 0, 2, 3, 0, 1, 3, 2, 0, 0});               // 48: 12
  append<std::uint8_t>(bytes, {0, 0, 255, 0, 255, 255, 0, 255});                   // 60: 8
  append<std::uint16_t>(bytes, {65535, 0, 0, 0, 65535, 0, 0, 0, 65535, 0, 0, 0});  // 68: 24
  return bytes;
}

/// A document of that square; tests change what they are about.
Json square() {
  Json json =
      Json::parse(R"({"asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0}],
    "meshes": [{"primitives": [{"attributes": {"POSITION": 0, "TEXCOORD_0": 2}, "indices": 1}]}],
    "bufferViews": [{"buffer": 0, "byteOffset": 0, "byteLength": 48}, {"buffer": 0, "byteOffset": 48, "byteLength": 12},
                    {"buffer": 0, "byteOffset": 60, "byteLength": 8}, {"buffer": 0, "byteOffset": 68, "byteLength": 24}],
    "accessors": [{"bufferView": 0, "componentType": 5126, "count": 4, "type": "VEC3", "min": [0,0,0], "max": [1,1,0]},
                  {"bufferView": 1, "componentType": 5121, "count": 6, "type": "SCALAR"},
                  {"bufferView": 2, "componentType": 5121, "normalized": true, "count": 4, "type": "VEC2"},
                  {"bufferView": 3, "componentType": 5123, "normalized": true, "count": 4, "type": "VEC3"},
                  {"bufferView": 1, "byteOffset": 6, "componentType": 5121, "count": 4, "type": "SCALAR"}]})");
  json["buffers"] = {{{"byteLength", 92}, {"uri", "data:application/octet-stream;base64," + base64(square_bytes())}}};
  return json;
}

mesh::Mesh read(const Json& json) { return read_text_mesh("a.gltf", json.dump()).mesh; }
ErrorCode code(const Json& json) {
  return code_of([&] { read(json); });
}
glm::vec3 normal(const mesh::Mesh& mesh, std::size_t face) { return mesh::face_normal_scaled(mesh, face); }

TEST(Gltf, ReadsFacesAndNormalisedCoordinates) {
  const mesh::Mesh mesh = read(square());
  ASSERT_EQ(mesh.faces.size(), 2u);
  EXPECT_EQ(mesh.faces[1], glm::uvec3(0, 2, 3));
  EXPECT_EQ(mesh.positions[2], glm::vec3(1, 1, 0));
  EXPECT_EQ(mesh.uvs[2], glm::vec2(1, 1));
}

TEST(Gltf, ReadsColoursAsLinear) {
  Json json = square();
  json["meshes"][0]["primitives"][0]["attributes"]["COLOR_0"] = 3;
  const mesh::Mesh mesh = read(json);
  ASSERT_EQ(mesh.colors.size(), 4u);
  EXPECT_NEAR(mesh.colors[0].x, 1.0f, 1e-6f);
  json["accessors"][3]["componentType"] = 5126;
  json["bufferViews"][3]["byteLength"] = 24;
  EXPECT_EQ(code(json), ErrorCode::BadFormat);
}

TEST(Gltf, ReadsStripsFansAndUnindexedFaces) {
  Json json = square();
  Json& primitive = json["meshes"][0]["primitives"][0];
  primitive["indices"] = 4;  // 0 1 3 2
  primitive["mode"] = 5;
  mesh::Mesh mesh = read(json);
  ASSERT_EQ(mesh.faces.size(), 2u);
  EXPECT_GT(normal(mesh, 0).z, 0.0f);
  EXPECT_GT(normal(mesh, 1).z, 0.0f);
  primitive.erase("indices");
  primitive["mode"] = 6;
  mesh = read(json);
  ASSERT_EQ(mesh.faces.size(), 2u);
  EXPECT_EQ(mesh.faces[1], glm::uvec3(0, 2, 3));
  primitive["mode"] = 4;
  EXPECT_EQ(read(json).faces.size(), 1u);
}

TEST(Gltf, PassesOverPointsAndLines) {
  Json json = square();
  json["meshes"][0]["primitives"].push_back({{"mode", 1}, {"attributes", {{"POSITION", 0}}}});
  EXPECT_EQ(read(json).faces.size(), 2u);
  json["meshes"][0]["primitives"].erase(0);
  EXPECT_EQ(code(json), ErrorCode::Empty);
}

TEST(Gltf, AppliesTheTransformsOfNodes) {
  Json json = square();
  json["nodes"] = Json::parse(R"([{"translation": [10, 0, 0], "children": [1]},
    {"mesh": 0, "scale": [2, 2, 2], "rotation": [0, 0, 0.70710678, 0.70710678]}])");
  const mesh::Mesh mesh = read(json);
  EXPECT_NEAR(mesh.positions[1].x, 10.0f, 1e-5f);
  EXPECT_NEAR(mesh.positions[1].y, 2.0f, 1e-5f);
}

TEST(Gltf, AppliesMatricesColumnByColumn) {
  Json json = square();
  json["nodes"][0]["matrix"] = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 5, 6, 7, 1};
  EXPECT_EQ(read(json).positions[0], glm::vec3(5, 6, 7));
}

TEST(Gltf, TurnsFacesRoundWhereANodeMirrors) {
  Json json = square();
  json["nodes"][0]["scale"] = {-1, 1, 1};
  EXPECT_GT(normal(read(json), 0).z, 0.0f);
}

TEST(Gltf, ReadsAMeshThatTwoNodesShow) {
  Json json = square();
  json["nodes"] = Json::parse(R"([{"mesh": 0}, {"mesh": 0, "translation": [0, 0, 3]}])");
  json["scenes"][0]["nodes"] = {0, 1};
  const mesh::Mesh mesh = read(json);
  EXPECT_EQ(mesh.faces.size(), 4u);
  EXPECT_EQ(mesh.positions[7].z, 3.0f);
}

TEST(Gltf, ReadsTheSceneThatIsShown) {
  Json json = square();
  json["nodes"] = Json::parse(R"([{"mesh": 0}, {"mesh": 0, "translation": [0, 0, 3]}])");
  json["scenes"] = Json::parse(R"([{"nodes": [0]}, {"nodes": [1]}])");
  json["scene"] = 1;
  EXPECT_EQ(read(json).positions[0].z, 3.0f);
  json.erase("scenes");
  json.erase("scene");
  EXPECT_EQ(read(json).faces.size(), 4u);
}

TEST(Gltf, FillsWhatSomePartsLack) {
  Json json = square();
  json["meshes"][0]["primitives"].push_back({{"attributes", {{"POSITION", 0}, {"COLOR_0", 3}}}, {"indices", 1}});
  const mesh::Mesh mesh = read(json);
  ASSERT_EQ(mesh.colors.size(), 8u);
  ASSERT_EQ(mesh.uvs.size(), 8u);
  EXPECT_EQ(mesh.colors[0], glm::vec3(1));
  EXPECT_EQ(mesh.uvs[7], glm::vec2(0));
}

TEST(Gltf, RefusesNodesInACircle) {
  Json json = square();
  json["nodes"] = Json::parse(R"([{"children": [1]}, {"mesh": 0, "children": [0]}])");
  EXPECT_EQ(code(json), ErrorCode::BadFormat);
}

TEST(Gltf, RefusesNodesNestedTooDeeply) {
  Json json = square();
  json["nodes"] = Json::array();
  for (int i = 0; i < 10000; ++i) json["nodes"].push_back({{"children", {i + 1}}});
  json["nodes"].push_back({{"mesh", 0}});
  EXPECT_EQ(code(json), ErrorCode::BadFormat);
}

TEST(Gltf, RefusesBracketsNestedTooDeeply) {
  EXPECT_EQ(code_of([] { read_text_mesh("a.gltf", std::string(1'000'000, '[')); }), ErrorCode::BadFormat);
}

struct Change {
  const char* where;
  Json value;
};

class DamagedGltf : public ::testing::TestWithParam<Change> {};
INSTANTIATE_TEST_SUITE_P(
    Gltf, DamagedGltf,
    ::testing::Values(Change{"/accessors/0/count", 5}, Change{"/accessors/0/count", 3},
                      Change{"/accessors/0/count", 4294967295}, Change{"/accessors/0/count", -1},
                      Change{"/accessors/0/count", 1099511627776}, Change{"/accessors/0/count", 1e300},
                      Change{"/accessors/0/count", "four"}, Change{"/accessors/0/byteOffset", 4},
                      Change{"/accessors/0/byteOffset", 18446744073709551615u}, Change{"/accessors/0/type", "VEC4"},
                      Change{"/accessors/0/type", 3}, Change{"/accessors/0/componentType", 5124},
                      Change{"/accessors/0/componentType", 0}, Change{"/accessors/0/bufferView", 9},
                      Change{"/accessors/1/componentType", 5126}, Change{"/accessors/1/byteOffset", 7},
                      Change{"/bufferViews/0/byteLength", 93}, Change{"/bufferViews/0/byteLength", 47},
                      Change{"/bufferViews/0/byteOffset", 45}, Change{"/bufferViews/0/byteOffset", -1},
                      Change{"/bufferViews/0/byteStride", 4}, Change{"/bufferViews/0/byteStride", 16},
                      Change{"/bufferViews/0/buffer", 1}, Change{"/nodes/0/mesh", 1}, Change{"/nodes/0/children", {7}},
                      Change{"/nodes/0/children", {"x"}}, Change{"/nodes/0/matrix", {1, 2, 3}},
                      Change{"/nodes/0/scale", "big"}, Change{"/scene", 4}, Change{"/scenes/0/nodes", {9}},
                      Change{"/meshes/0/primitives", 5}, Change{"/meshes/0/primitives/0/attributes", Json::object()},
                      Change{"/meshes/0/primitives/0/attributes/POSITION", 1},
                      Change{"/meshes/0/primitives/0/indices", 0}, Change{"/meshes/0/primitives/0/indices", 77},
                      Change{"/meshes/0/primitives/0/material", 0}, Change{"/buffers/0/uri", "data:;base64,????"},
                      Change{"/buffers/0/uri", "data:;base64,AAAA"}, Change{"/buffers/0/uri", "../secret.bin"},
                      Change{"/buffers/0/uri", "/etc/hostname"}, Change{"/asset", 2}, Change{"/meshes", "none"},
                      Change{"/nodes", Json::object({{"x", 1}})}));

TEST_P(DamagedGltf, IsRefusedAsDamaged) {
  Json json = square();
  json[Json::json_pointer(GetParam().where)] = GetParam().value;
  EXPECT_EQ(code(json), ErrorCode::BadFormat) << GetParam().where << " = " << GetParam().value;
}

TEST(Gltf, RefusesWhatItDoesNotKnowAsUnsupported) {
  Json json = square();
  json["asset"]["version"] = "1.0";
  EXPECT_EQ(code(json), ErrorCode::Unsupported);
  json = square();
  json["extensionsRequired"] = {"KHR_draco_mesh_compression"};
  EXPECT_EQ(code(json), ErrorCode::Unsupported);
  json = square();
  json["accessors"][0]["sparse"] = Json::object();
  EXPECT_EQ(code(json), ErrorCode::Unsupported);
}

TEST(Gltf, ReadsBuffersAndPicturesBesideIt) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "my data");
  testing::write_text(folder / "my data" / "b.bin", square_bytes());
  image::Image8 picture(2, 2, 3, 90);
  write_png(folder / "c.png", picture);
  Json json = square();
  json["buffers"][0]["uri"] = "my%20data/b.bin";
  json["images"] = {{{"uri", "c.png"}}};
  json["textures"] = {{{"source", 0}}};
  json["materials"] = Json::parse(R"([{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}])");
  json["meshes"][0]["primitives"][0]["material"] = 0;
  testing::write_text(folder / "a.gltf", json.dump());
  const MeshFile file = read_mesh(folder / "a.gltf");
  EXPECT_EQ(file.format, "glTF");
  ASSERT_TRUE(file.mesh.is_textured());
  EXPECT_EQ(*file.mesh.texture, picture);
}

TEST(Gltf, IsReadWithAWarningWhenItsPictureIsMissingOrDamaged) {
  Json json = square();
  json["images"] = {{{"uri", "missing.png"}}};
  json["textures"] = {{{"source", 0}}};
  json["materials"] = Json::parse(R"([{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}])");
  json["meshes"][0]["primitives"][0]["material"] = 0;
  for (const char* uri : {"missing.png", "../missing.png", "data:image/png;base64,AAAA"}) {
    json["images"][0]["uri"] = uri;
    const MeshFile file = read_text_mesh("a.gltf", json.dump());
    EXPECT_EQ(file.mesh.texture, nullptr) << uri;
    EXPECT_EQ(file.mesh.faces.size(), 2u) << uri;
    EXPECT_THAT(file.warnings, ::testing::ElementsAre(::testing::HasSubstr("texture"))) << uri;
  }
}

TEST(Gltf, DoesNotWaitForAPipeBesideIt) {
  const TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "b.bin").c_str(), 0600), 0);
  Json json = square();
  json["buffers"][0]["uri"] = "b.bin";
  testing::write_text(folder / "a.gltf", json.dump());
  EXPECT_EQ(code_of([&] { read_mesh(folder / "a.gltf"); }), ErrorCode::Unsupported);
}

/// The description inside a GLB that was written.
Json written_json(const mesh::Mesh& mesh) {
  const TemporaryFolder folder;
  write_mesh(folder / "a.glb", mesh);
  const std::vector<std::uint8_t> bytes = testing::file_bytes(folder / "a.glb");
  std::uint32_t header[5];
  std::memcpy(header, bytes.data(), sizeof(header));
  EXPECT_EQ(header[0], 0x46546c67u);
  EXPECT_EQ(header[1], 2u);
  EXPECT_EQ(header[2], bytes.size());
  EXPECT_EQ(header[3] % 4, 0u);
  EXPECT_EQ(bytes.size() % 4, 0u);
  return Json::parse(bytes.begin() + 20, bytes.begin() + 20 + header[3]);
}

TEST(GlbWriter, MakesAPlainMaterialWithoutExtensions) {
  const Json json = written_json(testing::textured_sphere());
  EXPECT_FALSE(json.contains("extensionsUsed"));
  EXPECT_FALSE(json.contains("extensionsRequired"));
  const Json& material = json["materials"][0];
  EXPECT_EQ(material["pbrMetallicRoughness"].value("metallicFactor", 1.0), 0.0);
  EXPECT_EQ(material["pbrMetallicRoughness"].value("roughnessFactor", 1.0), 0.9);
  EXPECT_FALSE(material.value("doubleSided", false));
  EXPECT_EQ(material.value("alphaMode", "OPAQUE"), "OPAQUE");
  EXPECT_EQ(json["images"][0]["mimeType"], "image/png");
  EXPECT_TRUE(json["images"][0].contains("bufferView"));
  EXPECT_FALSE(json["images"][0].contains("uri"));
  EXPECT_EQ(json["buffers"].size(), 1u);
}

TEST(GlbWriter, NamesAttributesAndLimits) {
  const Json json = written_json(testing::textured_sphere());
  const Json& attributes = json["meshes"][0]["primitives"][0]["attributes"];
  EXPECT_TRUE(attributes.contains("POSITION") && attributes.contains("NORMAL") && attributes.contains("TEXCOORD_0"));
  EXPECT_FALSE(attributes.contains("COLOR_0"));
  const Json& positions = json["accessors"][attributes["POSITION"].get<std::size_t>()];
  EXPECT_NEAR(positions["min"][1].get<double>(), 0.0, 1e-6);
  EXPECT_NEAR(positions["max"][1].get<double>(), 1.0, 1e-6);
  for (const Json& view : json["bufferViews"]) EXPECT_EQ(view.value("byteOffset", 0u) % 4, 0u);
}

TEST(GlbWriter, GivesMeshesWithANormalMapTangents) {
  mesh::Mesh mesh = testing::textured_sphere();
  EXPECT_FALSE(written_json(mesh)["meshes"][0]["primitives"][0]["attributes"].contains("TANGENT"));
  mesh.normal_map = mesh.texture;
  mesh.normals[7] = glm::vec3(0.0f);  // the reader it is checked with must find numbers all the same
  const Json json = written_json(mesh);
  const Json& attributes = json["meshes"][0]["primitives"][0]["attributes"];
  const Json& tangents = json["accessors"][attributes["TANGENT"].get<std::size_t>()];
  EXPECT_EQ(tangents["type"], "VEC4");
  EXPECT_EQ(tangents["count"], json["accessors"][attributes["POSITION"].get<std::size_t>()]["count"]);
  const Json& material = json["materials"][0];
  EXPECT_EQ(material["pbrMetallicRoughness"]["baseColorTexture"]["index"], 0);
  EXPECT_EQ(material["normalTexture"]["index"], 1);
  EXPECT_EQ(json["images"].size(), 2u);
}

TEST(GlbWriter, WritesColoursWithoutATexture) {
  const Json json = written_json(testing::painted_sphere());
  EXPECT_TRUE(json["meshes"][0]["primitives"][0]["attributes"].contains("COLOR_0"));
  EXPECT_FALSE(json.contains("images"));
}

TEST(GlbWriter, TakesShortIndicesWhereTheyAreEnough) {
  mesh::Mesh mesh;
  mesh.positions.resize(65536, glm::vec3(0.0f));
  for (std::size_t i = 0; i < mesh.positions.size(); ++i) mesh.positions[i] = {i % 256, i / 256, (i % 7) * 0.1f};
  mesh.faces = {{0, 1, 256}, {65535, 65534, 65279}};
  Json json = written_json(mesh);
  const auto type = [](const Json& description) {
    return description["accessors"][description["meshes"][0]["primitives"][0]["indices"].get<std::size_t>()]
                      ["componentType"]
                          .get<int>();
  };
  EXPECT_EQ(type(json), 5125);
  mesh.positions.pop_back();
  mesh.faces.pop_back();
  EXPECT_EQ(type(written_json(mesh)), 5123);
}

TEST(GlbWriter, MakesNormalsUnitLong) {
  const TemporaryFolder folder;
  mesh::Mesh mesh = testing::painted_sphere();
  mesh.normals[3] *= 4.0f;
  mesh.normals[4] = glm::vec3(0.0f);
  write_mesh(folder / "a.glb", mesh);
  for (const glm::vec3& n : read_mesh(folder / "a.glb").mesh.normals)
    EXPECT_NEAR(n.x * n.x + n.y * n.y + n.z * n.z, 1.0f, 1e-3f);
}

TEST(GltfData, DecodesBase64) {
  const auto bytes = [](const char* text) { return decode_base64(text).value_or(std::vector<std::uint8_t>{255}); };
  EXPECT_EQ(bytes(""), std::vector<std::uint8_t>{});
  EXPECT_EQ(bytes("TWFu"), (std::vector<std::uint8_t>{'M', 'a', 'n'}));
  EXPECT_EQ(bytes("TWE="), (std::vector<std::uint8_t>{'M', 'a'}));
  EXPECT_EQ(bytes("TQ=="), (std::vector<std::uint8_t>{'M'}));
  EXPECT_EQ(decode_base64("TQ=A"), std::nullopt);
  EXPECT_EQ(decode_base64("A"), std::nullopt);
}

TEST(GltfData, ReplacesPercentCodes) {
  EXPECT_EQ(percent_decoded("a%20b%2Fc"), "a b/c");
  EXPECT_EQ(percent_decoded("100%"), "100%");
  EXPECT_EQ(percent_decoded("%zz%2"), "%zz%2");
}

TEST(GltfData, ReadsNormalisedComponentsAsTheSpecificationSays) {
  const std::vector<std::uint8_t> bytes = {0x80, 0x7f, 0x00, 0x81};
  const GltfElements signed_bytes{bytes, 4, 1, GltfComponent::I8, true};
  EXPECT_THAT(float_components(signed_bytes, 1), ::testing::ElementsAre(-1.0f, 1.0f, 0.0f, -1.0f));
  const GltfElements plain_bytes{bytes, 2, 2, GltfComponent::U8, false};
  EXPECT_THAT(float_components(plain_bytes, 1), ::testing::ElementsAre(128.0f, 0.0f));
}

}  // namespace
}  // namespace core::io
