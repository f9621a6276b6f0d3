// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "app/cli/arguments.h"

#include <charconv>
#include <cmath>
#include <set>

#include <fmt/format.h>

namespace app::cli {
namespace {

using core::Error;
using core::ErrorCode;

/// Adds an option for one described field of an options struct; its range and choices come from the description.
template <class Options>
void add_field(CLI::App& command, const std::string& flag, std::string_view field_name, Options& options) {
  Options::describe([&](std::string_view name, auto member, const auto& limits, std::string_view help) {
    if (name != field_name) return;
    auto& target = options.*member;
    using Field = std::decay_t<decltype(target)>;
    if constexpr (std::is_enum_v<Field>) {
      command.add_option_function<std::string>(
          flag,
          [&target, name, limits](const std::string& text) {
            for (std::size_t i = 0; i < limits.names.size(); ++i) {
              if (limits.names[i] == text) {
                target = static_cast<Field>(i);
                return;
              }
            }
            core::detail::throw_unknown_choice(name, text, limits);
          },
          std::string(help));
    } else if constexpr (std::is_same_v<Field, bool>) {
      command.add_flag(flag, target, std::string(help));
    } else {
      command.add_option_function<double>(
          flag,
          [&target, name, limits](double value) {
            const double checked = core::detail::checked_number(name, value, limits.low, limits.high);
            if (std::is_integral_v<Field> && checked != std::floor(checked)) {
              throw Error(ErrorCode::Usage, fmt::format("'{}' is {}; it must be a whole number.", name, value));
            }
            target = static_cast<Field>(checked);
          },
          std::string(help));
    }
  });
}

void require_choice(const char* flag, const std::string& value, std::initializer_list<const char*> allowed) {
  for (const char* name : allowed) {
    if (value == name) return;
  }
  throw Error(ErrorCode::Usage,
              fmt::format("{} is '{}'; it must be one of: {}.", flag, value, fmt::join(allowed, ", ")));
}

}  // namespace

void add_common(CLI::App& command, Common& common) {
  command.add_flag("--json", common.json, "One JSON object a line on standard output");
  command.add_flag("--quiet", common.quiet, "No progress bar, warnings and errors only");
  command.add_flag("-v", common.verbosity, "Say more; twice for details");
  command.add_option("--threads", common.threads, "Most threads to use (at least 1)")->check(CLI::Range(1, 1024));
}

void add_device(CLI::App& command, std::string& device) { command.add_option("--device", device, "auto, cpu or cuda"); }

core::reconstruct::Device surface_device(const std::string& device) {
  using core::reconstruct::Device;
  require_choice("--device", device, {"auto", "cpu", "cuda"});
  return usable_device(device == "cuda" ? Device::Cuda : device == "cpu" ? Device::Cpu : Device::Auto);
}

void add_source(CLI::App& command, SourceArguments& arguments, Draws draws) {
  command.add_option("--source", arguments.source, "auto, sketch or the name of a model pack");
  command.add_option("--models", arguments.models, "Folder of model packs");
  command.add_option_function<std::string>(
      "--seed",
      [&arguments](const std::string& text) {
        std::uint64_t seed = 0;
        const auto parsed = std::from_chars(text.data(), text.data() + text.size(), seed);
        if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) {
          throw Error(ErrorCode::Usage,
                      fmt::format("--seed is '{}'; it must be a whole number from 0 to 18446744073709551615.", text));
        }
        arguments.seed = seed;
      },
      "Seed (default 43)");
  command.add_option("--steps", arguments.steps, "Denoising steps of a model pack (default 50)");
  add_device(command, arguments.device);
  command.add_option("--precision", arguments.precision, "auto, fp32, bf16 or fp16; used by model packs");
  command.add_option("--noise", arguments.noise, "safetensors file that replaces a model pack's random start");
  if (draws == Draws::InBetweens) return;
  command.add_option("--normals", arguments.normals, "Normals of the picture for a model pack, as PNG of its size");
  if (draws == Draws::Anchor) return;
  add_field(command, "--body", "body", arguments.sketch);
  add_field(command, "--depth", "depth", arguments.sketch);
  add_field(command, "--unseen", "unseen", arguments.sketch);
  command.add_option("--own", arguments.own,
                     "K=PNG: own picture or outline for anchor K (0, 4, ... 28); may be repeated");
}

void add_surface(CLI::App& command, MeshArguments& arguments) {
  add_field(command, "--quality", "quality", arguments.solve);
  add_field(command, "--in-betweens", "in_betweens", arguments.solve);
  add_field(command, "--faces", "faces", arguments.finish);
  add_field(command, "--texture", "texture_px", arguments.finish);
  add_field(command, "--normal-map", "normal_map", arguments.finish);
}

void add_frame(CLI::App& command, MeshArguments& arguments) {
  command.add_option_function<double>(
      "--size", [&arguments](double size) { arguments.size = core::detail::checked_number("size", size, 1e-6, 1e6); },
      "Longest side of the mesh in the format's unit: metres, STL and 3MF millimetres");
  command.add_option("--up", arguments.up, "Axis that points up: y or z (default: the format's)");
  command.add_option("--frame", arguments.frame, "asset (standing on the ground, scaled) or world (ring coordinates)");
}

SourceSettings settings_of(const SourceArguments& arguments) {
  SourceSettings settings;
  settings.models = arguments.models;
  settings.cascade.compute = core::from_values<core::cascade::ComputeOptions>(
      {{"device", arguments.device}, {"precision", arguments.precision}});
  settings.cascade.noise = arguments.noise;
  settings.cascade.normals = arguments.normals;
  return settings;
}

void apply(const SourceArguments& arguments, core::project::Choices& choices) {
  surface_device(arguments.device);
  if (arguments.source == "auto") choices.source = automatic_source(arguments.models);
  apply_to_drawn(arguments, choices);
  if (arguments.seed) choices.seed = *arguments.seed;
  choices.anchor_seeds.fill(choices.seed);
  choices.sketch = core::to_values(arguments.sketch);
}

void apply_to_drawn(const SourceArguments& arguments, core::project::Choices& choices) {
  if (arguments.source != "auto") choices.source = arguments.source;
  if (arguments.steps) choices.cascade["steps"] = static_cast<double>(*arguments.steps);
  core::from_values<core::pipeline::CascadeOptions>(choices.cascade);
}

void apply(const MeshArguments& arguments, core::project::Choices& choices) {
  choices.surface = core::to_values(arguments.solve);
  choices.finish = core::to_values(arguments.finish);
}

core::io::MeshWriteOptions write_options(const MeshArguments& arguments) {
  require_choice("--frame", arguments.frame, {"asset", "world"});
  core::io::MeshWriteOptions options;
  options.frame = arguments.frame == "world" ? core::io::MeshFrame::World : core::io::MeshFrame::Asset;
  if (arguments.size) options.size = static_cast<float>(*arguments.size);
  if (!arguments.up.empty()) {
    require_choice("--up", arguments.up, {"y", "z"});
    options.up = arguments.up == "y" ? core::io::UpAxis::Y : core::io::UpAxis::Z;
  }
  return options;
}

std::vector<OwnPicture> own_pictures(const SourceArguments& arguments) {
  std::vector<OwnPicture> pictures;
  std::set<int> seen;
  for (const std::string& text : arguments.own) {
    const std::size_t equals = text.find('=');
    int view = -1;
    const auto parsed = std::from_chars(text.data(), text.data() + std::min(equals, text.size()), view);
    const bool is_number =
        equals != std::string::npos && parsed.ec == std::errc() && parsed.ptr == text.data() + equals;
    if (!is_number || view < 0 || view >= core::geometry::kNumViews || !core::geometry::is_anchor(view) ||
        equals + 1 == text.size()) {
      throw Error(ErrorCode::Usage,
                  fmt::format("--own '{}' is not K=PNG with K one of the anchors 0, 4, 8, 12, 16, 20, 24, 28.", text));
    }
    if (!seen.insert(view).second) throw Error(ErrorCode::Usage, fmt::format("--own names anchor {} twice.", view));
    pictures.push_back({view / core::geometry::kViewsPerAnchor, text.substr(equals + 1)});
  }
  return pictures;
}

}  // namespace app::cli
