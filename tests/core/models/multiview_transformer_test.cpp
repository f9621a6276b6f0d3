// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/models/multiview_transformer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/nn/stored_tensor.h"
#include "tests/support/golden.h"
#include "tests/support/module_weights.h"

namespace core::models {
namespace {

using nn::tensor_of;
using support::TensorNear;

constexpr std::int64_t kViews = 3;

MultiviewTransformerOptions small_options() {
  return {.channels = 16, .context_channels = 6, .num_heads = 4, .num_groups = 4, .num_views = kViews};
}

at::Tensor small_map() { return at::linspace(-9.0, 9.0, 2 * kViews * 16 * 4 * 4).view({2 * kViews, 16, 4, 4}).sin(); }
at::Tensor small_context() { return at::linspace(-1.0, 1.0, 2 * kViews * 6).view({2 * kViews, 1, 6}); }

TEST(MultiviewTransformer, AgreesWithTheReference) {
  const io::TensorFile golden = io::open_tensor_file(support::golden_path("stage1/modules.safetensors"));
  MultiviewTransformer transformer(
      MultiviewTransformerOptions{.channels = 32, .context_channels = 24, .num_heads = 4, .num_groups = 8});
  support::load_module(*transformer, io::open_tensor_file(support::golden_path("stage1/unet_modules.safetensors")),
                       "down_blocks.1.attentions.0.");
  MultiviewBlock block = (*transformer->transformer_blocks)[0];
  EXPECT_THAT(block->forward(tensor_of(golden, "block.in"), tensor_of(golden, "block.enc")),
              TensorNear(tensor_of(golden, "block.out"), 1e-5));
  EXPECT_THAT(transformer->forward(tensor_of(golden, "transformer.in"), tensor_of(golden, "transformer.enc")),
              TensorNear(tensor_of(golden, "transformer.out"), 1e-5));
}

TEST(MultiviewTransformer, ProjectionsStoredAsMatricesComputeTheSame) {
  MultiviewTransformerOptions options = small_options();
  MultiviewTransformer convolutions(options);
  options.use_linear_projection = true;
  MultiviewTransformer matrices(options);
  EXPECT_EQ(convolutions->proj_in->weight.dim(), 4);
  EXPECT_EQ(matrices->proj_in->weight.dim(), 2);
  support::fill_weights(*convolutions);
  support::fill_weights(*matrices);
  EXPECT_THAT(matrices->forward(small_map(), small_context()),
              TensorNear(convolutions->forward(small_map(), small_context()), 0.0));
}

TEST(MultiviewTransformer, WithoutAnyMixingRowsAreIndependent) {
  MultiviewTransformerOptions options = small_options();
  options.mixing = nn::ViewMixing::OwnView;
  options.joint_mid = false;
  MultiviewTransformer transformer(options);
  support::fill_weights(*transformer);
  const at::Tensor map = small_map(), changed = map.clone();
  changed[1] += 1.0;
  const at::Tensor before = transformer->forward(map, small_context()),
                   after = transformer->forward(changed, small_context());
  EXPECT_THAT(after.narrow(0, 2, 4), TensorNear(before.narrow(0, 2, 4), 1e-6));
  EXPECT_THAT(after[1], testing::Not(TensorNear(before[1], 1e-3)));
}

TEST(MultiviewTransformer, EachDomainMayHaveItsFeedForwardPart) {
  MultiviewTransformerOptions options = small_options();
  options.per_domain_feed_forward = true;
  options.joint_last = true;
  MultiviewTransformer transformer(options);
  support::fill_weights(*transformer);
  const at::Tensor before = transformer->forward(small_map(), small_context());
  EXPECT_EQ(before.sizes(), small_map().sizes());
  MultiviewBlock block = (*transformer->transformer_blocks)[0];
  ASSERT_EQ(block->feed_forwards.size(), 2u);
  block->attn_joint_last = nn::Attention(nullptr);
  const at::Tensor without_joint = transformer->forward(small_map(), small_context());
  EXPECT_THAT(without_joint, testing::Not(TensorNear(before, 1e-3)));
  // The second part serves the rows of the second domain only.
  block->feed_forwards[1]->out->bias.add_(1.0);
  const at::Tensor shifted = transformer->forward(small_map(), small_context());
  EXPECT_THAT(shifted.narrow(0, 0, kViews), TensorNear(without_joint.narrow(0, 0, kViews), 1e-6));
  EXPECT_THAT(shifted.narrow(0, kViews, kViews),
              testing::Not(TensorNear(without_joint.narrow(0, kViews, kViews), 1e-3)));
}

TEST(MultiviewTransformer, SeveralTokensOfThePictureAreAttendedTo) {
  MultiviewTransformer transformer(small_options());
  support::fill_weights(*transformer);
  const at::Tensor twice = at::cat({small_context(), small_context()}, 1);
  EXPECT_THAT(transformer->forward(small_map(), twice),
              TensorNear(transformer->forward(small_map(), small_context()), 1e-5));
}

}  // namespace
}  // namespace core::models
