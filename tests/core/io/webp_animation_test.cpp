// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/webp_animation.h"

#include <gtest/gtest.h>
#include <webp/demux.h>

#include "core/io/image_file.h"
#include "tests/support/error_of.h"

namespace {

using core::ErrorCode;
using core::image::Image8;
using core::io::WebpAnimation;

/// Red on the left half as wide as `column`, transparent beside it.
Image8 frame(int column) {
  Image8 picture(64, 48, 4);
  for (int y = 0; y < 48; ++y) {
    for (int x = 0; x < column; ++x) {
      picture.at(x, y, 0) = 220;
      picture.at(x, y, 3) = 255;
    }
  }
  return picture;
}

std::uint32_t num_frames(const std::vector<std::uint8_t>& bytes) {
  const WebPData data{bytes.data(), bytes.size()};
  WebPDemuxer* demuxer = WebPDemux(&data);
  const std::uint32_t count = demuxer != nullptr ? WebPDemuxGetI(demuxer, WEBP_FF_FRAME_COUNT) : 0;
  const std::uint32_t loops = demuxer != nullptr ? WebPDemuxGetI(demuxer, WEBP_FF_LOOP_COUNT) : 1;
  WebPDemuxDelete(demuxer);
  EXPECT_EQ(loops, 0u) << "it repeats without end";
  return count;
}

TEST(WebpAnimation, HoldsItsFramesWithTheirAlpha) {
  WebpAnimation animation(64, 48);
  for (int i = 0; i < 5; ++i) animation.add(frame(16 + 8 * i), 40);
  const std::vector<std::uint8_t> bytes = animation.finish();
  EXPECT_EQ(num_frames(bytes), 5u);
  const core::io::Picture first = core::io::decode_picture(bytes, "turn.webp");
  ASSERT_EQ(first.rgba.width(), 64);
  ASSERT_EQ(first.rgba.height(), 48);
  EXPECT_TRUE(first.has_alpha);
  EXPECT_NEAR(first.rgba.at(4, 20, 0), 220, 8);
  EXPECT_EQ(first.rgba.at(4, 20, 3), 255);
  EXPECT_EQ(first.rgba.at(50, 20, 3), 0);
}

TEST(WebpAnimation, RefusesSizesAndFramesThatDoNotFit) {
  EXPECT_EQ(support::error_of([] { WebpAnimation(20000, 10); }).code(), ErrorCode::LimitExceeded);
  WebpAnimation animation(64, 40);
  EXPECT_EQ(support::error_of([&] { animation.add(frame(8), 40); }).code(), ErrorCode::Usage);
  EXPECT_EQ(support::error_of([&] { animation.finish(); }).code(), ErrorCode::Usage);
}

}  // namespace
