// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/library/cascade_library.h"

#include <fmt/format.h>

#include <cstdlib>

#include "core/base/error.h"
#include "core/base/runtime_library.h"

namespace core::cascade {
namespace {

struct Loaded {
  const Library* library = nullptr;
  std::string problem;  ///< why there is none
};

Loaded load() {
  // LibTorch's threads wait for each other thousands of times a second. As they are they do so by turning round and
  // round, which takes the processor from the very thread they wait for as soon as another program or the window wants
  // some of it. Read when the library of threads is loaded.
  setenv("OMP_WAIT_POLICY", "PASSIVE", /*overwrite=*/0);
  const RuntimeFunction get = find_runtime_function(kLibraryFile, kGetLibraryName);
  if (get.address == nullptr) return {nullptr, get.problem};
  const Library* library = reinterpret_cast<GetLibrary>(get.address)();
  if (library->version != kLibraryVersion) return {nullptr, fmt::format("{} belongs to another version", kLibraryFile)};
  return {library, {}};
}

/// Stays loaded until the program ends.
const Loaded& loaded() {
  static const Loaded once = load();
  return once;
}

}  // namespace

const Library& cascade_library() {
  if (loaded().library == nullptr) {
    throw Error(ErrorCode::MissingWeights,
                fmt::format("Model packs cannot be drawn with: the library of networks is missing ({}). Build the "
                            "program with LibTorch (ENVISION3D_WITH_TORCH=ON), or use --source sketch.",
                            loaded().problem));
  }
  return *loaded().library;
}

bool has_cascade_library() { return loaded().library != nullptr; }

}  // namespace core::cascade
