// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <epoxy/gl.h>
#include <gtest/gtest.h>

#include <optional>

#include "core/base/error.h"
#include "render/offscreen.h"
#include "render/scene_renderer.h"
#include "tests/support/shapes.h"

/// Draws without a display. Every test ends with a look at OpenGL's errors.
class OffscreenTest : public testing::Test {
 protected:
  void SetUp() override {
    try {
      context_.emplace();
    } catch (const core::Error& error) {
      GTEST_SKIP() << "No OpenGL without a display here: " << error.what();
    }
    renderer_.emplace();
  }

  void TearDown() override {
    if (!context_) return;
    EXPECT_EQ(glGetError(), static_cast<unsigned int>(GL_NO_ERROR));
  }

  /// The mesh alone over nothing.
  static render::Scene bare_scene(core::mesh::Mesh mesh, render::Shading shading) {
    render::Scene scene;
    scene.mesh = std::make_shared<const core::mesh::Mesh>(std::move(mesh));
    scene.shading = shading;
    scene.background.reset();
    scene.has_floor = false;
    return scene;
  }

  core::image::Image8 draw(const render::Scene& scene, const render::ViewCamera& camera, const glm::ivec2& size_px,
                           int num_samples = 1) {
    return render::draw_picture(*renderer_, scene, camera, size_px, num_samples);
  }

  std::optional<render::OffscreenContext> context_;
  std::optional<render::SceneRenderer> renderer_;
};
