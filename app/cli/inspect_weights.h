// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "app/cli/command.h"

namespace app::cli {

/// Whether a path is a model pack, or a folder of networks that could be taken for one.
bool is_weight_folder(const std::filesystem::path& folder);
/// Tells of every network of a pack: one line each.
/// @throws Error, after all lines, if a network of the pack cannot be used
void inspect_pack(const std::filesystem::path& folder, Session& session);

/// Whether a file has a name that weight files have.
bool is_weight_file(const std::filesystem::path& path);
/// Tells what a weight file holds. @throws Error if it cannot be read
void inspect_weight_file(const std::filesystem::path& path, Session& session);

}  // namespace app::cli
