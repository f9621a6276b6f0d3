// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/project/project_file.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>

#include "core/project/artifact_keys.h"
#include "core/project/stored_values.h"
#include "tests/support/shapes.h"

namespace core::project {
namespace {

namespace fs = std::filesystem;

class ProjectFileTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "e3d-project-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    path_ = folder_ / "toy.e3d";
  }
  void TearDown() override { fs::remove_all(folder_); }

  ProjectFile::OnError fail_on_error() {
    return [](const Error& error) { ADD_FAILURE() << error.what(); };
  }

  static ErrorCode code_of(const std::function<void()>& action) {
    try {
      action();
    } catch (const Error& error) {
      EXPECT_FALSE(std::string(error.what()).empty());
      return error.code();
    }
    ADD_FAILURE() << "nothing was thrown";
    return ErrorCode::Internal;
  }

  fs::path folder_, path_;
};

image::Image8 pattern(int size, int channels, int salt) {
  image::Image8 picture(size, size, channels);
  int i = salt;
  for (std::uint8_t& value : picture.data()) {
    value = static_cast<std::uint8_t>(37 * i + i / 7);
    ++i;
  }
  if (channels == 4) {
    for (std::size_t p = 0; p < picture.num_pixels(); ++p) picture.data()[4 * p + 3] |= 1;
  }
  return picture;
}

VariantPtr make_test_variant(int index, int salt, const char* inputs) {
  auto view = std::make_shared<views::View>();
  view->index = index;
  view->seed = static_cast<std::uint64_t>(salt);
  view->rgba = pattern(64, 4, salt);
  if (index % 4 == 0) view->normal = pattern(64, 4, salt + 1);
  return make_variant(view, ContentHasher().add(inputs).key());
}

SurfaceResultPtr make_test_surface(const char* inputs) {
  auto mesh = std::make_shared<mesh::Mesh>(support::make_torus(0.3f, 0.1f, 24, 12));
  mesh->normals = mesh::smooth_normals(*mesh);
  auto surface = std::make_shared<mesh::Surface>();
  surface->dense = mesh;
  surface->disagreement = {{4, 2.5f, 0.25f, false}, {8, 40.0f, 9.0f, true, 0.5f}};
  surface->field = std::make_shared<const std::vector<std::uint8_t>>(1000, std::uint8_t{7});
  return std::make_shared<const SurfaceResult>(SurfaceResult{ContentHasher().add(inputs).key(), surface});
}

HandoverResultPtr make_test_handover() {
  auto mesh = std::make_shared<mesh::Mesh>(support::make_sphere(0.3f, 8, 16));
  mesh->uvs.assign(mesh->positions.size(), glm::vec2(0.25f, 0.75f));
  mesh->texture = std::make_shared<const image::Image8>(pattern(32, 3, 5));
  mesh->normal_map = std::make_shared<const image::Image8>(pattern(16, 3, 6));
  return std::make_shared<const HandoverResult>(HandoverResult{ContentHasher().add("mesh").key(), mesh});
}

Workspace filled_workspace() {
  Workspace work;
  work.picture = make_picture("tøy.png", pattern(50, 4, 1), true);
  work.choices.seed = 99;
  work.choices.sketch["depth"] = 1.25;
  work.choices.sketch["body"] = std::string("lathe");
  work.choices.source = "Some pack";
  work.choices.cascade["steps"] = 20.0;
  work.choices.locked[8] = true;
  work.choices.trust[12] = 0.5f;
  work.choices.anchor_seeds[3] = 0xffffffffffffffffull;
  work.choices.cut_out.box = std::array<int, 4>{1, 2, 30, 40};
  work.choices.cut_out.strokes = std::make_shared<const image::Image8>(pattern(50, 1, 3));
  work.choices.cut_out.keeps_largest = true;
  work.choices.cut_out.framing = {0.5f, 0.125f, -0.0625f, 12.5f};
  work.choices.outlines[5] = make_painted_outline(pattern(64, 1, 8));
  work.choices.own_normals[6] = make_own_normals(pattern(64, 4, 11));
  auto own = std::make_shared<views::View>(*make_test_variant(4, 77, "")->view);
  own->own = true;
  work.choices.own[1] = make_variant(own, {});
  work.variants[4] = {make_test_variant(4, 3, "a"), work.choices.own[1]};
  work.variants[8] = {make_test_variant(8, 4, "a"), make_test_variant(8, 5, "b")};
  work.shown[4] = work.choices.own[1];
  work.shown[8] = work.variants[8][0];
  work.choices.regions[2] =
      std::make_shared<const views::AnchorRegion>(views::AnchorRegion{work.variants[8][0]->view, pattern(64, 1, 12)});
  return work;
}

void store_all(ProjectFile& file, const Workspace& work) {
  file.store(work.picture);
  for (const auto& variants : work.variants) {
    for (const VariantPtr& variant : variants) file.store(variant);
  }
  file.store(work);
}

TEST_F(ProjectFileTest, EverythingComesBackAsItWasStored) {
  const Workspace work = filled_workspace();
  {
    const auto file = ProjectFile::create(path_, fail_on_error());
    store_all(*file, work);
    auto cut_out = std::make_shared<CutOut>();
    cut_out->inputs = ContentHasher().add("cut").key();
    cut_out->front = pattern(64, 4, 9);
    cut_out->detail = std::make_shared<const image::Image8>(pattern(128, 4, 10));
    cut_out->framing_ratio = 0.75f;
    file->store(CutOutPtr(cut_out));
    file->store(make_test_surface("s"));
    file->store(make_test_handover());
  }
  const auto file = ProjectFile::open(path_, fail_on_error());
  const Workspace back = file->load();
  EXPECT_EQ(back.picture->name, "tøy.png");
  EXPECT_EQ(back.picture->key, work.picture->key);
  EXPECT_EQ(back.choices.seed, 99u);
  EXPECT_EQ(back.choices.sketch, work.choices.sketch);
  EXPECT_EQ(back.choices.source, work.choices.source);
  EXPECT_EQ(back.choices.cascade, work.choices.cascade);
  EXPECT_EQ(back.choices.locked, work.choices.locked);
  EXPECT_EQ(back.choices.trust, work.choices.trust);
  EXPECT_EQ(back.choices.anchor_seeds, work.choices.anchor_seeds);
  EXPECT_EQ(back.choices.cut_out.box, work.choices.cut_out.box);
  EXPECT_EQ(*back.choices.cut_out.strokes, *work.choices.cut_out.strokes);
  ASSERT_TRUE(back.choices.outlines[5]);
  EXPECT_EQ(back.choices.outlines[5]->coverage, pattern(64, 1, 8));
  EXPECT_EQ(back.choices.outlines[5]->key, work.choices.outlines[5]->key);
  EXPECT_FALSE(back.choices.outlines[4]);
  EXPECT_TRUE(back.choices.cut_out.keeps_largest);
  EXPECT_EQ(back.choices.cut_out.framing, work.choices.cut_out.framing);
  ASSERT_TRUE(back.choices.own_normals[6]);
  EXPECT_EQ(back.choices.own_normals[6]->rgba, pattern(64, 4, 11));
  EXPECT_EQ(back.choices.own_normals[6]->key, work.choices.own_normals[6]->key);
  ASSERT_TRUE(back.choices.regions[2]);
  EXPECT_EQ(back.choices.regions[2]->view, back.variants[8][0]->view);
  EXPECT_EQ(back.choices.regions[2]->mask, pattern(64, 1, 12));
  for (int anchor = 0; anchor < geometry::kNumAnchors; ++anchor)
    EXPECT_EQ(anchor_key(back, {}, anchor), anchor_key(work, {}, anchor)) << anchor;
  ASSERT_TRUE(back.choices.own[1]);
  EXPECT_EQ(views::content_key(*back.choices.own[1]->view), work.choices.own[1]->content);
  ASSERT_EQ(back.variants[8].size(), 2u);
  EXPECT_EQ(back.shown[8]->content, work.variants[8][0]->content);
  EXPECT_EQ(back.shown[8]->view->normal, work.variants[8][0]->view->normal);
  EXPECT_EQ(back.shown[8]->inputs, work.variants[8][0]->inputs);
  EXPECT_EQ(back.cut_out->framing_ratio, 0.75f);
  EXPECT_EQ(*back.cut_out->detail, pattern(128, 4, 10));
  ASSERT_TRUE(back.surface);
  EXPECT_EQ(back.surface->surface->dense->positions, make_test_surface("s")->surface->dense->positions);
  EXPECT_EQ(back.surface->surface->field->size(), 1000u);
  EXPECT_TRUE(back.surface->surface->disagreement[1].dropped);
  EXPECT_EQ(back.surface->surface->disagreement[1].trust, 0.5f);
  EXPECT_EQ(*back.handover->mesh->texture, pattern(32, 3, 5));
  EXPECT_EQ(*back.handover->mesh->normal_map, pattern(16, 3, 6));
  EXPECT_EQ(back.handover->mesh->faces, make_test_handover()->mesh->faces);
}

TEST_F(ProjectFileTest, WhatWasFlushedSurvivesAKill) {
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto file = ProjectFile::create(path_, [](const Error&) { _exit(2); });
    store_all(*file, filled_workspace());
    file->flush();
    kill(getpid(), SIGKILL);
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  const Workspace back = ProjectFile::open(path_, fail_on_error())->load();
  EXPECT_EQ(back.variants[8].size(), 2u);
  EXPECT_EQ(back.choices.seed, 99u);
}

TEST_F(ProjectFileTest, ARemovedVariantIsGone) {
  const auto file = ProjectFile::create(path_, fail_on_error());
  const VariantPtr a = make_test_variant(8, 1, "a"), b = make_test_variant(8, 2, "b");
  file->store(a);
  file->store(b);
  file->remove(a);
  const Workspace back = file->load();
  ASSERT_EQ(back.variants[8].size(), 1u);
  EXPECT_EQ(back.variants[8][0]->content, b->content);
}

TEST_F(ProjectFileTest, OldDrawingsOfInBetweensAreRemovedExceptTheOneShown) {
  Workspace work;
  {
    const auto file = ProjectFile::create(path_, fail_on_error());
    work.shown[5] = make_test_variant(5, 0, "first");
    file->store(work.shown[5]);
    file->store(work);
    for (int i = 1; i < 20; ++i) {
      file->store(make_test_variant(5, i, std::to_string(i).c_str()));
      file->store(make_test_variant(8, i, std::to_string(i).c_str()));
    }
  }
  const Workspace back = ProjectFile::open(path_, fail_on_error())->load();
  EXPECT_EQ(back.variants[8].size(), 19u);
  EXPECT_EQ(back.variants[5].size(), kKeptInBetweens + 1);
  ASSERT_TRUE(back.shown[5]);
  EXPECT_EQ(back.shown[5]->content, work.shown[5]->content);
}

TEST_F(ProjectFileTest, OldSurfacesAreRemovedSoThatTheFileStaysSmall) {
  const auto file = ProjectFile::create(path_, fail_on_error());
  for (const char* inputs : {"1", "2", "3", "4", "5"}) file->store(make_test_surface(inputs));
  const Workspace back = file->load();
  ASSERT_EQ(back.surfaces.size(), 3u);
  EXPECT_EQ(back.surface->inputs, ContentHasher().add("5").key());
}

TEST_F(ProjectFileTest, ACopyIsAProjectOfItsOwn) {
  const auto file = ProjectFile::create(path_, fail_on_error());
  file->store(make_test_variant(8, 1, "a"));
  const fs::path copy = folder_ / "copy.e3d";
  file->save_copy(copy);
  file->store(make_test_variant(8, 2, "b"));
  file->flush();
  EXPECT_EQ(ProjectFile::open(copy, fail_on_error())->load().variants[8].size(), 1u);
  EXPECT_FALSE(fs::exists(folder_ / "copy.e3d.partial"));
}

TEST_F(ProjectFileTest, AFileThatExistsIsNeverReplaced) {
  std::ofstream(path_) << "mine";
  EXPECT_EQ(code_of([&] { ProjectFile::create(path_, {}); }), ErrorCode::NotWritable);
}

TEST_F(ProjectFileTest, WhatIsNoProjectIsRefused) {
  EXPECT_EQ(code_of([&] { ProjectFile::open(path_, {}); }), ErrorCode::NotFound);
  EXPECT_EQ(code_of([&] { ProjectFile::open(folder_, {}); }), ErrorCode::Unsupported);
  std::ofstream(path_) << std::string(5000, 'x');
  EXPECT_EQ(code_of([&] { ProjectFile::open(path_, {}); }), ErrorCode::BadFormat);
  sqlite3* foreign = nullptr;
  const fs::path other = folder_ / "other.e3d";
  sqlite3_open(other.c_str(), &foreign);
  sqlite3_exec(foreign, "CREATE TABLE t (a)", nullptr, nullptr, nullptr);
  sqlite3_close(foreign);
  EXPECT_EQ(code_of([&] { ProjectFile::open(other, {}); }), ErrorCode::BadFormat);
}

TEST_F(ProjectFileTest, ANewerSchemaIsRefusedAndLeftAsItIs) {
  ProjectFile::create(path_, fail_on_error()).reset();
  sqlite3* database = nullptr;
  sqlite3_open(path_.c_str(), &database);
  sqlite3_exec(database, "PRAGMA user_version = 1000", nullptr, nullptr, nullptr);
  sqlite3_close(database);
  const auto size = fs::file_size(path_);
  EXPECT_EQ(code_of([&] { ProjectFile::open(path_, {}); }), ErrorCode::Unsupported);
  EXPECT_EQ(fs::file_size(path_), size);
}

TEST_F(ProjectFileTest, TheFirstSchemaIsReadAndWritten) {
  {
    const auto file = ProjectFile::create(path_, fail_on_error());
    store_all(*file, filled_workspace());
  }
  sqlite3* database = nullptr;
  sqlite3_open(path_.c_str(), &database);
  sqlite3_exec(
      database,
      "ALTER TABLE meshes DROP COLUMN normal_map; DROP TABLE outlines; DROP TABLE own_normals; DROP TABLE regions;"
      "ALTER TABLE variants DROP COLUMN uncut_rgb; ALTER TABLE variants DROP COLUMN uncut_normal;"
      "PRAGMA user_version = 1",
      nullptr, nullptr, nullptr);
  sqlite3_close(database);
  {
    const auto file = ProjectFile::open(path_, fail_on_error());
    EXPECT_EQ(file->load().choices.seed, 99u);
    file->store(make_test_handover());
    file->store(filled_workspace());
  }
  const Workspace back = ProjectFile::open(path_, fail_on_error())->load();
  EXPECT_TRUE(back.handover->mesh->normal_map);
  EXPECT_TRUE(back.choices.outlines[5]);
  EXPECT_TRUE(back.choices.own_normals[6]);
}

TEST_F(ProjectFileTest, WhatNetworksLookAtIsKeptWithAVariant) {
  auto view = std::make_shared<views::View>(*make_test_variant(8, 3, "a")->view);
  view->uncut_rgb = pattern(64, 3, 21);
  view->uncut_normal = pattern(64, 3, 22);
  {
    const auto file = ProjectFile::create(path_, fail_on_error());
    file->store(make_variant(view, ContentHasher().add("a").key()));
  }
  const Workspace back = ProjectFile::open(path_, fail_on_error())->load();
  EXPECT_EQ(back.variants[8][0]->view->uncut_rgb, view->uncut_rgb);
  EXPECT_EQ(back.variants[8][0]->view->uncut_normal, view->uncut_normal);
}

TEST_F(ProjectFileTest, AWriteThatFailsIsTold) {
  std::atomic<int> num_errors = 0;
  const auto file = ProjectFile::create(path_, [&](const Error&) { ++num_errors; });
  sqlite3* database = nullptr;
  sqlite3_open(path_.c_str(), &database);
  sqlite3_exec(database, "DROP TABLE variants", nullptr, nullptr, nullptr);
  sqlite3_close(database);
  file->store(make_test_variant(8, 1, "a"));
  file->flush();
  EXPECT_EQ(num_errors, 1);
}

TEST_F(ProjectFileTest, DamagedBytesGiveErrorsAndNeverACrash) {
  {
    const auto file = ProjectFile::create(path_, fail_on_error());
    store_all(*file, filled_workspace());
    file->store(make_test_surface("s"));
    file->store(make_test_handover());
  }
  std::ifstream stream(path_, std::ios::binary);
  const std::string good((std::istreambuf_iterator<char>(stream)), {});
  const fs::path damaged = folder_ / "damaged.e3d";
  int num_refused = 0;
  for (std::size_t i = 0; i < 60; ++i) {
    std::string bytes = good;
    for (std::size_t j = 0; j < 16; ++j) bytes[(i * 7919 + j * 104729 + 18) % bytes.size()] ^= static_cast<char>(1 + i);
    if (i % 5 == 0) bytes.resize(bytes.size() * (i + 1) / 61);
    std::ofstream(damaged, std::ios::binary | std::ios::trunc) << bytes;
    try {
      ProjectFile::open(damaged, {})->load();
    } catch (const Error&) {
      ++num_refused;
    }
  }
  EXPECT_GT(num_refused, 10);
}

TEST(StoredMesh, ComesBackAndRefusesEverythingElse) {
  mesh::Mesh mesh = support::make_box(glm::vec3(0.1f));
  support::paint_by_position(mesh);
  const auto bytes = bytes_of(mesh);
  const mesh::Mesh back = mesh_from(bytes);
  EXPECT_EQ(back.positions, mesh.positions);
  EXPECT_EQ(back.colors, mesh.colors);
  EXPECT_EQ(back.faces, mesh.faces);
  for (std::size_t size = 0; size < bytes.size(); size += 13) {
    EXPECT_THROW(mesh_from(std::span(bytes).first(size)), Error) << size;
  }
  mesh.faces[0].x = 8;
  EXPECT_THROW(mesh_from(bytes_of(mesh)), Error);
}

TEST(StoredChoicesJson, DamageIsABadFormat) {
  EXPECT_THROW(choices_from("{"), Error);
  EXPECT_THROW(choices_from("[]"), Error);
  EXPECT_THROW(choices_from(R"({"seed":"x"})"), Error);
  EXPECT_EQ(choices_from("{}").choices.seed, 43u);
}

}  // namespace
}  // namespace core::project
