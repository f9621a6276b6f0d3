// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The data of glTF files below their description: components of accessors, and the texts of URIs.
namespace core::io {

enum class GltfComponent : std::uint64_t { I8 = 5120, U8 = 5121, I16 = 5122, U16 = 5123, U32 = 5125, F32 = 5126 };
std::optional<GltfComponent> gltf_component(std::uint64_t code);
std::size_t size_of(GltfComponent component);

/// The elements of an accessor. The last one, at (count - 1) * stride, lies inside the bytes.
struct GltfElements {
  std::span<const std::uint8_t> bytes;
  std::uint64_t count = 0, stride = 0;
  GltfComponent component = GltfComponent::F32;
  bool is_normalized = false;
};

/// All components, one element after the other; integers as numbers or, if they are normalised, as fractions.
std::vector<float> float_components(const GltfElements& elements, std::size_t num_components);
/// None if the elements are not unsigned whole numbers.
std::optional<std::vector<std::uint32_t>> index_components(const GltfElements& elements);

/// The bytes of a base64 text (RFC 4648, section 4); none if it holds anything else.
std::optional<std::vector<std::uint8_t>> decode_base64(std::string_view text);
/// A URI's text with its %XX replaced (RFC 3986, section 2.1).
std::string percent_decoded(std::string_view uri);

}  // namespace core::io
