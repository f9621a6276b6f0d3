// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace core::io {

/// Whether the bytes start as a zip archive does.
bool is_zip(std::span<const std::uint8_t> bytes);

/// The entries of a zip archive in memory, by name.
struct StoredZip {
  std::map<std::string, std::span<const std::uint8_t>, std::less<>> entries;  ///< bytes within the archive
  std::vector<std::string> packed;  ///< entries that are compressed or encrypted and therefore left alone
};

/// Finds the entries of an archive, zip64 included, without copying them. Checksums are not compared: what the archives
/// are used for is gigabytes.
///
/// @param name  stands for the archive in messages
/// @throws Error BadFormat (cut off, damaged directory, an entry outside the archive or twice), Unsupported (several
/// volumes), LimitExceeded
///
/// Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.3.
StoredZip read_stored_zip(std::span<const std::uint8_t> archive, const std::string& name);

}  // namespace core::io
