// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/nn/multiview_attention.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/nn/stored_tensor.h"
#include "tests/support/golden.h"
#include "tests/support/module_weights.h"

namespace core::nn {
namespace {

using support::TensorNear;

constexpr std::int64_t kViews = 3, kRows = 2 * kViews, kTokens = 5, kChannels = 8;

Attention small_attention() {
  Attention attention(AttentionOptions{.channels = kChannels, .context_channels = kChannels, .num_heads = 2});
  support::fill_weights(*attention);
  return attention;
}

at::Tensor small_tokens() {
  return at::linspace(-9.0, 9.0, kRows * kTokens * kChannels).view({kRows, kTokens, kChannels}).sin();
}

TEST(AttendAcrossViews, EqualsKeysRepeatedForEachViewOfARun) {
  const Attention attention = small_attention();
  const at::Tensor tokens = small_tokens();
  std::vector<at::Tensor> wanted;
  for (std::int64_t row = 0; row < kRows; ++row) {
    const at::Tensor run = tokens.narrow(0, row / kViews * kViews, kViews);
    wanted.push_back(attention->forward(tokens.narrow(0, row, 1), run.reshape({1, kViews * kTokens, kChannels})));
  }
  EXPECT_THAT(attend_across_views(*attention, tokens, kViews, ViewMixing::AllViews), TensorNear(at::cat(wanted), 1e-5));
}

TEST(AttendAcrossViews, SparselyAViewSeesTheFirstAndItself) {
  const Attention attention = small_attention();
  const at::Tensor tokens = small_tokens();
  const at::Tensor mixed = attend_across_views(*attention, tokens, kViews, ViewMixing::FirstAndOwn);
  const at::Tensor keys = at::cat({tokens.narrow(0, 3, 1), tokens.narrow(0, 5, 1)}, 1);
  EXPECT_THAT(mixed.narrow(0, 5, 1), TensorNear(attention->forward(tokens.narrow(0, 5, 1), keys), 1e-5));
}

TEST(AttendAcrossViews, SwappingViewsOfARunSwapsTheirResults) {
  const Attention attention = small_attention();
  const at::Tensor tokens = small_tokens(), order = at::tensor({2, 0, 1, 3, 5, 4});
  const at::Tensor mixed = attend_across_views(*attention, tokens, kViews, ViewMixing::AllViews);
  EXPECT_THAT(attend_across_views(*attention, tokens.index_select(0, order), kViews, ViewMixing::AllViews),
              TensorNear(mixed.index_select(0, order), 1e-5));
}

TEST(AttendAcrossDomains, EqualsAttentionOverEachViewsPair) {
  const Attention attention = small_attention();
  const at::Tensor tokens = small_tokens();
  const at::Tensor mixed = attend_across_domains(*attention, tokens, 2);
  for (std::int64_t view = 0; view < kViews; ++view) {
    const at::Tensor pair = at::cat({tokens.narrow(0, view, 1), tokens.narrow(0, kViews + view, 1)}, 1);
    EXPECT_THAT(mixed.narrow(0, view, 1), TensorNear(attention->forward(tokens.narrow(0, view, 1), pair), 1e-5));
  }
}

TEST(AttendAcrossDomains, AViewsNormalDoesNotReachOtherViews) {
  const Attention attention = small_attention();
  const at::Tensor tokens = small_tokens(), changed = tokens.clone();
  changed[kViews + 2] += 1.0;
  const at::Tensor before = attend_across_domains(*attention, tokens, 2),
                   after = attend_across_domains(*attention, changed, 2);
  EXPECT_TRUE(before.narrow(0, 0, 2).equal(after.narrow(0, 0, 2)));
  EXPECT_FALSE(before[2].equal(after[2]));
}

TEST(MultiviewAttention, AgreesWithTheReference) {
  const io::TensorFile golden = io::open_tensor_file(support::golden_path("stage1/modules.safetensors"));
  const io::TensorFile weights = io::open_tensor_file(support::golden_path("stage1/unet_modules.safetensors"));
  Attention attention(AttentionOptions{.channels = 32, .context_channels = 32, .num_heads = 4});
  support::load_module(*attention, weights, "down_blocks.1.attentions.0.transformer_blocks.0.attn1.");
  EXPECT_THAT(attend_across_views(*attention, tensor_of(golden, "mv_attn.in"), 9, ViewMixing::AllViews),
              TensorNear(tensor_of(golden, "mv_attn.out"), 1e-5));
  support::load_module(*attention, weights, "down_blocks.1.attentions.0.transformer_blocks.0.attn_joint_mid.");
  EXPECT_THAT(attend_across_domains(*attention, tensor_of(golden, "joint_attn.in"), 2),
              TensorNear(tensor_of(golden, "joint_attn.out"), 1e-5));
}

}  // namespace
}  // namespace core::nn
