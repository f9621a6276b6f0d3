// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/image/resize.h"

#include <gtest/gtest.h>

#include "core/base/error.h"

namespace core::image {
namespace {

// Expected bytes come from Pillow 13.0.0: Image.frombytes("L", (5, 1), bytes([0, 50, 100, 200, 255])).resize((3, 1),
// filter).
TEST(Resize, GreyRowsAgreeWithPillow) {
  Image8 row(5, 1, 1);
  const std::uint8_t values[] = {0, 50, 100, 200, 255};
  for (int x = 0; x < 5; ++x) row.at(x, 0) = values[x];
  const auto bytes = [&](ResizeFilter filter) {
    const Image8 small = resize(row, 3, 1, filter);
    return std::vector<int>(small.data().begin(), small.data().end());
  };
  EXPECT_EQ(bytes(ResizeFilter::Bicubic), (std::vector<int>{16, 110, 237}));
  EXPECT_EQ(bytes(ResizeFilter::Bilinear), (std::vector<int>{21, 111, 231}));
  EXPECT_EQ(bytes(ResizeFilter::Lanczos), (std::vector<int>{13, 110, 240}));
  EXPECT_EQ(bytes(ResizeFilter::Box), (std::vector<int>{25, 100, 228}));
}

// Image.frombytes("RGBA", (2, 2), ...).resize((3, 3), BICUBIC) by Pillow 13.0.0.
TEST(Resize, TransparentPicturesAreResampledPremultipliedAsPillowDoes) {
  Image8 picture(2, 2, 4);
  const std::uint8_t bytes[] = {255, 0, 0, 255, 0, 255, 0, 0, 0, 0, 255, 128, 40, 50, 60, 200};
  std::copy(std::begin(bytes), std::end(bytes), picture.data().begin());
  const Image8 large = resize(picture, 3, 3);
  EXPECT_EQ(std::vector<int>(large.data().begin(), large.data().end()),
            (std::vector<int>{255, 0,   0,  255, 255, 0,   0, 126, 0,   0,   0,  0,  172, 0,   90, 189, 125, 17,
                              76,  146, 42, 51,  51,  103, 0, 0,   255, 114, 13, 32, 144, 166, 40, 52,  52,  218}));
}

TEST(Resize, AConstantPictureStaysConstant) {
  const Image8 picture(37, 23, 3, 77);
  const Image8 result = resize(picture, 11, 50, ResizeFilter::Lanczos);
  for (const std::uint8_t value : result.data()) ASSERT_EQ(value, 77);
}

TEST(Resize, ASizeOfNothingIsAUsageError) {
  EXPECT_THROW(resize(Image8(2, 2, 1), 0, 2), Error);
  EXPECT_THROW(resize(Image8(), 2, 2), Error);
}

}  // namespace
}  // namespace core::image
