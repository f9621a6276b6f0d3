// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

namespace support {

/// Writes a folder s1_pipe whose networks have few channels and reproducible random weights: pictures of 256 pixels,
/// latents of 8. What it draws is noise, but every part takes its part in it.
void write_tiny_anchor_pipe(const std::filesystem::path& pipe);

}  // namespace support
