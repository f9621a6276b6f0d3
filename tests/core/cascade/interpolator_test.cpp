// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/interpolator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "core/base/error.h"
#include "core/nn/stored_tensor.h"
#include "core/nn/tensor_image.h"
#include "tests/support/golden.h"

namespace core::cascade {
namespace {

constexpr std::uint64_t kSeed = 43;

std::filesystem::path pipe() { return support::golden_path("stage2/pack/s2_pipe"); }
std::filesystem::path reference_run() { return support::golden_path("stage2/run.safetensors"); }

views::ClipRequest request_for(views::ClipSet wanted) {
  views::ClipRequest request;
  request.wanted = wanted;
  request.seed = kSeed;
  const at::Tensor anchors = nn::tensor_of(io::open_tensor_file(reference_run()), "anchors").to(at::kFloat) / 255.0;
  for (int anchor = 0; anchor < geometry::kNumAnchors; ++anchor) {
    auto view = std::make_shared<views::View>();
    view->index = anchor * geometry::kViewsPerAnchor;
    view->uncut_rgb = nn::image_from_tensor(anchors[anchor]);
    view->rgba = image::Image8(view->uncut_rgb.width(), view->uncut_rgb.height(), 4, 255);
    request.anchors[static_cast<std::size_t>(anchor)] = view;
  }
  return request;
}

CascadeOptions options_with(int steps, Precision precision = Precision::Fp32) {
  CascadeOptions options;
  options.steps = steps;
  options.compute = {.device = Device::Cpu, .precision = precision};
  return options;
}

std::map<int, views::ViewPtr> drawn(const views::ClipRequest& request, const CascadeOptions& options) {
  std::map<int, views::ViewPtr> views;
  Interpolator(pipe(), options)
      .draw(
          request, [&](const views::ViewPtr& view) { views[view->index] = view; }, RunContext());
  return views;
}

// One clip, so that it is quick; golden_check runs all four.
TEST(Interpolator, DrawsAClipOfTheReferenceRunFromItsNoise) {
  ENVISION3D_NEED_GOLDEN("stage2/run.safetensors");
  constexpr int kClip = 2;
  CascadeOptions options = options_with(10);
  options.noise = reference_run();
  const auto views = drawn(request_for(views::ClipSet(1 << kClip)), options);

  const io::TensorFile golden = io::open_tensor_file(reference_run());
  const at::Tensor pictures = nn::tensor_of(golden, "views"), indices = nn::tensor_of(golden, "view_index");
  std::size_t num_compared = 0;
  for (std::int64_t i = 0; i < pictures.size(0); ++i) {
    const int index = indices[i].item<int>();
    if (views::clip_of_view(index) != kClip) continue;
    const views::ViewPtr& view = views.at(index);
    EXPECT_THAT(nn::tensor_from_image(view->uncut_rgb).squeeze(0),
                support::TensorNear(pictures[i].to(at::kFloat) / 255.0, 1.01 / 255.0))
        << "view " << index;
    EXPECT_EQ(view->rgba.channels(), 4);
    EXPECT_EQ(view->seed, kSeed);
    ++num_compared;
  }
  EXPECT_EQ(num_compared, views.size());
  EXPECT_EQ(num_compared, static_cast<std::size_t>(views::kViewsPerClip));
}

TEST(Interpolator, AClipDrawnAloneIsThatOfTheWholeRun) {
  ENVISION3D_NEED_GOLDEN("stage2/run.safetensors");
  const auto both = drawn(request_for(views::ClipSet(0b1010)), options_with(2));
  const auto alone = drawn(request_for(views::ClipSet(0b1000)), options_with(2));
  EXPECT_EQ(both.size(), 12u);
  ASSERT_EQ(alone.size(), 6u);
  for (const auto& [index, view] : alone) EXPECT_EQ(view->rgba, both.at(index)->rgba) << "view " << index;
}

TEST(Interpolator, AWholeRunInBf16AgreesWithFloat32) {
  ENVISION3D_NEED_GOLDEN("stage2/run.safetensors");
  const auto request = request_for(views::ClipSet(1));
  const auto exact = drawn(request, options_with(5)), rounded = drawn(request, options_with(5, Precision::Bf16));
  double mean_square = 0.0;
  for (const auto& [index, view] : exact) {
    const at::Tensor difference =
        nn::tensor_from_image(view->uncut_rgb) - nn::tensor_from_image(rounded.at(index)->uncut_rgb);
    mean_square += difference.square().mean().item<double>() / static_cast<double>(exact.size());
  }
  EXPECT_GT(mean_square, 0.0);
  EXPECT_GT(-10.0 * std::log10(mean_square), 30.0);
}

TEST(Interpolator, ViewsAreAsLargeAsTheirAnchors) {
  ENVISION3D_NEED_GOLDEN("stage2/run.safetensors");
  views::ClipRequest request = request_for(views::ClipSet(0b0001));
  for (views::ViewPtr& anchor : request.anchors) {
    auto larger = std::make_shared<views::View>();
    larger->rgba = image::Image8(320, 320, 4, 200);
    anchor = larger;
  }
  for (const auto& [index, view] : drawn(request, options_with(1))) EXPECT_EQ(view->rgba.width(), 320);
}

TEST(Interpolator, AMissingAnchorIsNamed) {
  ENVISION3D_NEED_GOLDEN("stage2/run.safetensors");
  views::ClipRequest request = request_for(views::ClipSet(0b0001));
  request.anchors[1] = nullptr;
  try {
    drawn(request, options_with(1));
    FAIL() << "drew without an anchor";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::Usage);
    EXPECT_THAT(error.what(), testing::HasSubstr("45° right"));
  }
}

TEST(Interpolator, StopsAfterTheStepThatRuns) {
  ENVISION3D_NEED_GOLDEN("stage2/run.safetensors");
  std::stop_source stop;
  int num_reports = 0;
  RunListener listener;
  listener.on_progress = [&](std::string_view, double fraction) {
    if (fraction < 0.05) return;
    ++num_reports;
    stop.request_stop();
  };
  EXPECT_THROW(Interpolator(pipe(), options_with(50))
                   .draw(
                       request_for(views::ClipSet(0b0001)), [](const views::ViewPtr&) { FAIL(); },
                       RunContext(stop.get_token(), listener)),
               Cancelled);
  EXPECT_EQ(num_reports, 1);
}

}  // namespace
}  // namespace core::cascade
