// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>

#include "core/io/view_folder.h"

/// views.json of a view folder, as contracts.md section 2 fixes it.
namespace core::io {

/// What the file says; every field it lacks has the value of a folder without views.json.
struct ViewsJson {
  ViewsJson();

  ViewFolderInfo info;
  geometry::RingGeometry ring;
  bool has_camera = false;  ///< the file says what the ring is
  std::array<float, geometry::kNumViews> trust{};
  std::array<std::uint64_t, geometry::kNumViews> seeds{};
  std::array<bool, geometry::kNumViews> own{};
};

/// @throws Error NotFound, LimitExceeded (over 1 MiB), BadFormat (not JSON, a field of the wrong kind or out of range),
///         Unsupported (written by a newer program)
ViewsJson read_views_json(const std::filesystem::path& path);

std::string views_json_text(const ViewFolder& content);

}  // namespace core::io
