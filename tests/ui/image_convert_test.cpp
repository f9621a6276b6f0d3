// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/image_convert.h"

#include <gtest/gtest.h>

namespace {

using core::image::Image8;

TEST(ImageConvert, SharesPixelsAndKeepsThemAlive) {
  auto picture = std::make_shared<Image8>(3, 2, 4, 200);
  picture->at(2, 1, 0) = 17;
  const auto* data = picture->data().data();
  const QImage image = ui::shared_qimage(std::shared_ptr<const Image8>(std::move(picture)));
  EXPECT_EQ(image.constBits(), data);
  EXPECT_EQ(image.pixelColor(2, 1).red(), 17);
}

TEST(ImageConvert, ThereAndBackKeepsColourUnderTransparency) {
  auto picture = std::make_shared<Image8>(5, 4, 4);
  for (std::size_t i = 0; i < picture->data().size(); ++i) picture->data()[i] = static_cast<std::uint8_t>(i * 7);
  EXPECT_EQ(ui::image_from_qimage(ui::shared_qimage(std::shared_ptr<const Image8>(picture))), *picture);
}

TEST(ImageConvert, NoPictureGivesNoImage) { EXPECT_TRUE(ui::shared_qimage(nullptr).isNull()); }

TEST(ImageConvert, TransparencyIsFoundInOnePixel) {
  Image8 rgba(4, 4, 4, 255);
  EXPECT_FALSE(ui::has_transparency(rgba));
  rgba.at(3, 3, 3) = 254;
  EXPECT_TRUE(ui::has_transparency(rgba));
}

}  // namespace
