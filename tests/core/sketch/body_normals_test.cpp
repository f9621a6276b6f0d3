// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/body_normals.h"

#include <gtest/gtest.h>

#include "core/sketch/sketch_source.h"
#include "tests/core/sketch/drawn_pictures.h"

namespace core::sketch {
namespace {

TEST(BodyNormals, AreThoseOfTheFrontViewOnWhiteAndSaySo) {
  const image::Image8 canvas = sketch_test::drawn(sketch_test::figure());
  std::string code;
  const RunContext context({}, {.on_progress = [](std::string_view, double) { FAIL() << "reports progress"; },
                                .on_warning = [&](std::string_view word, const std::string&) { code = word; }});
  const views::FramedPhoto photo = {std::make_shared<const image::Image8>(canvas), canvas, canvas, {}};
  const image::Image8 normals = BodyNormals({}).estimate(photo, {}, context);
  EXPECT_EQ(code, "normals_from_sketch");
  views::ViewPtr front;
  SketchSource({}).draw_anchors(sketch_test::all_anchors(canvas),
                                [&](const views::ViewPtr& view) { front = view->index == 0 ? view : front; }, {});
  ASSERT_EQ(normals.channels(), 3);
  for (int y = 0; y < canvas.height(); ++y) {
    for (int x = 0; x < canvas.width(); ++x) {
      const bool is_inside = canvas.at(x, y, 3) == 255;
      if (!is_inside && canvas.at(x, y, 3) != 0) continue;
      for (int c = 0; c < 3; ++c)
        ASSERT_EQ(normals.at(x, y, c), is_inside ? front->normal.at(x, y, c) : 255) << x << ", " << y;
    }
  }
}

TEST(SketchSource, RefusesToDrawAPartOfAView) {
  views::AnchorRequest request = sketch_test::all_anchors(sketch_test::drawn(sketch_test::figure()));
  request.regions[2] = std::make_shared<const views::AnchorRegion>();
  EXPECT_THROW(SketchSource({}).draw_anchors(request, [](const views::ViewPtr&) {}, {}), Error);
}

}  // namespace
}  // namespace core::sketch
