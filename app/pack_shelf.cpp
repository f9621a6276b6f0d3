// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "app/pack_shelf.h"

#include "core/base/error.h"
#include "core/cascade/packs/pack_identity.h"
#include "core/cascade/packs/pack_search.h"

namespace app {
namespace {

using core::cascade::PackPart;

bool can_draw(const core::cascade::ModelPack& pack, PackPart part) {
  try {
    pack.check(part);
    return true;
  } catch (const core::Error&) {
    return false;
  }
}

}  // namespace

const PackShelf::Entry& PackShelf::at(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto known = entries_.find(name);
  if (known != entries_.end()) return known->second;
  core::cascade::ModelPack pack = core::cascade::read_model_pack(core::cascade::find_pack(name, models_).path);
  const core::ContentKey identity = core::cascade::pack_identity(pack);
  return entries_.emplace(name, Entry{std::move(pack), identity}).first->second;
}

const PackShelf::Entry* PackShelf::find(const std::string& name) {
  try {
    return &at(name);
  } catch (const core::Error&) {
    return nullptr;
  }
}

std::vector<std::string> PackShelf::names() {
  std::vector<std::string> names;
  for (const core::cascade::FoundPack& found : core::cascade::find_packs(models_)) {
    const Entry* entry = find(found.name);
    if (entry != nullptr && (can_draw(entry->pack, PackPart::Anchors) || can_draw(entry->pack, PackPart::InBetweens)))
      names.push_back(found.name);
  }
  return names;
}

std::string PackShelf::automatic() {
  for (const std::string& name : names()) {
    const core::cascade::ModelPack& pack = at(name).pack;
    if (can_draw(pack, PackPart::Anchors) && can_draw(pack, PackPart::InBetweens)) return name;
  }
  return {};
}

}  // namespace app
