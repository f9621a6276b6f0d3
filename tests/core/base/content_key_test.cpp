// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/base/content_key.h"

#include <gtest/gtest.h>

#include <set>

namespace core {
namespace {

TEST(ContentKey, TextComesBackAsTheSameKey) {
  const ContentKey key = ContentHasher().add("pumpkin").add(43).key();
  EXPECT_EQ(ContentKey::parse(key.text()), key);
  EXPECT_EQ(key.text().size(), 32u);
}

TEST(ContentKey, TextThatIsNoKeyIsNone) {
  EXPECT_FALSE(ContentKey::parse(""));
  EXPECT_FALSE(ContentKey::parse("xyz"));
  EXPECT_FALSE(ContentKey::parse(std::string(32, 'g')));
}

TEST(ContentHasher, PartsKeepTheirBorders) {
  EXPECT_NE(ContentHasher().add("ab").add("c").key(), ContentHasher().add("a").add("bc").key());
  EXPECT_NE(ContentHasher().add("a").key(), ContentHasher().add("a").add("").key());
}

TEST(ContentHasher, EveryBitOfALongInputCounts) {
  std::vector<std::uint8_t> bytes(1000, 0);
  std::set<ContentKey> seen;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      bytes[i] = static_cast<std::uint8_t>(1 << bit);
      seen.insert(ContentHasher().add_bytes(bytes).key());
    }
    bytes[i] = 0;
  }
  EXPECT_EQ(seen.size(), 8000u);
}

}  // namespace
}  // namespace core
