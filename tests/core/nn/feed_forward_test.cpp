// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/nn/feed_forward.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/nn/stored_tensor.h"
#include "tests/support/golden.h"
#include "tests/support/module_weights.h"

namespace core::nn {
namespace {

using support::TensorNear;

TEST(FeedForward, AgreesWithTheReferenceAndPutsTheValueBeforeTheGate) {
  const io::TensorFile golden = io::open_tensor_file(support::golden_path("stage1/modules.safetensors"));
  FeedForward feed_forward(32);
  support::load_module(*feed_forward, io::open_tensor_file(support::golden_path("stage1/unet_modules.safetensors")),
                       "down_blocks.1.attentions.0.transformer_blocks.0.ff.");
  EXPECT_THAT(feed_forward->gated->forward(tensor_of(golden, "geglu.in")),
              TensorNear(tensor_of(golden, "geglu.out"), 1e-5));
  EXPECT_THAT(feed_forward->forward(tensor_of(golden, "ff.in")), TensorNear(tensor_of(golden, "ff.out"), 1e-5));
}

}  // namespace
}  // namespace core::nn
