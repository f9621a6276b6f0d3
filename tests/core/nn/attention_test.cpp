// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/nn/attention.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/nn/stored_tensor.h"
#include "tests/support/golden.h"
#include "tests/support/module_weights.h"

namespace core::nn {
namespace {

using support::TensorNear;

TEST(Attend, IsSoftmaxOfScaledProductsForEachHead) {
  const at::Tensor query = at::linspace(-1.0, 1.0, 2 * 3 * 8).view({2, 3, 8}).sin();
  const at::Tensor key = at::linspace(2.0, -1.0, 2 * 5 * 8).view({2, 5, 8}).cos();
  const at::Tensor value = at::linspace(0.0, 3.0, 2 * 5 * 8).view({2, 5, 8});
  std::vector<at::Tensor> heads;
  for (int head = 0; head < 2; ++head) {
    const at::Tensor q = query.narrow(2, 4 * head, 4), k = key.narrow(2, 4 * head, 4);
    heads.push_back((q.matmul(k.transpose(1, 2)) / 2.0).softmax(-1).matmul(value.narrow(2, 4 * head, 4)));
  }
  EXPECT_THAT(attend(query, key, value, 2), TensorNear(at::cat(heads, 2), 1e-5));
}

/// attend() head by head, in double precision.
at::Tensor attended_exactly(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                            std::int64_t num_heads) {
  const std::int64_t size = query.size(2) / num_heads;
  std::vector<at::Tensor> heads;
  for (std::int64_t head = 0; head < num_heads; ++head) {
    const auto of_head = [&](const at::Tensor& x) { return x.narrow(2, head * size, size).to(at::kDouble); };
    const at::Tensor scores =
        of_head(query).matmul(of_head(key).transpose(1, 2)) / std::sqrt(static_cast<double>(size));
    heads.push_back(scores.softmax(-1).matmul(of_head(value)));
  }
  return at::cat(heads, 2);
}

/// Where blocks of queries and keys end, and heads that do not fill vectors.
TEST(Attend, HoldsForEveryNumberOfTokensAndSizeOfHead) {
  struct Case {
    std::int64_t num_queries, num_keys, num_heads, head_size;
  };
  for (const Case& size : {Case{1, 1, 1, 1}, Case{9, 9, 5, 64}, Case{48, 256, 2, 40}, Case{49, 257, 2, 5},
                           Case{7, 300, 3, 80}, Case{100, 15, 1, 160}, Case{50, 513, 1, 512}}) {
    SCOPED_TRACE(::testing::Message() << size.num_queries << " queries, " << size.num_keys << " keys, "
                                      << size.num_heads << " heads of " << size.head_size);
    const std::int64_t channels = size.num_heads * size.head_size;
    const at::Tensor query = 3.0 * at::randn({2, size.num_queries, channels});
    // As parts of larger tensors, whose rows do not follow each other.
    const at::Tensor key = at::randn({2, size.num_keys, channels + 3}).narrow(2, 1, channels);
    const at::Tensor value = at::randn({2, size.num_keys + 1, channels}).narrow(1, 1, size.num_keys);
    EXPECT_THAT(attend(query, key, value, size.num_heads).to(at::kDouble),
                TensorNear(attended_exactly(query, key, value, size.num_heads), 1e-5));
    const auto rounded = [](const at::Tensor& x) { return x.to(at::kBFloat16); };
    EXPECT_THAT(attend(rounded(query), rounded(key), rounded(value), size.num_heads).to(at::kDouble),
                TensorNear(attended_exactly(rounded(query), rounded(key), rounded(value), size.num_heads), 1e-2));
  }
}

TEST(Attend, LargeScoresNeitherOverflowNorLoseTheirKey) {
  const at::Tensor query = at::full({1, 1, 4}, 300.0),
                   value = at::arange(600).to(at::kFloat).view({1, 600, 1}).repeat({1, 1, 4});
  const at::Tensor key = at::zeros({1, 600, 4});
  key[0][423] = 300.0;
  EXPECT_THAT(attend(query, key, value, 1), TensorNear(at::full({1, 1, 4}, 423.0), 1e-6));
  EXPECT_THAT(attend(-query, key.narrow(1, 423, 1), value.narrow(1, 423, 1), 1),
              TensorNear(at::full({1, 1, 4}, 423.0), 1e-6));
}

TEST(Attention, ASingleKeyGivesWhatTheWholeFormulaGives) {
  Attention attention(AttentionOptions{.channels = 16, .context_channels = 6, .num_heads = 4});
  support::fill_weights(*attention);
  const at::Tensor tokens = at::linspace(-3.0, 3.0, 2 * 9 * 16).view({2, 9, 16}).sin();
  const at::Tensor context = at::linspace(-1.0, 1.0, 2 * 6).view({2, 1, 6});
  EXPECT_THAT(attention->of_single_key(context).expand({2, 9, 16}),
              TensorNear(attention->forward(tokens, context), 1e-6));
}

TEST(Attention, AgreesWithTheReferenceForTheTokenOfThePicture) {
  const io::TensorFile golden = io::open_tensor_file(support::golden_path("stage1/modules.safetensors"));
  Attention attention(AttentionOptions{.channels = 32, .context_channels = 24, .num_heads = 4});
  support::load_module(*attention, io::open_tensor_file(support::golden_path("stage1/unet_modules.safetensors")),
                       "down_blocks.1.attentions.0.transformer_blocks.0.attn2.");
  const at::Tensor tokens = tensor_of(golden, "cross_attn.in"), context = tensor_of(golden, "cross_attn.enc");
  const at::Tensor wanted = tensor_of(golden, "cross_attn.out");
  EXPECT_THAT(attention->forward(tokens, context), TensorNear(wanted, 1e-5));
  EXPECT_THAT(attention->of_single_key(context).expand_as(wanted), TensorNear(wanted, 1e-5));
}

TEST(Tokens, RunRowByRowAndComeBack) {
  const at::Tensor map = at::arange(2 * 3 * 2 * 4).view({2, 3, 2, 4});
  const at::Tensor tokens = tokens_from_map(map);
  EXPECT_EQ(tokens.sizes(), (std::vector<std::int64_t>{2, 8, 3}));
  EXPECT_TRUE(tokens[1][5].equal(map[1].select(1, 1).select(1, 1)));
  EXPECT_TRUE(map_from_tokens(tokens, 2, 4).equal(map));
}

}  // namespace
}  // namespace core::nn
