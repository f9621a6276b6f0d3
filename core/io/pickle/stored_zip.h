// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace core::io {

/// Whether the bytes start as a zip archive does.
bool is_zip(std::span<const std::uint8_t> bytes);

/// Finds the entries of a zip archive in memory, zip64 included, without copying them: they must be stored, not
/// compressed. Checksums are not compared: what the archives are used for is gigabytes.
///
/// @param name  stands for the archive in messages
/// @return      bytes of each entry, within `archive`, by the entry's name
/// @throws Error BadFormat (cut off, damaged directory, an entry outside the archive or twice), Unsupported (compressed
/// or encrypted, several volumes), LimitExceeded
///
/// Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.3.
std::map<std::string, std::span<const std::uint8_t>, std::less<>> stored_zip_entries(
    std::span<const std::uint8_t> archive, const std::string& name);

}  // namespace core::io
