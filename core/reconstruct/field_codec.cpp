// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/field_codec.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace core::reconstruct {
namespace {

constexpr float kStepsPerVoxel = 64.0f;

struct Header {
  std::uint32_t magic = 0x46443345;  // "E3DF"
  std::int32_t resolution = 0;
  float center[3] = {};
  float half = 0.0f;
};

}  // namespace

std::vector<std::uint8_t> encode_field(const DenseField& field) {
  Header header;
  header.resolution = field.resolution();
  header.half = field.box().half;
  for (int i = 0; i < 3; ++i) header.center[i] = field.box().center[i];
  std::vector<std::uint8_t> bytes(sizeof(header) + 2 * field.values().size());
  std::memcpy(bytes.data(), &header, sizeof(header));
  std::uint8_t* out = bytes.data() + sizeof(header);
  for (const float value : field.values()) {
    const auto steps = static_cast<std::int16_t>(
        std::lround(std::clamp(value / field.spacing() * kStepsPerVoxel, -32000.0f, 32000.0f)));
    std::memcpy(out, &steps, 2);
    out += 2;
  }
  return bytes;
}

std::optional<DenseField> decode_field(std::span<const std::uint8_t> bytes) {
  Header header;
  if (bytes.size() < sizeof(header)) return std::nullopt;
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (header.magic != Header{}.magic || header.resolution < 8 || header.resolution > 512) return std::nullopt;
  if (!(header.half > 0.01f && header.half < 10.0f)) return std::nullopt;
  const auto count = static_cast<std::size_t>(header.resolution) * static_cast<std::size_t>(header.resolution) *
                     static_cast<std::size_t>(header.resolution);
  if (bytes.size() != sizeof(header) + 2 * count) return std::nullopt;
  DenseField field({{header.center[0], header.center[1], header.center[2]}, header.half}, header.resolution);
  const std::uint8_t* in = bytes.data() + sizeof(header);
  for (float& value : field.values()) {
    std::int16_t steps = 0;
    std::memcpy(&steps, in, 2);
    value = static_cast<float>(steps) / kStepsPerVoxel * field.spacing();
    in += 2;
  }
  return field;
}

}  // namespace core::reconstruct
