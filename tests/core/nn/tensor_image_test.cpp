// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/nn/tensor_image.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <limits>

namespace core::nn {
namespace {

TEST(TensorImage, EveryByteComesBack) {
  image::Image8 picture(256, 2, 3);
  for (std::size_t i = 0; i < picture.data().size(); ++i) picture.data()[i] = static_cast<std::uint8_t>(i * 7 / 3);
  const at::Tensor tensor = tensor_from_image(picture);
  EXPECT_EQ(tensor.sizes(), (std::vector<std::int64_t>{1, 3, 2, 256}));
  EXPECT_FLOAT_EQ(tensor[0][2][1][9].item<float>(), picture.at(9, 1, 2) / 255.0f);
  EXPECT_EQ(image_from_tensor(tensor), picture);
}

TEST(TensorImage, ValuesAreRoundedAndClamped) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const at::Tensor tensor = at::tensor({-1.0f, 0.49f / 255, 0.51f / 255, 1.0f - 1e-7f, 7.0f, nan}).view({1, 1, 6});
  const image::Image8 picture = image_from_tensor(tensor);
  const std::vector<std::uint8_t> wanted = {0, 0, 1, 255, 255, 0};
  EXPECT_EQ(std::vector<std::uint8_t>(picture.data().begin(), picture.data().end()), wanted);
}

}  // namespace
}  // namespace core::nn
