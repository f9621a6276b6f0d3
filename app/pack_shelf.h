// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/base/content_key.h"
#include "core/cascade/packs/model_pack.h"

namespace app {

/// The model packs of this machine, each read when it is first asked for and kept as it was then: keys ask for a pack's
/// identity at every change of the choices. May be used by several threads.
class PackShelf {
 public:
  /// @param models  folder the user named; empty for the usual places
  explicit PackShelf(std::filesystem::path models) : models_(std::move(models)) {}

  struct Entry {
    core::cascade::ModelPack pack;
    core::ContentKey identity;
  };
  /// @throws Error as core::cascade::find_pack() and read_model_pack()
  const Entry& at(const std::string& name);
  /// The same; null if it is not there or cannot be read.
  const Entry* find(const std::string& name);
  /// Packs that can draw at least one stage, in the order of the search.
  std::vector<std::string> names();
  /// The first pack that can draw both stages; empty if there is none.
  std::string automatic();

 private:
  std::filesystem::path models_;
  std::mutex mutex_;
  std::map<std::string, Entry> entries_;  ///< never taken out
};

}  // namespace app
