// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/texture/view_fit.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/mesh/rasterizer.h"
#include "core/texture/atlas.h"
#include "tests/support/ring_views.h"
#include "tests/support/shapes.h"

namespace core::texture {
namespace {

constexpr int kTexturePx = 256;

/// A painted ball, the views of it, and the ball unfolded with a grey texture.
struct Scene {
  views::ViewSet views;
  mesh::Mesh unfolded;
};
const Scene& ball() {
  static const Scene scene = [] {
    mesh::Mesh mesh = support::make_sphere(0.35f);
    support::paint_by_position(mesh);
    Scene made{support::anchor_views(mesh, 128), {}};
    mesh.normals = mesh::smooth_normals(mesh);
    made.unfolded = unfold(mesh, made.views, kTexturePx, RunContext()).mesh;
    return made;
  }();
  return scene;
}

image::Image8 plain_texture(std::uint8_t value) {
  image::Image8 texture(kTexturePx, kTexturePx, 3);
  std::fill(texture.data().begin(), texture.data().end(), value);
  return texture;
}

/// Mean difference, 0..255, between a view and the ball drawn with a texture, where both cover a pixel in full.
double difference_from(int view, const image::Image8& texture, const views::ViewSet& views) {
  mesh::Mesh mesh = ball().unfolded;
  mesh.texture = std::make_shared<image::Image8>(texture);
  const image::Image8& meant = views.at(view)->rgba;
  const image::Image8 drawn = mesh::draw(mesh, geometry::view_camera(view, meant.width()), mesh::Shading::Textured);
  double sum = 0.0;
  int count = 0;
  for (int y = 0; y < meant.height(); ++y) {
    for (int x = 0; x < meant.width(); ++x) {
      if (meant.at(x, y, 3) < 255 || drawn.at(x, y, 3) < 255) continue;
      for (int c = 0; c < 3; ++c) sum += std::abs(double(meant.at(x, y, c)) - double(drawn.at(x, y, c)));
      count += 3;
    }
  }
  return sum / count;
}

views::ViewSet with_changed_view(int view, const auto& change) {
  views::ViewSet views = ball().views;
  auto changed = std::make_shared<views::View>(*views.at(view));
  for (std::size_t i = 0; i < changed->rgba.num_pixels(); ++i) change(changed->rgba.data().data() + 4 * i);
  views.views[static_cast<std::size_t>(view)] = changed;
  return views;
}

TEST(ViewFit, BringsATextureNearToAllViews) {
  image::Image8 texture = plain_texture(128);
  fit_to_views(ball().unfolded, ball().views, texture, RunContext());
  fit_to_views(ball().unfolded, ball().views, texture, RunContext());
  for (const int view : {0, 4, 12, 20}) EXPECT_LT(difference_from(view, texture, ball().views), 3.0) << view;
}

TEST(ViewFit, LeavesWhatNoViewSees) {
  // Charts seen from below only: their texels keep their colour.
  image::Image8 texture = plain_texture(128);
  views::ViewSet front;
  front.views[0] = ball().views.at(0);
  fit_to_views(ball().unfolded, front, texture, RunContext());
  EXPECT_LT(difference_from(0, texture, front), 6.0);
  mesh::Mesh mesh = ball().unfolded;
  mesh.texture = std::make_shared<image::Image8>(texture);
  const image::Image8 back = mesh::draw(mesh, geometry::view_camera(16, 64), mesh::Shading::Textured);
  for (int c = 0; c < 3; ++c) EXPECT_EQ(back.at(32, 32, c), 128);
}

TEST(ViewFit, AViewWithoutTrustHasNoSay) {
  views::ViewSet views = with_changed_view(8, [](std::uint8_t* p) { p[0] = p[1] = p[2] = 255; });
  views.trust.fill(0.0f);
  image::Image8 texture = plain_texture(100);
  fit_to_views(ball().unfolded, views, texture, RunContext());
  EXPECT_EQ(texture, plain_texture(100));
}

TEST(ViewFit, AViewThatShowsSomethingElseChangesLittle) {
  image::Image8 right = plain_texture(128);
  for (int pass = 0; pass < 2; ++pass) fit_to_views(ball().unfolded, ball().views, right, RunContext());
  const auto change = [](std::uint8_t* p) {
    for (int c = 0; c < 3; ++c) p[c] = static_cast<std::uint8_t>(p[c] < 128 ? 255 : 0);
  };
  image::Image8 texture = right;
  fit_to_views(ball().unfolded, with_changed_view(8, change), texture, RunContext());
  for (const int view : {4, 12}) EXPECT_LT(difference_from(view, texture, ball().views), 6.0) << view;
}

TEST(ViewFit, TakesNothingFromHalfCoveredPixels) {
  views::ViewSet views = ball().views;
  for (int k = 0; k < geometry::kNumViews; k += geometry::kViewsPerAnchor) {
    auto view = std::make_shared<views::View>(*views.at(k));
    for (std::size_t i = 0; i < view->rgba.num_pixels(); ++i) {
      std::uint8_t* p = view->rgba.data().data() + 4 * i;
      const bool is_whole = p[3] == 255;
      p[0] = is_whole ? 40 : 255;
      p[1] = p[2] = is_whole ? 40 : 255;
    }
    views.views[static_cast<std::size_t>(k)] = view;
  }
  image::Image8 texture = plain_texture(40);
  fit_to_views(ball().unfolded, views, texture, RunContext());
  EXPECT_EQ(texture, plain_texture(40));
}

}  // namespace
}  // namespace core::texture
