// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/reconstruct/sdf_volume.h"

namespace core::reconstruct {

/// A dense field as bytes: box, resolution, and values as 16-bit steps of 1/64 voxel.
std::vector<std::uint8_t> encode_field(const DenseField& field);
/// Nothing for bytes that encode_field does not write.
std::optional<DenseField> decode_field(std::span<const std::uint8_t> bytes);

}  // namespace core::reconstruct
