// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace core::cascade {

/// models/manifest.json as it was when the program was built; the build writes the source of it.
std::string_view manifest_text();

}  // namespace core::cascade
