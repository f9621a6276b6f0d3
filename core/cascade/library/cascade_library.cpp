// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/library/cascade_library.h"

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/runtime_library.h"

namespace core::cascade {
namespace {

struct Loaded {
  const Library* library = nullptr;
  std::string problem;  ///< why there is none
};

Loaded load() {
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
