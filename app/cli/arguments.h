// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/composition.h"
#include "core/io/mesh_file.h"
#include "core/pipeline/options.h"
#include "core/project/workspace.h"
#include "core/reconstruct/device.h"

/// Options of the command line, by the names of contracts.md section 1. A command registers the groups it uses; an
/// option that a command does not use is a usage error.
namespace app::cli {

struct Common {
  bool json = false;
  bool quiet = false;
  int verbosity = 0;
  int threads = 0;
};
void add_common(CLI::App& command, Common& common);

/// `--device`, for what draws views and for what refines the surface.
void add_device(CLI::App& command, std::string& device);
/// The device that refines the surface.
/// @throws Error(Usage), or Error(DeviceUnavailable) if it is cuda and cannot be used
core::reconstruct::Device surface_device(const std::string& device);

/// Options of the source of views.
struct SourceArguments {
  std::string source = "auto";
  std::string models;
  std::optional<std::uint64_t> seed;
  std::optional<int> steps;
  std::string device = "auto";
  std::string precision = "auto";
  std::string noise, normals;
  core::pipeline::SketchOptions sketch;
  std::vector<std::string> own;  ///< "K=PATH"
};
/// What a command draws.
enum class Draws { InBetweens, Anchor, Picture };
void add_source(CLI::App& command, SourceArguments& arguments, Draws draws);

/// Options of the surface and the mesh.
struct MeshArguments {
  core::pipeline::SolveOptions solve;
  core::pipeline::FinishOptions finish;
  std::optional<double> size;
  std::string up;
  std::string frame = "asset";
};
void add_surface(CLI::App& command, MeshArguments& arguments);
void add_frame(CLI::App& command, MeshArguments& arguments);

/// What makes the sources is told.
/// @throws Error(Usage)
SourceSettings settings_of(const SourceArguments& arguments);

/// Puts arguments where the pipeline looks for them.
/// @throws Error(Usage)
void apply(const SourceArguments& arguments, core::project::Choices& choices);
/// The same for work that was drawn before: source and steps change where the arguments name them.
void apply_to_drawn(const SourceArguments& arguments, core::project::Choices& choices);
void apply(const MeshArguments& arguments, core::project::Choices& choices);
core::io::MeshWriteOptions write_options(const MeshArguments& arguments);

/// One `--own K=PNG`.
struct OwnPicture {
  int anchor = 0;  ///< 0..7
  std::filesystem::path path;
};
/// @throws Error(Usage) if K is not an anchor's view index (0, 4, ... 28) or is named twice
std::vector<OwnPicture> own_pictures(const SourceArguments& arguments);

}  // namespace app::cli
