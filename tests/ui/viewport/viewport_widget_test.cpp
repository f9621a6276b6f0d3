// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/viewport/viewport_widget.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>
#include <QWheelEvent>
#include <glm/geometric.hpp>

#include "core/image/color_ramp.h"
#include "tests/support/gl_calls.h"
#include "tests/support/shapes.h"

namespace {

using core::mesh::Mesh;
using core::mesh::MeshPtr;
using render::Shading;
using render::StandardView;
using ui::viewport::ViewportWidget;

constexpr int kPatience_ms = 20000;
const QSize kSize(760, 520);  // the shading switch takes one row
const QPoint kMiddle(380, 260);
/// In the first button of the shading switch, and in the middle of the cube.
const QPoint kFirstShading(40, kSize.height() - 30), kCube(kSize.width() - 56, 56);

MeshPtr sphere(float radius = 0.35f) { return std::make_shared<const Mesh>(support::make_sphere(radius)); }

class ViewportWidgetTest : public testing::Test {
 protected:
  void SetUp() override {
    if (QGuiApplication::platformName() == QLatin1String("offscreen")) {
      GTEST_SKIP() << "No display here: the viewport needs one, such as Xvfb.";
    }
    viewport_.resize(kSize);
    viewport_.show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&viewport_, kPatience_ms));
  }

  void show_mesh(const MeshPtr& mesh) {
    QSignalSpy shown(&viewport_, &ViewportWidget::mesh_shown);
    viewport_.set_mesh(mesh);
    ASSERT_TRUE(
        QTest::qWaitFor([&] { return !shown.isEmpty() && shown.last()[0].value<MeshPtr>() == mesh; }, kPatience_ms));
  }

  QImage finished_grab() {
    viewport_.finish_frame();
    return viewport_.grabFramebuffer();
  }

  void drag(Qt::MouseButton button, const QPoint& by, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mousePress(&viewport_, button, modifiers, kMiddle);
    for (int i = 1; i <= 4; ++i) {
      const QPointF at = QPointF(kMiddle) + QPointF(by) * i / 4.0;
      QMouseEvent move(QEvent::MouseMove, at, viewport_.mapToGlobal(at), Qt::NoButton, button, modifiers);
      QApplication::sendEvent(&viewport_, &move);
    }
    QTest::mouseRelease(&viewport_, button, modifiers, kMiddle + by);
  }

  void click_overlay(const QPoint& at) {
    QTest::mouseMove(&viewport_, at);
    QTest::mouseClick(&viewport_, Qt::LeftButton, {}, at);
  }

  bool arrives_at(float azimuth_deg, float elevation_deg) {
    const glm::vec3 goal = render::ViewCamera::on_ring(azimuth_deg, elevation_deg).outward_in_world();
    return QTest::qWaitFor([&] { return glm::distance(viewport_.camera().outward_in_world(), goal) < 1e-3f; },
                           kPatience_ms);
  }

  ViewportWidget viewport_;
};

/// Pixels of about this colour.
int count_near(const QImage& image, const QColor& color) {
  int count = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      const QColor c = image.pixelColor(x, y);
      count +=
          std::abs(c.red() - color.red()) + std::abs(c.green() - color.green()) + std::abs(c.blue() - color.blue()) <
          12;
    }
  }
  return count;
}

MeshPtr red_sphere() {
  Mesh mesh = support::make_sphere(0.35f);
  mesh.colors.assign(mesh.positions.size(), glm::vec3(1.0f, 0.0f, 0.0f));
  return std::make_shared<const Mesh>(std::move(mesh));
}

TEST_F(ViewportWidgetTest, ShowsTheMeshInItsColours) {
  viewport_.set_shading(Shading::VertexColors);
  EXPECT_EQ(count_near(finished_grab(), Qt::red), 0);
  show_mesh(red_sphere());
  EXPECT_GT(count_near(finished_grab(), Qt::red), 20000);
  show_mesh(nullptr);
  EXPECT_EQ(count_near(finished_grab(), Qt::red), 0);
}

TEST_F(ViewportWidgetTest, TheNewestMeshIsTheOneShown) {
  MeshPtr last;
  QSignalSpy shown(&viewport_, &ViewportWidget::mesh_shown);
  for (int i = 0; i < 20; ++i) viewport_.set_mesh(last = sphere(0.1f + 0.01f * static_cast<float>(i)));
  ASSERT_TRUE(
      QTest::qWaitFor([&] { return !shown.isEmpty() && shown.last()[0].value<MeshPtr>() == last; }, kPatience_ms));
  EXPECT_EQ(viewport_.mesh(), last);
  EXPECT_LT(shown.size(), 10);
}

TEST_F(ViewportWidgetTest, LeftAndMiddleButtonTurn) {
  const float before = viewport_.camera().azimuth_deg;
  drag(Qt::LeftButton, {60, 0});
  const float after_left = viewport_.camera().azimuth_deg;
  EXPECT_LT(after_left, before - 10.0f);
  drag(Qt::MiddleButton, {60, 0});
  EXPECT_LT(viewport_.camera().azimuth_deg, after_left - 10.0f);
}

TEST_F(ViewportWidgetTest, RightButtonAndShiftMove) {
  const auto azimuth = viewport_.camera().azimuth_deg;
  drag(Qt::RightButton, {50, 0});
  const glm::vec3 first = viewport_.camera().target;
  EXPECT_GT(glm::length(first), 0.05f);
  drag(Qt::LeftButton, {50, 0}, Qt::ShiftModifier);
  EXPECT_GT(glm::length(viewport_.camera().target), glm::length(first) + 0.05f);
  EXPECT_FLOAT_EQ(viewport_.camera().azimuth_deg, azimuth);
}

TEST_F(ViewportWidgetTest, WheelZoomsToTheCursor) {
  const QPointF cursor(330, 180);
  const glm::vec2 size(kSize.width(), kSize.height()), at(cursor.x(), cursor.y());
  const glm::vec3 under = viewport_.camera().point_on_target_plane(at, size);
  QWheelEvent wheel(cursor, viewport_.mapToGlobal(cursor), {}, {0, 240}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
  QApplication::sendEvent(&viewport_, &wheel);
  EXPECT_LT(viewport_.camera().distance, 1.3f);
  const glm::vec3 seen = viewport_.camera().project(under, size);
  EXPECT_NEAR(seen.x, at.x, 0.1f);
  EXPECT_NEAR(seen.y, at.y, 0.1f);
}

TEST_F(ViewportWidgetTest, KeysTurnFrameAndSwitchProjection) {
  show_mesh(sphere(0.1f));
  QTest::keyClick(&viewport_, Qt::Key_3, Qt::KeypadModifier);
  EXPECT_TRUE(arrives_at(90.0f, 0.0f));
  QTest::keyClick(&viewport_, Qt::Key_7, Qt::KeypadModifier);
  EXPECT_TRUE(arrives_at(0.0f, 90.0f));
  QTest::keyClick(&viewport_, Qt::Key_1, Qt::KeypadModifier);
  EXPECT_TRUE(arrives_at(0.0f, 0.0f));
  QSignalSpy changed(&viewport_, &ViewportWidget::orthographic_changed);
  QTest::keyClick(&viewport_, Qt::Key_5, Qt::KeypadModifier);
  EXPECT_TRUE(viewport_.is_orthographic());
  EXPECT_EQ(changed.size(), 1);
  QTest::keyClick(&viewport_, Qt::Key_F);
  EXPECT_TRUE(QTest::qWaitFor([&] { return viewport_.camera().distance < 0.6f; }, kPatience_ms));
}

TEST_F(ViewportWidgetTest, AClickOnTheShadingSwitchChangesTheShading) {
  finished_grab();
  QSignalSpy changed(&viewport_, &ViewportWidget::shading_changed);
  click_overlay(kFirstShading);
  EXPECT_TRUE(QTest::qWaitFor([&] { return !changed.isEmpty(); }, kPatience_ms));
  EXPECT_EQ(viewport_.shading(), Shading::Textured);
}

TEST_F(ViewportWidgetTest, AClickOnTheCubeTurnsToItsSide) {
  viewport_.turn_to_angles(25.0f, 12.0f);
  finished_grab();
  click_overlay(kCube);
  EXPECT_TRUE(arrives_at(0.0f, 0.0f));
}

TEST_F(ViewportWidgetTest, AControlKeepsTheDragToItself) {
  finished_grab();
  const float azimuth = viewport_.camera().azimuth_deg;
  QTest::mousePress(&viewport_, Qt::LeftButton, {}, kFirstShading);
  QMouseEvent move(QEvent::MouseMove, QPointF(kMiddle), viewport_.mapToGlobal(QPointF(kMiddle)), Qt::NoButton,
                   Qt::LeftButton, {});
  QApplication::sendEvent(&viewport_, &move);
  QTest::mouseRelease(&viewport_, Qt::LeftButton, {}, kMiddle);
  EXPECT_FLOAT_EQ(viewport_.camera().azimuth_deg, azimuth);
  EXPECT_EQ(viewport_.shading(), Shading::Clay);
}

TEST_F(ViewportWidgetTest, RunButtonsTellWhatWasPressed) {
  viewport_.set_run_controls({true, true, false});
  finished_grab();
  QSignalSpy paused(&viewport_, &ViewportWidget::pause_pressed),
      continued(&viewport_, &ViewportWidget::continue_pressed);
  // Right above the shading switch: the last button is Continue, which is off.
  click_overlay({kSize.width() - 60, kSize.height() - 76});
  finished_grab();
  EXPECT_TRUE(continued.isEmpty());
  viewport_.set_run_controls({true, true, true});
  click_overlay({kSize.width() - 60, kSize.height() - 76});
  EXPECT_TRUE(QTest::qWaitFor([&] { return !continued.isEmpty(); }, kPatience_ms));
  EXPECT_TRUE(paused.isEmpty());
}

TEST_F(ViewportWidgetTest, LookThroughShowsThePictureUntilTheCameraIsTurned) {
  auto green = std::make_shared<core::image::Image8>(64, 64, 3);
  for (std::size_t i = 1; i < green->data().size(); i += 3) green->data()[i] = 255;
  viewport_.set_picture_opacity(1.0f);
  QSignalSpy ended(&viewport_, &ViewportWidget::look_through_ended);
  viewport_.look_through(45.0f, green, "45° right");
  ASSERT_TRUE(QTest::qWaitFor([&] { return count_near(finished_grab(), Qt::green) > 50000; }, kPatience_ms));
  EXPECT_TRUE(arrives_at(45.0f, 0.0f));
  drag(Qt::RightButton, {10, 0});
  EXPECT_TRUE(viewport_.is_looking_through());
  drag(Qt::LeftButton, {10, 0});
  EXPECT_FALSE(viewport_.is_looking_through());
  EXPECT_EQ(ended.size(), 1);
  EXPECT_EQ(count_near(finished_grab(), Qt::green), 0);
}

TEST_F(ViewportWidgetTest, DrawsNothingWhileNothingChanges) {
  show_mesh(sphere());
  finished_grab();
  int num_frames = 0;
  const auto counting = QObject::connect(&viewport_, &QOpenGLWidget::frameSwapped, [&] { ++num_frames; });
  // Frames may still be on their way; then there must come a time without any.
  int num_last = -1;
  EXPECT_TRUE(QTest::qWaitFor(
      [&] {
        QTest::qWait(200);
        return std::exchange(num_last, num_frames) == num_frames;
      },
      kPatience_ms));
  QObject::disconnect(counting);
}

TEST_F(ViewportWidgetTest, AFrameOfAnUnchangedSceneDrawsAndCopiesNothing) {
  show_mesh(sphere());
  finished_grab();
  QSignalSpy swapped(&viewport_, &QOpenGLWidget::frameSwapped);
  const support::GlCalls calls;
  viewport_.set_status({"stage", {}, {}});  // the overlay alone
  ASSERT_TRUE(QTest::qWaitFor([&] { return !swapped.isEmpty(); }, kPatience_ms));
  EXPECT_EQ(calls.num_draws(), 0);
  EXPECT_EQ(calls.num_uploads(), 0);
}

TEST_F(ViewportWidgetTest, AMeshThatArrivesIsCopiedOnceAndInPartsThatHoldNoFrameUp) {
  show_mesh(sphere());
  finished_grab();
  const auto large = std::make_shared<const Mesh>(support::make_sphere(0.35f, 400, 500));
  const std::size_t num_bytes =
      large->positions.size() * sizeof(render::DrawVertex) + large->faces.size() * sizeof(glm::uvec3);
  const support::GlCalls calls;
  std::size_t num_before = 0, most = 0;
  const auto counting = QObject::connect(&viewport_, &QOpenGLWidget::frameSwapped, [&] {
    most = std::max(most, calls.num_uploaded_bytes() - num_before);
    num_before = calls.num_uploaded_bytes();
  });
  show_mesh(large);
  QObject::disconnect(counting);
  EXPECT_GE(calls.num_uploaded_bytes(), num_bytes);
  // The coarse faces for drafts come on top.
  EXPECT_LT(calls.num_uploaded_bytes(), num_bytes + num_bytes / 10);
  EXPECT_LE(most, std::size_t{4} << 20);
}

TEST_F(ViewportWidgetTest, MapsShowTheFindingsOfTheMesh) {
  const MeshPtr mesh = sphere();
  auto findings = std::make_shared<core::mesh::ViewFindings>();
  findings->num_views.assign(mesh->positions.size(), 0);
  findings->disagreement.assign(mesh->positions.size(), 1.0f);
  viewport_.set_shading(Shading::Disagreement);
  show_mesh(mesh);
  const auto high = core::image::ramp_color(1.0f);
  const QColor color(high[0], high[1], high[2]);
  const int num_in_legend = count_near(finished_grab(), color);
  QSignalSpy shown(&viewport_, &ViewportWidget::mesh_shown);
  viewport_.set_mesh(mesh, findings);
  ASSERT_TRUE(QTest::qWaitFor([&] { return !shown.isEmpty(); }, kPatience_ms));
  EXPECT_GT(count_near(finished_grab(), color), num_in_legend + 10000);
}

TEST_F(ViewportWidgetTest, APictureOfTheMeshShowsWhatTheFrameShowsOverNothing) {
  viewport_.set_shading(Shading::VertexColors);
  show_mesh(red_sphere());
  const render::Scene picture = viewport_.picture_scene(3 * viewport_.size(), true);
  EXPECT_EQ(picture.shading, Shading::VertexColors);
  EXPECT_EQ(picture.mesh, viewport_.mesh());
  EXPECT_FALSE(picture.background.has_value());
  EXPECT_FALSE(picture.has_floor);
  EXPECT_FLOAT_EQ(picture.pixel_ratio, 3.0f);
  EXPECT_TRUE(viewport_.picture_scene(viewport_.size(), false).background.has_value());
}

TEST_F(ViewportWidgetTest, KeepsTheMeshWhenItMovesToAnotherWindow) {
  viewport_.set_shading(Shading::VertexColors);
  show_mesh(red_sphere());
  QWidget window;
  window.resize(kSize);
  QVBoxLayout layout(&window);
  layout.addWidget(&viewport_);
  window.show();
  ASSERT_TRUE(QTest::qWaitForWindowExposed(&window, kPatience_ms));
  EXPECT_TRUE(QTest::qWaitFor([&] { return count_near(finished_grab(), Qt::red) > 10000; }, kPatience_ms));
  viewport_.setParent(nullptr);
}

TEST(ViewportWidgetWithoutDevice, DoesNothingHarmfulBeforeItIsShown) {
  ViewportWidget viewport;
  viewport.set_mesh(sphere());
  viewport.set_shading(Shading::Wire);
  viewport.look_through(90.0f, nullptr, "90°");
  viewport.frame_mesh();
  viewport.finish_frame();
  EXPECT_EQ(viewport.picture_scene({10, 10}, true).mesh, nullptr);
}

}  // namespace
