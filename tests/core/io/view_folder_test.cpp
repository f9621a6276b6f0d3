// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/view_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/image/alpha.h"
#include "core/io/atomic_file.h"
#include "core/io/image_file.h"
#include "tests/support/temporary_folder.h"

namespace core::io {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;

constexpr int kPx = 256;

/// A disc with a soft edge; the colour varies over the picture.
image::Image8 soft_disc(int size_px, float radius, int blue) {
  image::Image8 rgba(size_px, size_px, 4);
  for (int y = 0; y < size_px; ++y) {
    for (int x = 0; x < size_px; ++x) {
      const float distance = std::hypot(static_cast<float>(x) - 0.5f * size_px, static_cast<float>(y) - 0.5f * size_px);
      const float alpha = std::clamp(radius - distance, 0.0f, 1.0f);
      if (alpha <= 0.0f) continue;
      const std::uint8_t pixel[] = {static_cast<std::uint8_t>(x * 200 / size_px),
                                    static_cast<std::uint8_t>(y * 200 / size_px), static_cast<std::uint8_t>(blue),
                                    static_cast<std::uint8_t>(std::lround(255.0f * alpha))};
      std::copy(std::begin(pixel), std::end(pixel), rgba.pixel(x, y));
    }
  }
  return rgba;
}

ViewFolder make_content(int step = 1) {
  ViewFolder content;
  content.info.source = "sketch";
  content.info.sketch_body = "lathe";
  content.info.sketch_depth = 1.25f;
  content.info.framing_ratio = 0.8125f;
  content.info.locked[8] = true;
  content.set.trust[4] = 0.5f;
  for (int k = 0; k < geometry::kNumViews; k += step) {
    auto view = std::make_shared<views::View>();
    view->index = k;
    view->seed = 100 + static_cast<std::uint64_t>(k);
    view->own = k == 12;
    view->rgba = soft_disc(kPx, 77.0f, 6 * k);
    if (geometry::is_anchor(k)) {
      view->normal = image::Image8(kPx, kPx, 4, 128);
      for (std::size_t i = 0; i < view->normal.num_pixels(); ++i) {
        view->normal.data()[4 * i + 3] = view->rgba.data()[4 * i + 3];
        if (view->normal.data()[4 * i + 3] == 0) std::fill_n(view->normal.data().data() + 4 * i, 3, std::uint8_t{255});
      }
    }
    content.set.views[static_cast<std::size_t>(k)] = view;
  }
  return content;
}

ViewFolder read(const fs::path& folder, std::vector<std::string>* warnings = nullptr,
                const ViewFolderOptions& options = {}) {
  return read_view_folder(folder, options, [&](const std::string& message) {
    if (warnings != nullptr) warnings->push_back(message);
  });
}

/// The message of the refusal of a folder.
std::string refusal(const fs::path& folder, ErrorCode code) {
  try {
    read(folder);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code) << error.what();
    return error.what();
  }
  ADD_FAILURE() << "the folder was not refused";
  return "";
}

/// The same object as the original writes it: grey 130 under partial alpha and outside.
image::Image8 mixed_with_grey(const image::Image8& rgba) {
  image::Image8 result = rgba;
  for (std::size_t i = 0; i < rgba.num_pixels(); ++i) {
    std::uint8_t* p = result.data().data() + 4 * i;
    for (int c = 0; c < 3; ++c) p[c] = static_cast<std::uint8_t>((p[c] * p[3] + 130 * (255 - p[3]) + 127) / 255);
  }
  return result;
}

/// Stage I and stage II results of the original program in two folders.
void write_as_original(const fs::path& stage_1, const fs::path& stage_2, const ViewFolder& content) {
  for (const char* name : {"masked_rgb", "normals"}) fs::create_directories(stage_1 / name);
  fs::create_directories(stage_2 / "s2_masked_rgb");
  for (int k = 0; k < geometry::kNumViews; ++k) {
    const views::View& view = *content.set.at(k);
    const fs::path& folder = geometry::is_anchor(k) ? stage_1 : stage_2;
    const std::string file = "rgb" + std::to_string(k) + ".png";
    write_png(folder / file, image::over_white(view.rgba));
    write_png(folder / (geometry::is_anchor(k) ? "masked_rgb" : "s2_masked_rgb") / file, mixed_with_grey(view.rgba));
    if (!geometry::is_anchor(k)) continue;
    write_png(stage_1 / ("normal" + std::to_string(k) + ".png"), mixed_with_grey(view.normal));
    write_file(stage_1 / "normals" / ("normal" + std::to_string(k) + ".png"), std::vector<std::uint8_t>{1, 2, 3});
  }
}

TEST(ViewFolder, ReadsBackExactlyWhatWasWritten) {
  const support::TemporaryFolder folder;
  const ViewFolder written = make_content();
  write_view_folder(folder.path(), written);
  std::vector<std::string> warnings;
  const ViewFolder found = read(folder.path(), &warnings);
  EXPECT_TRUE(warnings.empty());
  EXPECT_TRUE(found.has_views_json);
  EXPECT_TRUE(found.has_camera);
  EXPECT_EQ(found.info.source, "sketch");
  EXPECT_EQ(found.info.sketch_body, "lathe");
  EXPECT_FLOAT_EQ(found.info.sketch_depth, 1.25f);
  EXPECT_FLOAT_EQ(found.info.framing_ratio, 0.8125f);
  EXPECT_EQ(found.info.locked, written.info.locked);
  EXPECT_EQ(found.set.trust, written.set.trust);
  for (int k = 0; k < geometry::kNumViews; ++k) {
    SCOPED_TRACE(k);
    ASSERT_TRUE(found.set.at(k));
    EXPECT_EQ(found.set.at(k)->rgba, written.set.at(k)->rgba);
    EXPECT_EQ(found.set.at(k)->normal, written.set.at(k)->normal);
    EXPECT_EQ(found.set.at(k)->seed, written.set.at(k)->seed);
    EXPECT_EQ(found.set.at(k)->own, written.set.at(k)->own);
  }
}

TEST(ViewFolder, AFolderOfAPackKeepsItsNameItsStepsAndThePhoto) {
  const support::TemporaryFolder folder;
  ViewFolder written = make_content();
  written.info.source = "Some pack";
  written.info.pack = "Some pack";
  written.info.steps = 20;
  written.picture = std::make_shared<const image::Image8>(soft_disc(kPx, 70.0f, 90));
  write_view_folder(folder.path(), written);
  const ViewFolder found = read(folder.path());
  EXPECT_EQ(found.info.pack, "Some pack");
  EXPECT_EQ(found.info.steps, 20);
  ASSERT_TRUE(found.picture);
  EXPECT_EQ(*found.picture, *written.picture);
  EXPECT_FALSE(fs::exists(folder / "normals"));
}

TEST(ViewFolder, KeepsWhatAPackDrewBeforeItWasCutOut) {
  const support::TemporaryFolder folder;
  ViewFolder written = make_content(geometry::kViewsPerAnchor);
  written.info.source = "pack";
  auto view = std::make_shared<views::View>(*written.set.at(8));
  view->uncut_rgb = image::over_white(view->rgba);
  view->uncut_rgb.at(3, 3, 1) = 250;  // networks leave traces on their white
  view->uncut_normal = image::Image8(kPx, kPx, 3, 251);
  written.set.views[8] = view;
  write_view_folder(folder.path(), written);
  EXPECT_EQ(read_picture(folder / "rgb8.png").rgba.at(3, 3, 1), 250);
  const ViewFolder found = read(folder.path());
  EXPECT_EQ(found.set.at(8)->uncut_rgb, view->uncut_rgb);
  EXPECT_EQ(found.set.at(8)->uncut_normal, view->uncut_normal);
  EXPECT_EQ(found.set.at(8)->rgba, view->rgba);
  EXPECT_TRUE(found.set.at(4)->uncut_normal.is_empty());
}

TEST(ViewFolder, WritesTheFilesOfTheContract) {
  const support::TemporaryFolder folder;
  write_view_folder(folder.path(), make_content());
  for (const char* name : {"rgb0.png", "rgb31.png", "masked_rgb/rgb28.png", "normal4.png", "s2_masked_rgb/rgb1.png"}) {
    EXPECT_TRUE(fs::exists(folder / name)) << name;
  }
  EXPECT_FALSE(fs::exists(folder / "masked_rgb/rgb1.png"));
  EXPECT_FALSE(fs::exists(folder / "s2_masked_rgb/rgb4.png"));
  EXPECT_EQ(inspect_picture(folder / "rgb0.png").channels, 3);
  EXPECT_EQ(inspect_picture(folder / "masked_rgb/rgb0.png").channels, 4);
  const Picture normal = read_picture(folder / "normal0.png");
  EXPECT_EQ(normal.rgba.at(0, 0, 0), 255);
  EXPECT_EQ(normal.rgba.at(0, 0, 3), 0);
}

TEST(ViewFolder, WritesOnlyTheViewsItIsAskedFor) {
  const support::TemporaryFolder folder;
  write_view_folder(folder.path(), make_content());
  const auto before = read_file(folder / "rgb8.png", 1 << 24);
  ViewFolder changed = make_content();
  for (const int k : {8, 12}) {
    auto view = std::make_shared<views::View>(*changed.set.at(k));
    view->rgba = soft_disc(kPx, 50.0f, 250);
    changed.set.views[static_cast<std::size_t>(k)] = view;
  }
  write_view_folder(folder.path(), changed, {12});
  EXPECT_EQ(read_file(folder / "rgb8.png", 1 << 24), before);
  EXPECT_EQ(read(folder.path()).set.at(12)->rgba, changed.set.at(12)->rgba);
}

TEST(ViewFolder, ReadsWhatTheOriginalWritesInTwoFolders) {
  const support::TemporaryFolder folder;
  const ViewFolder content = make_content();
  write_as_original(folder / "s1", folder / "s2", content);
  std::vector<std::string> warnings;
  const ViewFolder found = read(folder / "s1", &warnings, {folder / "s2", true});
  EXPECT_TRUE(warnings.empty());
  EXPECT_FALSE(found.has_views_json);
  EXPECT_FALSE(found.has_camera);
  EXPECT_EQ(found.info.source, "folder");
  for (const int k : {0, 1, 16, 31}) {
    const image::Image8& expected = content.set.at(k)->rgba;
    const image::Image8& rgba = found.set.at(k)->rgba;
    for (int y = 0; y < kPx; ++y) {
      for (int x = 0; x < kPx; ++x) {
        ASSERT_EQ(rgba.at(x, y, 3), expected.at(x, y, 3));
        // No grey is left under soft edges: what remains is the rounding of the picture over white.
        const int alpha = rgba.at(x, y, 3);
        if (alpha < 32) continue;
        for (int c = 0; c < 3; ++c) ASSERT_NEAR(rgba.at(x, y, c), expected.at(x, y, c), 1.0 + 128.0 / alpha);
      }
    }
  }
}

TEST(ViewFolder, MakesMissingMasksFromTheWhiteBackground) {
  const support::TemporaryFolder folder;
  const ViewFolder content = make_content();
  write_view_folder(folder.path(), content);
  fs::remove_all(folder / "masked_rgb");
  write_png(folder / "s2_masked_rgb/rgb1.png", image::over_white(content.set.at(1)->rgba));
  const ViewFolder found = read(folder.path());
  EXPECT_GT(image::mask_iou(found.set.at(0)->rgba, content.set.at(0)->rgba), 0.99);
  EXPECT_GT(image::mask_iou(found.set.at(1)->rgba, content.set.at(1)->rgba), 0.99);
}

TEST(ViewFolder, MissingInBetweensAreAWarningAndANormalMayBeMissing) {
  const support::TemporaryFolder folder;
  write_view_folder(folder.path(), make_content(geometry::kViewsPerAnchor));
  fs::remove(folder / "normal8.png");
  std::vector<std::string> warnings;
  const ViewFolder found = read(folder.path(), &warnings);
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_THAT(warnings[0], HasSubstr("24 of the 24"));
  EXPECT_FALSE(found.set.at(8)->has_normal());
  EXPECT_FALSE(found.set.at(5));
}

TEST(ViewFolder, AViewThatShowsNothingIsNotTrusted) {
  const support::TemporaryFolder folder;
  write_view_folder(folder.path(), make_content(geometry::kViewsPerAnchor));
  write_png(folder / "masked_rgb/rgb8.png", image::Image8(kPx, kPx, 4));
  std::vector<std::string> warnings;
  const ViewFolder found = read(folder.path(), &warnings);
  EXPECT_THAT(warnings, Contains(HasSubstr("View 8")));
  EXPECT_EQ(found.set.trust[8], 0.0f);
}

TEST(ViewFolder, RefusesAMissingAnchor) {
  const support::TemporaryFolder folder;
  write_view_folder(folder.path(), make_content(geometry::kViewsPerAnchor));
  fs::remove(folder / "rgb20.png");
  EXPECT_THAT(refusal(folder.path(), ErrorCode::Empty), HasSubstr("view 20"));
}

TEST(ViewFolder, RefusesAFolderWithoutAnyNormal) {
  const support::TemporaryFolder folder;
  write_view_folder(folder.path(), make_content(geometry::kViewsPerAnchor));
  for (int k = 0; k < geometry::kNumViews; k += 4) fs::remove(folder / ("normal" + std::to_string(k) + ".png"));
  EXPECT_THAT(refusal(folder.path(), ErrorCode::Empty), HasSubstr("normal0.png"));
  EXPECT_NO_THROW(read(folder.path(), nullptr, {{}, false}));
}

TEST(ViewFolder, RefusesPicturesOfDifferingSize) {
  const support::TemporaryFolder folder;
  write_view_folder(folder.path(), make_content(geometry::kViewsPerAnchor));
  write_png(folder / "rgb16.png", image::Image8(320, 320, 3, 9));
  EXPECT_THAT(refusal(folder.path(), ErrorCode::BadFormat), HasSubstr("rgb16.png"));
}

TEST(ViewFolder, RefusesAMaskOrNormalMapOfAnotherSize) {
  const support::TemporaryFolder folder;
  write_view_folder(folder.path(), make_content(geometry::kViewsPerAnchor));
  write_png(folder / "normal4.png", image::Image8(320, 320, 4, 9));
  EXPECT_THAT(refusal(folder.path(), ErrorCode::BadFormat), HasSubstr("normal4.png"));
  write_png(folder / "masked_rgb/rgb0.png", image::Image8(512, 512, 4, 9));
  EXPECT_THAT(refusal(folder.path(), ErrorCode::BadFormat), HasSubstr("masked_rgb"));
}

TEST(ViewFolder, RefusesPicturesThatAreNotSquareOrTooSmall) {
  const support::TemporaryFolder folder;
  write_view_folder(folder.path(), make_content(geometry::kViewsPerAnchor));
  write_png(folder / "rgb0.png", image::Image8(256, 320, 3, 9));
  EXPECT_THAT(refusal(folder.path(), ErrorCode::BadFormat), HasSubstr("square"));
  write_png(folder / "rgb0.png", image::Image8(192, 192, 3, 9));
  EXPECT_THAT(refusal(folder.path(), ErrorCode::BadFormat), HasSubstr("multiple of 64"));
}

TEST(ViewFolder, RefusesEmptyMasksInAllViews) {
  const support::TemporaryFolder folder;
  write_view_folder(folder.path(), make_content(geometry::kViewsPerAnchor));
  for (int k = 0; k < geometry::kNumViews; k += geometry::kViewsPerAnchor) {
    write_png(folder / "masked_rgb" / ("rgb" + std::to_string(k) + ".png"), image::Image8(kPx, kPx, 4));
  }
  EXPECT_THAT(refusal(folder.path(), ErrorCode::Empty), HasSubstr("masks of all views"));
}

TEST(ViewFolder, RefusesACutOutUnderSixteenPixels) {
  const support::TemporaryFolder folder;
  ViewFolder content = make_content(geometry::kViewsPerAnchor);
  auto view = std::make_shared<views::View>(*content.set.at(24));
  view->rgba = soft_disc(kPx, 6.0f, 10);
  content.set.views[24] = view;
  write_view_folder(folder.path(), content);
  const std::string message = refusal(folder.path(), ErrorCode::Empty);
  EXPECT_THAT(message, HasSubstr("View 24"));
  EXPECT_THAT(message, HasSubstr("16"));
}

TEST(ViewFolder, RefusesADamagedPictureByName) {
  const support::TemporaryFolder folder;
  write_view_folder(folder.path(), make_content(geometry::kViewsPerAnchor));
  auto bytes = read_file(folder / "rgb4.png", 1 << 24);
  bytes.resize(bytes.size() / 2);
  write_file(folder / "rgb4.png", bytes);
  EXPECT_THAT(refusal(folder.path(), ErrorCode::BadFormat), HasSubstr("rgb4.png"));
}

TEST(ViewFolder, RefusesWhatIsNotAFolder) {
  const support::TemporaryFolder folder;
  write_png(folder / "a.png", image::Image8(4, 4, 3));
  refusal(folder / "none", ErrorCode::NotFound);
  refusal(folder / "a.png", ErrorCode::NotFound);
}

TEST(ViewFolder, RefusesADamagedViewsJsonByName) {
  const support::TemporaryFolder folder;
  write_view_folder(folder.path(), make_content(geometry::kViewsPerAnchor));
  for (const std::string& text :
       {std::string("{\"version\":1"), std::string("[1,2]"), std::string("\"x\""), std::string("{\"views\":[3]}"),
        std::string("{\"views\":[{\"index\":77}]}"), std::string("{\"camera\":{\"distance\":0}}"),
        std::string("{\"camera\":{\"fov_deg\":1e999}}"), std::string("{\"sketch\":{\"body\":\"jelly\"}}"),
        std::string("{\"framing\":7}"), std::string("{\"views\":[{\"index\":4,\"trust\":\"high\"}]}"),
        std::string("\xff\xfe{}"), std::string(100000, '[')}) {
    SCOPED_TRACE(text.substr(0, 60));
    write_file(folder / "views.json", std::vector<std::uint8_t>(text.begin(), text.end()));
    EXPECT_THAT(refusal(folder.path(), ErrorCode::BadFormat), HasSubstr("views.json"));
  }
}

TEST(ViewFolder, RefusesViewsJsonThatIsNewerOrTooLarge) {
  const support::TemporaryFolder folder;
  write_view_folder(folder.path(), make_content(geometry::kViewsPerAnchor));
  const std::string newer = "{\"version\":2}";
  write_file(folder / "views.json", std::vector<std::uint8_t>(newer.begin(), newer.end()));
  EXPECT_THAT(refusal(folder.path(), ErrorCode::Unsupported), HasSubstr("newer"));
  write_file(folder / "views.json", std::vector<std::uint8_t>((1 << 20) + 1, std::uint8_t{' '}));
  refusal(folder.path(), ErrorCode::LimitExceeded);
}

}  // namespace
}  // namespace core::io
