// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <ATen/Parallel.h>

#include "core/base/parallel.h"
#include "core/cascade/bench.h"
#include "core/cascade/cascade_source.h"
#include "core/cascade/library/cascade_library.h"

namespace core::cascade {
namespace {

std::unique_ptr<views::ViewSource> make_source(const ModelPack& pack, const CascadeOptions& options,
                                               std::shared_ptr<const views::PhotoNormals> normals) {
  at::set_num_threads(max_threads());
  return std::make_unique<CascadeSource>(pack, options, std::move(normals));
}

std::vector<BenchResult> bench(const BenchRequest& request, const RunContext& context) {
  at::set_num_threads(max_threads());
  return run_bench(request, context);
}

}  // namespace
}  // namespace core::cascade

extern "C" __attribute__((visibility("default"))) const core::cascade::Library* envision3d_cascade_library() {
  using namespace core::cascade;
  static constexpr Library kLibrary = {kLibraryVersion, make_source, bench};
  return &kLibrary;
}
