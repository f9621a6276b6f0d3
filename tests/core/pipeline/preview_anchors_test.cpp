// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/pipeline/preview_anchors.h"

#include <gtest/gtest.h>

#include "core/image/alpha.h"
#include "core/pipeline/options.h"
#include "core/sketch/sketch_source.h"

namespace core::pipeline {
namespace {

Tools sketch_tools() {
  Tools tools;
  tools.make_source = [](const project::Choices& choices) {
    return std::make_unique<sketch::SketchSource>(from_values<SketchOptions>(choices.sketch));
  };
  tools.algorithms_for = [](const project::Choices&) { return project::Algorithms{}; };
  return tools;
}

/// An upright ellipse, all anchors drawn.
project::Workspace drawn_work() {
  image::Image8 picture(200, 300, 4);
  for (int y = 0; y < 300; ++y) {
    for (int x = 0; x < 200; ++x) {
      const double dx = (x - 100) / 80.0, dy = (y - 150) / 130.0;
      if (dx * dx + dy * dy < 1.0) std::fill_n(picture.pixel(x, y), 4, std::uint8_t{255});
    }
  }
  project::Workspace work;
  work.picture = project::make_picture("ellipse", picture, true);
  return bring_up_to_date(work, Goal::Anchors, sketch_tools(), [](const Event&) {}, {});
}

std::vector<views::ViewPtr> previews_of(const project::Workspace& work) {
  std::vector<views::ViewPtr> previews;
  preview_anchors(work, sketch_tools(),
                  [&](const Event& event) {
                    ASSERT_TRUE(std::holds_alternative<PreviewReady>(event));
                    previews.push_back(std::get<PreviewReady>(event).view);
                  },
                  {});
  return previews;
}

TEST(PreviewAnchors, NothingIsDrawnWhileEverythingIsCurrent) { EXPECT_TRUE(previews_of(drawn_work()).empty()); }

TEST(PreviewAnchors, ShowTheBodyThatARunWouldDraw) {
  project::Workspace work = drawn_work();
  work.choices.sketch["depth"] = 0.5;
  const std::vector<views::ViewPtr> previews = previews_of(work);
  ASSERT_EQ(previews.size(), 8u);
  const project::Workspace redrawn = bring_up_to_date(work, Goal::Anchors, sketch_tools(), [](const Event&) {}, {});
  for (const views::ViewPtr& view : previews) {
    EXPECT_TRUE(view->has_normal());
    EXPECT_EQ(view->rgba, redrawn.shown[static_cast<std::size_t>(view->index)]->view->rgba) << view->index;
  }
  EXPECT_NE(previews[2]->rgba, work.shown[8]->view->rgba);
}

TEST(PreviewAnchors, ADeeperBodyIsPreviewedWithTheRoomThatItNeeds) {
  project::Workspace work = drawn_work();
  work.choices.sketch["depth"] = 1.8;
  for (const views::ViewPtr& view : previews_of(work)) {
    const image::AlphaBox box = image::alpha_box(view->rgba, 127);
    EXPECT_GE(box.left, 1) << view->index;
    EXPECT_LE(box.right, 255) << view->index;
  }
}

TEST(PreviewAnchors, LockedViewsStayAsTheyAre) {
  project::Workspace work = drawn_work();
  work.choices.sketch["depth"] = 0.5;
  work.choices.locked[12] = true;
  for (const views::ViewPtr& view : previews_of(work)) EXPECT_NE(view->index, 12);
}

TEST(PreviewAnchors, WithoutACutOutThereIsNothingToDrawFrom) {
  project::Workspace work = drawn_work();
  work.cut_out = nullptr;
  EXPECT_TRUE(previews_of(work).empty());
}

}  // namespace
}  // namespace core::pipeline
