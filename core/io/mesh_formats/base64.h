// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace core::io {

/// The bytes of a base64 text (RFC 4648, section 4); none if it holds anything else.
std::optional<std::vector<std::uint8_t>> decode_base64(std::string_view text);

}  // namespace core::io
