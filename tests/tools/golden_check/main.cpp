// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <cstdio>
#include <exception>

#include "core/base/error.h"
#include "tests/tools/golden_check/report.h"

// golden_check FOLDER...
//
// Takes folders of reference data with a tiny pack inside, recomputes in float32 on the CPU every output tensor they
// hold and prints one JSON line a tensor. Exit status 1 if any falls short of its tolerance.
int main(int argc, char** argv) try {
  if (argc < 2) {
    std::fprintf(stderr, "golden_check FOLDER...\n");
    return core::exit_status(core::ErrorCode::Usage);
  }
  bool all_passed = true;
  for (int i = 1; i < argc; ++i) {
    const std::filesystem::path folder = argv[i];
    const bool has_stage1 = std::filesystem::exists(folder / "pack/s1_pipe"),
               has_stage2 = std::filesystem::exists(folder / "pack/s2_pipe");
    if (!has_stage1 && !has_stage2) {
      throw core::Error(core::ErrorCode::Unsupported, "'" + folder.string() + "' holds no reference data with a pack.");
    }
    if (has_stage1) all_passed = check_stage1(folder) && all_passed;
    if (has_stage2) all_passed = check_stage2(folder) && all_passed;
  }
  return all_passed ? 0 : 1;
} catch (const core::Error& error) {
  std::fprintf(stderr, "golden_check: %s\n", error.what());
  return core::exit_status(error.code());
} catch (const std::exception& error) {
  std::fprintf(stderr, "golden_check: %s\n", error.what());
  return 1;
}
