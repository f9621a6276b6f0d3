// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "render/scene_renderer.h"

#include "render/orbit_control.h"
#include "tests/render/offscreen_fixture.h"
#include "tests/support/gl_calls.h"

namespace {

using core::image::Image8;
using core::mesh::Mesh;
using render::Scene;
using render::Shading;
using render::ViewCamera;

using SceneRendererTest = OffscreenTest;

int count_alpha(const Image8& picture, int low, int high) {
  int count = 0;
  for (std::size_t i = 3; i < picture.data().size(); i += 4) {
    count += picture.data()[i] >= low && picture.data()[i] <= high ? 1 : 0;
  }
  return count;
}

TEST_F(SceneRendererTest, TransparentPicturesHaveTheMeshOpaqueAndSoftEdgesOfItsColour) {
  Mesh mesh = support::make_sphere(0.35f);
  mesh.colors.assign(mesh.positions.size(), glm::vec3(0.8f, 0.4f, 0.2f));
  const Image8 picture = draw(bare_scene(mesh, Shading::VertexColors), {}, {200, 200}, 4);
  EXPECT_EQ(picture.at(0, 0, 3), 0);
  EXPECT_EQ(picture.at(100, 100, 3), 255);
  EXPECT_GT(count_alpha(picture, 1, 254), 100);
  for (int i = 0; i < 200 * 200; ++i) {
    if (picture.at(i % 200, i / 200, 3) < 32) continue;
    EXPECT_NEAR(picture.at(i % 200, i / 200, 0), 204, 5);  // no dark fringe
    EXPECT_NEAR(picture.at(i % 200, i / 200, 2), 51, 5);
  }
}

TEST_F(SceneRendererTest, BackgroundRunsFromTopToBottomAndIsOpaque) {
  Scene scene;
  scene.has_floor = false;
  scene.background = render::Gradient{{1.0f, 0.5f, 0.0f}, {0.0f, 0.5f, 1.0f}};
  const Image8 picture = draw(scene, {}, {64, 200});
  EXPECT_NEAR(picture.at(10, 0, 0), 255, 3);
  EXPECT_NEAR(picture.at(10, 199, 0), 0, 3);
  EXPECT_NEAR(picture.at(50, 100, 0), 127, 4);
  EXPECT_EQ(count_alpha(picture, 255, 255), 64 * 200);
}

TEST_F(SceneRendererTest, FloorLiesUnderTheMeshAndFadesOut) {
  Scene scene = bare_scene(support::make_sphere(0.3f), Shading::Clay);
  const ViewCamera camera = ViewCamera::on_ring(20.0f, 35.0f);
  EXPECT_EQ(count_alpha(draw(scene, camera, {256, 256}), 1, 200), 0);
  scene.has_floor = true;
  const Image8 above = draw(scene, camera, {256, 256});
  EXPECT_GT(count_alpha(above, 1, 200), 500);
  EXPECT_NEAR(renderer_->floor_height(), -0.302f, 1e-4f);
  ViewCamera far_away = ViewCamera::on_ring(20.0f, 35.0f);
  far_away.distance = 8.0f;
  EXPECT_EQ(draw(scene, far_away, {256, 256}).at(2, 2, 3), 0);
}

TEST_F(SceneRendererTest, LookThroughLaysThePictureExactlyOverTheMesh) {
  // A picture that marks what the ring's camera sees of the sphere, over the same sphere: no colour of the mesh stays.
  const Mesh mesh = support::make_sphere(0.3f);
  const Image8 seen = draw(bare_scene(mesh, Shading::Clay), ViewCamera::on_ring(45.0f, 0.0f), {256, 256});
  auto marked = std::make_shared<Image8>(256, 256, 4);
  for (int y = 0; y < 256; ++y) {
    for (int x = 0; x < 256; ++x) {
      const bool is_mesh = seen.at(x, y, 3) > 127;
      marked->at(x, y, 1) = 255;
      marked->at(x, y, 3) = is_mesh ? 255 : 0;
    }
  }
  Scene scene = bare_scene(mesh, Shading::Clay);
  scene.overlay = render::PictureOverlay{marked, 1.0f};
  render::OrbitControl control;
  control.look_through(45.0f, 0.0f);
  control.advance(10.0);
  control.zoom_to({150.0f, 90.0f}, 1.3f, {512.0f, 256.0f});
  const Image8 both = draw(scene, control.camera(), {512, 256});
  int num_mesh = 0, num_mark = 0;
  for (std::size_t i = 0; i < both.data().size(); i += 4) {
    if (both.data()[i + 3] < 128) continue;
    (both.data()[i] > 90 ? num_mesh : num_mark) += 1;
  }
  EXPECT_GT(num_mark, 5000);
  EXPECT_LT(num_mesh, num_mark / 50);
}

TEST_F(SceneRendererTest, OpacityMixesPictureAndMesh) {
  Mesh mesh = support::make_sphere(0.3f);
  mesh.colors.assign(mesh.positions.size(), glm::vec3(1.0f, 0.0f, 0.0f));
  auto blue = std::make_shared<Image8>(64, 64, 3);
  for (std::size_t i = 2; i < blue->data().size(); i += 3) blue->data()[i] = 255;
  Scene scene = bare_scene(mesh, Shading::VertexColors);
  scene.overlay = render::PictureOverlay{blue, 0.25f};
  const Image8 picture = draw(scene, {}, {128, 128});
  EXPECT_NEAR(picture.at(64, 64, 0), 191, 2);
  EXPECT_NEAR(picture.at(64, 64, 2), 64, 2);
}

TEST_F(SceneRendererTest, OrthographicDrawsASphereAtItsTrueSize) {
  ViewCamera camera;
  camera.is_orthographic = true;
  const Image8 picture = draw(bare_scene(support::make_sphere(0.3f), Shading::Clay), camera, {256, 256});
  int width = 0;
  for (int x = 0; x < 256; ++x) width += picture.at(x, 128, 3) > 127 ? 1 : 0;
  EXPECT_NEAR(width, 0.6f / camera.world_per_px({256.0f, 256.0f}), 2.0f);
}

TEST_F(SceneRendererTest, LeavesTheFramebufferAndViewportOfTheCallerAlone) {
  const render::gl::Framebuffer own({40, 30}, 1);
  own.bind();
  int before = 0, after = 0, viewport[4] = {};
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &before);
  draw(bare_scene(support::make_sphere(0.3f), Shading::Clay), {}, {128, 128}, 4);
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &after);
  glGetIntegerv(GL_VIEWPORT, viewport);
  EXPECT_EQ(before, after);
  EXPECT_EQ(viewport[2], 40);
  EXPECT_EQ(viewport[3], 30);
}

TEST_F(SceneRendererTest, AnEmptySceneAndAnEmptyMeshDrawNothing) {
  Scene scene;
  scene.background.reset();
  scene.has_floor = false;
  EXPECT_EQ(count_alpha(draw(scene, {}, {32, 32}), 1, 255), 0);
  scene.mesh = std::make_shared<const Mesh>();
  EXPECT_EQ(count_alpha(draw(scene, {}, {32, 32}), 1, 255), 0);
  EXPECT_EQ(count_alpha(draw(scene, {}, {32, 32}), 1, 255), 0);
}

TEST_F(SceneRendererTest, RefusesPicturesThatTheDeviceCannotDraw) {
  EXPECT_THROW(draw(Scene(), {}, {0, 10}), core::Error);
  EXPECT_THROW(draw(Scene(), {}, {10, 10000000}), core::Error);
}

TEST_F(SceneRendererTest, AFrameInPartsEqualsTheFrameAtOnce) {
  Scene scene = bare_scene(support::make_torus(0.28f, 0.1f), Shading::Clay);
  scene.background = render::Gradient{};
  scene.has_floor = true;
  const ViewCamera camera = ViewCamera::on_ring(25.0f, 30.0f);
  const render::gl::Framebuffer whole({160, 120}, 4), parts({160, 120}, 4);
  renderer_->draw(scene, camera, whole);
  renderer_->begin_frame(scene, camera, parts);
  int num_parts = 0;
  while (!renderer_->advance_frame(1000)) ASSERT_LT(++num_parts, 100);
  EXPECT_EQ(num_parts, 9);  // 9216 faces
  EXPECT_FALSE(renderer_->has_frame_in_work());
  EXPECT_EQ(parts.read(), whole.read());
}

TEST_F(SceneRendererTest, AFrameInWorkIsDroppedWhenAnotherMeshIsTaken) {
  const Scene scene = bare_scene(support::make_torus(0.28f, 0.1f), Shading::Clay);
  const render::gl::Framebuffer target({64, 64}, 1);
  renderer_->begin_frame(scene, {}, target);
  EXPECT_FALSE(renderer_->advance_frame(100));
  renderer_->begin_upload(render::prepare_mesh(std::make_shared<const Mesh>(support::make_box(glm::vec3(0.2f)))));
  EXPECT_TRUE(renderer_->advance_upload(1 << 20));
  EXPECT_FALSE(renderer_->has_frame_in_work());
}

TEST_F(SceneRendererTest, ADraftOfALargeMeshLooksAlike) {
  Scene scene = bare_scene(support::make_sphere(0.35f, 300, 400), Shading::Clay);
  const Image8 full = draw(scene, {}, {200, 200});
  scene.is_draft = true;
  const Image8 draft = draw(scene, {}, {200, 200});
  EXPECT_NE(draft, full);
  int num_far_off = 0;
  for (std::size_t i = 0; i < full.data().size(); ++i) num_far_off += std::abs(full.data()[i] - draft.data()[i]) > 24;
  EXPECT_LT(num_far_off, 200 * 200 * 4 / 50);
}

TEST_F(SceneRendererTest, APictureIsEnlargedWhenItIsCopied) {
  Scene scene;
  scene.background = render::Gradient{glm::vec3(0.2f, 0.4f, 0.6f), glm::vec3(0.2f, 0.4f, 0.6f)};
  scene.has_floor = false;
  const render::gl::Framebuffer small({20, 10}, 1), large({40, 20}, 1);
  renderer_->draw(scene, {}, small);
  int name = 0;
  {
    const render::gl::FramebufferScope scope;
    large.bind();
    glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &name);
  }
  small.copy_to(static_cast<unsigned int>(name), large.size_px());
  large.resolve();
  EXPECT_NEAR(large.read().at(39, 0, 1), 102, 2);
  EXPECT_NEAR(large.read().at(0, 19, 1), 102, 2);
}

TEST_F(SceneRendererTest, DrawsTheSameBytesAgain) {
  Scene scene = bare_scene(support::make_torus(0.28f, 0.1f), Shading::Wire);
  scene.background = render::Gradient{};
  scene.has_floor = true;
  const ViewCamera camera = ViewCamera::on_ring(25.0f, 30.0f);
  EXPECT_EQ(draw(scene, camera, {160, 120}, 4), draw(scene, camera, {160, 120}, 4));
}

TEST_F(SceneRendererTest, AFrameIsThreeDrawCallsAndUploadsNothing) {
  Scene scene = bare_scene(support::make_sphere(0.35f), Shading::Clay);
  scene.has_floor = true;
  scene.background = render::Gradient{};
  const render::gl::Framebuffer target({200, 200}, 4);
  renderer_->draw(scene, {}, target);
  const support::GlCalls calls;
  for (const float azimuth : {0.0f, 10.0f, 20.0f}) renderer_->draw(scene, ViewCamera::on_ring(azimuth, 0.0f), target);
  EXPECT_EQ(calls.num_draws(), 3 * 3);  // background, mesh, floor
  EXPECT_EQ(calls.num_uploads(), 0);
}

TEST_F(SceneRendererTest, AMeshIsCopiedToTheDeviceOnce) {
  const render::gl::Framebuffer target({200, 200}, 4);
  renderer_->draw(bare_scene(support::make_sphere(0.1f), Shading::Clay), {}, target);
  Scene scene = bare_scene(support::make_sphere(0.35f), Shading::Clay);
  const std::size_t num_bytes =
      scene.mesh->positions.size() * sizeof(render::DrawVertex) + scene.mesh->faces.size() * sizeof(glm::uvec3);
  const support::GlCalls calls;
  renderer_->draw(scene, {}, target);
  EXPECT_EQ(calls.num_uploaded_bytes(), num_bytes);
  EXPECT_EQ(calls.num_draws(), 1);
  scene.shading = Shading::Coverage;  // changes nothing that lies on the device
  renderer_->draw(scene, {}, target);
  EXPECT_EQ(calls.num_uploaded_bytes(), num_bytes);
}

}  // namespace
