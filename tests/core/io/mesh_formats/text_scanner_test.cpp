// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/mesh_formats/text_scanner.h"

#include <gtest/gtest.h>

namespace core::io {
namespace {

TEST(TextScanner, GivesWordsOfALineUntilItsEnd) {
  TextScanner text(std::string_view("  one\ttwo \r\nthree"));
  EXPECT_EQ(text.next_word(), "one");
  EXPECT_EQ(text.next_word(), "two");
  EXPECT_EQ(text.next_word(), "");
  EXPECT_EQ(text.next_word(), "");
  text.next_line();
  EXPECT_EQ(text.next_word(), "three");
  text.next_line();
  EXPECT_TRUE(text.is_at_end());
}

TEST(TextScanner, GivesTheRestOfALineWithoutBlanksAround) {
  TextScanner text(std::string_view("map_Kd   my file.png \r\nx"));
  text.next_word();
  EXPECT_EQ(text.rest_of_line(), "my file.png");
}

TEST(TextScanner, CrossesLinesWhenAskedTo) {
  TextScanner text(std::string_view("a\n\n \n b\n"));
  EXPECT_EQ(text.next_word_anywhere(), "a");
  EXPECT_EQ(text.next_word_anywhere(), "b");
  EXPECT_EQ(text.next_word_anywhere(), "");
}

TEST(TextScanner, ContinuesALineAfterABackslash) {
  TextScanner text(std::string_view("a \\\n b \\\r\n c\nd"));
  for (const char* word : {"a", "b", "c", ""}) EXPECT_EQ(text.next_word(), word);
}

TEST(ParseNumber, TakesWholeWordsOnly) {
  EXPECT_EQ(parse_number("+1.5e2"), 150.0);
  EXPECT_EQ(parse_number("-.5"), -0.5);
  for (const char* word : {"", "+", "1.5x", "x", "1 2", "1e999", "--1", "0x10"})
    EXPECT_EQ(parse_number(word), std::nullopt) << word;
}

TEST(ParseInteger, TakesWholeWordsOnly) {
  EXPECT_EQ(parse_integer("-12"), -12);
  for (const char* word : {"", "1.0", "1x", "9223372036854775808"})
    EXPECT_EQ(parse_integer(word), std::nullopt) << word;
}

}  // namespace
}  // namespace core::io
