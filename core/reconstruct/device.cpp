// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/device.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <filesystem>
#include <string>

#include "core/base/error.h"

namespace core::reconstruct {
namespace {

constexpr const char* kLibraryFile = "libenvision3d_cuda.so";

struct Loaded {
  const cuda::Library* library = nullptr;
  std::string problem;  ///< why there is none
  cuda::Message device{};
};

Loaded load() {
  std::error_code ignored;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  void* handle = dlopen((program.parent_path() / kLibraryFile).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) handle = dlopen(kLibraryFile, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return {nullptr, dlerror()};
  const auto get = reinterpret_cast<cuda::GetLibrary>(dlsym(handle, cuda::kGetLibraryName));
  const cuda::Library* library = get != nullptr ? get() : nullptr;
  if (library == nullptr || library->version != cuda::kLibraryVersion)
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
