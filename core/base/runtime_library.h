// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace core {

/// One function of a library that no program links, because it is large or may be absent.
struct RuntimeFunction {
  void* address = nullptr;
  std::string problem;  ///< why there is none
};

/// Loads a library that lies beside the program or where the system looks for libraries, and finds a function in it.
/// The library stays loaded until the program ends; a second call finds it loaded.
/// @param file  "libenvision3d_cuda.so"
RuntimeFunction find_runtime_function(const char* file, const char* function);

}  // namespace core
