// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "app/composition.h"

#include <fmt/format.h>

#include "core/cascade/packs/pack_search.h"
#include "core/pipeline/options.h"
#include "core/sketch/sketch_source.h"

namespace app {
namespace {

/// Version of core/matting's result and of the framing.
constexpr int kCutOutVersion = 1;

bool is_sketch(const std::string& source) { return source == "auto" || source == "sketch" || source == "folder"; }

/// Says what is missing, or that the pack which is there has to wait.
[[noreturn]] void throw_no_pack_source(const std::string& source, const std::filesystem::path& models) {
  const core::cascade::FoundPack pack = core::cascade::find_pack(source, models);
  throw core::Error(
      core::ErrorCode::MissingWeights,
      fmt::format("The model pack '{}' in '{}' cannot be used: this version draws views with the built-in "
                  "sketch source only. Use --source sketch.",
                  source, pack.path.string()));
}

}  // namespace

core::pipeline::Tools make_tools(std::filesystem::path models) {
  core::pipeline::Tools tools;
  tools.make_source = [models](const core::project::Choices& choices) -> std::unique_ptr<core::views::ViewSource> {
    if (!is_sketch(choices.source)) throw_no_pack_source(choices.source, models);
    return std::make_unique<core::sketch::SketchSource>(core::from_values<core::sketch::SketchOptions>(choices.sketch));
  };
  tools.algorithms_for = [](const core::project::Choices& choices) {
    core::project::Algorithms algorithms;
    algorithms.cut_out = kCutOutVersion;
    algorithms.source =
        is_sketch(choices.source) ? fmt::format("sketch/{}", core::sketch::kSketchVersion) : choices.source;
    algorithms.front_is_photo = algorithms.obeys_outlines = is_sketch(choices.source);
    algorithms.surface = core::reconstruct::kSolverVersion;
    algorithms.finish = core::texture::kFinishVersion;
    return algorithms;
  };
  return tools;
}

}  // namespace app
