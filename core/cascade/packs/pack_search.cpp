// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/packs/pack_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "core/base/error.h"
#include "core/cascade/packs/model_pack.h"
#include "core/cascade/packs/pack_manifest.h"
#include "core/io/atomic_file.h"

namespace core::cascade {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRepository = "models--";
constexpr std::uint64_t kMaxReference = 256;  ///< bytes of refs/main

/// An environment variable as a path; empty if it is not set.
fs::path environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? fs::path(value) : fs::path();
}

/// A folder that an environment variable names, or one in the home folder; empty if neither is known.
fs::path folder_or_home(const char* variable, const char* in_home) {
  if (fs::path path = environment(variable); !path.empty()) return path;
  const fs::path home = environment("HOME");
  return home.empty() ? home : home / in_home;
}

fs::path hugging_face_cache() {
  if (fs::path path = environment("HF_HUB_CACHE"); !path.empty()) return path;
  if (const fs::path home = environment("HF_HOME"); !home.empty()) return home / "hub";
  const fs::path cache = folder_or_home("XDG_CACHE_HOME", ".cache");
  return cache.empty() ? cache : cache / "huggingface" / "hub";
}

bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

/// The revision of a cached repository that is in use; none if it has none.
std::optional<fs::path> snapshot_of(const fs::path& repository) {
  std::error_code failure;
  try {
    const std::vector<std::uint8_t> bytes = io::read_file(repository / "refs" / "main", kMaxReference);
    std::string revision(bytes.begin(), bytes.end());
    revision.erase(revision.find_last_not_of(" \r\n") + 1);
    const fs::path snapshot = repository / "snapshots" / revision;
    if (!revision.empty() && fs::path(revision).filename() == revision && is_folder(snapshot)) return snapshot;
  } catch (const Error&) {
    // Fetched by its revision, without a branch: the only snapshot is meant.
  }
  std::vector<fs::path> snapshots;
  for (const auto& entry : fs::directory_iterator(repository / "snapshots", failure)) snapshots.push_back(entry.path());
  return snapshots.size() == 1 ? std::optional(snapshots[0]) : std::nullopt;
}

/// The pack that a folder is or caches; none if it is no pack.
std::optional<FoundPack> pack_at(const fs::path& folder) {
  const std::string name = folder.filename().string();
  if (!name.starts_with(kRepository)) {
    if (!is_model_pack(folder)) return std::nullopt;
    return FoundPack{pack_name(folder), folder};
  }
  const std::optional<fs::path> snapshot = snapshot_of(folder);
  if (!snapshot || !is_model_pack(*snapshot)) return std::nullopt;
  std::error_code ignored;
  const bool is_named = fs::exists(*snapshot / "pack.json", ignored);
  return FoundPack{is_named ? pack_name(*snapshot) : name.substr(name.rfind("--") + 2), *snapshot};
}

}  // namespace

std::vector<fs::path> model_places(const fs::path& models) {
  std::vector<fs::path> places = {models, environment("ENVISION3D_MODELS")};
  if (const fs::path data = folder_or_home("XDG_DATA_HOME", ".local/share"); !data.empty())
    places.push_back(data / "envision3d" / "models");
  places.push_back(hugging_face_cache());
  std::error_code failure;
  const fs::path program = fs::read_symlink("/proc/self/exe", failure).parent_path();
  if (!program.empty()) {
    places.push_back(program / "models");
    // ROOT/build/PRESET/bin is where a build puts its programs.
    const fs::path root = program.parent_path().parent_path().parent_path();
    if (fs::exists(root / "models" / "manifest.json", failure)) places.push_back(root / "models");
  }
  std::erase_if(places, [](const fs::path& place) { return place.empty(); });
  return places;
}

std::vector<FoundPack> find_packs(const fs::path& models) {
  std::vector<FoundPack> packs;
  const auto add = [&](const fs::path& folder) {
    const std::optional<FoundPack> pack = pack_at(folder);
    const auto has_its_name = [&](const FoundPack& known) { return known.name == pack->name; };
    if (pack && std::none_of(packs.begin(), packs.end(), has_its_name)) packs.push_back(*pack);
    return pack.has_value();
  };
  for (const fs::path& place : model_places(models)) {
    if (add(place)) continue;
    std::vector<fs::path> folders;
    std::error_code failure;
    for (const auto& entry : fs::directory_iterator(place, failure)) {
      if (is_folder(entry.path())) folders.push_back(entry.path());
    }
    std::sort(folders.begin(), folders.end());
    for (const fs::path& folder : folders) add(folder);
  }
  return packs;
}

FoundPack find_pack(const std::string& name, const fs::path& models) {
  const std::vector<FoundPack> packs = find_packs(models);
  const auto found = std::find_if(packs.begin(), packs.end(), [&](const FoundPack& pack) { return pack.name == name; });
  if (found != packs.end()) return *found;
  std::vector<std::string> places, names;
  for (const fs::path& place : model_places(models)) places.push_back(fmt::format("'{}'", place.string()));
  for (const FoundPack& pack : packs) names.push_back(fmt::format("'{}'", pack.name));
  const fs::path target = models.empty() ? model_places({}).front() / name : models / name;
  throw Error(ErrorCode::MissingWeights,
              fmt::format("There is no model pack '{}' in {}{}. {} {}", name, fmt::join(places, ", "),
                          names.empty() ? std::string() : fmt::format(", only {}", fmt::join(names, ", ")),
                          fetch_advice(PackPart::Anchors, target), fetch_advice(PackPart::InBetweens, target)));
}

}  // namespace core::cascade
