// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "render/mesh_renderer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

#include "core/image/color_ramp.h"
#include "core/mesh/rasterizer.h"
#include "tests/render/offscreen_fixture.h"

namespace {

using core::image::Image8;
using core::mesh::Mesh;
using render::Shading;
using render::ViewCamera;

constexpr int kSize = 256;
const glm::ivec2 kSquare(kSize, kSize);

using MeshRendererTest = OffscreenTest;

/// Intersection over union of what is opaque.
double mask_iou(const Image8& a, const Image8& b) {
  int both = 0, any = 0;
  for (int y = 0; y < a.height(); ++y) {
    for (int x = 0; x < a.width(); ++x) {
      const bool in_a = a.at(x, y, 3) > 127, in_b = b.at(x, y, 3) > 127;
      both += in_a && in_b ? 1 : 0;
      any += in_a || in_b ? 1 : 0;
    }
  }
  return any == 0 ? 0.0 : static_cast<double>(both) / any;
}

/// Mean absolute difference of colours where both are fully covered.
double mean_difference(const Image8& a, const Image8& b) {
  double sum = 0.0;
  int count = 0;
  for (int y = 0; y < a.height(); ++y) {
    for (int x = 0; x < a.width(); ++x) {
      if (a.at(x, y, 3) != 255 || b.at(x, y, 3) != 255) continue;
      for (int c = 0; c < 3; ++c) sum += std::abs(a.at(x, y, c) - b.at(x, y, c));
      count += 3;
    }
  }
  return count == 0 ? 1e9 : sum / count;
}

/// A square that faces the front camera, with a picture of four colours on it.
Mesh textured_square(float half) {
  Mesh mesh;
  mesh.positions = {{-half, 0, -half}, {half, 0, -half}, {half, 0, half}, {-half, 0, half}};
  mesh.uvs = {{0, 1}, {1, 1}, {1, 0}, {0, 0}};
  mesh.faces = {{0, 1, 2}, {0, 2, 3}};
  Image8 texture(64, 64, 3);
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) {
      texture.at(x, y, 0) = x < 32 ? 200 : 40;
      texture.at(x, y, 1) = y < 32 ? 180 : 30;
      texture.at(x, y, 2) = 90;
    }
  }
  mesh.texture = std::make_shared<const Image8>(std::move(texture));
  return mesh;
}

TEST_F(MeshRendererTest, SilhouettesEqualTheSoftwareRasterisersFromEverySide) {
  for (const Mesh& mesh : {support::make_sphere(0.35f), support::make_torus(0.28f, 0.1f)}) {
    for (const auto& [azimuth, elevation] :
         {std::pair(0.0f, 0.0f), std::pair(101.25f, 0.0f), std::pair(40.0f, 50.0f)}) {
      const Image8 drawn = draw(bare_scene(mesh, Shading::Clay), ViewCamera::on_ring(azimuth, elevation), kSquare);
      const Image8 expected =
          core::mesh::draw(mesh, core::geometry::ring_camera(azimuth, elevation, kSize), core::mesh::Shading::Clay, 1);
      EXPECT_GT(mask_iou(drawn, expected), 0.998) << azimuth << " " << elevation;
    }
  }
}

TEST_F(MeshRendererTest, TexturedShowsTheBaseColours) {
  const Image8 drawn = draw(bare_scene(textured_square(0.3f), Shading::Textured), {}, kSquare);
  const int left = 80, right = 176, top = 80, bottom = 176;
  const auto color = [&](int x, int y) { return std::vector<int>(drawn.pixel(x, y), drawn.pixel(x, y) + 4); };
  EXPECT_EQ(color(left, top), (std::vector<int>{200, 180, 90, 255}));
  EXPECT_EQ(color(right, top), (std::vector<int>{40, 180, 90, 255}));
  EXPECT_EQ(color(left, bottom), (std::vector<int>{200, 30, 90, 255}));
  EXPECT_EQ(color(right, bottom), (std::vector<int>{40, 30, 90, 255}));
}

TEST_F(MeshRendererTest, SliversWithEndlessTextureFootprintsAreDrawnAtOnce) {
  // Mesa's software drivers took minutes for them with anisotropic filtering.
  Mesh mesh = textured_square(0.3f);
  std::mt19937 random(5);
  std::uniform_real_distribution<float> place(-0.3f, 0.3f), part(0.0f, 1.0f);
  for (int sliver = 0; sliver < 4000; ++sliver) {
    const auto first = static_cast<std::uint32_t>(mesh.positions.size());
    const glm::vec3 start(place(random), -0.1f, place(random)), end(place(random), -0.1f, place(random));
    const float width = std::pow(10.0f, -7.0f + 4.0f * part(random));
    mesh.positions.insert(mesh.positions.end(),
                          {start, end, glm::mix(start, end, part(random)) + glm::vec3(0.0f, 0.0f, width)});
    mesh.uvs.insert(mesh.uvs.end(), {{0.0f, 0.0f}, {1.0f, 1.0f}, {part(random), part(random)}});
    mesh.faces.push_back({first, first + 2, first + 1});
  }
  const Image8 drawn = draw(bare_scene(mesh, Shading::Textured), {}, kSquare, 4);
  EXPECT_EQ(drawn.at(kSize / 2, kSize / 2, 3), 255);
}

TEST_F(MeshRendererTest, VertexColoursEqualTheSoftwareRasterisers) {
  Mesh mesh = support::make_torus(0.28f, 0.1f);
  support::paint_by_position(mesh);
  for (const Shading shading : {Shading::VertexColors, Shading::Textured}) {
    const Image8 drawn = draw(bare_scene(mesh, shading), ViewCamera::on_ring(30.0f, 25.0f), kSquare);
    const Image8 expected =
        core::mesh::draw(mesh, core::geometry::ring_camera(30.0f, 25.0f, kSize), core::mesh::Shading::Colors, 1);
    EXPECT_LT(mean_difference(drawn, expected), 1.0);
  }
}

TEST_F(MeshRendererTest, NormalsAreCodedAsInViews) {
  const Mesh mesh = support::make_sphere(0.35f);
  const Image8 drawn = draw(bare_scene(mesh, Shading::Normals), ViewCamera::on_ring(90.0f, 0.0f), kSquare);
  const Image8 expected =
      core::mesh::draw(mesh, core::geometry::ring_camera(90.0f, 0.0f, kSize), core::mesh::Shading::Normals, 1);
  EXPECT_LT(mean_difference(drawn, expected), 1.0);
  EXPECT_NEAR(drawn.at(kSize / 2, kSize / 2, 1), 255, 2);  // seen from +x: green
}

TEST_F(MeshRendererTest, ClayIsLitFromTheUpperLeft) {
  const Image8 drawn = draw(bare_scene(support::make_sphere(0.35f), Shading::Clay), {}, kSquare);
  const int upper_left = drawn.at(95, 85, 1), middle = drawn.at(128, 128, 1), lower_right = drawn.at(180, 185, 1);
  EXPECT_GT(upper_left, middle);
  EXPECT_GT(middle, lower_right + 30);
  EXPECT_GT(lower_right, 20);
}

TEST_F(MeshRendererTest, LightDarkensWhatFacesAwayOnlyWhenItIsOn) {
  Mesh mesh = support::make_sphere(0.35f);
  mesh.colors.assign(mesh.positions.size(), glm::vec3(0.6f));
  render::Scene scene = bare_scene(mesh, Shading::VertexColors);
  const Image8 flat = draw(scene, {}, kSquare);
  scene.is_lit = true;
  const Image8 lit = draw(scene, {}, kSquare);
  EXPECT_EQ(flat.at(95, 85), flat.at(180, 185));
  EXPECT_EQ(flat.at(128, 128), 153);
  EXPECT_GT(lit.at(95, 85), lit.at(180, 185) + 30);
}

TEST_F(MeshRendererTest, WireShowsEdgesAsDarkLines) {
  const Mesh mesh = support::make_box(glm::vec3(0.25f));
  const Image8 wire = draw(bare_scene(mesh, Shading::Wire), ViewCamera::on_ring(0.0f, 0.0f), kSquare);
  const Image8 clay = draw(bare_scene(mesh, Shading::Clay), ViewCamera::on_ring(0.0f, 0.0f), kSquare);
  int num_darker = 0, num_covered = 0;
  for (int i = 0; i < kSize * kSize; ++i) {
    if (clay.at(i % kSize, i / kSize, 3) == 0) continue;
    ++num_covered;
    num_darker += wire.at(i % kSize, i / kSize) + 20 < clay.at(i % kSize, i / kSize) ? 1 : 0;
  }
  EXPECT_GT(num_darker, kSize / 2);
  EXPECT_LT(num_darker, num_covered / 10);
}

/// A sphere about which the views say the same everywhere.
render::PreparedMeshPtr with_findings(const std::shared_ptr<const Mesh>& mesh, std::uint8_t num_views,
                                      float disagreement) {
  auto findings = std::make_shared<core::mesh::ViewFindings>();
  findings->num_views.assign(mesh->positions.size(), num_views);
  findings->disagreement.assign(mesh->positions.size(), disagreement);
  return render::prepare_mesh(mesh, findings);
}

/// Colour in the middle of a sphere that is drawn with findings.
std::array<std::uint8_t, 3> middle_of(render::SceneRenderer& renderer, Shading shading, std::uint8_t num_views,
                                      float disagreement) {
  render::Scene scene;
  scene.shading = shading;
  scene.has_floor = false;
  const auto mesh = std::make_shared<const Mesh>(support::make_sphere(0.35f));
  renderer.begin_upload(with_findings(mesh, num_views, disagreement));
  EXPECT_TRUE(renderer.advance_upload(std::size_t{1} << 30));
  scene.mesh = mesh;
  const Image8 picture = render::draw_picture(renderer, scene, {}, kSquare, 1);
  const std::uint8_t* p = picture.pixel(kSize / 2, kSize / 2);
  return {p[0], p[1], p[2]};
}

TEST_F(MeshRendererTest, DisagreementIsShownInTheColoursOfTheRamp) {
  for (const float value : {0.0f, 0.3f, 1.0f}) {
    const auto drawn = middle_of(*renderer_, Shading::Disagreement, 1, value), wanted = core::image::ramp_color(value);
    for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(drawn[c], wanted[c], 2) << value;
  }
  const auto unknown = middle_of(*renderer_, Shading::Disagreement, 0, -1.0f);
  EXPECT_NEAR(unknown[0], 153, 2);
  EXPECT_NEAR(unknown[2], 153, 2);
}

TEST_F(MeshRendererTest, CoverageCountsViewsAndHatchesWhatNoneHasSeen) {
  const auto one = middle_of(*renderer_, Shading::Coverage, 1, 0.0f), low = core::image::ramp_color(0.0f);
  const auto many = middle_of(*renderer_, Shading::Coverage, 200, 0.0f), high = core::image::ramp_color(1.0f);
  const auto none = middle_of(*renderer_, Shading::Coverage, 0, -1.0f);
  for (std::size_t c = 0; c < 3; ++c) {
    EXPECT_NEAR(one[c], low[c], 2);
    EXPECT_NEAR(many[c], high[c], 2);
  }
  EXPECT_EQ(none[2], 0);
  EXPECT_GT(none[0], 100);
}

TEST_F(MeshRendererTest, WithoutFindingsTheirShadingsAreGrey) {
  for (const Shading shading : {Shading::Coverage, Shading::Disagreement}) {
    const Image8 drawn = draw(bare_scene(support::make_sphere(0.35f), shading), {}, kSquare);
    EXPECT_EQ(drawn.at(kSize / 2, kSize / 2, 0), 153);
    EXPECT_EQ(drawn.at(kSize / 2, kSize / 2, 2), 153);
  }
}

TEST_F(MeshRendererTest, UploadInPartsShowsTheOldMeshUntilTheNewOneIsWhole) {
  const auto small = std::make_shared<const Mesh>(support::make_sphere(0.1f));
  const auto large = std::make_shared<const Mesh>(support::make_sphere(0.4f));
  render::MeshRenderer renderer;
  renderer.begin_upload(render::prepare_mesh(small));
  ASSERT_TRUE(renderer.advance_upload(std::size_t{1} << 30));
  renderer.begin_upload(render::prepare_mesh(large));
  int num_parts = 0;
  while (!renderer.advance_upload(10000)) {
    EXPECT_EQ(renderer.shown()->mesh, small);
    EXPECT_EQ(renderer.newest()->mesh, large);
    ASSERT_LT(++num_parts, 1000);
  }
  EXPECT_GT(num_parts, 10);
  EXPECT_EQ(renderer.shown()->mesh, large);
}

TEST_F(MeshRendererTest, ANewerMeshReplacesOneThatIsHalfTakenOver) {
  const auto first = std::make_shared<const Mesh>(support::make_sphere(0.1f));
  const auto second = std::make_shared<const Mesh>(textured_square(0.3f));
  render::MeshRenderer renderer;
  renderer.begin_upload(render::prepare_mesh(first));
  EXPECT_FALSE(renderer.advance_upload(1000));
  renderer.begin_upload(render::prepare_mesh(second));
  while (!renderer.advance_upload(1000)) {
  }
  EXPECT_EQ(renderer.shown()->mesh, second);
}

TEST_F(MeshRendererTest, PartsGiveTheSamePictureAsTheWhole) {
  const auto mesh = std::make_shared<const Mesh>(textured_square(0.3f));
  render::Scene scene = bare_scene(*mesh, Shading::Textured);
  const Image8 whole = draw(scene, {}, kSquare);
  renderer_->begin_upload(render::prepare_mesh(mesh));
  while (!renderer_->advance_upload(100)) {
  }
  scene.mesh = mesh;
  EXPECT_EQ(draw(scene, {}, kSquare), whole);
}

}  // namespace
