// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/project/whole_variants.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/project/project_file.h"
#include "tests/support/temporary_folder.h"

namespace core::project {
namespace {

constexpr std::size_t kBack = 16;
constexpr int kNumDrawings = 12;

VariantPtr drawing(int number, bool is_own = false) {
  auto view = std::make_shared<views::View>();
  view->index = static_cast<int>(kBack);
  view->seed = static_cast<std::uint64_t>(number);
  view->own = is_own;
  view->rgba = image::Image8(256, 256, 4, static_cast<std::uint8_t>(10 + number));
  view->normal = view->rgba;
  return make_variant(view, ContentHasher().add(number).key());
}

Workspace drawn_often() {
  Workspace work;
  for (int number = 0; number < kNumDrawings; ++number) work.variants[kBack].push_back(drawing(number));
  work.shown[kBack] = work.variants[kBack].back();
  return work;
}

std::size_t num_whole(const Workspace& work) {
  const auto& list = work.variants[kBack];
  return static_cast<std::size_t>(
      std::count_if(list.begin(), list.end(), [](const VariantPtr& variant) { return variant->is_whole; }));
}

TEST(WholeVariants, OnlyTheNewestAndThoseInUseStayWhole) {
  Workspace work = drawn_often();
  work.shown[kBack] = work.variants[kBack][0];
  work.choices.own[kBack / 4] = work.variants[kBack][1];
  work.variants[kBack][2] = drawing(2, true);
  make_old_variants_small(work);
  EXPECT_EQ(num_whole(work), kWholePerAnchor + 3);
  const VariantPtr& small = work.variants[kBack][5];
  EXPECT_FALSE(small->is_whole);
  EXPECT_TRUE(is_same_drawing(*small, *drawing(5)));
  EXPECT_EQ(small->view->seed, 5u);
  EXPECT_EQ(small->view->rgba.width(), kSmallPicturePx);
  EXPECT_EQ(small->view->rgba.at(40, 40, 3), 15);
  EXPECT_TRUE(small->view->normal.is_empty());
}

TEST(WholeVariants, InBetweensAreLeftAlone) {
  Workspace work;
  for (int number = 0; number < kNumDrawings; ++number) work.variants[17].push_back(drawing(number));
  make_old_variants_small(work);
  for (const VariantPtr& variant : work.variants[17]) EXPECT_TRUE(variant->is_whole);
}

TEST(WholeVariants, WhatIsShownAgainIsReadOnceAndIsOneObjectEverywhere) {
  Workspace work = drawn_often();
  make_old_variants_small(work);
  work.shown[kBack] = work.choices.own[kBack / 4] = work.variants[kBack][3];
  int num_read = 0;
  make_used_variants_whole(work, [&](const Variant& small) {
    ++num_read;
    return drawing(static_cast<int>(small.view->seed));
  });
  EXPECT_EQ(num_read, 1);
  EXPECT_TRUE(work.shown[kBack]->is_whole);
  EXPECT_EQ(work.shown[kBack]->view->rgba.width(), 256);
  EXPECT_EQ(work.shown[kBack], work.variants[kBack][3]);
  EXPECT_EQ(work.shown[kBack], work.choices.own[kBack / 4]);
}

TEST(WholeVariants, WhatUndoBringsBackTakesThePlaceOfItsSmallCopy) {
  Workspace work = drawn_often();
  const VariantPtr before = work.variants[kBack][3];
  make_old_variants_small(work);
  work.shown[kBack] = before;
  make_used_variants_whole(work, [](const Variant&) -> VariantPtr { return nullptr; });
  EXPECT_EQ(work.variants[kBack][3], before);
}

TEST(WholeVariants, WhatCannotBeReadStaysSmall) {
  Workspace work = drawn_often();
  make_old_variants_small(work);
  work.shown[kBack] = work.variants[kBack][3];
  make_used_variants_whole(work, [](const Variant&) -> VariantPtr { return nullptr; });
  EXPECT_FALSE(work.shown[kBack]->is_whole);
}

TEST(WholeVariants, AProjectGivesSmallDrawingsAndTheWholeOfEach) {
  const support::TemporaryFolder folder;
  Workspace work = drawn_often();
  work.shown[kBack] = work.variants[kBack][0];
  {
    const auto file = ProjectFile::create(folder / "often.e3d", {});
    for (const VariantPtr& variant : work.variants[kBack]) file->store(variant);
    file->store(work);
    file->store(small_copy(*work.variants[kBack][5]));
  }
  const auto file = ProjectFile::open(folder / "often.e3d", {});
  const Workspace back = file->load();
  EXPECT_EQ(num_whole(back), kWholePerAnchor + 1);
  EXPECT_EQ(back.shown[kBack]->view->rgba, work.shown[kBack]->view->rgba);
  for (int number = 0; number < kNumDrawings; ++number) {
    const VariantPtr whole = file->read_whole(*back.variants[kBack][static_cast<std::size_t>(number)]);
    ASSERT_TRUE(whole);
    EXPECT_TRUE(whole->is_whole);
    EXPECT_EQ(whole->view->rgba, drawing(number)->view->rgba);
    EXPECT_EQ(whole->view->normal, drawing(number)->view->normal);
  }
  EXPECT_FALSE(file->read_whole(*drawing(99)));
}

}  // namespace
}  // namespace core::project
