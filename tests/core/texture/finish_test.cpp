// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/texture/finish.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <limits>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/image/alpha.h"
#include "core/image/resize.h"
#include "core/mesh/rasterizer.h"
#include "core/mesh/topology.h"
#include "tests/support/ring_views.h"
#include "tests/support/shapes.h"

namespace core::texture {
namespace {

mesh::Mesh painted(mesh::Mesh mesh) {
  support::paint_by_position(mesh);
  return mesh;
}

/// The shape alone, as the solver gives it.
mesh::Mesh shape_of(const mesh::Mesh& mesh) {
  mesh::Mesh shape;
  shape.positions = mesh.positions;
  shape.faces = mesh.faces;
  return shape;
}

/// Over pixels whose surroundings of `inset` pixels both pictures cover in full.
double psnr_inside(const image::Image8& a, const image::Image8& b, int inset) {
  const auto is_inside = [&](int x, int y) {
    for (int j = -inset; j <= inset; ++j) {
      for (int i = -inset; i <= inset; ++i) {
        if (!a.contains(x + i, y + j) || a.at(x + i, y + j, 3) < 255 || b.at(x + i, y + j, 3) < 255) return false;
      }
    }
    return true;
  };
  double sum = 0.0;
  int count = 0;
  for (int y = 0; y < a.height(); ++y) {
    for (int x = 0; x < a.width(); ++x) {
      if (!is_inside(x, y)) continue;
      for (int c = 0; c < 3; ++c) sum += std::pow(double(a.at(x, y, c)) - double(b.at(x, y, c)), 2.0);
      count += 3;
    }
  }
  return 10.0 * std::log10(255.0 * 255.0 * count / std::max(sum, 1e-9));
}

double psnr_from(const mesh::Mesh& mesh, const views::ViewSet& views, int view) {
  const geometry::Camera camera = geometry::view_camera(view, views.size_px(), views.ring);
  return psnr_inside(mesh::draw(mesh, camera, mesh::Shading::Textured), views.at(view)->rgba, 2);
}

/// Views of painted shapes are drawn once for all tests.
struct Scene {
  mesh::Mesh truth;
  views::ViewSet views;
  Scene(mesh::Mesh mesh, views::ViewSet drawn) : truth(std::move(mesh)), views(std::move(drawn)) {}
};
const Scene& torus() {
  static const Scene scene = [] {
    const mesh::Mesh mesh = painted(support::make_torus(0.25f, 0.1f, 144, 72));
    return Scene(mesh, support::ring_views(mesh));
  }();
  return scene;
}
const Scene& box() {
  static const Scene scene = [] {
    // Bare corners carry no pattern: one colour for the whole box.
    mesh::Mesh mesh = support::make_box({0.2f, 0.25f, 0.3f});
    mesh.colors.assign(mesh.positions.size(), glm::vec3(0.2f, 0.5f, 0.8f));
    return Scene(mesh, support::anchor_views(mesh));
  }();
  return scene;
}

TEST(Finish, MatchesTheViewsItWasMadeFrom) {
  const mesh::MeshPtr mesh = finish(shape_of(torus().truth), torus().views, {8000, 512}, RunContext());
  EXPECT_GT(psnr_from(*mesh, torus().views, 0), 40.0);
  for (const int anchor : {4, 8, 16, 20}) EXPECT_GT(psnr_from(*mesh, torus().views, anchor), 38.0) << anchor;
  for (const int between : {2, 11, 18, 29}) EXPECT_GT(psnr_from(*mesh, torus().views, between), 36.0) << between;
}

TEST(Finish, KeepsTheOutline) {
  const mesh::MeshPtr mesh = finish(shape_of(torus().truth), torus().views, {4000, 256}, RunContext());
  const image::Image8 drawn = mesh::draw(*mesh, geometry::view_camera(0, 256), mesh::Shading::Textured);
  EXPECT_GT(image::mask_iou(drawn, torus().views.at(0)->rgba), 0.99);
}

TEST(Finish, StaysInTheBudgetAndWatertight) {
  for (const int faces : {500, 5000}) {
    const mesh::MeshPtr mesh = finish(shape_of(torus().truth), torus().views, {faces, 256}, RunContext());
    EXPECT_LE(mesh->faces.size(), static_cast<std::size_t>(faces));
    EXPECT_GT(mesh->faces.size(), static_cast<std::size_t>(faces) * 9 / 10);
    EXPECT_TRUE(mesh::topology_of(*mesh).is_watertight());
  }
}

TEST(Finish, CarriesUnitNormalsCoordinatesAndTheTextureAskedFor) {
  const mesh::MeshPtr mesh = finish(shape_of(torus().truth), torus().views, {2000, 128}, RunContext());
  ASSERT_TRUE(mesh->is_textured());
  EXPECT_EQ(mesh->texture->width(), 128);
  EXPECT_EQ(mesh->texture->height(), 128);
  EXPECT_EQ(mesh->texture->channels(), 3);
  ASSERT_EQ(mesh->uvs.size(), mesh->positions.size());
  ASSERT_EQ(mesh->normals.size(), mesh->positions.size());
  for (const glm::vec3& normal : mesh->normals) EXPECT_NEAR(glm::length(normal), 1.0f, 1e-4f);
}

TEST(Finish, GivesANormalMapIfAskedForOne) {
  FinishOptions options{2000, 128};
  EXPECT_EQ(finish(shape_of(torus().truth), torus().views, options, RunContext())->normal_map, nullptr);
  options.normal_map = true;
  FinishTimes times;
  const mesh::MeshPtr mesh = finish(shape_of(torus().truth), torus().views, options, RunContext(), &times);
  ASSERT_NE(mesh->normal_map, nullptr);
  EXPECT_EQ(mesh->normal_map->width(), 128);
  EXPECT_GT(times.normal_map, 0.0);
  options.texture_px = 0;
  EXPECT_EQ(finish(shape_of(torus().truth), torus().views, options, RunContext())->normal_map, nullptr);
}

TEST(Finish, WithoutTextureGivesVertexColors) {
  const mesh::MeshPtr mesh = finish(shape_of(torus().truth), torus().views, {5000, 0}, RunContext());
  EXPECT_FALSE(mesh->is_textured());
  EXPECT_TRUE(mesh->uvs.empty());
  EXPECT_EQ(mesh->colors.size(), mesh->positions.size());
  EXPECT_EQ(mesh->normals.size(), mesh->positions.size());
  EXPECT_TRUE(mesh::topology_of(*mesh).is_watertight());
}

TEST(Finish, PaintsEveryTexelWithColorsOfTheObject) {
  // Top and bottom of the box are in no view; nothing may turn black, white or into the pictures' transparent black.
  const mesh::MeshPtr mesh = finish(shape_of(box().truth), box().views, {100, 256}, RunContext());
  for (std::size_t i = 0; i < mesh->texture->num_pixels(); ++i) {
    const std::uint8_t* p = mesh->texture->data().data() + 3 * i;
    ASSERT_NEAR(p[0], 51, 6);
    ASSERT_NEAR(p[1], 128, 6);
    ASSERT_NEAR(p[2], 204, 6);
  }
}

TEST(Finish, TakesNoColorFromHalfCoveredPixels) {
  // Soft edges that hold the colour of the background they were cut from, as generated views have.
  views::ViewSet views = box().views;
  for (auto& slot : views.views) {
    if (!slot) continue;
    auto view = std::make_shared<views::View>(*slot);
    for (std::size_t i = 0; i < view->rgba.num_pixels(); ++i) {
      std::uint8_t* p = view->rgba.data().data() + 4 * i;
      if (p[3] < 255) p[0] = p[1] = p[2] = 255;
    }
    slot = view;
  }
  const mesh::MeshPtr mesh = finish(shape_of(box().truth), views, {100, 256}, RunContext());
  for (const std::uint8_t value : mesh->texture->data()) ASSERT_LT(value, 212);
}

TEST(Finish, ASurfaceLargerThanTheOutlinesTakesNoBackground) {
  mesh::Mesh swollen = shape_of(torus().truth);
  const std::vector<glm::vec3> normals = mesh::smooth_normals(swollen);
  for (std::size_t v = 0; v < normals.size(); ++v) swollen.positions[v] += 0.012f * normals[v];
  views::ViewSet views = torus().views;
  for (auto& slot : views.views) {
    if (!slot) continue;
    auto view = std::make_shared<views::View>(*slot);
    for (std::size_t i = 0; i < view->rgba.num_pixels(); ++i) {
      std::uint8_t* p = view->rgba.data().data() + 4 * i;
      // All of the object is red, all of the background green.
      p[0] = p[3] > 0 ? 200 : 0;
      p[1] = p[3] > 0 ? 20 : 255;
      p[2] = 20;
    }
    slot = view;
  }
  const mesh::MeshPtr mesh = finish(swollen, views, {4000, 256}, RunContext());
  for (std::size_t i = 0; i < mesh->texture->num_pixels(); ++i) {
    ASSERT_LT(mesh->texture->data()[3 * i + 1], 30);
    ASSERT_GT(mesh->texture->data()[3 * i], 190);
  }
}

TEST(Finish, TheFrontIsAsSharpAsThePhoto) {
  mesh::Mesh ball = support::make_sphere(0.35f);
  ball.colors.assign(ball.positions.size(), glm::vec3(0.5f));
  const geometry::Camera camera = geometry::view_camera(0, 768);
  // A pattern that the views' own pixels are too large for.
  image::Image8 photo = mesh::draw(ball, camera, mesh::Shading::Colors, 1);
  for (int y = 0; y < 768; ++y) {
    for (int x = 0; x < 768; ++x) {
      const double value = 128.0 + 100.0 * std::sin(x * 1.1) * std::sin(y * 1.1);
      for (int c = 0; c < 3; ++c) photo.at(x, y, c) = static_cast<std::uint8_t>(value);
    }
  }
  views::ViewSet views = support::anchor_views(ball);
  auto front = std::make_shared<views::View>(*views.views[0]);
  front->rgba = image::resize(photo, 256, 256);
  views.views[0] = front;
  views.front_detail = std::make_shared<image::Image8>(photo);
  const mesh::MeshPtr mesh = finish(shape_of(ball), views, {9000, 1024}, RunContext());
  // The rim belongs to other views.
  EXPECT_GT(psnr_inside(mesh::draw(*mesh, camera, mesh::Shading::Textured, 2), photo, 40), 30.0);
}

TEST(Finish, AViewWithoutTrustHasNoSay) {
  views::ViewSet views = box().views;
  auto wrong = std::make_shared<views::View>(*views.views[8]);
  for (std::size_t i = 0; i < wrong->rgba.num_pixels(); ++i) wrong->rgba.data()[4 * i] = 255;
  views.views[8] = wrong;
  views.trust[8] = 0.0f;
  const mesh::MeshPtr mesh = finish(shape_of(box().truth), views, {100, 128}, RunContext());
  for (std::size_t i = 0; i < mesh->texture->num_pixels(); ++i) ASSERT_LT(mesh->texture->data()[3 * i], 60);
}

TEST(Finish, BothSidesOfASeamHaveOneColor) {
  const mesh::MeshPtr mesh = finish(shape_of(torus().truth), torus().views, {4000, 1024}, RunContext());
  const std::vector<std::uint32_t> first = mesh::weld_map(*mesh);
  double sum = 0.0;
  int count = 0;
  for (std::size_t v = 0; v < first.size(); ++v) {
    if (first[v] == v) continue;
    const glm::vec3 difference = glm::abs(mesh::sample_texture(*mesh->texture, mesh->uvs[v]) -
                                          mesh::sample_texture(*mesh->texture, mesh->uvs[first[v]]));
    EXPECT_LT(std::max({difference.x, difference.y, difference.z}), 0.06f);
    sum += static_cast<double>(difference.x + difference.y + difference.z) / 3.0;
    ++count;
  }
  EXPECT_GT(count, 100);
  EXPECT_LT(sum / count, 0.006);
}

TEST(Finish, DoesNotDependOnTheNumberOfThreads) {
  const auto run = [] { return finish(shape_of(torus().truth), torus().views, {1000, 128}, RunContext()); };
  const mesh::MeshPtr all = run();
  const ThreadLimit limit(1);
  const mesh::MeshPtr one = run();
  EXPECT_EQ(all->uvs, one->uvs);
  EXPECT_EQ(*all->texture, *one->texture);
}

TEST(Finish, TinyMeshesComeOutWhole) {
  mesh::Mesh tetrahedron;
  tetrahedron.positions = {{0.3f, 0.3f, 0.3f}, {-0.3f, -0.3f, 0.3f}, {-0.3f, 0.3f, -0.3f}, {0.3f, -0.3f, -0.3f}};
  tetrahedron.faces = {{0, 2, 1}, {0, 1, 3}, {0, 3, 2}, {1, 2, 3}};
  tetrahedron.colors.assign(4, glm::vec3(0.7f, 0.3f, 0.2f));
  const views::ViewSet views = support::anchor_views(tetrahedron);
  for (const int texture_px : {0, 1, 16, 128}) {
    const mesh::MeshPtr mesh = finish(shape_of(tetrahedron), views, {100, texture_px}, RunContext());
    EXPECT_EQ(mesh->faces.size(), 4u);
    EXPECT_TRUE(mesh::topology_of(*mesh).is_watertight());
  }
}

TEST(Finish, StopsWhenAsked) {
  std::stop_source stop;
  RunListener listener;
  listener.on_progress = [&](std::string_view, double fraction) {
    if (fraction > 0.35) stop.request_stop();
  };
  EXPECT_THROW(finish(shape_of(torus().truth), torus().views, {5000, 256}, RunContext(stop.get_token(), listener)),
               Cancelled);
}

TEST(Finish, RefusesWhatItCannotUse) {
  const auto code_of = [](const mesh::Mesh& mesh, const views::ViewSet& views, const FinishOptions& options) {
    try {
      finish(mesh, views, options, RunContext());
    } catch (const Error& error) {
      return error.code();
    }
    return ErrorCode::Internal;
  };
  EXPECT_EQ(code_of({}, box().views, {}), ErrorCode::Usage);
  EXPECT_EQ(code_of(shape_of(box().truth), {}, {}), ErrorCode::Usage);
  EXPECT_EQ(code_of(shape_of(box().truth), box().views, {10, 1024}), ErrorCode::Usage);
  EXPECT_EQ(code_of(shape_of(box().truth), box().views, {20000, -1}), ErrorCode::Usage);
  mesh::Mesh broken = shape_of(box().truth);
  broken.positions[0].x = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(code_of(broken, box().views, {}), ErrorCode::NumericalFailure);
}

}  // namespace
}  // namespace core::texture
