// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/device.h"

#include <fmt/format.h>

#include <string>

#include "core/base/error.h"
#include "core/base/runtime_library.h"

namespace core::reconstruct {
namespace {

constexpr const char* kLibraryFile = "libenvision3d_cuda.so";

struct Loaded {
  const cuda::Library* library = nullptr;
  std::string problem;  ///< why there is none
  cuda::Message device{};
};

Loaded load() {
  const RuntimeFunction get = find_runtime_function(kLibraryFile, cuda::kGetLibraryName);
  if (get.address == nullptr) return {nullptr, get.problem};
  const cuda::Library* library = reinterpret_cast<cuda::GetLibrary>(get.address)();
  if (library->version != cuda::kLibraryVersion)
    return {nullptr, fmt::format("{} belongs to another version", kLibraryFile)};
  Loaded loaded;
  if (library->find_device(&loaded.device) == cuda::Status::Done) {
    loaded.library = library;
  } else {
    loaded.problem = loaded.device.text;
  }
  return loaded;
}

/// Stays loaded until the program ends.
const Loaded& loaded() {
  static const Loaded once = load();
  return once;
}

const Loaded& loaded_or_throw() {
  if (loaded().library == nullptr) {
    throw Error(ErrorCode::DeviceUnavailable,
                fmt::format("There is no CUDA device that this version can use: {}. Use --device cpu or auto.",
                            loaded().problem));
  }
  return loaded();
}

}  // namespace

Device usable_device(Device wanted) {
  if (wanted == Device::Cpu || (wanted == Device::Auto && loaded().library == nullptr)) return Device::Cpu;
  loaded_or_throw();
  return Device::Cuda;
}

const cuda::Library& cuda_library() { return *loaded_or_throw().library; }

const char* cuda_device_name() { return loaded_or_throw().device.text; }

}  // namespace core::reconstruct
