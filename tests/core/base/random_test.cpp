// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/base/random.h"

#include <gtest/gtest.h>

namespace core {
namespace {

// Known-answer vectors published with the paper (Random123, kat_vectors, philox4x32 10).
TEST(Philox, AgreesWithThePublishedVectors) {
  EXPECT_EQ(philox4x32({0, 0, 0, 0}, {0, 0}),
            (std::array<std::uint32_t, 4>{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox4x32({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
            (std::array<std::uint32_t, 4>{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (std::array<std::uint32_t, 4>{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Random, TheSameSeedGivesTheSameNumbersAndAnotherStreamDoesNot) {
  Random a(43, 1), b(43, 1), c(43, 2);
  const std::uint32_t first = a.next_u32();
  EXPECT_EQ(first, b.next_u32());
  EXPECT_NE(first, c.next_u32());
}

TEST(Random, NormalsHaveMeanZeroAndVarianceOne) {
  Random random(7);
  double sum = 0.0, squares = 0.0;
  constexpr int kCount = 20000;
  for (int i = 0; i < kCount; ++i) {
    const double value = random.normal();
    sum += value;
    squares += value * value;
  }
  EXPECT_NEAR(sum / kCount, 0.0, 0.03);
  EXPECT_NEAR(squares / kCount, 1.0, 0.05);
}

TEST(Random, UniformStaysBelowOne) {
  Random random(1);
  for (int i = 0; i < 10000; ++i) {
    const float value = random.uniform(2.0f, 3.0f);
    ASSERT_GE(value, 2.0f);
    ASSERT_LT(value, 3.0f);
  }
}

}  // namespace
}  // namespace core
