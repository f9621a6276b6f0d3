// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/mesh_formats/gltf_data.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace core::io {
namespace {

template <class T>
T as(const std::uint8_t* raw) {
  T value;
  std::memcpy(&value, raw, sizeof(T));
  return value;
}

/// One component as a number. Source: glTF 2.0, section 3.6.2.2.
float number_of(const std::uint8_t* raw, GltfComponent component, bool is_normalized) {
  switch (component) {
    case GltfComponent::I8:
      return is_normalized ? std::max(as<std::int8_t>(raw) / 127.0f, -1.0f) : as<std::int8_t>(raw);
    case GltfComponent::U8:
      return is_normalized ? *raw / 255.0f : *raw;
    case GltfComponent::I16:
      return is_normalized ? std::max(as<std::int16_t>(raw) / 32767.0f, -1.0f) : as<std::int16_t>(raw);
    case GltfComponent::U16:
      return is_normalized ? as<std::uint16_t>(raw) / 65535.0f : as<std::uint16_t>(raw);
    case GltfComponent::U32:
      return static_cast<float>(as<std::uint32_t>(raw));
    case GltfComponent::F32:
      break;
  }
  return as<float>(raw);
}

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  if (c == '/') return 63;
  return -1;
}

}  // namespace

std::optional<GltfComponent> gltf_component(std::uint64_t code) {
  constexpr std::uint64_t kSigned32 = 5124;  // not in glTF 2.0
  if (code < 5120 || code > 5126 || code == kSigned32) return std::nullopt;
  return static_cast<GltfComponent>(code);
}

std::size_t size_of(GltfComponent component) {
  if (component == GltfComponent::I8 || component == GltfComponent::U8) return 1;
  return component == GltfComponent::I16 || component == GltfComponent::U16 ? 2 : 4;
}

std::vector<float> float_components(const GltfElements& elements, std::size_t num_components) {
  std::vector<float> values;
  values.reserve(elements.count * num_components);
  const std::size_t size = size_of(elements.component);
  for (std::uint64_t i = 0; i < elements.count; ++i) {
    const std::uint8_t* raw = elements.bytes.data() + i * elements.stride;
    for (std::size_t c = 0; c < num_components; ++c)
      values.push_back(number_of(raw + c * size, elements.component, elements.is_normalized));
  }
  return values;
}

std::optional<std::vector<std::uint32_t>> index_components(const GltfElements& elements) {
  std::vector<std::uint32_t> values(elements.count);
  for (std::uint64_t i = 0; i < elements.count; ++i) {
    const std::uint8_t* raw = elements.bytes.data() + i * elements.stride;
    switch (elements.component) {
      case GltfComponent::U8:
        values[i] = *raw;
        break;
      case GltfComponent::U16:
        values[i] = as<std::uint16_t>(raw);
        break;
      case GltfComponent::U32:
        values[i] = as<std::uint32_t>(raw);
        break;
      default:
        return std::nullopt;
    }
  }
  return values;
}

std::string percent_decoded(std::string_view uri) {
  std::string name;
  for (std::size_t i = 0; i < uri.size(); ++i) {
    unsigned value = 0;
    const char* digits = uri.data() + i + 1;
    if (uri[i] == '%' && i + 2 < uri.size() && std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2) {
      name += static_cast<char>(value);
      i += 2;
    } else {
      name += uri[i];
    }
  }
  return name;
}

std::optional<std::vector<std::uint8_t>> decode_base64(std::string_view text) {
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  if (text.size() % 4 == 1) return std::nullopt;
  std::vector<std::uint8_t> bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t bits = 0;
  int num_bits = 0;
  for (const char c : text) {
    const int value = base64_value(c);
    if (value < 0) return std::nullopt;
    bits = (bits << 6 | static_cast<std::uint32_t>(value)) & 0xffffff;
    num_bits += 6;
    if (num_bits < 8) continue;
    num_bits -= 8;
    bytes.push_back(static_cast<std::uint8_t>(bits >> num_bits));
  }
  return bytes;
}

}  // namespace core::io
