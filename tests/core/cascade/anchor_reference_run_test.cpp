// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/cascade/anchor_condition.h"
#include "core/cascade/anchor_view_generator.h"
#include "core/cascade/photo_normals.h"
#include "core/image/alpha.h"
#include "core/io/image_file.h"
#include "core/nn/stored_tensor.h"
#include "core/nn/tensor_image.h"
#include "core/views/framing.h"
#include "tests/support/golden.h"

namespace core::cascade {
namespace {

using geometry::kNumAnchors;

/// Signal-to-noise ratio in decibels.
double psnr(const image::Image8& a, const image::Image8& b) {
  double squares = 0.0;
  for (std::size_t i = 0; i < a.data().size(); ++i) squares += std::pow(a.data()[i] - b.data()[i], 2.0);
  return 10.0 * std::log10(255.0 * 255.0 * static_cast<double>(a.data().size()) / std::max(squares, 1e-9));
}

/// @param reference  [3, H, W], bytes
void expect_equal_within_rounding(const image::Image8& picture, const at::Tensor& reference) {
  const image::Image8 wanted = nn::image_from_tensor(reference.to(at::kFloat) / 255.0);
  ASSERT_EQ(picture.data().size(), wanted.data().size());
  for (std::size_t i = 0; i < wanted.data().size(); ++i)
    ASSERT_LE(std::abs(picture.data()[i] - wanted.data()[i]), 1) << "byte " << i;
  EXPECT_GT(psnr(picture, wanted), 60.0);
}

/// What the reference's run was given, drawn by its pack.
class AnchorReferenceRun : public testing::Test {
 protected:
  void SetUp() override {
    ENVISION3D_NEED_GOLDEN("stage1/run");
    folder_ = support::golden_path("stage1/run").parent_path();
    const image::Image8 picture = io::read_picture(folder_ / "run/input/object.png").rgba;
    photo_ = {std::make_shared<const image::Image8>(picture), picture, views::frame_cutout(picture), views::Framing{}};
    normals_ = std::make_shared<GivenNormals>(folder_ / "run/input/normal/object_normal.png");
  }

  std::vector<views::ViewPtr> drawn_in(Precision precision) const {
    auto front = std::make_shared<views::View>();
    front->rgba = photo_.canvas;
    views::AnchorRequest request;
    request.front = front;
    request.photo = [this](const RunContext&) { return photo_; };
    request.wanted.set();
    CascadeOptions options;
    options.steps = 10;
    options.noise = folder_ / "run.safetensors";
    options.compute = {.device = Device::Cpu, .precision = precision};
    std::vector<views::ViewPtr> drawn;
    AnchorViewGenerator(folder_ / "pack/s1_pipe", options, normals_)
        .draw(request, [&](const views::ViewPtr& view) { drawn.push_back(view); }, {});
    return drawn;
  }

  std::filesystem::path folder_;
  views::FramedPhoto photo_;
  std::shared_ptr<const views::PhotoNormals> normals_;
};

TEST_F(AnchorReferenceRun, CanvasesHaveTheBytesOfTheReference) {
  const image::Image8 color = io::read_picture(folder_ / "run/canvas_color.png").rgba;
  EXPECT_EQ(conditioning_canvas(photo_.canvas), image::over_white(color));
  const image::Image8 normal = io::read_picture(folder_ / "run/canvas_normal.png").rgba;
  EXPECT_EQ(normals_->estimate(photo_, {}, {}), image::over_white(normal));
}

TEST_F(AnchorReferenceRun, ComesOutOfItsPictureNormalsAndNoise) {
  const std::vector<views::ViewPtr> drawn = drawn_in(Precision::Fp32);
  const at::Tensor wanted = nn::tensor_of(io::open_tensor_file(folder_ / "run.safetensors"), "s10.images_u8");
  ASSERT_EQ(drawn.size(), 8u);
  for (std::size_t anchor = 0; anchor < drawn.size(); ++anchor) {
    SCOPED_TRACE(anchor);
    const auto row = static_cast<std::int64_t>(anchor);
    expect_equal_within_rounding(drawn[anchor]->uncut_rgb, wanted[row]);
    expect_equal_within_rounding(drawn[anchor]->uncut_normal, wanted[row + kNumAnchors]);
  }
}

TEST_F(AnchorReferenceRun, StaysCloseInShortFloats) {
  const std::vector<views::ViewPtr> drawn = drawn_in(Precision::Bf16);
  const at::Tensor wanted = nn::tensor_of(io::open_tensor_file(folder_ / "run.safetensors"), "s10.images_u8");
  ASSERT_EQ(drawn.size(), 8u);
  for (std::size_t anchor = 0; anchor < drawn.size(); ++anchor) {
    const auto row = static_cast<std::int64_t>(anchor);
    const auto psnr_of = [&](const image::Image8& picture, std::int64_t reference_row) {
      return psnr(picture, nn::image_from_tensor(wanted[reference_row].to(at::kFloat) / 255.0));
    };
    EXPECT_GT(psnr_of(drawn[anchor]->uncut_rgb, row), 30.0) << anchor;
    EXPECT_GT(psnr_of(drawn[anchor]->uncut_normal, row + kNumAnchors), 30.0) << anchor;
  }
}

}  // namespace
}  // namespace core::cascade
