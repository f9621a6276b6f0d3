// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/packs/pack_identity.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/core/cascade/packs/pack_inputs.h"
#include "tests/support/temporary_folder.h"

namespace core::cascade {
namespace {

namespace fs = std::filesystem;

class PackIdentity : public ::testing::Test {
 protected:
  void SetUp() override {
    if (testing::golden_folder().empty()) GTEST_SKIP() << "The reference packs are not here: set ENVISION3D_SHARED.";
    testing::copy_tiny_pack(folder_ / "one");
    testing::copy_tiny_pack(folder_ / "two");
  }
  ContentKey identity(const std::string& name) const { return pack_identity(read_model_pack(folder_ / name)); }

  support::TemporaryFolder folder_;
};

TEST_F(PackIdentity, DoesNotDependOnNameAndPlace) {
  EXPECT_TRUE(identity("one"));
  EXPECT_EQ(identity("one"), identity("two"));
}

TEST_F(PackIdentity, DiffersForOtherWeights) {
  std::fstream file(folder_ / "two" / "s2_pipe/unet/diffusion_pytorch_model.safetensors",
                    std::ios::in | std::ios::out | std::ios::binary);
  std::uint64_t header_bytes = 0;
  file.read(reinterpret_cast<char*>(&header_bytes), sizeof(header_bytes));
  file.seekp(static_cast<std::streamoff>(sizeof(header_bytes) + header_bytes));
  file.write("\x12\x34", 2);
  file.close();
  EXPECT_NE(identity("one"), identity("two"));
}

TEST_F(PackIdentity, DiffersForOtherSettingsAndMissingStages) {
  testing::write_text(folder_ / "two" / "s2_pipe/scheduler/scheduler_config.json", "{}");
  EXPECT_NE(identity("one"), identity("two"));
  fs::remove_all(folder_ / "one" / "s1_pipe");
  EXPECT_TRUE(identity("one"));
  EXPECT_NE(identity("one"), identity("two"));
}

}  // namespace
}  // namespace core::cascade
