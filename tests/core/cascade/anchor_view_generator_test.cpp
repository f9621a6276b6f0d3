// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/anchor_view_generator.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.h"
#include "core/diffusion/noise.h"
#include "core/image/alpha.h"
#include "core/io/safetensors.h"
#include "core/views/framing.h"
#include "tests/core/cascade/tiny_pack.h"
#include "tests/support/module_weights.h"
#include "tests/support/temporary_folder.h"

namespace core::cascade {
namespace {

using geometry::kNumAnchors;

/// Normals that all face the camera.
class FlatNormals final : public views::PhotoNormals {
  image::Image8 estimate(const views::FramedPhoto& photo, const geometry::RingGeometry&,
                         const RunContext&) const override {
    image::Image8 normals = image::over_white(photo.canvas);
    for (int y = 0; y < normals.height(); ++y) {
      for (int x = 0; x < normals.width(); ++x) {
        if (photo.canvas.at(x, y, 3) == 0) continue;
        normals.at(x, y, 0) = 255;
        normals.at(x, y, 1) = normals.at(x, y, 2) = 128;
      }
    }
    return normals;
  }
};

using Drawn = std::array<views::ViewPtr, kNumAnchors>;

/// A disc of several colours, drawn in two steps by a pack of tiny networks.
class AnchorViewGeneratorTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    pack_ = std::make_unique<support::TemporaryFolder>();
    support::write_tiny_anchor_pipe(pack_->path());
  }
  static void TearDownTestSuite() { pack_.reset(); }

  void SetUp() override {
    auto front = std::make_shared<views::View>();
    front->rgba = image::Image8(views::kCanvasPx, views::kCanvasPx, 4);
    for (int y = 0; y < 256; ++y) {
      for (int x = 0; x < 256; ++x) {
        if (std::hypot(x - 128, y - 128) > 100.0) continue;
        const std::uint8_t pixel[] = {static_cast<std::uint8_t>(x), static_cast<std::uint8_t>(y), 90, 255};
        std::copy_n(pixel, 4, front->rgba.pixel(x, y));
      }
    }
    request_.front = front;
    request_.wanted.set();
    request_.seeds.fill(43);
    options_.steps = 2;
    options_.compute = {.device = Device::Cpu, .precision = Precision::Fp32};
  }

  Drawn draw(const views::AnchorRequest& request, const RunContext& context = {}) const {
    Drawn drawn;
    const auto keep = [&](const views::ViewPtr& view) {
      drawn.at(static_cast<std::size_t>(view->index / geometry::kViewsPerAnchor)) = view;
    };
    AnchorViewGenerator(pack_->path(), options_, normals_).draw(request, keep, context);
    return drawn;
  }

  /// The request that draws one anchor again with another seed and holds the rest.
  views::AnchorRequest again(const Drawn& drawn, std::size_t anchor) const {
    views::AnchorRequest request = request_;
    request.held = drawn;
    request.held[anchor] = nullptr;
    request.wanted.reset();
    request.wanted.set(anchor);
    request.seeds[anchor] = 99;
    return request;
  }

  inline static std::unique_ptr<support::TemporaryFolder> pack_;
  views::AnchorRequest request_;
  CascadeOptions options_;
  std::shared_ptr<const views::PhotoNormals> normals_ = std::make_shared<FlatNormals>();
};

void expect_same_pictures(const Drawn& a, const Drawn& b) {
  for (std::size_t anchor = 0; anchor < kNumAnchors; ++anchor) {
    ASSERT_TRUE(a[anchor] && b[anchor]) << anchor;
    EXPECT_EQ(a[anchor]->uncut_rgb, b[anchor]->uncut_rgb) << anchor;
    EXPECT_EQ(a[anchor]->uncut_normal, b[anchor]->uncut_normal) << anchor;
    EXPECT_EQ(a[anchor]->rgba, b[anchor]->rgba) << anchor;
  }
}

TEST_F(AnchorViewGeneratorTest, TheSameRequestGivesTheSameBytes) {
  expect_same_pictures(draw(request_), draw(request_));
}

TEST_F(AnchorViewGeneratorTest, EightViewsOfOneSeedAreTheRunWithThatSeed) {
  const support::TemporaryFolder folder;
  const at::Tensor noise = diffusion::generator_noise({16, 4, 8, 8}, 43);
  io::write_safetensors(folder / "noise.safetensors", support::file_of({{"noise", noise}}).tensors());
  const Drawn of_seeds = draw(request_);
  options_.noise = folder / "noise.safetensors";
  expect_same_pictures(of_seeds, draw(request_));
}

TEST_F(AnchorViewGeneratorTest, OnlyWantedViewsAreKeptAndHeldOnesNeverAgain) {
  const Drawn first = draw(request_), second = draw(again(first, 3));
  for (std::size_t anchor = 0; anchor < kNumAnchors; ++anchor) EXPECT_EQ(second[anchor] != nullptr, anchor == 3);
  EXPECT_EQ(second[3]->seed, 99u);
  EXPECT_NE(second[3]->uncut_rgb, first[3]->uncut_rgb);
  EXPECT_EQ(second[3]->rgba, draw(again(first, 3))[3]->rgba);
}

TEST_F(AnchorViewGeneratorTest, AChangedHeldNeighbourChangesTheDrawnView) {
  const Drawn first = draw(request_);
  views::AnchorRequest request = again(first, 3);
  const Drawn beside_first = draw(request);
  auto changed = std::make_shared<views::View>(*first[4]);
  for (int y = 96; y < 160; ++y) std::fill_n(changed->uncut_rgb.pixel(96, y), 3 * 64, std::uint8_t{0});
  request.held[4] = changed;
  EXPECT_NE(draw(request)[3]->uncut_rgb, beside_first[3]->uncut_rgb);
}

TEST_F(AnchorViewGeneratorTest, AnOwnPictureWithoutNormalsIsHeldByItsColours) {
  const Drawn first = draw(request_);
  views::AnchorRequest request = again(first, 3);
  auto own = std::make_shared<views::View>();
  own->index = 16;
  own->own = true;
  own->rgba = first[4]->rgba;
  request.held[4] = own;
  const Drawn drawn = draw(request);
  EXPECT_NE(drawn[3], nullptr);
  EXPECT_EQ(drawn[4], nullptr);
}

TEST_F(AnchorViewGeneratorTest, AMaskLeavesThePixelsOutsideAlone) {
  const Drawn first = draw(request_);
  views::AnchorRequest request = again(first, 3);
  image::Image8 mask(256, 256, 1);
  for (int y = 100; y < 150; ++y) std::fill_n(mask.pixel(90, y), 60, std::uint8_t{255});
  request.regions[3] = std::make_shared<const views::AnchorRegion>(views::AnchorRegion{first[3], mask});
  const views::ViewPtr drawn = draw(request)[3];
  int num_changed = 0;
  for (int y = 0; y < 256; ++y) {
    for (int x = 0; x < 256; ++x) {
      const bool is_same =
          std::equal(drawn->uncut_rgb.pixel(x, y), drawn->uncut_rgb.pixel(x, y) + 3, first[3]->uncut_rgb.pixel(x, y)) &&
          std::equal(drawn->rgba.pixel(x, y), drawn->rgba.pixel(x, y) + 4, first[3]->rgba.pixel(x, y)) &&
          std::equal(drawn->normal.pixel(x, y), drawn->normal.pixel(x, y) + 4, first[3]->normal.pixel(x, y));
      ASSERT_TRUE(is_same || mask.at(x, y) != 0) << x << ", " << y;
      num_changed += is_same ? 0 : 1;
    }
  }
  EXPECT_GT(num_changed, 1000);
}

TEST_F(AnchorViewGeneratorTest, PreviewsShowTheWantedViewsAfterEachCall) {
  views::AnchorRequest request = again(draw(request_), 3);
  int num_previews = 0;
  request.preview = [&](int index, const image::Image8& picture) {
    EXPECT_EQ(index, 12);
    EXPECT_EQ(picture.width(), 8);
    EXPECT_EQ(picture.channels(), 3);
    ++num_previews;
  };
  draw(request);
  EXPECT_EQ(num_previews, 3);  // two steps of PNDM are three calls
}

TEST_F(AnchorViewGeneratorTest, AStopEndsTheRunBetweenSteps) {
  std::stop_source stop;
  double last_fraction = 0.0;
  const RunContext context(stop.get_token(), {.on_progress =
                                                  [&](std::string_view, double fraction) {
                                                    last_fraction = fraction;
                                                    if (fraction > 0.2) stop.request_stop();
                                                  },
                                              .on_warning = {}});
  EXPECT_THROW(draw(request_, context), Cancelled);
  EXPECT_LT(last_fraction, 0.5);
}

TEST_F(AnchorViewGeneratorTest, PicturesOfAnotherSizeAreRefused) {
  views::AnchorRequest request = request_;
  auto held = std::make_shared<views::View>();
  held->rgba = image::Image8(128, 128, 4);
  request.wanted.reset(2);
  request.held[2] = held;
  EXPECT_THROW(draw(request), Error);
}

TEST_F(AnchorViewGeneratorTest, NoiseOfAnotherShapeIsRefused) {
  const support::TemporaryFolder folder;
  io::write_safetensors(folder / "noise.safetensors",
                        support::file_of({{"noise", at::zeros({16, 4, 4, 4})}}).tensors());
  options_.noise = folder / "noise.safetensors";
  EXPECT_THROW(draw(request_), Error);
}

}  // namespace
}  // namespace core::cascade
