// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/image/alpha.h"
#include "core/io/image_file.h"
#include "core/io/view_folder.h"
#include "tests/app/program.h"

namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using support::run_program;

const std::string kSample = std::string(ENVISION3D_SOURCE_DIR) + "/resources/samples/vase.png";

std::vector<json> events_of(const std::string& out) {
  std::vector<json> events;
  std::istringstream stream(out);
  for (std::string line; std::getline(stream, line);) events.push_back(json::parse(line));
  return events;
}

std::string bytes_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// The views of the sample, drawn once.
const fs::path& sample_views() {
  static const support::TemporaryFolder folder;
  static const fs::path views = [] {
    const fs::path path = folder / "views";
    EXPECT_EQ(run_program({"views", kSample, "-o", path.string(), "--quiet"}, 240).status, 0);
    return path;
  }();
  return views;
}

TEST(Cli, VersionAndHelpAreAnswered) {
  EXPECT_EQ(run_program({"--version"}).status, 0);
  const auto help = run_program({"--help"});
  EXPECT_EQ(help.status, 0);
  for (const char* command :
       {"make", "views", "reroll", "interpolate", "reconstruct", "inspect", "convert", "render"}) {
    EXPECT_NE(help.out.find(command), std::string::npos) << command;
  }
}

TEST(Cli, MakeTellsEverythingTheContractNamesAndWritesAWatertightMesh) {
  const support::TemporaryFolder folder;
  const std::string mesh = (folder / "vase.glb").string();
  const auto result = run_program(
      {"make", kSample, "-o", mesh, "--json", "--quality", "draft", "--faces", "5000", "--texture", "512"}, 240);
  ASSERT_EQ(result.status, 0) << result.err;
  const std::vector<json> events = events_of(result.out);
  std::map<std::string, int> count;
  double fraction = 0.0;
  for (const json& event : events) {
    ++count[event.at("event")];
    if (event.at("event") != "progress") continue;
    EXPECT_GE(event.at("fraction").get<double>(), fraction);
    fraction = event.at("fraction");
  }
  EXPECT_EQ(count["view"], 32);
  EXPECT_EQ(count["done"], 1);
  EXPECT_GE(count["snapshot"], 3);
  const json& done = events.back();
  EXPECT_EQ(done.at("output"), mesh);
  EXPECT_TRUE(done.at("watertight"));
  EXPECT_EQ(done.at("components"), 1);
  EXPECT_LE(done.at("faces").get<int>(), 5000);
  for (const char* stage : {"cutout", "anchors", "in_betweens", "surface", "texture", "export", "total"}) {
    EXPECT_GE(done.at("seconds").at(stage).get<double>(), 0.0) << stage;
  }
  EXPECT_EQ(done.at("disagreement").size(), 32u);
  EXPECT_GT(done.at("peak_rss_mb").get<double>(), 10.0);
  EXPECT_EQ(run_program({"inspect", mesh}).status, 0);
  const std::string picture = (folder / "front.png").string();
  EXPECT_EQ(run_program({"render", mesh, "-o", picture, "--pixels", "128"}).status, 0);
  EXPECT_EQ(core::io::read_picture(picture).rgba.width(), 128);
}

TEST(Cli, TheSameSeedGivesTheSameBytes) {
  const support::TemporaryFolder folder;
  for (const char* name : {"a", "b"}) {
    ASSERT_EQ(
        run_program({"views", kSample, "-o", (folder / name).string(), "--anchors-only", "--seed", "7", "--quiet"}, 240)
            .status,
        0);
  }
  for (int k = 0; k < 32; k += 4) {
    const std::string name = "rgb" + std::to_string(k) + ".png", normal = "normal" + std::to_string(k) + ".png";
    EXPECT_EQ(bytes_of(folder / "a" / name), bytes_of(folder / "b" / name)) << name;
    EXPECT_EQ(bytes_of(folder / "a" / normal), bytes_of(folder / "b" / normal)) << normal;
  }
}

TEST(Cli, ARerollChangesOneAnchorAndTheInBetweensThatDependOnIt) {
  const support::TemporaryFolder folder;
  const fs::path views = folder / "views";
  fs::copy(sample_views(), views, fs::copy_options::recursive);
  const auto result = run_program({"reroll", views.string(), "--view", "16", "--seed", "5", "--json"}, 240);
  ASSERT_EQ(result.status, 0) << result.err;
  const json done = events_of(result.out).back();
  EXPECT_EQ(done.at("seed"), 5);
  EXPECT_EQ(done.at("drawn").size(), 7u);
  for (int k = 0; k < 32; ++k) {
    const std::string name = "rgb" + std::to_string(k) + ".png";
    const bool depends = k == 16 || (k > 12 && k < 20);
    EXPECT_EQ(bytes_of(views / name) != bytes_of(sample_views() / name), depends) << name;
  }
  EXPECT_NE(bytes_of(views / "normal16.png"), bytes_of(sample_views() / "normal16.png"));
  const auto before = core::io::read_picture(sample_views() / "masked_rgb/rgb16.png"),
             after = core::io::read_picture(views / "masked_rgb/rgb16.png");
  EXPECT_GE(core::image::mask_iou(before.rgba, after.rgba), 0.97);
}

TEST(Cli, InterpolateDrawsTheClipsThatAreAskedFor) {
  const support::TemporaryFolder folder;
  const fs::path views = folder / "views";
  fs::copy(sample_views(), views, fs::copy_options::recursive);
  for (const int k : {1, 9}) fs::remove(views / ("rgb" + std::to_string(k) + ".png"));
  ASSERT_EQ(run_program({"interpolate", views.string(), "--clips", "0", "--quiet"}, 240).status, 0);
  EXPECT_TRUE(fs::exists(views / "rgb1.png"));
  EXPECT_FALSE(fs::exists(views / "rgb9.png"));
  EXPECT_EQ(bytes_of(views / "rgb1.png"), bytes_of(sample_views() / "rgb1.png"));
}

TEST(Cli, AnInterruptKeepsNoHalfFile) {
  const support::TemporaryFolder folder;
  const auto result =
      run_program({"make", kSample, "-o", (folder / "vase.glb").string(), "--json"}, 240, "\"event\":\"snapshot\"");
  EXPECT_EQ(result.status, 130);
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(Cli, InspectTellsOfEveryNetworkOfAPack) {
  const char* shared = std::getenv("ENVISION3D_SHARED");
  if (shared == nullptr) GTEST_SKIP() << "The reference packs are not here: set ENVISION3D_SHARED.";
  const fs::path golden = fs::path(shared) / "golden";
  const auto result = run_program({"inspect", (golden / "stage1/pack").string(), "--json"});
  ASSERT_EQ(result.status, 0) << result.err;
  const std::vector<json> events = events_of(result.out);
  ASSERT_EQ(events.size(), 4u);
  EXPECT_EQ(events[0].at("kind"), "anchor_unet");
  EXPECT_EQ(events[0].at("tensors"), 802);
  EXPECT_EQ(events[0].at("dtypes"), "F32");
  EXPECT_EQ(events[0].at("config").at("num_views"), 9);
  EXPECT_TRUE(events[0].at("names_checked"));
  EXPECT_TRUE(events[0].at("missing").empty());
  EXPECT_NE(events[0].at("licence").get<std::string>().find("MIT"), std::string::npos);
  EXPECT_EQ(events[3].at("kind"), "model_pack");
  EXPECT_FALSE(events[3].at("stage2"));

  const auto checkpoint = run_program({"inspect", (golden / "zero123/model.ckpt").string(), "--json"});
  ASSERT_EQ(checkpoint.status, 0) << checkpoint.err;
  EXPECT_EQ(events_of(checkpoint.out).back().at("found"), "a training checkpoint of Zero-1-to-3");
  EXPECT_EQ(run_program({"inspect", (golden / "zero123_diffusers").string()}).status, 3);
}

TEST(Cli, WithoutJsonStandardOutputIsForPeople) {
  const auto result = run_program({"inspect", kSample});
  EXPECT_EQ(result.status, 0);
  EXPECT_NE(result.out.find("PNG picture, 768 x 768"), std::string::npos);
}

}  // namespace
