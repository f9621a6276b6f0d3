// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

// Compares every #include with the table of layers: which folder may include which, and which libraries it may use. The
// table is the architecture; changing a row is a decision with a commit of its own.
namespace {

namespace fs = std::filesystem;
using Names = std::set<std::string>;

struct Row {
  Names folders;      ///< besides itself
  Names libraries;    ///< in headers and sources
  Names source_only;  ///< in .cpp and .cu files only
};

const Names kCoreFolders = {"core/base",    "core/geometry", "core/image",  "core/mesh",        "core/views",
                            "core/io",      "core/matting",  "core/sketch", "core/reconstruct", "core/texture",
                            "core/project", "core/pipeline", "core/cascade"};

Names with(Names names, std::initializer_list<std::string> more) {
  names.insert(more);
  return names;
}

const std::map<std::string, Row>& table() {
  static const std::map<std::string, Row> rows = {
      {"core/base", {{}, {"fmt", "spdlog", "tbb"}, {}}},
      {"core/geometry", {{"core/base"}, {"glm"}, {}}},
      {"core/image", {{"core/base"}, {"fmt"}, {"opencv"}}},
      {"core/mesh", {{"core/base", "core/geometry", "core/image"}, {"glm", "fmt"}, {"meshoptimizer", "embree"}}},
      {"core/views", {{"core/base", "core/geometry", "core/image"}, {"glm", "fmt"}, {}}},
      {"core/io",
       {{"core/base", "core/geometry", "core/image", "core/mesh", "core/views"},
        {"glm", "fmt"},
        {"png", "jpeg", "webp", "tiff", "lcms", "zlib", "zip", "assimp", "tinygltf", "json"}}},
      {"core/nn", {{"core/base", "core/image", "core/io"}, {"fmt", "torch"}, {}}},
      {"core/models", {{"core/base", "core/nn"}, {"fmt", "torch"}, {}}},
      {"core/diffusion", {{"core/base"}, {"fmt", "torch"}, {}}},
      {"core/cascade",
       {{"core/base", "core/geometry", "core/image", "core/views", "core/io", "core/nn", "core/models",
         "core/diffusion", "core/matting"},
        {"fmt", "torch"},
        {}}},
      {"core/matting", {{"core/base", "core/image", "core/views"}, {"fmt"}, {"opencv"}}},
      {"core/sketch",
       {{"core/base", "core/geometry", "core/image", "core/mesh", "core/views"}, {"glm", "fmt"}, {"opencv"}}},
      {"core/cascade",
       {{"core/base", "core/geometry", "core/image", "core/views", "core/io", "core/nn", "core/models",
         "core/diffusion", "core/matting"},
        {"fmt"},
        {}}},
      {"core/reconstruct",
       {{"core/base", "core/geometry", "core/image", "core/mesh", "core/views"}, {"glm", "fmt"}, {"cuda"}}},
      {"core/texture",
       {{"core/base", "core/geometry", "core/image", "core/mesh", "core/views"}, {"glm", "fmt"}, {"opencv", "stb"}}},
      {"core/project",
       {{"core/base", "core/geometry", "core/image", "core/mesh", "core/views", "core/io"},
        {"glm", "fmt"},
        {"sqlite", "json"}}},
      {"core/pipeline", {kCoreFolders, {"glm", "fmt"}, {}}},
      {"render", {{"core/base", "core/geometry", "core/image", "core/mesh"}, {"glm", "fmt", "epoxy", "egl"}, {}}},
      {"ui",
       {{"core/base", "core/geometry", "core/image", "core/mesh", "core/views", "core/project", "core/pipeline",
         "render"},
        {"qt", "glm", "fmt"},
        {}}},
      {"ui/viewport",
       {{"ui", "core/base", "core/geometry", "core/image", "core/mesh", "core/views", "core/project", "core/pipeline",
         "render"},
        {"qt", "glm", "fmt", "imgui", "epoxy"},
        {}}},
      {"app", {with(kCoreFolders, {"ui", "ui/viewport", "render", "app/cli"}), {"qt", "fmt", "glm"}, {}}},
      {"app/cli", {with(kCoreFolders, {"app"}), {"cli11", "json", "fmt", "glm"}, {}}},
  };
  return rows;
}

/// Library an angle-bracket header belongs to; "std" for the standard library and the system's C headers.
std::string library_of(const std::string& header) {
  static const std::vector<std::pair<std::string, std::string>> prefixes = {{"fmt/", "fmt"},
                                                                            {"spdlog/", "spdlog"},
                                                                            {"tbb/", "tbb"},
                                                                            {"oneapi/", "tbb"},
                                                                            {"glm/", "glm"},
                                                                            {"opencv2/", "opencv"},
                                                                            {"nlohmann/", "json"},
                                                                            {"CLI/", "cli11"},
                                                                            {"embree3/", "embree"},
                                                                            {"meshoptimizer", "meshoptimizer"},
                                                                            {"webp/", "webp"},
                                                                            {"assimp/", "assimp"},
                                                                            {"stb/", "stb"},
                                                                            {"epoxy/", "epoxy"},
                                                                            {"EGL/", "egl"},
                                                                            {"imgui", "imgui"},
                                                                            {"gtest/", "gtest"},
                                                                            {"gmock/", "gtest"},
                                                                            {"torch/", "torch"},
                                                                            {"ATen/", "torch"},
                                                                            {"c10/", "torch"},
                                                                            {"jpeglib", "jpeg"},
                                                                            {"jerror", "jpeg"},
                                                                            {"turbojpeg", "jpeg"},
                                                                            {"png", "png"},
                                                                            {"tiff", "tiff"},
                                                                            {"lcms2", "lcms"},
                                                                            {"zlib", "zlib"},
                                                                            {"zip", "zip"},
                                                                            {"tiny_gltf", "tinygltf"},
                                                                            {"sqlite3", "sqlite"},
                                                                            {"Q", "qt"},
                                                                            {"qt", "qt"},
                                                                            {"cuda", "cuda"},
                                                                            {"benchmark/", "benchmark"}};
  for (const auto& [prefix, library] : prefixes) {
    if (header.rfind(prefix, 0) == 0) return library;
  }
  return "std";
}

/// The row of the table a file of the tree belongs to: its longest prefix.
std::string row_of(const std::string& path) {
  std::string best;
  for (const auto& [folder, row] : table()) {
    if (path.rfind(folder + "/", 0) == 0 && folder.size() > best.size()) best = folder;
  }
  return best;
}

struct Include {
  std::string file, header;
  bool is_own = false;
};

std::vector<Include> includes_of(const fs::path& root) {
  std::vector<Include> includes;
  for (const char* top : {"core", "render", "ui", "app"}) {
    if (!fs::exists(root / top)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".h" && extension != ".cpp" && extension != ".cu" && extension != ".cuh") continue;
      std::ifstream stream(entry.path());
      for (std::string line; std::getline(stream, line);) {
        const std::size_t start = line.find_first_not_of(" \t");
        if (start == std::string::npos || line.compare(start, 8, "#include") != 0) continue;
        const std::size_t open = line.find_first_of("<\"", start + 8);
        const std::size_t close = open == std::string::npos ? open : line.find_first_of(">\"", open + 1);
        if (close == std::string::npos) continue;
        includes.push_back({fs::relative(entry.path(), root).generic_string(), line.substr(open + 1, close - open - 1),
                            line[open] == '"'});
      }
    }
  }
  return includes;
}

const fs::path kRoot = ENVISION3D_SOURCE_DIR;

TEST(IncludeRules, FoldersIncludeOnlyWhatTheirRowNames) {
  int num_checked = 0;
  for (const Include& include : includes_of(kRoot)) {
    if (!include.is_own) continue;
    const std::string from = row_of(include.file), to = row_of(include.header);
    ASSERT_FALSE(from.empty()) << include.file << " belongs to no folder of the table";
    if (to.empty()) {
      // Files that the build makes (moc) are the only ones without a folder.
      EXPECT_EQ(include.header.find('/'), std::string::npos) << include.file << " includes " << include.header;
      continue;
    }
    ++num_checked;
    const bool is_allowed =
        from == to || table().at(from).folders.contains(to) || (from == "ui" && to == "ui/viewport");
    EXPECT_TRUE(is_allowed) << include.file << " includes " << include.header << ": " << from << " may not include "
                            << to;
  }
  EXPECT_GT(num_checked, 100);
}

TEST(IncludeRules, FoldersUseOnlyTheLibrariesOfTheirRow) {
  int num_checked = 0;
  for (const Include& include : includes_of(kRoot)) {
    if (include.is_own) continue;
    const std::string library = library_of(include.header);
    if (library == "std") continue;
    ++num_checked;
    const Row& row = table().at(row_of(include.file));
    const fs::path extension = fs::path(include.file).extension();
    const bool is_source = extension == ".cpp" || extension == ".cu";
    EXPECT_TRUE(row.libraries.contains(library) || (is_source && row.source_only.contains(library)))
        << include.file << " includes <" << include.header << ">: " << row_of(include.file) << " may not use "
        << library << (row.source_only.contains(library) ? " in headers" : "");
  }
  EXPECT_GT(num_checked, 50);
}

TEST(IncludeRules, EverySourceFileNamesItsLicence) {
  for (const char* top : {"core", "render", "ui", "app", "tests"}) {
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / top)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".h" && extension != ".cpp" && extension != ".cu") continue;
      std::ifstream stream(entry.path());
      std::string first, second;
      std::getline(stream, first);
      std::getline(stream, second);
      EXPECT_NE(first.find("SPDX-FileCopyrightText"), std::string::npos) << entry.path();
      EXPECT_NE(second.find("SPDX-License-Identifier: MIT"), std::string::npos) << entry.path();
    }
  }
}

/// Targets that a folder's CMakeLists.txt links, as the table names them.
TEST(IncludeRules, TargetsLinkOnlyWhatTheirRowNames) {
  for (const auto& [folder, row] : table()) {
    if (folder == "app/cli" || folder == "app" || folder == "ui/viewport") continue;
    std::ifstream stream(kRoot / folder / "CMakeLists.txt");
    ASSERT_TRUE(stream) << folder << " has no CMakeLists.txt";
    std::string word;
    while (stream >> word) {
      while (!word.empty() && (word.back() == ')' || word.back() == '"')) word.pop_back();
      if (word.rfind("ext::", 0) == 0) {
        const std::string library = word.substr(5);
        const bool is_viewport = folder == "ui" && (library == "imgui" || library == "epoxy");
        EXPECT_TRUE(row.libraries.contains(library) || row.source_only.contains(library) || is_viewport)
            << folder << " links " << word;
      } else if (word.rfind("core::", 0) == 0) {
        const std::string linked = std::regex_replace(word, std::regex("::"), "/");
        const bool is_own = (linked + "/").rfind(folder + "/", 0) == 0;
        EXPECT_TRUE(is_own || row.folders.contains(linked)) << folder << " links " << word;
      }
    }
  }
}

TEST(IncludeRules, ALibraryIsRecognisedByItsHeaders) {
  EXPECT_EQ(library_of("opencv2/core.hpp"), "opencv");
  EXPECT_EQ(library_of("QWidget"), "qt");
  EXPECT_EQ(library_of("c10/core/Device.h"), "torch");
  EXPECT_EQ(library_of("vector"), "std");
  EXPECT_EQ(row_of("core/image/image.h"), "core/image");
  EXPECT_EQ(row_of("app/cli/main.cpp"), "app/cli");
}

}  // namespace
