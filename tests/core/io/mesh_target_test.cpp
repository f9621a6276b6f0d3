// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>

#include "core/io/image_file.h"
#include "core/io/mesh_file.h"
#include "core/io/mesh_formats/mesh_check.h"
#include "tests/core/io/mesh_formats/mesh_inputs.h"
#include "tests/support/temporary_folder.h"

// Files that cannot be written, sources that are no files, and what the check of a written file finds.
namespace core::io {
namespace {

namespace fs = std::filesystem;
using support::TemporaryFolder;
using testing::code_of;
using testing::num_entries;
using testing::textured_sphere;

class EveryTarget : public ::testing::TestWithParam<const char*> {
 protected:
  fs::path path() const { return folder_ / (std::string("model") + GetParam()); }
  ErrorCode code() const {
    return code_of([&] { write_mesh(path(), textured_sphere()); });
  }
  TemporaryFolder folder_;
};
INSTANTIATE_TEST_SUITE_P(Mesh, EveryTarget, ::testing::Values(".glb", ".obj", ".ply", ".stl", ".3mf"),
                         [](const auto& tested) { return "Format" + std::string(tested.param + 1); });

TEST_P(EveryTarget, InAFolderThatIsMissingIsNotWritable) {
  const fs::path inside = folder_ / "missing" / (std::string("model") + GetParam());
  EXPECT_EQ(code_of([&] { write_mesh(inside, textured_sphere()); }), ErrorCode::NotWritable);
  EXPECT_EQ(num_entries(folder_.path()), 0u);
}

TEST_P(EveryTarget, InAFolderOfTheSystemIsNotWritable) {
  const fs::path inside = std::string("/proc/model") + GetParam();
  EXPECT_EQ(code_of([&] { write_mesh(inside, textured_sphere()); }), ErrorCode::NotWritable);
}

TEST_P(EveryTarget, InAReadOnlyFolderIsNotWritable) {
  if (::geteuid() == 0) GTEST_SKIP() << "The superuser may write into every folder.";
  fs::permissions(folder_.path(), fs::perms::owner_read | fs::perms::owner_exec);
  EXPECT_EQ(code(), ErrorCode::NotWritable);
  EXPECT_EQ(num_entries(folder_.path()), 0u);
  fs::permissions(folder_.path(), fs::perms::owner_all);
}

TEST_P(EveryTarget, ThatIsAFolderIsNotWritable) {
  fs::create_directory(path());
  EXPECT_EQ(code(), ErrorCode::NotWritable);
  EXPECT_TRUE(fs::is_directory(path()));
  EXPECT_EQ(num_entries(folder_.path()), 1u);
}

TEST_P(EveryTarget, ThatIsAFullDeviceIsRefusedWithoutTouchingIt) {
  fs::create_symlink("/dev/full", path());
  const ErrorCode found = code();
  EXPECT_TRUE(found == ErrorCode::NotWritable || found == ErrorCode::DiskFull);
  EXPECT_TRUE(fs::is_symlink(path()));
  EXPECT_EQ(num_entries(folder_.path()), 1u);
}

TEST_P(EveryTarget, ThatIsAPipeIsRefusedWithoutWaiting) {
  ASSERT_EQ(::mkfifo(path().c_str(), 0600), 0);
  EXPECT_EQ(code(), ErrorCode::NotWritable);
  EXPECT_EQ(num_entries(folder_.path()), 1u);
}

TEST_P(EveryTarget, KeepsItsOldContentWhenTheNewDoesNotFit) {
  testing::write_text(path(), "old");
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  rlimit small = before;
  small.rlim_cur = 1024;
  ::setrlimit(RLIMIT_FSIZE, &small);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const ErrorCode found = code();
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_TRUE(found == ErrorCode::NotWritable || found == ErrorCode::DiskFull);
  EXPECT_EQ(testing::file_bytes(path()), (std::vector<std::uint8_t>{'o', 'l', 'd'}));
  EXPECT_EQ(num_entries(folder_.path()), 1u);
}

TEST_P(EveryTarget, ReplacesAnOldFile) {
  testing::write_text(path(), "old");
  write_mesh(path(), textured_sphere());
  EXPECT_EQ(read_mesh(path()).mesh.faces.size(), textured_sphere().faces.size());
}

TEST_P(EveryTarget, MayHaveANameWithBlanksAndOtherLetters) {
  const fs::path odd = folder_ / (std::string("K\u00f6nig #1 (neu) ") + GetParam());
  write_mesh(odd, textured_sphere());
  EXPECT_EQ(read_mesh(odd).mesh.texture != nullptr, mesh_format_for(odd).has_texture);
}

TEST_P(EveryTarget, IsNotReadFromPipesFoldersAndDevices) {
  ASSERT_EQ(::mkfifo(path().c_str(), 0600), 0);
  EXPECT_EQ(code_of([&] { read_mesh(path()); }), ErrorCode::Unsupported);
  fs::remove(path());
  fs::create_directory(path());
  EXPECT_EQ(code_of([&] { read_mesh(path()); }), ErrorCode::Unsupported);
  fs::remove(path());
  fs::create_symlink("/dev/zero", path());
  EXPECT_EQ(code_of([&] { read_mesh(path()); }), ErrorCode::Unsupported);
  fs::remove(path());
  EXPECT_EQ(code_of([&] { read_mesh(path()); }), ErrorCode::NotFound);
}

TEST_P(EveryTarget, IsDamagedOrEmptyWhenItHoldsNothing) {
  testing::write_text(path(), "");
  const ErrorCode found = code_of([&] { read_mesh(path()); });
  EXPECT_TRUE(found == ErrorCode::BadFormat || found == ErrorCode::Empty);
}

TEST(ObjTarget, LeavesThePictureOfItsNameAlone) {
  const TemporaryFolder folder;
  write_png(folder / "photo.png", image::Image8(2, 2, 3, 7));
  const auto before = testing::file_bytes(folder / "photo.png");
  write_mesh(folder / "photo.obj", textured_sphere());
  EXPECT_EQ(testing::file_bytes(folder / "photo.png"), before);
}

TEST(ObjTarget, KeepsAllOldFilesWhenOneCannotBeWritten) {
  const TemporaryFolder folder;
  testing::write_text(folder / "a.obj", "old");
  fs::create_directory(folder / "a.mtl");
  EXPECT_EQ(code_of([&] { write_mesh(folder / "a.obj", textured_sphere()); }), ErrorCode::NotWritable);
  EXPECT_EQ(testing::file_bytes(folder / "a.obj").size(), 3u);
  EXPECT_EQ(num_entries(folder.path()), 2u);
}

TEST(UnknownMeshFile, IsUnsupported) {
  EXPECT_EQ(code_of([] { testing::read_text_mesh("a.fbx", "Kaydara"); }), ErrorCode::Unsupported);
  EXPECT_EQ(code_of([] { testing::read_text_mesh("a", "Kaydara"); }), ErrorCode::Unsupported);
}

/// Checks a file that was written from one mesh against another.
class CheckWritten : public ::testing::Test {
 protected:
  std::string message(const mesh::Mesh& written, const mesh::Mesh& meant) const {
    const fs::path path = folder_ / "a.glb";
    testing::write_text(path, "");
    const MeshCodec codec = glb_codec();
    for (const NamedBytes& file : codec.write(path, written)) write_file(file.path, file.bytes);
    const Error error = testing::error_of([&] { check_written(path, "target.glb", meant, codec); });
    EXPECT_EQ(error.code(), ErrorCode::Internal);
    return error.what();
  }
  TemporaryFolder folder_;
};

TEST_F(CheckWritten, FindsOneMovedVertex) {
  mesh::Mesh meant = textured_sphere();
  meant.positions[40].z += 1e-4f;
  EXPECT_THAT(message(textured_sphere(), meant), ::testing::HasSubstr("other positions"));
}

TEST_F(CheckWritten, FindsAMissingFace) {
  mesh::Mesh written = textured_sphere();
  written.faces.pop_back();
  EXPECT_THAT(message(written, textured_sphere()), ::testing::HasSubstr("faces instead of"));
}

TEST_F(CheckWritten, FindsATurnedFace) {
  mesh::Mesh written = textured_sphere();
  std::swap(written.faces[7].x, written.faces[7].y);
  EXPECT_THAT(message(written, textured_sphere()), ::testing::HasSubstr("other positions"));
}

TEST_F(CheckWritten, FindsMovedCoordinates) {
  mesh::Mesh written = textured_sphere();
  written.uvs[11].x += 1e-3f;
  EXPECT_THAT(message(written, textured_sphere()), ::testing::HasSubstr("texture coordinates"));
}

TEST_F(CheckWritten, FindsAnotherPicture) {
  mesh::Mesh written = textured_sphere();
  image::Image8 picture = *written.texture;
  picture.at(3, 4, 1) ^= 1;
  written.texture = std::make_shared<image::Image8>(picture);
  EXPECT_THAT(message(written, textured_sphere()), ::testing::HasSubstr("another texture"));
  written.texture = nullptr;
  EXPECT_THAT(message(written, textured_sphere()), ::testing::HasSubstr("another texture"));
}

TEST_F(CheckWritten, FindsAnotherColour) {
  mesh::Mesh written = testing::painted_sphere();
  written.colors[9].y += written.colors[9].y < 0.5f ? 0.02f : -0.02f;
  EXPECT_THAT(message(written, testing::painted_sphere()), ::testing::HasSubstr("other colours"));
}

}  // namespace
}  // namespace core::io
