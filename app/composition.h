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

/// Lets threads of the library of networks sleep while they wait for each other, which they do thousands of times a
/// second. As they are they turn round and round, which takes the processor from the very thread they wait for as soon
/// as another program or the window wants some of it. Call first, while the program has one thread.
void let_waiting_threads_sleep();

/// Tools for runs of the pipeline.
core::pipeline::Tools make_tools(const SourceSettings& settings = {});

/// The source that `auto` stands for: the first model pack that can draw anchors and in-betweens, else "sketch".
std::string automatic_source(const std::filesystem::path& models);

}  // namespace app
