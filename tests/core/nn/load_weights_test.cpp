// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/nn/load_weights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/nn/layers.h"
#include "tests/support/golden.h"
#include "tests/support/module_weights.h"

namespace core::nn {
namespace {

using support::file_of;
using testing::HasSubstr;

std::string refusal(torch::nn::Module& network, const io::TensorFile& file, const NameRules& rules = {}) {
  try {
    load_weights(network, file, rules);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::BadFormat);
    return error.what();
  }
  ADD_FAILURE() << "was accepted";
  return {};
}

TEST(LoadWeights, TakesEveryTensorByName) {
  Linear linear(3, 2);
  const at::Tensor weight = at::arange(6.0).view({2, 3});
  load_weights(*linear, file_of({{"bias", at::tensor({1.0f, 2.0f})}, {"weight", weight}}));
  EXPECT_TRUE(linear->weight.equal(weight.to(at::kFloat)));
  EXPECT_EQ(linear->bias[1].item<float>(), 2.0f);
}

TEST(LoadWeights, NamesMissingLeftOverAndMisshapenTensorsAndChangesNothing) {
  Linear linear(3, 2);
  linear->weight.zero_();
  const std::string message = refusal(*linear, file_of({{"weight", at::ones({3, 2})}, {"scale", at::ones({5})}}));
  EXPECT_THAT(message, HasSubstr("1 tensors are missing, 1 are left over, 1 have another shape"));
  EXPECT_THAT(message, HasSubstr("missing bias [2]"));
  EXPECT_THAT(message, HasSubstr("left over scale [5]"));
  EXPECT_THAT(message, HasSubstr("weight is [3, 2] instead of [2, 3]"));
  EXPECT_EQ(linear->weight.sum().item<float>(), 0.0f);
}

TEST(LoadWeights, ListsTheFirstTenDifferences) {
  std::vector<std::pair<std::string, at::Tensor>> tensors;
  for (int i = 0; i < 20; ++i) tensors.emplace_back("extra" + std::to_string(10 + i), at::ones({1}));
  tensors.emplace_back("weight", at::ones({2, 3}));
  Linear linear(3, 2, false);
  const std::string message = refusal(*linear, file_of(tensors));
  EXPECT_THAT(message, HasSubstr("20 are left over"));
  EXPECT_THAT(message, HasSubstr("extra19"));
  EXPECT_THAT(message, testing::Not(HasSubstr("extra20")));
}

TEST(LoadWeights, OlderNamesAreKnownAndUnusedTensorsPassedOver) {
  Linear linear(3, 2, false);
  const NameRules rules = {.renamed = {{"query.", ""}}, .ignored = {".position_ids"}};
  load_weights(*linear, file_of({{"query.weight", at::ones({2, 3})}, {"embeddings.position_ids", at::ones({4})}}),
               rules);
  EXPECT_EQ(linear->weight.sum().item<float>(), 6.0f);
  EXPECT_THAT(refusal(*linear, file_of({{"query.weight", at::ones({2, 3})}, {"weight", at::ones({2, 3})}}), rules),
              HasSubstr("under two names"));
}

TEST(LoadWeights, AMatrixMayBeStoredAsAPointwiseConvolution) {
  Linear linear(3, 2, false);
  load_weights(*linear, file_of({{"weight", at::arange(6.0).view({2, 3, 1, 1})}}));
  EXPECT_EQ(linear->weight[1][0].item<float>(), 3.0f);
  EXPECT_EQ(linear->weight.dim(), 2);
}

TEST(LoadWeights, ConvertsToTheAskedForType) {
  Linear linear(3, 2, false);
  load_weights(*linear, file_of({{"weight", at::full({2, 3}, 1.0 + 1.0 / 512.0)}}), {}, {.dtype = at::kBFloat16});
  EXPECT_EQ(linear->weight.scalar_type(), at::kBFloat16);
  EXPECT_EQ(linear->weight[0][0].item<float>(), 1.0f);
}

}  // namespace
}  // namespace core::nn
