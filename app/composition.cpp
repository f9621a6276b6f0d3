// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "app/composition.h"

#include <fmt/format.h>

#include "core/pipeline/options.h"
#include "core/sketch/sketch_source.h"

namespace app {
namespace {

/// Version of core/matting's result and of the framing.
constexpr int kCutOutVersion = 1;

bool is_sketch(const std::string& source) { return source == "auto" || source == "sketch" || source == "folder"; }

[[noreturn]] void throw_missing_pack(const std::string& source, const std::filesystem::path& models) {
  const std::string place =
      models.empty() ? std::string("a folder named by --models or $ENVISION3D_MODELS") : models.string();
  throw core::Error(
      core::ErrorCode::MissingWeights,
      fmt::format("The model pack '{}' cannot be used: this version draws views with the built-in sketch source only. "
                  "Get a version that reads model packs and put the pack's s1_pipe and s2_pipe folders into {}, "
                  "or use --source sketch.",
                  source, place));
}

}  // namespace

core::pipeline::Tools make_tools(std::filesystem::path models) {
  core::pipeline::Tools tools;
  tools.make_source = [models](const core::project::Choices& choices) -> std::unique_ptr<core::views::ViewSource> {
    if (!is_sketch(choices.source)) throw_missing_pack(choices.source, models);
    return std::make_unique<core::sketch::SketchSource>(core::from_values<core::sketch::SketchOptions>(choices.sketch));
  };
  tools.algorithms_for = [](const core::project::Choices& choices) {
    core::project::Algorithms algorithms;
    algorithms.cut_out = kCutOutVersion;
    algorithms.source =
        is_sketch(choices.source) ? fmt::format("sketch/{}", core::sketch::kSketchVersion) : choices.source;
    algorithms.front_is_photo = is_sketch(choices.source);
    algorithms.surface = core::reconstruct::kSolverVersion;
    algorithms.finish = core::texture::kFinishVersion;
    return algorithms;
  };
  return tools;
}

}  // namespace app
