// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/cascade/cascade_options.h"
#include "core/cascade/packs/model_pack.h"
#include "core/views/photo_normals.h"
#include "core/views/view_source.h"

/// The door between the programs and the networks. LibTorch is 400 MB that take a third of a second to load, so that no
/// program links it: what uses it is a library that is loaded when a model pack is first drawn with. Program and
/// library are built together and exchange the types of core; errors and Cancelled pass through the door as everywhere.
namespace core::cascade {

/// What a benchmark is to run.
struct BenchRequest {
  std::string name;           ///< "unet", "vae", "clip", "stage1" or "stage2"
  bool is_full_size = false;  ///< as large as the original's networks; else tiny
  ComputeOptions compute;
};
/// What a benchmark has measured of one call of a network; of a whole stage the seconds that its calls sum up to, and
/// no more.
struct BenchResult {
  std::string network;
  std::string device, precision;
  double seconds = 0.0;                                ///< after one call that warms up
  std::map<std::string, double> seconds_by_operation;  ///< "convolution", "attention", "linear", "norm" ...
  double gflop_per_s = 0.0;
  double matrix_gflop_per_s = 0.0;  ///< what products of large matrices reach on this machine in the run's precision
  double weights_mb = 0.0;
  double peak_mb = 0.0;  ///< of the program's resident memory since the network was built
};

/// What the library holds, behind its one visible function.
struct Library {
  int version;
  /// @throws as usable weights are asked for: nothing is read before something is drawn
  std::unique_ptr<views::ViewSource> (*make_source)(const ModelPack& pack, const CascadeOptions& options,
                                                    std::shared_ptr<const views::PhotoNormals> normals);
  /// Networks with random weights. @throws Error(Usage) for a name that is not known
  std::vector<BenchResult> (*bench)(const BenchRequest& request, const RunContext& context);
};
inline constexpr int kLibraryVersion = 2;
inline constexpr const char* kLibraryFile = "libenvision3d_cascade.so";
/// Name of the library's only visible function, a GetLibrary.
inline constexpr const char* kGetLibraryName = "envision3d_cascade_library";
using GetLibrary = const Library* (*)();

/// The library, loaded when it is first asked for.
/// @throws Error(MissingWeights) if this build is without it or it cannot be loaded, with the reason and what to do
const Library& cascade_library();

/// Whether there is one; loads it.
bool has_cascade_library();

}  // namespace core::cascade
