// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/json.h"

#include <gtest/gtest.h>

#include "tests/core/io/mesh_formats/mesh_inputs.h"
#include "tests/core/io/tensor_inputs.h"

namespace core::io {
namespace {

JsonValue parse(std::string_view text, const JsonLimits& limits = {}) {
  return parse_json(testing::bytes_of(text), "a.json", limits);
}

TEST(Json, KeepsWholeNumbersExactAndTellsKindsApart) {
  const JsonValue value =
      parse(R"({"big":18446744073709551615,"minus":-3,"half":0.5,"no":null,"yes":true,"list":[1,"a"]})");
  EXPECT_EQ(value.find("big")->count(), 18446744073709551615u);
  EXPECT_EQ(value.find("minus")->count(), std::nullopt);
  EXPECT_EQ(value.find("minus")->number(), -3.0);
  EXPECT_EQ(value.find("half")->number(), 0.5);
  EXPECT_EQ(value.find("half")->count(), std::nullopt);
  EXPECT_TRUE(value.find("no")->is_null());
  EXPECT_TRUE(*value.find("yes")->boolean());
  ASSERT_NE(value.find("list")->array(), nullptr);
  EXPECT_EQ(*value.find("list")->array()->at(1).text(), "a");
  EXPECT_EQ(value.find("none"), nullptr);
}

TEST(Json, KeepsNestedListsInTheirPlaces) {
  const JsonValue value = parse(R"([[1,[2,3],{"a":[4]}],5])");
  const JsonValue::Array& outer = *value.array();
  ASSERT_EQ(outer.size(), 2u);
  EXPECT_EQ(outer[0].array()->at(1).array()->at(1).count(), 3u);
  EXPECT_EQ(outer[0].array()->at(2).find("a")->array()->at(0).count(), 4u);
  EXPECT_EQ(outer[1].count(), 5u);
}

TEST(Json, RefusesWhatIsDamagedAndSaysWhere) {
  for (const char* text : {"", "{", "[1,]", "{\"a\":1", "nul", "[1] 2", "{\"a\":\"\x80\"}"}) {
    const auto refusal = testing::error_of([&] { parse(text); });
    EXPECT_EQ(refusal.code(), ErrorCode::BadFormat) << text;
    EXPECT_NE(std::string_view(refusal.what()).find("'a.json'"), std::string::npos) << refusal.what();
    EXPECT_NE(std::string_view(refusal.what()).find("at byte"), std::string::npos) << refusal.what();
  }
}

TEST(Json, RefusesANameThatStandsTwice) {
  const auto refusal = testing::error_of([&] { parse(R"({"a":{"b":1,"b":2}})"); });
  EXPECT_EQ(refusal.code(), ErrorCode::BadFormat);
  EXPECT_NE(std::string_view(refusal.what()).find("'b'"), std::string::npos);
}

TEST(Json, StopsAtItsLimits) {
  EXPECT_EQ(testing::error_of([] { parse(std::string(33, '[') + std::string(33, ']')); }).code(),
            ErrorCode::LimitExceeded);
  EXPECT_EQ(testing::error_of([] { parse(std::string(10'000'000, '['), {.max_bytes = 1 << 30}); }).code(),
            ErrorCode::LimitExceeded);
  EXPECT_EQ(testing::error_of([] { parse("[1,2,3]", {.max_values = 3}); }).code(), ErrorCode::LimitExceeded);
  EXPECT_EQ(testing::error_of([] { parse("[1,2,3]", {.max_bytes = 6}); }).code(), ErrorCode::LimitExceeded);
  EXPECT_EQ(parse("[1,2,3]", {.max_bytes = 7, .max_depth = 1, .max_values = 4}).array()->size(), 3u);
}

TEST(Json, QuotesWhatItWrites) {
  EXPECT_EQ(json_quoted("a\"b\\\n"), R"("a\"b\\\n")");
  EXPECT_EQ(*parse(json_quoted("\x01\xc3\xa9")).text(), "\x01\xc3\xa9");
}

}  // namespace
}  // namespace core::io
