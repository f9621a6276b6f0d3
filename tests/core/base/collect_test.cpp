// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/base/collect.h"

#include <gtest/gtest.h>

namespace core {
namespace {

TEST(ParallelCollect, GivesWhatOneThreadWouldFindInThatOrder) {
  const auto multiples = parallel_collect<int>(3, 200, 1, [](int i, std::vector<int>& found) {
    for (int k = 0; k < i % 3; ++k) found.push_back(i);
  });
  std::vector<int> expected;
  for (int i = 3; i < 200; ++i) expected.insert(expected.end(), static_cast<std::size_t>(i % 3), i);
  EXPECT_EQ(multiples, expected);
}

TEST(ParallelCollect, FindsNothingInNothing) {
  EXPECT_TRUE(parallel_collect<int>(5, 5, 1, [](int i, std::vector<int>& found) { found.push_back(i); }).empty());
}

}  // namespace
}  // namespace core
