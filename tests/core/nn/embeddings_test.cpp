// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/nn/embeddings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/nn/stored_tensor.h"
#include "tests/support/golden.h"
#include "tests/support/module_weights.h"

namespace core::nn {
namespace {

using support::TensorNear;

io::TensorFile golden() { return io::open_tensor_file(support::golden_path("stage1/modules.safetensors")); }

TEST(SinusoidalEmbedding, AgreesWithTheReference) {
  EXPECT_THAT(sinusoidal_embedding(tensor_of(golden(), "time_proj.t"), 16),
              TensorNear(tensor_of(golden(), "time_proj.out"), 1e-6));
}

TEST(SinusoidalEmbedding, SinesComeFirstWhereAskedFor) {
  const at::Tensor times = at::tensor({1.0f, 21.0f});
  const at::Tensor cosines_first = sinusoidal_embedding(times, 6), sines_first = sinusoidal_embedding(times, 6, false);
  EXPECT_TRUE(sines_first.narrow(1, 0, 3).equal(cosines_first.narrow(1, 3, 3)));
  EXPECT_NEAR(sines_first[1][0].item<double>(), std::sin(21.0), 1e-6);
}

TEST(EmbeddingMlp, AgreesWithTheReferenceForTimesAndLabels) {
  const io::TensorFile weights = io::open_tensor_file(support::golden_path("stage1/unet_modules.safetensors"));
  EmbeddingMlp time(16, 64, 64), label(12, 64, 64);
  support::load_module(*time, weights, "time_embedding.");
  support::load_module(*label, weights, "class_embedding.");
  EXPECT_THAT(time->forward(tensor_of(golden(), "time_embedding.in")),
              TensorNear(tensor_of(golden(), "time_embedding.out"), 1e-5));
  EXPECT_THAT(label->forward(tensor_of(golden(), "class_embedding.in")),
              TensorNear(tensor_of(golden(), "class_embedding.out"), 1e-5));
}

}  // namespace
}  // namespace core::nn
