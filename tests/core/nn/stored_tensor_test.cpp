// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/nn/stored_tensor.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <vector>

#include "core/base/error.h"

namespace core::nn {
namespace {

/// A file of one tensor whose elements start `offset` bytes into its content.
io::TensorFile file_of_floats(const std::vector<float>& values, std::vector<std::int64_t> shape,
                              std::vector<std::int64_t> strides, std::size_t offset) {
  const auto content = std::make_shared<std::vector<std::uint8_t>>(offset + 4 * values.size());
  std::memcpy(content->data() + offset, values.data(), 4 * values.size());
  io::StoredTensor stored;
  stored.name = "x";
  stored.shape = std::move(shape);
  stored.strides = std::move(strides);
  stored.bytes = std::span(*content).subspan(offset);
  return io::TensorFile(
      {.path = "memory", .format = "memory", .tensors = {stored}, .metadata = {}, .notes = {}, .content = content});
}

TEST(StoredTensor, AlignedElementsAreUsedWhereTheyLieAndOutliveTheFile) {
  at::Tensor tensor;
  const void* elements = nullptr;
  {
    const io::TensorFile file = file_of_floats({1, 2, 3, 4}, {2, 2}, {2, 1}, 0);
    elements = file.find("x")->bytes.data();
    tensor = tensor_of(file, "x");
  }
  EXPECT_EQ(tensor.const_data_ptr(), elements);
  EXPECT_EQ(tensor[1][0].item<float>(), 3.0f);
}

TEST(StoredTensor, UnalignedElementsAreCopied) {
  const at::Tensor tensor = tensor_of(file_of_floats({1, 2, 3, 4}, {4}, {1}, 3), "x");
  EXPECT_TRUE(tensor.equal(at::tensor({1.0f, 2.0f, 3.0f, 4.0f})));
}

TEST(StoredTensor, StridesAreKept) {
  const at::Tensor tensor = tensor_of(file_of_floats({1, 2, 3, 4, 5, 6}, {3, 2}, {1, 3}, 0), "x");
  EXPECT_EQ(tensor[2][1].item<float>(), 6.0f);
  EXPECT_EQ(tensor[1][0].item<float>(), 2.0f);
}

TEST(StoredTensor, AMissingTensorIsNamed) { EXPECT_THROW(tensor_of(file_of_floats({1}, {1}, {1}, 0), "y"), Error); }

}  // namespace
}  // namespace core::nn
