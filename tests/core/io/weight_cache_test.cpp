// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/weight_cache.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "core/io/atomic_file.h"
#include "core/io/safetensors.h"
#include "tests/core/io/mesh_formats/mesh_inputs.h"
#include "tests/core/io/pickle/checkpoint_inputs.h"
#include "tests/support/file_size_limit.h"
#include "tests/support/temporary_folder.h"

namespace core::io {
namespace {

namespace fs = std::filesystem;

class WeightCache : public ::testing::Test {
 protected:
  WeightCache() { testing::replace_file(checkpoint_, testing::small_checkpoint(false)); }
  TensorFile open() const { return open_cached_tensors(checkpoint_, cache_); }
  std::size_t num_conversions() const { return fs::exists(cache_) ? testing::files_below(cache_, "").size() : 0; }
  static std::vector<float> weight_of(const TensorFile& file) {
    return testing::elements_of<float>(*file.find("a.weight"));
  }

  support::TemporaryFolder folder_;
  fs::path cache_ = folder_ / "cache" / "weights";
  fs::path checkpoint_ = folder_ / "model.ckpt";
};

TEST_F(WeightCache, ACheckpointIsConvertedOnceAndGivesTheSameTensors) {
  const TensorFile first = open();
  EXPECT_EQ(first.format(), "safetensors");
  EXPECT_EQ(weight_of(first), (std::vector<float>{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(first.metadata().at("source"), checkpoint_.string());
  const auto written = fs::last_write_time(first.path());
  EXPECT_EQ(weight_of(open()), (std::vector<float>{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(fs::last_write_time(first.path()), written);
  EXPECT_EQ(num_conversions(), 1u);
}

TEST_F(WeightCache, AChangedCheckpointIsConvertedAgain) {
  const fs::path before = open().path();
  fs::last_write_time(checkpoint_, fs::last_write_time(checkpoint_) + std::chrono::seconds(3));
  EXPECT_NE(open().path(), before);
  fs::copy_file(checkpoint_, folder_ / "other.ckpt");
  EXPECT_NE(cached_weights_path(folder_ / "other.ckpt", cache_), cached_weights_path(checkpoint_, cache_));
}

TEST_F(WeightCache, ADamagedConversionIsMadeAgain) {
  const fs::path conversion = open().path();
  fs::resize_file(conversion, fs::file_size(conversion) - 1);
  EXPECT_EQ(weight_of(open()), (std::vector<float>{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(num_conversions(), 1u);
}

TEST_F(WeightCache, AFullDiskCostsOnlyTheConversion) {
  std::optional<TensorFile> file;
  {
    const support::FileSizeLimit limit(64);
    file = open();
  }
  EXPECT_EQ(file->format(), "PyTorch checkpoint");
  EXPECT_EQ(weight_of(*file), (std::vector<float>{0, 1, 2, 3, 4, 5}));
  ASSERT_EQ(file->notes().size(), 1u);
  EXPECT_NE(file->notes()[0].find("Free some space"), std::string::npos) << file->notes()[0];
  EXPECT_EQ(num_conversions(), 0u);
}

TEST_F(WeightCache, AFolderThatCannotBeMadeCostsOnlyTheConversion) {
  testing::replace_file(folder_ / "cache", {});
  EXPECT_EQ(weight_of(open()), (std::vector<float>{0, 1, 2, 3, 4, 5}));
}

TEST_F(WeightCache, SafetensorsAreUsedAsTheyAre) {
  const fs::path path = folder_ / "a.safetensors";
  write_safetensors(path, open_tensor_file(checkpoint_).tensors());
  EXPECT_EQ(open_cached_tensors(path, cache_).path(), path);
  EXPECT_EQ(num_conversions(), 0u);
}

TEST_F(WeightCache, ADamagedOrMissingCheckpointIsRefusedAndLeavesNothing) {
  testing::replace_file(checkpoint_, testing::bytes_of("PK\x03\x04 cut off"));
  EXPECT_EQ(testing::code_of([&] { open(); }), ErrorCode::BadFormat);
  fs::remove(checkpoint_);
  EXPECT_EQ(testing::code_of([&] { open(); }), ErrorCode::NotFound);
  EXPECT_EQ(num_conversions(), 0u);
}

TEST_F(WeightCache, LiesInTheUsersCacheFolder) {
  const char* before = std::getenv("XDG_CACHE_HOME");
  const std::string kept = before != nullptr ? before : "";
  setenv("XDG_CACHE_HOME", "/somewhere", 1);
  EXPECT_EQ(weight_cache_folder(), "/somewhere/envision3d/weights");
  if (before != nullptr) {
    setenv("XDG_CACHE_HOME", kept.c_str(), 1);
  } else {
    unsetenv("XDG_CACHE_HOME");
  }
}

}  // namespace
}  // namespace core::io
