// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/base/content_key.h"

#include <cstring>

#include <fmt/format.h>

namespace core {
namespace {

std::uint64_t parse_hex(std::string_view digits, bool& ok) {
  std::uint64_t value = 0;
  for (const char c : digits) {
    const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) ok = false;
    value = value * 16 + static_cast<std::uint64_t>(digit);
  }
  return value;
}

}  // namespace

std::string ContentKey::text() const { return fmt::format("{:016x}{:016x}", high, low); }

ContentKey ContentKey::parse(std::string_view text) {
  if (text.size() != 32) return {};
  bool ok = true;
  const ContentKey key{parse_hex(text.substr(0, 16), ok), parse_hex(text.substr(16), ok)};
  return ok ? key : ContentKey{};
}

// Eight bytes a round instead of one: 128-bit multiplications by the FNV prime 2^88 + 0x13b are the slow part.
void ContentHasher::mix(const std::uint8_t* bytes, std::size_t num_bytes) {
  unsigned __int128 state = (static_cast<unsigned __int128>(high_) << 64) | low_;
  const unsigned __int128 prime = (static_cast<unsigned __int128>(1) << 88) | 0x13b;
  while (num_bytes > 0) {
    std::uint64_t word = 0;
    const std::size_t count = num_bytes < 8 ? num_bytes : 8;
    std::memcpy(&word, bytes, count);
    state ^= word;
    state *= prime;
    state ^= state >> 67;
    bytes += count;
    num_bytes -= count;
  }
  high_ = static_cast<std::uint64_t>(state >> 64);
  low_ = static_cast<std::uint64_t>(state);
}

ContentHasher& ContentHasher::add_bytes(std::span<const std::uint8_t> bytes) {
  const std::uint64_t size = bytes.size();
  mix(reinterpret_cast<const std::uint8_t*>(&size), sizeof(size));
  mix(bytes.data(), bytes.size());
  return *this;
}

ContentHasher& ContentHasher::add(std::string_view text) {
  return add_bytes({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

ContentHasher& ContentHasher::add(const ContentKey& key) { return add(key.high).add(key.low); }

ContentKey ContentHasher::key() const { return {high_, low_}; }

}  // namespace core
