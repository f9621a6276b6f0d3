// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/packs/pack_search.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <optional>

#include "core/base/error.h"
#include "tests/core/cascade/packs/pack_inputs.h"
#include "tests/support/temporary_folder.h"

namespace core::cascade {
namespace {

namespace fs = std::filesystem;

/// Points every place of the search into one folder while a test runs.
class PackSearch : public ::testing::Test {
 protected:
  PackSearch() {
    for (const auto& [name, place] : {std::pair("ENVISION3D_MODELS", "env"), std::pair("XDG_DATA_HOME", "data"),
                                      std::pair("HF_HOME", "hf"), std::pair("HF_HUB_CACHE", "")}) {
      const char* value = std::getenv(name);
      before_[name] = value != nullptr ? std::optional<std::string>(value) : std::nullopt;
      if (*place != '\0') {
        setenv(name, (folder_ / place).c_str(), 1);
      } else {
        unsetenv(name);
      }
    }
  }
  ~PackSearch() override {
    for (const auto& [name, value] : before_) {
      if (value) {
        setenv(name.c_str(), value->c_str(), 1);
      } else {
        unsetenv(name.c_str());
      }
    }
  }
  void add_pack(const std::string& place) const { fs::create_directories(folder_ / place / "s1_pipe"); }
  /// "name at place" of all packs that are found under this test's folder.
  std::vector<std::string> found(const fs::path& models = {}) const {
    std::vector<std::string> result;
    for (const FoundPack& pack : find_packs(models)) {
      const fs::path place = pack.path.lexically_relative(folder_.path());
      if (*place.begin() != "..") result.push_back(pack.name + " at " + place.string());
    }
    return result;
  }

  support::TemporaryFolder folder_;
  std::map<std::string, std::optional<std::string>> before_;
};

TEST_F(PackSearch, PlacesAreSearchedInTheirOrderAndTheFirstOfANameWins) {
  add_pack("named/a");
  add_pack("env/a");
  add_pack("env/b");
  add_pack("data/envision3d/models/b");
  add_pack("data/envision3d/models/c");
  fs::create_directories(folder_ / "env/no pack");
  EXPECT_EQ(found(folder_ / "named"),
            (std::vector<std::string>{"a at named/a", "b at env/b", "c at data/envision3d/models/c"}));
  EXPECT_EQ(found(folder_ / "named/a"),
            (std::vector<std::string>{"a at named/a", "b at env/b", "c at data/envision3d/models/c"}));
  EXPECT_EQ(find_pack("b", {}).path, folder_ / "env/b");
}

TEST_F(PackSearch, RepositoriesOfTheHuggingFaceCacheAreUsed) {
  add_pack("hf/hub/models--someone--Envision3D/snapshots/abc");
  add_pack("hf/hub/models--someone--Envision3D/snapshots/def");
  testing::write_text(folder_ / "hf/hub/models--someone--Envision3D/refs/main", "def\n");
  add_pack("hf/hub/models--a--One/snapshots/123");                          // fetched by revision: no refs/main
  fs::create_directories(folder_ / "hf/hub/models--a--Other/snapshots/1");  // another system's weights
  add_pack("hf/hub/models--a--Two/snapshots/1");
  add_pack("hf/hub/models--a--Two/snapshots/2");  // none of them is named
  EXPECT_EQ(found(), (std::vector<std::string>{"One at hf/hub/models--a--One/snapshots/123",
                                               "Envision3D at hf/hub/models--someone--Envision3D/snapshots/def"}));
  testing::write_text(folder_ / "hf/hub/models--someone--Envision3D/refs/main", "../../../../named");
  EXPECT_EQ(found().size(), 1u);
}

TEST_F(PackSearch, PackJsonNamesAPack) {
  testing::write_text(folder_ / "env/folder/pack.json", R"({"name":"Fine"})");
  testing::write_text(folder_ / "env/broken/pack.json", "{");
  EXPECT_EQ(found(), (std::vector<std::string>{"broken at env/broken", "Fine at env/folder"}));
}

TEST_F(PackSearch, AMissingPackIsReportedWithPlacesAndWhatToFetch) {
  add_pack("env/other");
  try {
    find_pack("Envision3D", folder_ / "named");
    FAIL() << "a pack was found";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::MissingWeights);
    for (const std::string& part :
         {(folder_ / "named/Envision3D").string(), (folder_ / "env").string(), std::string("'other'"),
          std::string("s1_pipe/unet/"), std::string("pytttttt/Envision3D")}) {
      EXPECT_NE(std::string_view(error.what()).find(part), std::string_view::npos)
          << part << " is not in: " << error.what();
    }
  }
}

}  // namespace
}  // namespace core::cascade
