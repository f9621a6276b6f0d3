// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/cascade/packs/network_kind.h"
#include "core/cascade/packs/pack_manifest.h"
#include "core/io/json.h"
#include "core/io/tensor_file.h"

/// Folders of weights: what they hold and whether it can be used, without loading it.
namespace core::cascade {

/// One network of a pack.
struct PackNetwork {
  const KnownNetwork* known = nullptr;  ///< what should stand here
  std::filesystem::path folder;
  std::filesystem::path weights;  ///< for io::open_tensor_file(); empty if there is no such file
  io::JsonValue config;           ///< content of config.json; null if there is none

  // What the weight file says; empty if it cannot be read.
  std::string format;
  NetworkIdentity identity;
  std::vector<io::TensorHead> tensors;  ///< by name
  std::vector<std::string> notes;       ///< what else it holds
  bool has_known_names = false;         ///< the configuration is one whose names are known: the next two are complete
  std::vector<std::string> missing, foreign;

  struct Problem {
    ErrorCode code;
    std::string message;
  };
  std::optional<Problem> problem;  ///< why it cannot be used

  std::uint64_t num_parameters() const;
  /// "F32", or "F16, F32".
  std::string dtypes() const;
};

struct ModelPack {
  std::string name;
  std::filesystem::path path;
  std::string licence, source;  ///< as pack.json says; empty if it does not
  std::vector<PackNetwork> networks;

  bool has(PackPart part) const;
  /// The network of a kind; null if the pack lacks the part.
  const PackNetwork* find(PackPart part, NetworkKind kind) const;
  /// Makes sure that a part can be used.
  /// @throws Error MissingWeights (the part or a file of it is not there: says what to fetch and where to put it), or
  /// what makes one of its networks useless
  void check(PackPart part) const;
};

/// The weight file of a network's folder, by the names that the libraries of Hugging Face give: whole or in shards,
/// full or half precision, safetensors before pickles. Empty if there is none.
/// @param stem  "diffusion_pytorch_model" or "model"
std::filesystem::path find_weight_file(const std::filesystem::path& folder, const std::string& stem);

/// Whether a folder is a pack: it holds pack.json, s1_pipe or s2_pipe.
bool is_model_pack(const std::filesystem::path& folder);
/// The name that pack.json gives, or the folder's.
std::string pack_name(const std::filesystem::path& folder);

/// Reads what a pack says about itself and the headers of its weights. What is wrong with a network is kept with it.
/// @throws Error Unsupported (no pack; a folder of another system is named as what it is), BadFormat (pack.json)
ModelPack read_model_pack(const std::filesystem::path& folder);

/// Whether a folder is a pipeline of networks in the layout of Hugging Face, though no pack.
bool is_pipeline(const std::filesystem::path& folder);

}  // namespace core::cascade
