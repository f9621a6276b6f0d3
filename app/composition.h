// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

#include "core/cascade/cascade_options.h"
#include "core/pipeline/bring_up_to_date.h"

/// The only file that knows all layers: which sources there are, and what makes them.
namespace app {

/// What a run of the program is told besides the artist's choices.
struct SourceSettings {
  std::filesystem::path models;  ///< folder of model packs the user named (--models); empty for the usual places
  core::cascade::CascadeOptions cascade;  ///< its steps are the artist's: they come from the choices
};

/// Tools for runs of the pipeline.
core::pipeline::Tools make_tools(const SourceSettings& settings = {});

/// The source that `auto` stands for: the first model pack that can draw anchors and in-betweens, else "sketch".
std::string automatic_source(const std::filesystem::path& models);

}  // namespace app
