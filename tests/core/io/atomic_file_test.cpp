// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/atomic_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "tests/support/file_size_limit.h"
#include "tests/support/temporary_folder.h"

namespace core::io {
namespace {

namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;

constexpr std::uint64_t kAnySize = 1 << 30;

template <class Call>
ErrorCode code_of(const Call& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.code();
  }
  ADD_FAILURE() << "nothing was thrown";
  return ErrorCode::Internal;
}

std::size_t num_entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(WriteFile, ReplacesTheWholeContentAndLeavesNothingElse) {
  const support::TemporaryFolder folder;
  write_file(folder / "a.bin", Bytes(5000, 7));
  write_file(folder / "a.bin", Bytes{1, 2, 3});
  EXPECT_EQ(read_file(folder / "a.bin", kAnySize), (Bytes{1, 2, 3}));
  EXPECT_EQ(num_entries(folder.path()), 1u);
}

TEST(WriteFile, KeepsTheOldContentWhenTheDiskTakesNoMore) {
  const support::TemporaryFolder folder;
  write_file(folder / "a.bin", Bytes{1, 2, 3});
  {
    const support::FileSizeLimit limit(4096);
    EXPECT_EQ(code_of([&] { write_file(folder / "a.bin", Bytes(1 << 20, 9)); }), ErrorCode::DiskFull);
  }
  EXPECT_EQ(read_file(folder / "a.bin", kAnySize), (Bytes{1, 2, 3}));
  EXPECT_EQ(num_entries(folder.path()), 1u);
}

TEST(WriteFile, RefusesMissingFoldersFoldersAndDevices) {
  const support::TemporaryFolder folder;
  fs::create_directory(folder / "sub");
  const Bytes bytes{1};
  EXPECT_EQ(code_of([&] { write_file(folder / "none" / "a.bin", bytes); }), ErrorCode::NotWritable);
  EXPECT_EQ(code_of([&] { write_file(folder / "sub", bytes); }), ErrorCode::NotWritable);
  EXPECT_EQ(code_of([&] { write_file("/dev/null", bytes); }), ErrorCode::NotWritable);
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST(WriteFile, FollowsALinkToItsTarget) {
  const support::TemporaryFolder folder;
  write_file(folder / "real.bin", Bytes{1});
  fs::create_symlink("real.bin", folder / "link.bin");
  write_file(folder / "link.bin", Bytes{2});
  EXPECT_TRUE(fs::is_symlink(folder / "link.bin"));
  EXPECT_EQ(read_file(folder / "real.bin", kAnySize), Bytes{2});
}

TEST(WriteFile, KeepsThePermissionsOfTheFileItReplaces) {
  const support::TemporaryFolder folder;
  write_file(folder / "a.bin", Bytes{1});
  fs::permissions(folder / "a.bin", fs::perms::owner_read | fs::perms::owner_write);
  write_file(folder / "a.bin", Bytes{2});
  EXPECT_EQ(fs::status(folder / "a.bin").permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST(WriteFile, TakesTheLongestNameAFolderAllows) {
  const support::TemporaryFolder folder;
  const fs::path path = folder / std::string(255, 'x');
  write_file(path, Bytes{4});
  EXPECT_EQ(read_file(path, kAnySize), Bytes{4});
}

TEST(WriteFile, ManyThreadsWriteIntoOneFolder) {
  const support::TemporaryFolder folder;
  parallel_for(0, 64, 1, [&](int i) {
    write_file(folder / std::to_string(i), Bytes(static_cast<std::size_t>(i), std::uint8_t{1}));
  });
  EXPECT_EQ(num_entries(folder.path()), 64u);
  EXPECT_EQ(read_file(folder / "63", kAnySize).size(), 63u);
}

TEST(WriteFiles, WritesAllOrNone) {
  const support::TemporaryFolder folder;
  write_file(folder / "a.obj", Bytes{1});
  fs::create_directory(folder / "b.mtl");
  const std::vector<NamedBytes> files = {{folder / "a.obj", {2}}, {folder / "b.mtl", {3}}};
  EXPECT_EQ(code_of([&] { write_files(files); }), ErrorCode::NotWritable);
  EXPECT_EQ(read_file(folder / "a.obj", kAnySize), Bytes{1});
  EXPECT_EQ(num_entries(folder.path()), 2u);

  fs::remove(folder / "b.mtl");
  write_files(files);
  EXPECT_EQ(read_file(folder / "a.obj", kAnySize), Bytes{2});
  EXPECT_EQ(read_file(folder / "b.mtl", kAnySize), Bytes{3});
  EXPECT_EQ(num_entries(folder.path()), 2u);
}

TEST(ReadFile, RefusesPipesDevicesAndFoldersAtOnce) {
  const support::TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(code_of([&] { read_file(folder / "pipe", kAnySize); }), ErrorCode::Unsupported);
  EXPECT_EQ(code_of([&] { read_file("/dev/zero", kAnySize); }), ErrorCode::Unsupported);
  EXPECT_EQ(code_of([&] { read_file(folder.path(), kAnySize); }), ErrorCode::Unsupported);
}

TEST(ReadFile, RefusesWhatIsMissingOrTooLarge) {
  const support::TemporaryFolder folder;
  write_file(folder / "a.bin", Bytes(100));
  EXPECT_EQ(code_of([&] { read_file(folder / "none", kAnySize); }), ErrorCode::NotFound);
  EXPECT_EQ(code_of([&] { read_file(folder / "a.bin", 99); }), ErrorCode::LimitExceeded);
  EXPECT_EQ(read_file(folder / "a.bin", 100).size(), 100u);
}

}  // namespace
}  // namespace core::io
