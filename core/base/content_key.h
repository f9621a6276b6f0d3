// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace core {

/// 128-bit name of a value, made of its bytes. Equal keys are taken to mean equal content; the zero key means "none".
struct ContentKey {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  auto operator<=>(const ContentKey&) const = default;
  explicit operator bool() const { return high != 0 || low != 0; }
  /// 32 lower-case hexadecimal digits.
  std::string text() const;
  /// Inverse of text(); the zero key for anything else.
  static ContentKey parse(std::string_view text);
};

/// Builds a ContentKey (FNV-1a, 128 bit). Not meant against an attacker who makes collisions on purpose. Values are
/// added with their lengths, so that ("ab", "c") and ("a", "bc") differ; floats are added by their bits.
class ContentHasher {
 public:
  ContentHasher& add_bytes(std::span<const std::uint8_t> bytes);
  ContentHasher& add(std::string_view text);
  ContentHasher& add(const ContentKey& key);
  template <class T>
  requires std::is_arithmetic_v<T> || std::is_enum_v<T> ContentHasher& add(T value) {
    return add_bytes({reinterpret_cast<const std::uint8_t*>(&value), sizeof(T)});
  }
  ContentKey key() const;

 private:
  void mix(const std::uint8_t* bytes, std::size_t num_bytes);
  // FNV-1a offset basis for 128 bit.
  std::uint64_t high_ = 0x6c62272e07bb0142;
  std::uint64_t low_ = 0x62b821756295c58d;
};

}  // namespace core
