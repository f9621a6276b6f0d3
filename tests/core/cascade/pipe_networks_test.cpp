// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/pipe_networks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/base/error.h"
#include "tests/support/golden.h"
#include "tests/support/temporary_folder.h"

namespace core::cascade {
namespace {

TEST(PipeNetworks, ANetworkComesFromItsFolder) {
  const models::ClipVision encoder = load_image_encoder(support::golden_path("stage1/pack/s1_pipe"));
  EXPECT_EQ(encoder->options.hidden_size, 64);
  EXPECT_EQ(encoder->layers->size(), 2u);
  EXPECT_EQ(encoder->class_embedding.scalar_type(), at::kFloat);
}

TEST(PipeNetworks, TheHalfPrecisionSiblingIsTakenWhereItIsAlone) {
  const support::TemporaryFolder folder;
  std::ofstream(folder / "model.fp16.safetensors");
  EXPECT_EQ(find_weights(folder.path()), folder / "model.fp16.safetensors");
  std::ofstream(folder / "model.safetensors");
  EXPECT_EQ(find_weights(folder.path()), folder / "model.safetensors");
}

TEST(PipeNetworks, MissingWeightsAreNamedWithTheirFolder) {
  const support::TemporaryFolder folder;
  try {
    find_weights(folder.path());
    FAIL() << "was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::MissingWeights);
    EXPECT_THAT(error.what(), testing::HasSubstr(folder.path().string()));
  }
}

TEST(PipeNetworks, WeightsOfAnotherNetworkAreRefused) {
  const support::TemporaryFolder folder;
  const std::filesystem::path encoder = support::golden_path("stage1/pack/s1_pipe/image_encoder");
  std::filesystem::create_directory(folder / "image_encoder");
  std::filesystem::copy(encoder / "config.json", folder / "image_encoder");
  std::filesystem::copy(support::golden_path("stage1/unet_modules.safetensors"),
                        folder / "image_encoder/model.safetensors");
  EXPECT_THROW(load_image_encoder(folder.path()), Error);
}

}  // namespace
}  // namespace core::cascade
