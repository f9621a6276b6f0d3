// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/cascade/packs/network_kind.h"
#include "core/io/json.h"

namespace core::cascade {

/// A stage's place in pack folders. Normals of the photo belong to neither stage.
enum class PackPart { Normals = 0, Anchors = 1, InBetweens = 2 };

/// One network of the original Envision3D, as models/manifest.json describes it. What is not known is empty.
struct KnownNetwork {
  NetworkKind kind = NetworkKind::Other;
  PackPart part = PackPart::Normals;
  std::string title;
  std::filesystem::path file;  ///< in a pack: "s1_pipe/unet/diffusion_pytorch_model.safetensors"
  std::string origin, licence;
  std::string listed_size;  ///< "3.64 GB"
  std::string sha256;
  std::uint64_t num_tensors = 0, num_parameters = 0;
  std::string dtype;
  std::string prefix;                              ///< may stand before all names
  io::JsonValue names_hold_for;                    ///< values of config.json that the names below suppose
  std::vector<std::string> names, optional_names;  ///< patterns

  /// Names of the tensors that a network of this configuration has; none if it is built in another way.
  std::optional<std::set<std::string>> tensor_names(const io::JsonValue& config) const;
};

struct PackManifest {
  std::vector<KnownNetwork> networks;
  /// Small files of a stage that stand beside its weights (configurations), in a pack.
  std::vector<std::filesystem::path> anchor_settings, in_between_settings;
};

/// The manifest that the program was built with.
const PackManifest& pack_manifest();

/// What to fetch for a part of a pack and where to put it, as sentences: files, sizes, origin, licence.
std::string fetch_advice(PackPart part, const std::filesystem::path& pack_folder);

}  // namespace core::cascade
