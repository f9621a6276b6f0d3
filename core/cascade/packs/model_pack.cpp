// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/packs/model_pack.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

namespace core::cascade {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxNamesInMessage = 10;

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}
bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

/// The normal network lies in the pack's folder or in its `normal`.
fs::path find_normal_weights(const fs::path& pack, const fs::path& file) {
  for (const fs::path& folder : {pack, pack / "normal"}) {
    for (const fs::path& name : {fs::path(file).replace_extension(".safetensors"), file}) {
      if (is_file(folder / name)) return folder / name;
    }
  }
  return {};
}

std::string first_names(const std::vector<std::string>& names) {
  const std::size_t count = std::min(names.size(), kMaxNamesInMessage);
  return fmt::format("{}{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(count), ", "),
                     count < names.size() ? " ..." : "");
}

/// Compares the names in the file with those that a network of this configuration has.
void compare_names(PackNetwork& network) {
  const auto expected = network.known->tensor_names(network.config);
  network.has_known_names = expected.has_value();
  if (!expected) return;
  const std::string& prefix = network.known->prefix;
  const bool has_prefix = std::all_of(network.tensors.begin(), network.tensors.end(),
                                      [&](const io::TensorHead& tensor) { return tensor.name.starts_with(prefix); });
  std::set<std::string> found;
  for (const io::TensorHead& tensor : network.tensors)
    found.insert(has_prefix ? tensor.name.substr(prefix.size()) : tensor.name);
  std::set_difference(expected->begin(), expected->end(), found.begin(), found.end(),
                      std::back_inserter(network.missing));
  std::set_difference(found.begin(), found.end(), expected->begin(), expected->end(),
                      std::back_inserter(network.foreign));
  const std::vector<std::string>& optional = network.known->optional_names;
  std::erase_if(network.foreign, [&](const std::string& name) {
    return std::find(optional.begin(), optional.end(), name) != optional.end();
  });
  if (network.missing.empty() && network.foreign.empty()) return;
  throw Error(ErrorCode::BadFormat,
              fmt::format("'{}' does not fit its config.json: {} of its tensors are missing{}{}, {} are too many{}{}. "
                          "Fetch both again from one place.",
                          network.weights.string(), network.missing.size(), network.missing.empty() ? "" : ": ",
                          first_names(network.missing), network.foreign.size(), network.foreign.empty() ? "" : ": ",
                          first_names(network.foreign)));
}

void read_config(PackNetwork& network, const fs::path& pack) {
  const fs::path path = network.folder / "config.json";
  if (!is_file(path)) {
    throw Error(ErrorCode::MissingWeights,
                fmt::format("'{}' is missing. {}", path.string(), fetch_advice(network.known->part, pack)));
  }
  network.config = io::read_json(path);
}

void read_weights(PackNetwork& network, const fs::path& pack) {
  if (network.weights.empty()) {
    throw Error(ErrorCode::MissingWeights, fmt::format("The weights of the {} are missing. {}", network.known->title,
                                                       fetch_advice(network.known->part, pack)));
  }
  const io::TensorFile file = io::open_tensor_file(network.weights);
  network.format = file.format();
  network.notes = file.notes();
  network.identity = identify_network(file);
  network.tensors.assign(file.tensors().begin(), file.tensors().end());
  if (network.identity.kind != network.known->kind) {
    throw Error(
        ErrorCode::Unsupported,
        fmt::format("'{}' cannot be used: it is {}, but should be the {} of Envision3D. {}", network.weights.string(),
                    network.identity.words, network.known->title, fetch_advice(network.known->part, pack)));
  }
  compare_names(network);
}

PackNetwork read_network(const KnownNetwork& known, const fs::path& pack) {
  PackNetwork network;
  network.known = &known;
  const bool is_normal = known.part == PackPart::Normals;
  network.weights = is_normal ? find_normal_weights(pack, known.file)
                              : find_weight_file(pack / known.file.parent_path(), known.file.stem().string());
  network.folder = is_normal ? network.weights.parent_path() : pack / known.file.parent_path();
  try {
    if (!is_normal) read_config(network, pack);
    read_weights(network, pack);
  } catch (const Error& error) {
    network.problem = {error.code(), error.what()};
  }
  return network;
}

const char* words_of(PackPart part) {
  switch (part) {
    case PackPart::Normals:
      return "network for the normals of the photo";
    case PackPart::Anchors:
      return "stage I (anchor views, s1_pipe)";
    case PackPart::InBetweens:
      return "stage II (in-between views, s2_pipe)";
  }
  return "";
}

/// Says what a folder is that is no pack.
[[noreturn]] void throw_no_pack(const fs::path& folder) {
  std::string what = "it holds neither pack.json nor s1_pipe nor s2_pipe";
  const fs::path unet = find_weight_file(folder / "unet", "diffusion_pytorch_model");
  if (!unet.empty()) {
    const NetworkIdentity identity = identify_network(io::open_tensor_file(unet));
    what = identity.kind == NetworkKind::AnchorUnet || identity.kind == NetworkKind::InterpolationUnet
               ? fmt::format("it is one stage of a pack ({}). Name the folder that holds it as {}", identity.words,
                             identity.kind == NetworkKind::AnchorUnet ? "s1_pipe" : "s2_pipe")
               : fmt::format("its unet is {}", identity.words);
  }
  throw Error(ErrorCode::Unsupported,
              fmt::format("'{}' is not a model pack of Envision3D: {}.", folder.string(), what));
}

/// A text of pack.json; empty if it has none of that name.
std::string pack_text(const io::JsonValue& pack, std::string_view name) {
  const io::JsonValue* value = pack.find(name);
  return value != nullptr && value->text() != nullptr ? *value->text() : std::string();
}

}  // namespace

fs::path find_weight_file(const fs::path& folder, const std::string& stem) {
  const std::string pickle_stem = stem == "model" ? "pytorch_model" : stem;
  for (const std::string& name : {stem + ".safetensors", stem + ".safetensors.index.json", stem + ".fp16.safetensors",
                                  stem + ".safetensors.index.fp16.json", pickle_stem + ".bin",
                                  pickle_stem + ".bin.index.json", pickle_stem + ".fp16.bin"}) {
    if (is_file(folder / name)) return folder / name;
  }
  return {};
}

std::uint64_t PackNetwork::num_parameters() const {
  std::uint64_t count = 0;
  for (const io::TensorHead& tensor : tensors) count += tensor.num_elements();
  return count;
}

std::string PackNetwork::dtypes() const {
  std::set<std::string_view> names;
  for (const io::TensorHead& tensor : tensors) names.insert(io::dtype_name(tensor.dtype));
  return fmt::format("{}", fmt::join(names, ", "));
}

bool ModelPack::has(PackPart part) const {
  return std::any_of(networks.begin(), networks.end(),
                     [&](const PackNetwork& network) { return network.known->part == part; });
}

const PackNetwork* ModelPack::find(PackPart part, NetworkKind kind) const {
  const auto found = std::find_if(networks.begin(), networks.end(), [&](const PackNetwork& network) {
    return network.known->part == part && network.known->kind == kind;
  });
  return found != networks.end() ? &*found : nullptr;
}

void ModelPack::check(PackPart part) const {
  if (!has(part)) {
    throw Error(ErrorCode::MissingWeights,
                fmt::format("The model pack '{}' has no {}. {}", name, words_of(part), fetch_advice(part, path)));
  }
  for (const PackNetwork& network : networks) {
    if (network.known->part == part && network.problem) throw Error(network.problem->code, network.problem->message);
  }
}

std::string pack_name(const fs::path& folder) {
  try {
    const std::string name = pack_text(io::read_json(folder / "pack.json"), "name");
    if (!name.empty()) return name;
  } catch (const Error&) {
    // Without a readable pack.json a pack has its folder's name.
  }
  const fs::path whole = fs::absolute(folder).lexically_normal();
  return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

bool is_model_pack(const fs::path& folder) {
  return is_file(folder / "pack.json") || is_folder(folder / "s1_pipe") || is_folder(folder / "s2_pipe");
}

ModelPack read_model_pack(const fs::path& folder) {
  if (!is_model_pack(folder)) throw_no_pack(folder);
  ModelPack pack{.name = pack_name(folder), .path = folder};
  if (is_file(folder / "pack.json")) {
    const io::JsonValue json = io::read_json(folder / "pack.json");
    pack.licence = pack_text(json, "licence");
    pack.source = pack_text(json, "source");
  }
  for (const KnownNetwork& known : pack_manifest().networks) {
    const bool is_there = known.part == PackPart::Normals ? !find_normal_weights(folder, known.file).empty()
                                                          : is_folder(folder / *known.file.begin());
    if (is_there) pack.networks.push_back(read_network(known, folder));
  }
  return pack;
}

bool is_pipeline(const fs::path& folder) {
  return is_file(folder / "model_index.json") || is_file(folder / "unet" / "config.json");
}

}  // namespace core::cascade
