// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/photo_normals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/base/error.h"
#include "core/io/image_file.h"
#include "core/views/framing.h"
#include "tests/support/temporary_folder.h"

namespace core::cascade {
namespace {

using testing::ElementsAre;

views::FramedPhoto photo_of_a_block() {
  image::Image8 picture(60, 40, 4);
  for (int y = 4; y < 36; ++y) {
    for (int x = 10; x < 34; ++x) std::fill_n(picture.pixel(x, y), 4, std::uint8_t{255});
  }
  return {std::make_shared<const image::Image8>(picture), picture, views::frame_cutout(picture), views::Framing{}};
}

/// A picture whose columns tell where they are.
image::Image8 columns(int width, int height) {
  image::Image8 picture(width, height, 3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) picture.at(x, y, 0) = static_cast<std::uint8_t>(4 * x);
  }
  return picture;
}

TEST(StoredNormal, TurnsTheNetworksFrameIntoThatOfThePictures) {
  EXPECT_THAT(stored_normal({0.5f, 0.5f, 0.0f}), ElementsAre(254, 127, 127));  // towards the camera
  EXPECT_THAT(stored_normal({1.0f, 0.5f, 0.5f}), ElementsAre(127, 254, 127));  // to the right
  EXPECT_THAT(stored_normal({0.5f, 0.0f, 0.5f}), ElementsAre(127, 127, 254));  // up
  EXPECT_THAT(stored_normal({0.5f, 0.5f, 0.25f}), ElementsAre(254, 127, 127));
}

TEST(GivenNormals, AreFramedLikeTheCutOut) {
  const support::TemporaryFolder folder;
  io::write_png(folder / "normals.png", columns(60, 40));
  const views::FramedPhoto photo = photo_of_a_block();
  const image::Image8 framed = GivenNormals(folder / "normals.png").estimate(photo, {}, {});
  EXPECT_EQ(framed, views::frame_like_cutout(columns(60, 40), photo.cutout));
  EXPECT_EQ(framed.at(2, 2, 1), 255);
  EXPECT_NEAR(framed.at(128, 128, 0), 4 * 22, 4);
}

TEST(GivenNormals, OfTheCanvassSizeAreTakenAsTheyAre) {
  const support::TemporaryFolder folder;
  io::write_png(folder / "normals.png", columns(256, 256));
  EXPECT_EQ(GivenNormals(folder / "normals.png").estimate(photo_of_a_block(), {}, {}), columns(256, 256));
}

TEST(GivenNormals, OfAnotherSizeAreRefused) {
  const support::TemporaryFolder folder;
  io::write_png(folder / "normals.png", columns(61, 40));
  EXPECT_THROW(GivenNormals(folder / "normals.png").estimate(photo_of_a_block(), {}, {}), Error);
}

TEST(ChoosePhotoNormals, TakesWhatIsNamedThenThePacksNetworkThenTheFallback) {
  const support::TemporaryFolder pack;
  const auto fallback = std::make_shared<const GivenNormals>("fallback.png");
  EXPECT_EQ(choose_photo_normals(pack.path(), {}, fallback), fallback);
  std::filesystem::create_directory(pack / "normal");
  std::ofstream(pack / "normal/omnidata_dpt_normal_v2.ckpt");
  EXPECT_NE(std::dynamic_pointer_cast<const EstimatedNormals>(choose_photo_normals(pack.path(), {}, fallback)),
            nullptr);
  CascadeOptions options;
  options.normals = "named.png";
  EXPECT_NE(std::dynamic_pointer_cast<const GivenNormals>(choose_photo_normals(pack.path(), options, fallback)),
            nullptr);
}

}  // namespace
}  // namespace core::cascade
