// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/reconstruct/sdf_volume.h"

namespace core::reconstruct {

/// The neighbourhood of a field's surface as bytes: box, resolution, and for each block of 8^3 voxels whether it is
/// outside, inside, or nearer than 4.5 voxels to the surface, with its values in steps of 1/24 voxel, up to 127.
/// @param field  its resolution is a multiple of 8
std::vector<std::uint8_t> encode_field(const DenseField& field);
/// Voxels of other blocks are 16 voxels from the surface. Nothing for bytes that encode_field does not write.
std::optional<DenseField> decode_field(std::span<const std::uint8_t> bytes);

}  // namespace core::reconstruct
