// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/memory_need.h"

#include <ATen/ops/empty.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/golden.h"

namespace core::cascade {
namespace {

ModelPack tiny_pack() { return read_model_pack(support::golden_path("stage1/pack")); }

Error error_of(const std::function<void()>& work) {
  try {
    with_memory_explained(tiny_pack(), PackPart::Anchors, {}, work);
  } catch (const Error& error) {
    return error;
  }
  return {ErrorCode::Internal, "nothing was thrown"};
}

TEST(MemoryNeed, GrowsWithTheLargestNetworkAndTheBytesOfAnElement) {
  ENVISION3D_NEED_GOLDEN("stage1/pack/s1_pipe/unet/config.json");
  ModelPack pack = tiny_pack();
  const std::uint64_t fp32 = memory_need(pack, PackPart::Anchors, {}),
                      bf16 = memory_need(pack, PackPart::Anchors, {.dtype = at::kBFloat16});
  EXPECT_EQ(fp32, 2 * bf16);
  pack.networks[0].tensors.push_back({.name = "more", .shape = {1000, 1000, 1000}});
  EXPECT_GT(memory_need(pack, PackPart::Anchors, {}), fp32 + 3'000'000'000);
}

TEST(MemoryNeed, ALackOfMemoryInLibTorchSaysTheNeedAndWhatFits) {
  ENVISION3D_NEED_GOLDEN("stage1/pack/s1_pipe/unet/config.json");
  const Error error = error_of([] { at::empty({std::int64_t{1} << 52}); });
  EXPECT_EQ(error.code(), ErrorCode::OutOfMemory);
  EXPECT_THAT(error.what(), testing::HasSubstr("GB in Float"));
  EXPECT_THAT(error.what(), testing::HasSubstr("--precision bf16"));
}

TEST(MemoryNeed, OtherErrorsOfLibTorchStayWhatTheyAre) {
  ENVISION3D_NEED_GOLDEN("stage1/pack/s1_pipe/unet/config.json");
  EXPECT_THROW(error_of([] { at::empty({2, 3}).view({5}); }), c10::Error);
}

}  // namespace
}  // namespace core::cascade
