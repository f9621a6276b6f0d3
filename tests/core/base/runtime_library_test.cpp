// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/base/runtime_library.h"

#include <gtest/gtest.h>

namespace core {
namespace {

TEST(RuntimeLibrary, AMissingLibraryIsNamedInTheProblem) {
  const RuntimeFunction function = find_runtime_function("libenvision3d_nowhere.so", "anything");
  EXPECT_EQ(function.address, nullptr);
  EXPECT_NE(function.problem.find("libenvision3d_nowhere.so"), std::string::npos);
}

TEST(RuntimeLibrary, AFunctionOfTheSystemIsFoundAndAMissingOneIsNot) {
  EXPECT_NE(find_runtime_function("libm.so.6", "cos").address, nullptr);
  const RuntimeFunction missing = find_runtime_function("libm.so.6", "no_such_function");
  EXPECT_EQ(missing.address, nullptr);
  EXPECT_FALSE(missing.problem.empty());
}

}  // namespace
}  // namespace core
