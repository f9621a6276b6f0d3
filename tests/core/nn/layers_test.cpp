// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/nn/layers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/golden.h"

namespace core::nn {
namespace {

/// Few rows and many go different ways.
TEST(Linear, IsTheProductWithTheWeightPlusTheBiasForAnyNumberOfRows) {
  const at::Tensor weight = at::randn({24, 40}), bias = at::randn({24});
  for (const std::int64_t num_rows : {std::int64_t{1}, std::int64_t{7}, std::int64_t{700}}) {
    const at::Tensor x = at::randn({2, num_rows, 80}).narrow(2, 13, 40);  // rows that do not follow each other
    const at::Tensor wanted = x.to(at::kDouble).matmul(weight.to(at::kDouble).t());
    EXPECT_THAT(nn::linear(x, weight, at::Tensor()).to(at::kDouble), support::TensorNear(wanted, 1e-5));
    EXPECT_THAT(nn::linear(x, weight, bias).to(at::kDouble), support::TensorNear(wanted + bias.to(at::kDouble), 1e-5));
  }
}

}  // namespace
}  // namespace core::nn
