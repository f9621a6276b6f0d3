// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/views/view.h"

#include <gtest/gtest.h>

#include <glm/geometric.hpp>

#include "core/views/clip_table.h"
#include "core/views/normal_map.h"

namespace core::views {
namespace {

TEST(ViewName, SaysWhereTheViewLooksFrom) {
  EXPECT_EQ(view_name(0), "Front");
  EXPECT_EQ(view_name(4), "45° right");
  EXPECT_EQ(view_name(16), "Back");
  EXPECT_EQ(view_name(20), "135° left");
  EXPECT_EQ(view_name(1), "11.25° right");
  EXPECT_EQ(view_name(31), "11.25° left");
}

TEST(ContentKeyOfAView, ChangesWithAnyPixelAndNotWithTheSeed) {
  View view;
  view.rgba = image::Image8(8, 8, 4, 9);
  const ContentKey key = content_key(view);
  view.seed = 99;
  EXPECT_EQ(content_key(view), key);
  view.rgba.at(7, 7, 2) = 10;
  EXPECT_NE(content_key(view), key);
}

TEST(ViewOnWhite, IsWhatTheViewWasCutOutOfWhereThatIsKept) {
  View view;
  view.rgba = image::Image8(8, 8, 4, 0);
  view.normal = image::Image8(8, 8, 4, 0);
  EXPECT_EQ(color_on_white(view), image::Image8(8, 8, 3, 255));
  EXPECT_EQ(normal_on_white(view), image::Image8(8, 8, 3, 255));
  view.uncut_rgb = image::Image8(8, 8, 3, 250);
  view.uncut_normal = image::Image8(8, 8, 3, 251);
  EXPECT_EQ(color_on_white(view), view.uncut_rgb);
  EXPECT_EQ(normal_on_white(view), view.uncut_normal);
}

TEST(ClipTable, ClipsHoldTheSixViewsBetweenTheirThreeAnchors) {
  EXPECT_EQ(clip_anchors(0), (std::array<int, 3>{7, 0, 1}));
  EXPECT_EQ(clip_views(0), (std::array<int, 6>{29, 30, 31, 1, 2, 3}));
  EXPECT_EQ(clip_anchors(3), (std::array<int, 3>{5, 6, 7}));
  EXPECT_EQ(clip_views(3), (std::array<int, 6>{21, 22, 23, 25, 26, 27}));
  for (int clip = 0; clip < kNumClips; ++clip) {
    for (const int view : clip_views(clip)) EXPECT_EQ(clip_of_view(view), clip);
  }
}

TEST(ClipTable, AnEvenAnchorHoldsOneClipAndAnOddOneTwo) {
  EXPECT_EQ(clips_of_anchor(0).to_string(), "0001");
  EXPECT_EQ(clips_of_anchor(4).to_string(), "0100");
  EXPECT_EQ(clips_of_anchor(1).to_string(), "0011");
  EXPECT_EQ(clips_of_anchor(7).to_string(), "1001");
}

TEST(NormalMap, TheFrontCameraIsRedTheRightGreenAndUpBlue) {
  std::uint8_t rgb[3];
  encode_normal({0, -1, 0}, rgb);
  EXPECT_EQ(rgb[0], 255);
  EXPECT_EQ(rgb[1], 128);
  encode_normal({1, 0, 0}, rgb);
  EXPECT_EQ(rgb[1], 255);
  encode_normal({0, 0, 1}, rgb);
  EXPECT_EQ(rgb[2], 255);
}

TEST(NormalMap, DecodingGivesTheNormalBackWithinTheBytesSteps) {
  const glm::vec3 normal = glm::normalize(glm::vec3(0.3f, -0.8f, 0.2f));
  std::uint8_t rgb[3];
  encode_normal(normal, rgb);
  EXPECT_LT(glm::length(decode_normal(rgb) - normal), 0.008f);
}

}  // namespace
}  // namespace core::views
