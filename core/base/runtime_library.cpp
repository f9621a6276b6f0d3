// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/base/runtime_library.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <filesystem>

namespace core {
namespace {

// What the library brings along serves it, not what the program happens to hold under the same name: OpenCV draws in a
// plain BLAS, whose matrix products would take the place of LibTorch's, which are twenty times as fast. Sanitizers
// refuse such libraries.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kOwnSymbolsFirst = 0;
#else
constexpr int kOwnSymbolsFirst = RTLD_DEEPBIND;
#endif

}  // namespace

RuntimeFunction find_runtime_function(const char* file, const char* function) {
  std::error_code ignored;
  const std::filesystem::path beside = std::filesystem::read_symlink("/proc/self/exe", ignored).replace_filename(file);
  // What is there but cannot be loaded says more than that the system knows no such name.
  const bool is_beside = std::filesystem::exists(beside, ignored);
  void* library = dlopen(is_beside ? beside.c_str() : file, RTLD_NOW | RTLD_LOCAL | kOwnSymbolsFirst);
  if (library == nullptr) return {nullptr, dlerror()};
  void* address = dlsym(library, function);
  if (address == nullptr) return {nullptr, fmt::format("{} belongs to another version", file)};
  return {address, {}};
}

}  // namespace core
