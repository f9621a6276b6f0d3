// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "core/io/atomic_file.h"
#include "tests/app/program.h"
#include "tests/core/cascade/packs/pack_inputs.h"

// The whole program with the tiny networks of the reference data. Their weights are random, so that what they draw is
// texture; that it comes out whole and the same every time is what counts.
namespace {

namespace fs = std::filesystem;
namespace packs = core::cascade::testing;
using nlohmann::json;
using support::ProgramResult;
using support::run_program;

const std::string kSample = std::string(ENVISION3D_SOURCE_DIR) + "/resources/samples/vase.png";
constexpr int kTimeout_s = 600;

json last_event(const ProgramResult& result) {
  std::istringstream stream(result.out);
  json event;
  for (std::string line; std::getline(stream, line);) event = json::parse(line);
  return event;
}

/// The bytes of every file in a folder but views.json, by relative path.
std::map<std::string, std::vector<std::uint8_t>> pictures_in(const fs::path& folder) {
  std::map<std::string, std::vector<std::uint8_t>> pictures;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".png")
      pictures[fs::relative(entry.path(), folder).string()] = core::io::read_file(entry.path(), 1 << 24);
  }
  return pictures;
}

/// A pack of both stages, and the views of the sample drawn with it once.
class CascadeCli : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (packs::golden_folder().empty()) return;
    folder_ = std::make_unique<support::TemporaryFolder>();
    packs::copy_tiny_pack(models() / "tiny");
    EXPECT_EQ(draw({"views", kSample, "-o", drawn_views().string()}).status, 0);
  }
  static void TearDownTestSuite() { folder_.reset(); }
  void SetUp() override {
    if (folder_ == nullptr) GTEST_SKIP() << "The reference packs are not here: set ENVISION3D_SHARED.";
  }

  static fs::path models() { return *folder_ / "models"; }
  static fs::path drawn_views() { return *folder_ / "views"; }

  /// Runs a command with the pack, in two steps and in float32.
  static ProgramResult draw(std::vector<std::string> arguments) {
    for (const char* option : {"--source", "tiny", "--steps", "2", "--precision", "fp32", "--device", "cpu", "--json"})
      arguments.push_back(option);
    arguments.insert(arguments.end(), {"--models", models().string()});
    return run_program(arguments, kTimeout_s);
  }

  static fs::path copy_of_views(const support::TemporaryFolder& folder) {
    fs::copy(drawn_views(), folder / "views", fs::copy_options::recursive);
    return folder / "views";
  }

  static inline std::unique_ptr<support::TemporaryFolder> folder_;
};

TEST_F(CascadeCli, ViewsAreAValidFolderThatNamesItsPack) {
  EXPECT_EQ(run_program({"inspect", drawn_views().string()}).status, 0);
  const json views = json::parse(core::io::read_file(drawn_views() / "views.json", 1 << 20));
  EXPECT_EQ(views.at("source"), "tiny");
  EXPECT_EQ(views.at("pack"), "tiny");
  EXPECT_EQ(views.at("cascade").at("steps"), 2);
  EXPECT_EQ(views.at("views").size(), 32u);
  EXPECT_TRUE(fs::exists(drawn_views() / "picture.png"));
}

TEST_F(CascadeCli, TheSameSeedGivesTheSameBytes) {
  const support::TemporaryFolder folder;
  ASSERT_EQ(draw({"views", kSample, "-o", (folder / "again").string()}).status, 0);
  EXPECT_EQ(pictures_in(folder / "again"), pictures_in(drawn_views()));
}

TEST_F(CascadeCli, AutoTakesThePackThatIsThere) {
  const support::TemporaryFolder folder;
  const auto result = run_program({"views", kSample, "-o", (folder / "views").string(), "--models", models().string(),
                                   "--steps", "1", "--anchors-only", "--json"},
                                  kTimeout_s);
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(json::parse(core::io::read_file(folder / "views" / "views.json", 1 << 20)).at("source"), "tiny");
}

TEST_F(CascadeCli, InterpolateDrawsTheSameInBetweensAgain) {
  const support::TemporaryFolder folder;
  const fs::path views = copy_of_views(folder);
  fs::remove(views / "rgb9.png");
  fs::remove(views / "rgb21.png");
  const auto result = run_program({"interpolate", views.string(), "--clips", "1", "--precision", "fp32", "--device",
                                   "cpu", "--models", models().string(), "--json"},
                                  kTimeout_s);
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(last_event(result).at("drawn").size(), 6u);
  auto wanted = pictures_in(drawn_views());
  wanted.erase("rgb21.png");
  EXPECT_EQ(pictures_in(views), wanted);
}

TEST_F(CascadeCli, ARerollHoldsAllButTheAnchorAndWhatDependsOnIt) {
  const support::TemporaryFolder folder;
  const fs::path views = copy_of_views(folder);
  const auto result = draw({"reroll", views.string(), "--view", "16", "--seed", "5"});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(last_event(result).at("drawn").size(), 7u);
  const auto before = pictures_in(drawn_views()), after = pictures_in(views);
  for (int k = 0; k < 32; ++k) {
    const std::string name = "rgb" + std::to_string(k) + ".png";
    const bool depends = k == 16 || (k > 12 && k < 20);
    EXPECT_EQ(after.at(name) != before.at(name), depends) << name;
  }
  EXPECT_EQ(run_program({"inspect", views.string()}).status, 0);
}

TEST_F(CascadeCli, MakeGoesFromThePictureToAMesh) {
  const support::TemporaryFolder folder;
  const auto result = draw({"make", kSample, "-o", (folder / "mesh.glb").string(), "--quality", "draft", "--faces",
                            "2000", "--texture", "0"});
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(run_program({"inspect", (folder / "mesh.glb").string()}).status, 0);
}

TEST_F(CascadeCli, AStageThatThePackLacksIsNamedWhenItIsAsked) {
  const support::TemporaryFolder folder;
  for (const std::string stage : {"s1_pipe", "s2_pipe"}) {
    fs::create_directories(folder / ("only_" + stage));
    fs::copy(models() / "tiny" / stage, folder / ("only_" + stage) / stage, fs::copy_options::recursive);
  }
  const auto anchors = run_program({"views", kSample, "-o", (folder / "views").string(), "--models",
                                    folder.path().string(), "--source", "only_s2_pipe", "--json"},
                                   kTimeout_s);
  EXPECT_EQ(anchors.status, 4) << anchors.err;
  EXPECT_EQ(last_event(anchors).at("code"), "missing_weights");
  const auto in_betweens = run_program({"interpolate", copy_of_views(folder).string(), "--models",
                                        folder.path().string(), "--source", "only_s1_pipe", "--json"},
                                       kTimeout_s);
  EXPECT_EQ(in_betweens.status, 4) << in_betweens.err;
  EXPECT_NE(last_event(in_betweens).at("message").get<std::string>().find("s2_pipe"), std::string::npos);
}

TEST_F(CascadeCli, AnErrorComesOutOfTheLibraryOfNetworksAsItIs) {
  const support::TemporaryFolder folder;
  packs::write_text(folder / "noise.safetensors", "no tensors");
  const fs::path views = copy_of_views(folder);
  const auto result = draw({"interpolate", views.string(), "--noise", (folder / "noise.safetensors").string()});
  EXPECT_EQ(result.status, 3) << result.err;
  EXPECT_NE(last_event(result).at("message").get<std::string>().find("noise.safetensors"), std::string::npos);
}

TEST_F(CascadeCli, MatrixProductsAreThoseOfLibTorch) {
  // Some of what the program links brings a BLAS of its own, which would reach a twentieth of this.
  const auto result = run_program({"bench", "clip", "--precision", "fp32", "--device", "cpu", "--json"}, kTimeout_s);
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_GT(last_event(result).at("matrix_gflop_per_s"), 15.0);
}

TEST_F(CascadeCli, AnInterruptStopsTheNetworksBetweenSteps) {
  const support::TemporaryFolder folder;
  const fs::path views = copy_of_views(folder);
  const auto result = run_program(
      {"interpolate", views.string(), "--steps", "200", "--precision", "fp32", "--models", models().string(), "--json"},
      kTimeout_s, "\"fraction\":0.0");
  EXPECT_EQ(result.status, 130) << result.err;
  EXPECT_EQ(pictures_in(views), pictures_in(drawn_views()));
}

TEST_F(CascadeCli, StepsOutOfRangeAreAUsageError) {
  EXPECT_EQ(run_program({"views", kSample, "-o", "nowhere", "--steps", "0"}).status, 2);
}

}  // namespace
