// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/base/options.h"

#include <gtest/gtest.h>

#include <limits>

namespace core {
namespace {

enum class Shape { Round, Flat };

struct Options {
  int count = 3;
  float depth = 1.0f;
  bool is_open = false;
  Shape shape = Shape::Round;
  static constexpr void describe(auto&& field) {
    field("count", &Options::count, Range{1, 10}, "");
    field("depth", &Options::depth, Range{0.5f, 2.0f}, "");
    field("is_open", &Options::is_open, NoLimits{}, "");
    field("shape", &Options::shape, Choices{{"round", "flat"}}, "");
  }
};

TEST(Options, ValuesComeBackAsTheSameOptions) {
  Options options;
  options.count = 7;
  options.shape = Shape::Flat;
  options.is_open = true;
  const auto back = from_values<Options>(to_values(options));
  EXPECT_EQ(back.count, 7);
  EXPECT_EQ(back.shape, Shape::Flat);
  EXPECT_TRUE(back.is_open);
}

TEST(Options, MissingValuesKeepTheirDefaultsAndUnknownOnesAreIgnored) {
  const auto options = from_values<Options>({{"count", 5.0}, {"colour", std::string("red")}});
  EXPECT_EQ(options.count, 5);
  EXPECT_FLOAT_EQ(options.depth, 1.0f);
}

TEST(Options, ValuesOutOfRangeOfAnotherTypeOrUnknownAreUsageErrors) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  for (const OptionValues& values : std::vector<OptionValues>{{{"count", 11.0}},
                                                              {{"depth", nan}},
                                                              {{"depth", infinity}},
                                                              {{"depth", std::string("deep")}},
                                                              {{"shape", std::string("cubic")}},
                                                              {{"shape", 1.0}},
                                                              {{"is_open", 1.0}}}) {
    try {
      from_values<Options>(values);
      ADD_FAILURE() << values.begin()->first << " was accepted";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::Usage);
      EXPECT_NE(std::string(error.what()).find(values.begin()->first), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace core
