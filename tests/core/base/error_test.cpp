// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/base/error.h"

#include <gtest/gtest.h>

namespace core {
namespace {

TEST(Error, CodesHaveTheirNamesAndExitStatuses) {
  EXPECT_EQ(code_name(ErrorCode::BadFormat), "bad_format");
  EXPECT_EQ(code_name(ErrorCode::NumericalFailure), "numerical_failure");
  EXPECT_EQ(exit_status(ErrorCode::Internal), 1);
  EXPECT_EQ(exit_status(ErrorCode::NotWritable), 2);
  EXPECT_EQ(exit_status(ErrorCode::Empty), 3);
  EXPECT_EQ(exit_status(ErrorCode::MissingWeights), 4);
  EXPECT_EQ(exit_status(ErrorCode::DiskFull), 5);
}

}  // namespace
}  // namespace core
