// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "core/mesh/topology.h"
#include "tests/core/io/mesh_formats/mesh_inputs.h"
#include "tests/support/temporary_folder.h"

namespace core::io {
namespace {

using support::TemporaryFolder;
using testing::code_of;
using Parts = std::vector<std::pair<std::string, std::string>>;

const std::string kMesh =
    "<mesh><vertices><vertex x=\"0\" y=\"0\" z=\"0\"/><vertex x=\"2\" y=\"0\" z=\"0\"/><vertex x=\"0\" y=\"3\" "
    "z=\"0\"/>"
    "<vertex x=\"0\" y=\"0\" z=\"5\"/></vertices><triangles><triangle v1=\"0\" v2=\"2\" v3=\"1\"/>"
    "<triangle v1=\"0\" v2=\"1\" v3=\"3\"/><triangle v1=\"1\" v2=\"2\" v3=\"3\"/><triangle v1=\"0\" v2=\"3\" v3=\"2\"/>"
    "</triangles></mesh>";

std::string object(const std::string& id, const std::string& inside, const std::string& more = "") {
  return "<object id=\"" + id + "\" type=\"model\"" + more + ">" + inside + "</object>";
}
std::string model(const std::string& objects, const std::string& items, const std::string& unit = "millimeter") {
  return "<?xml version=\"1.0\"?>\n<model unit=\"" + unit +
         "\" xmlns=\"urn:core\" xmlns:p=\"urn:production\"><resources>" + objects + "</resources><build>" + items +
         "</build></model>";
}

mesh::Mesh read(const Parts& parts) {
  const TemporaryFolder folder;
  testing::write_zip(folder / "a.3mf", parts);
  return read_mesh(folder / "a.3mf").mesh;
}
mesh::Mesh read_model(const std::string& text) { return read({{"3D/3dmodel.model", text}}); }
ErrorCode code(const std::string& text) {
  return code_of([&] { read_model(text); });
}

TEST(ThreeMf, ReadsTheObjectsThatAreBuilt) {
  const mesh::Mesh mesh = read_model(model(object("1", kMesh) + object("2", kMesh), "<item objectid=\"2\"/>"));
  EXPECT_EQ(mesh.faces.size(), 4u);
  EXPECT_EQ(geometry::bounds_of(mesh.positions).high, glm::vec3(2, 3, 5));
}

TEST(ThreeMf, ConvertsUnitsToMillimetres) {
  for (const auto& [unit, length] :
       {std::pair("micron", 0.001f), std::pair("centimeter", 10.0f), std::pair("inch", 25.4f),
        std::pair("foot", 304.8f), std::pair("meter", 1000.0f)}) {
    const mesh::Mesh mesh = read_model(model(object("1", kMesh), "<item objectid=\"1\"/>", unit));
    EXPECT_FLOAT_EQ(geometry::bounds_of(mesh.positions).high.z, 5.0f * length) << unit;
  }
}

TEST(ThreeMf, PlacesItemsAndComponents) {
  const std::string both =
      "<components><component objectid=\"1\" transform=\"1 0 0 0 1 0 0 0 1 10 0 0\"/>"
      "<component objectid=\"1\" transform=\"0 1 0 -1 0 0 0 0 1 0 0 0\"/></components>";
  const mesh::Mesh mesh = read_model(
      model(object("1", kMesh) + object("2", both), "<item objectid=\"2\" transform=\"2 0 0 0 2 0 0 0 2 0 0 100\"/>"));
  ASSERT_EQ(mesh.positions.size(), 8u);
  EXPECT_EQ(mesh.positions[1], glm::vec3(24, 0, 100));
  EXPECT_EQ(mesh.positions[5], glm::vec3(0, 4, 100));
}

TEST(ThreeMf, TurnsFacesRoundWhereATransformMirrors) {
  const mesh::Mesh mesh =
      read_model(model(object("1", kMesh), "<item objectid=\"1\" transform=\"-1 0 0 0 1 0 0 0 1 0 0 0\"/>"));
  EXPECT_GT(mesh::signed_volume(mesh), 0.0);
}

TEST(ThreeMf, FollowsTheRelationsToTheModelAndToFurtherParts) {
  const Parts parts = {
      {"_rels/.rels",
       "<Relationships><Relationship Id=\"a\" Type=\"urn:thumbnail\" Target=\"/x.png\"/><Relationship Id=\"b\" "
       "Type=\"http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel\" Target=\"/3D/Root.model\"/>"
       "</Relationships>"},
      {"3D/Root.model",
       model(object("7", "<components><component p:path=\"/3D/Objects/one.model\" objectid=\"1\"/></components>"),
             "<item objectid=\"7\"/>")},
      {"3D/Objects/one.model", model(object("1", kMesh), "")}};
  EXPECT_EQ(read(parts).faces.size(), 4u);
}

TEST(ThreeMf, LeavesSupportsOut) {
  const std::string support = "<object id=\"2\" type=\"support\">" + kMesh + "</object>";
  EXPECT_EQ(
      read_model(model(object("1", kMesh) + support, "<item objectid=\"1\"/><item objectid=\"2\"/>")).faces.size(), 4u);
}

TEST(ThreeMf, RefusesObjectsInACircle) {
  const std::string self = "<components><component objectid=\"1\"/><component objectid=\"1\"/></components>";
  EXPECT_EQ(code(model(object("1", self), "<item objectid=\"1\"/>")), ErrorCode::BadFormat);
}

TEST(ThreeMf, RefusesObjectsThatMultiplyWithoutEnd) {
  std::string objects = object("0", kMesh);
  for (int i = 1; i < 15; ++i) {
    std::string components;
    for (int k = 0; k < 40; ++k) components += "<component objectid=\"" + std::to_string(i - 1) + "\"/>";
    objects += object(std::to_string(i), "<components>" + components + "</components>");
  }
  EXPECT_EQ(code(model(objects, "<item objectid=\"14\"/>")), ErrorCode::BadFormat);
}

TEST(ThreeMf, RefusesWhatIsDamaged) {
  const std::string item = "<item objectid=\"1\"/>";
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string text = model(object("1", kMesh), item);
    return text.replace(text.find(from), from.size(), to);
  };
  EXPECT_EQ(code(changed("v3=\"1\"", "v3=\"4\"")), ErrorCode::BadFormat);
  EXPECT_EQ(code(changed("v3=\"1\"", "v3=\"-1\"")), ErrorCode::BadFormat);
  EXPECT_EQ(code(changed("v3=\"1\"", "v3=\"4294967297\"")), ErrorCode::BadFormat);
  EXPECT_EQ(code(changed("v3=\"1\"", "")), ErrorCode::BadFormat);
  EXPECT_EQ(code(changed("z=\"5\"", "z=\"five\"")), ErrorCode::BadFormat);
  EXPECT_EQ(code(changed("z=\"5\"", "z=\"nan\"")), ErrorCode::BadFormat);
  EXPECT_EQ(code(changed("objectid=\"1\"", "objectid=\"9\"")), ErrorCode::BadFormat);
  EXPECT_EQ(code(changed("objectid=\"1\"", "objectid=\"1\" transform=\"1 2 3\"")), ErrorCode::BadFormat);
  EXPECT_EQ(code(changed("objectid=\"1\"", "objectid=\"1\" path=\"/gone.model\"")), ErrorCode::BadFormat);
  EXPECT_EQ(code(changed("</mesh>", "")), ErrorCode::BadFormat);
  EXPECT_EQ(code(changed("<?xml version=\"1.0\"?>", "<!DOCTYPE m [<!ENTITY a \"b\">]>")), ErrorCode::BadFormat);
  EXPECT_EQ(code_of([] { read({{"readme.txt", "hello"}}); }), ErrorCode::BadFormat);
  EXPECT_EQ(code_of([] { testing::read_text_mesh("a.3mf", "PK\3\4 and nothing else"); }), ErrorCode::BadFormat);
}

TEST(ThreeMf, SaysWhenNothingIsBuilt) { EXPECT_EQ(code(model(object("1", kMesh), "")), ErrorCode::Empty); }

}  // namespace
}  // namespace core::io
