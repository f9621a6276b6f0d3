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
