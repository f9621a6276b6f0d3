// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "app/composition.h"

#include <cstdlib>

#include <fmt/format.h>

#include "app/pack_shelf.h"
#include "core/cascade/anchor_view_generator.h"
#include "core/cascade/interpolator.h"
#include "core/cascade/library/cascade_library.h"
#include "core/pipeline/options.h"
#include "core/sketch/body_normals.h"
#include "core/sketch/sketch_source.h"

namespace app {
namespace {

using core::pipeline::CascadeOptions;
using core::pipeline::SketchOptions;
using core::project::Choices;
using SourcePtr = std::unique_ptr<core::views::ViewSource>;

/// Version of core/matting's result and of the framing.
constexpr int kCutOutVersion = 1;
constexpr const char* kSketch = "sketch";

SourcePtr make_source(const Choices& choices, PackShelf& shelf, CascadeOptions options) {
  const auto sketch = core::from_values<SketchOptions>(choices.sketch);
  if (choices.source == kSketch) return std::make_unique<core::sketch::SketchSource>(sketch);
  const core::cascade::ModelPack& pack = shelf.at(choices.source).pack;
  options = core::from_values(choices.cascade, std::move(options));
  return core::cascade::cascade_library().make_source(pack, options,
                                                      std::make_shared<core::sketch::BodyNormals>(sketch));
}

/// Name, versions and, for a pack, what tells its weights and the number of steps apart.
std::string identity_of(const Choices& choices, PackShelf& shelf) {
  if (choices.source == kSketch) return fmt::format("sketch/{}", core::sketch::kSketchVersion);
  const PackShelf::Entry* entry = shelf.find(choices.source);
  return fmt::format("cascade/{}.{}/{}/{} steps", core::cascade::kAnchorsVersion, core::cascade::kInBetweensVersion,
                     entry != nullptr ? entry->identity.text() : choices.source,
                     core::from_values<CascadeOptions>(choices.cascade).steps);
}

}  // namespace

void let_waiting_threads_sleep() { setenv("OMP_WAIT_POLICY", "PASSIVE", /*overwrite=*/0); }

core::pipeline::Tools make_tools(const SourceSettings& settings) {
  const auto shelf = std::make_shared<PackShelf>(settings.models);
  core::pipeline::Tools tools;
  tools.make_source = [shelf, options = settings.cascade](const Choices& choices) {
    return make_source(choices, *shelf, options);
  };
  tools.source_names = [shelf] {
    std::vector<std::string> names = {kSketch};
    for (std::string& name : shelf->names()) names.push_back(std::move(name));
    return names;
  };
  tools.algorithms_for = [shelf](const Choices& choices) {
    core::project::Algorithms algorithms;
    algorithms.cut_out = kCutOutVersion;
    algorithms.source = identity_of(choices, *shelf);
    algorithms.front_is_photo = algorithms.obeys_outlines = choices.source == kSketch;
    algorithms.draws_regions = choices.source != kSketch;
    algorithms.surface = core::reconstruct::kSolverVersion;
    algorithms.finish = core::texture::kFinishVersion;
    return algorithms;
  };
  return tools;
}

std::string automatic_source(const std::filesystem::path& models) {
  const std::string pack = PackShelf(models).automatic();
  return !pack.empty() && core::cascade::has_cascade_library() ? pack : kSketch;
}

}  // namespace app
