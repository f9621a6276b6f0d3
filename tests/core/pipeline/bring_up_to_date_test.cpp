// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/pipeline/bring_up_to_date.h"

#include <gtest/gtest.h>

#include "core/image/alpha.h"
#include "core/views/framing.h"

namespace core::pipeline {
namespace {

/// Draws the front everywhere and notes what it was asked.
class NotingSource final : public views::ViewSource {
 public:
  struct Notes {
    views::AnchorRequest request;
    std::optional<views::FramedPhoto> photo;
  };
  explicit NotingSource(Notes& notes) : notes_(notes) {}

  float framing_ratio(const image::Image8&, const views::Framing&, const geometry::RingGeometry&,
                      const RunContext&) const override {
    return 0.75f;
  }
  void draw_anchors(const views::AnchorRequest& request, const views::KeepView& keep,
                    const RunContext& context) const override {
    notes_.request = request;
    if (request.photo) notes_.photo = request.photo(context);
    for (int anchor = 0; anchor < geometry::kNumAnchors; ++anchor) {
      if (!request.wanted[static_cast<std::size_t>(anchor)]) continue;
      request.preview(anchor * geometry::kViewsPerAnchor, image::Image8(32, 32, 3, 9));
      auto view = std::make_shared<views::View>(*request.front);
      view->index = anchor * geometry::kViewsPerAnchor;
      keep(view);
    }
  }
  void draw_clips(const views::ClipRequest&, const views::KeepView&, const RunContext&) const override {}
  bool front_is_photo() const override { return false; }

 private:
  Notes& notes_;
};

Tools tools_with(NotingSource::Notes& notes) {
  Tools tools;
  tools.make_source = [&](const project::Choices&) { return std::make_unique<NotingSource>(notes); };
  tools.algorithms_for = [](const project::Choices&) { return project::Algorithms{.front_is_photo = false}; };
  return tools;
}

/// A block with transparency around.
project::Workspace work_with_a_picture() {
  image::Image8 picture(90, 70, 4);
  for (int y = 10; y < 60; ++y) {
    for (int x = 20; x < 50; ++x) std::fill_n(picture.pixel(x, y), 4, std::uint8_t{255});
  }
  project::Workspace work;
  work.picture = project::make_picture("block", picture, true);
  return work;
}

TEST(BringUpToDate, GivesTheSourceThePhotoAndHowItWasFramed) {
  NotingSource::Notes notes;
  const project::Workspace work =
      bring_up_to_date(work_with_a_picture(), Goal::Anchors, tools_with(notes), [](const Event&) {}, {});
  ASSERT_TRUE(notes.photo);
  EXPECT_EQ(*notes.photo->picture, work.picture->rgba);
  EXPECT_EQ(notes.photo->cutout, work.picture->rgba);
  EXPECT_EQ(notes.photo->canvas, work.cut_out->front);
  EXPECT_EQ(notes.photo->framing, views::Framing{0.75f});
}

TEST(BringUpToDate, APictureThatIsTheCanvasItselfIsNoPhoto) {
  NotingSource::Notes notes;
  project::Workspace work =
      bring_up_to_date(work_with_a_picture(), Goal::CutOut, tools_with(notes), [](const Event&) {}, {});
  auto cut_out = std::make_shared<project::CutOut>(*work.cut_out);
  work.picture = project::make_picture("canvas", cut_out->front, true);
  cut_out->inputs = project::cut_out_key(work, {.front_is_photo = false});
  work.cut_out = cut_out;
  bring_up_to_date(work, Goal::Anchors, tools_with(notes), [](const Event&) {}, {});
  EXPECT_TRUE(notes.request.front);
  EXPECT_FALSE(notes.photo);
}

TEST(BringUpToDate, SendsPreviewsOfWhatIsDrawn) {
  NotingSource::Notes notes;
  std::vector<int> previews;
  bring_up_to_date(work_with_a_picture(), Goal::Anchors, tools_with(notes),
                   [&](const Event& event) {
                     if (const auto* preview = std::get_if<PreviewReady>(&event)) {
                       EXPECT_EQ(preview->view->rgba.width(), 32);
                       previews.push_back(preview->view->index);
                     }
                   },
                   {});
  EXPECT_EQ(previews, (std::vector<int>{0, 4, 8, 12, 16, 20, 24, 28}));
}

TEST(BringUpToDate, ARegionIsDrawnAgainOfItsViewAlone) {
  NotingSource::Notes notes;
  project::Workspace work =
      bring_up_to_date(work_with_a_picture(), Goal::Anchors, tools_with(notes), [](const Event&) {}, {});
  const views::ViewPtr shown = work.shown[12]->view;
  work.choices.regions[3] =
      std::make_shared<const views::AnchorRegion>(views::AnchorRegion{shown, image::Image8(256, 256, 1, 255)});
  bring_up_to_date(work, Goal::Anchors, tools_with(notes), [](const Event&) {}, {});
  EXPECT_EQ(notes.request.wanted, views::AnchorSet(1u << 3));
  EXPECT_EQ(notes.request.regions[3]->view, shown);
  EXPECT_EQ(notes.request.held[3], nullptr);
  EXPECT_NE(notes.request.held[4], nullptr);
}

TEST(BringUpToDate, FramesThePictureAsTheArtistDoes) {
  NotingSource::Notes notes;
  project::Workspace work = work_with_a_picture();
  work.choices.cut_out.framing = {0.5f, 0.125f, 0.0f, 90.0f};
  work = bring_up_to_date(work, Goal::Anchors, tools_with(notes), [](const Event&) {}, {});
  const image::AlphaBox box = image::alpha_box(work.cut_out->front, 127);
  EXPECT_NEAR(box.width(), 128, 1);  // it stood upright
  EXPECT_NEAR(box.left + box.right, 256 + 64, 2);
  EXPECT_EQ(work.cut_out->framing_ratio, 0.5f);
  EXPECT_EQ(notes.request.front->rgba, work.cut_out->front);
  ASSERT_TRUE(notes.photo);
  EXPECT_EQ(notes.photo->framing, work.choices.cut_out.framing);
  EXPECT_EQ(views::frame_cutout(notes.photo->cutout, *notes.photo->framing), work.cut_out->front);
}

TEST(BringUpToDate, NoFramingByHandGoesBeyondWhatTheSourceHasRoomFor) {
  NotingSource::Notes notes;
  project::Workspace work = work_with_a_picture();
  work.choices.cut_out.framing.ratio = 0.875f;
  EXPECT_EQ(bring_up_to_date(work, Goal::CutOut, tools_with(notes), [](const Event&) {}, {}).cut_out->framing_ratio,
            0.75f);
}

TEST(BringUpToDate, TellsWhatIsAmissWithThePicture) {
  NotingSource::Notes notes;
  matting::Findings findings;
  bring_up_to_date(work_with_a_picture(), Goal::CutOut, tools_with(notes),
                   [&](const Event& event) {
                     if (const auto* examined = std::get_if<PictureExamined>(&event)) findings = examined->findings;
                   },
                   {});
  EXPECT_EQ(findings, (matting::Findings{{matting::Finding::Kind::Small, 50}}));
}

TEST(BringUpToDate, DrawsExactlyWhatThePlanSays) {
  NotingSource::Notes notes;
  const Tools tools = tools_with(notes);
  project::Workspace work = bring_up_to_date(work_with_a_picture(), Goal::Anchors, tools, [](const Event&) {}, {});
  work.choices.anchor_seeds[5] = 99;
  work.choices.anchor_seeds[2] = 98;
  work.choices.locked[8] = true;
  const Plan plan = plan_for(work, tools.algorithms_for(work.choices), Goal::Anchors);
  std::vector<int> drawn;
  bring_up_to_date(work, Goal::Anchors, tools,
                   [&](const Event& event) {
                     if (const auto* ready = std::get_if<ViewReady>(&event))
                       drawn.push_back(ready->variant->view->index);
                   },
                   {});
  EXPECT_EQ(plan.anchors, views::AnchorSet(1u << 5));
  EXPECT_FALSE(plan.cut_out);
  EXPECT_EQ(drawn, std::vector<int>{20});
}

}  // namespace
}  // namespace core::pipeline
