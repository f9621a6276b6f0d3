// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/base/runtime_library.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <filesystem>

namespace core {

RuntimeFunction find_runtime_function(const char* file, const char* function) {
  std::error_code ignored;
  const std::filesystem::path beside = std::filesystem::read_symlink("/proc/self/exe", ignored).replace_filename(file);
  // What is there but cannot be loaded says more than that the system knows no such name.
  const bool is_beside = std::filesystem::exists(beside, ignored);
  void* library = dlopen(is_beside ? beside.c_str() : file, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return {nullptr, dlerror()};
  void* address = dlsym(library, function);
  if (address == nullptr) return {nullptr, fmt::format("{} belongs to another version", file)};
  return {address, {}};
}

}  // namespace core
