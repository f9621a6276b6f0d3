// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/models/multiview_unet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/support/golden.h"
#include "tests/support/module_weights.h"

namespace core::models {
namespace {

using support::TensorNear;

MultiviewUnetOptions tiny_options() {
  MultiviewUnetOptions options;
  options.shape = {.channels = {8, 16, 16},
                   .has_attention_down = {true, true, false},
                   .has_attention_up = {false, true, true},
                   .num_layers = 1};
  options.num_heads = {2, 2, 2};
  options.context_channels = 6;
  options.num_groups = 4;
  options.num_views = 3;
  return options;
}

struct Inputs {
  at::Tensor sample = at::linspace(-7.0, 7.0, 6 * 8 * 8 * 8).view({6, 8, 8, 8}).sin();
  at::Tensor labels = at::linspace(-1.0, 1.0, 6 * 12).view({6, 12});
  at::Tensor context = at::linspace(-2.0, 2.0, 6 * 6).view({6, 1, 6}).cos();
};

at::Tensor run(const MultiviewUnet& unet, const Inputs& in, double timestep = 481) {
  return unet->forward(in.sample, timestep, in.labels, in.context);
}

TEST(MultiviewUnet, KeepsTheSizeAndListensToEveryInput) {
  MultiviewUnet unet(tiny_options());
  support::fill_weights(*unet);
  const Inputs in;
  const at::Tensor output = run(unet, in);
  EXPECT_EQ(output.sizes(), (std::vector<std::int64_t>{6, 4, 8, 8}));
  Inputs other_labels, other_context;
  other_labels.labels = other_labels.labels + 1.0;
  other_context.context = -other_context.context;
  EXPECT_THAT(run(unet, in, 501), testing::Not(TensorNear(output, 1e-6)));
  EXPECT_THAT(run(unet, other_labels), testing::Not(TensorNear(output, 1e-6)));
  EXPECT_THAT(run(unet, other_context), testing::Not(TensorNear(output, 1e-6)));
}

TEST(MultiviewUnet, EachDomainMayHaveItsOwnConvolutions) {
  MultiviewUnetOptions options = tiny_options();
  options.per_domain = true;
  MultiviewUnet unet(options);
  std::vector<std::string> names;
  for (const auto& item : unet->named_parameters()) names.push_back(item.key());
  EXPECT_THAT(names,
              testing::IsSupersetOf({"conv_in_normal.weight", "conv_out_normal.bias",
                                     "up_blocks.1.attentions.0.transformer_blocks.0.ff_normal.net.0.proj.weight"}));
  support::fill_weights(*unet);
  const at::Tensor before = run(unet, Inputs());
  unet->convs_out[1]->bias.add_(1.0);
  const at::Tensor after = run(unet, Inputs());
  EXPECT_THAT(after.narrow(0, 0, 3), TensorNear(before.narrow(0, 0, 3), 0.0));
  EXPECT_THAT(after.narrow(0, 3, 3), TensorNear(before.narrow(0, 3, 3) + 1.0, 1e-6));
}

TEST(MultiviewUnet, RowsThatAreNoWholeGroupAreRefused) {
  MultiviewUnet unet(tiny_options());
  const Inputs in;
  EXPECT_THROW(unet->forward(in.sample.narrow(0, 0, 4), 1, in.labels.narrow(0, 0, 4), in.context.narrow(0, 0, 4)),
               Error);
  EXPECT_THROW(unet->forward(in.sample.narrow(2, 0, 6), 1, in.labels, in.context), Error);
  EXPECT_THROW(unet->forward(in.sample.narrow(1, 0, 4), 1, in.labels, in.context), Error);
  EXPECT_THROW(unet->forward(in.sample, 1, in.labels.narrow(0, 0, 3), in.context), Error);
}

}  // namespace
}  // namespace core::models
