// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "core/pipeline/bring_up_to_date.h"

/// The only file that knows all layers: which sources there are, and what makes them.
namespace app {

/// Tools for runs of the pipeline.
/// @param models  folder of model packs the user named (--models); empty for the usual places
core::pipeline::Tools make_tools(std::filesystem::path models = {});

}  // namespace app
