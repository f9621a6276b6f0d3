// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace core::cascade {

/// Where model packs are looked for, in this order: the named folder, $ENVISION3D_MODELS, the user's data folder, the
/// cache of Hugging Face, `models` beside the program, `models` of the source tree that the program was built in.
/// @param models  the folder that the user named (--models); empty for none
std::vector<std::filesystem::path> model_places(const std::filesystem::path& models);

struct FoundPack {
  std::string name;
  std::filesystem::path path;
};
/// All packs of all places, in the order of the search; of two with one name only the first. A place may be a pack
/// itself, hold packs, or hold repositories as Hugging Face caches them (models--OWNER--NAME/snapshots/REVISION, of
/// which refs/main names the revision).
std::vector<FoundPack> find_packs(const std::filesystem::path& models);

/// The pack of that name.
/// @throws Error(MissingWeights) that tells where was looked and what to fetch
FoundPack find_pack(const std::string& name, const std::filesystem::path& models);

}  // namespace core::cascade
