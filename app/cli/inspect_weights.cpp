// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "app/cli/inspect_weights.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/cascade/packs/model_pack.h"

namespace app::cli {
namespace {

using core::Error;
using core::ErrorCode;
using core::cascade::ModelPack;
using core::cascade::PackNetwork;
using core::cascade::PackPart;
using core::io::JsonValue;
using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

Json to_json(const JsonValue& value) {
  if (const auto* members = value.object()) {
    Json object = Json::object();
    for (const auto& [name, member] : *members) object[name] = to_json(member);
    return object;
  }
  if (const auto* list = value.array()) {
    Json array = Json::array();
    for (const JsonValue& element : *list) array.push_back(to_json(element));
    return array;
  }
  if (const auto* text = value.text()) return *text;
  if (const auto* flag = value.boolean()) return *flag;
  if (const auto count = value.count()) return *count;
  if (const auto number = value.number()) return *number;
  return nullptr;
}

/// The settings that tell networks of one kind apart, as "name value".
std::string settings_of(const JsonValue& config) {
  std::string words;
  for (const char* name :
       {"_class_name", "block_out_channels", "layers_per_block", "attention_head_dim", "num_attention_heads",
        "cross_attention_dim", "projection_class_embeddings_input_dim", "num_views", "latent_channels",
        "scaling_factor", "hidden_size", "num_hidden_layers", "intermediate_size", "projection_dim"}) {
    const JsonValue* value = config.find(name);
    if (value == nullptr || value->is_null()) continue;
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", name, to_json(*value).dump());
  }
  return words;
}

std::string millions(std::uint64_t count) { return fmt::format("{:.1f} M", static_cast<double>(count) / 1e6); }

Json network_json(const PackNetwork& network) {
  Json object{{"event", "network"},
              {"part", network.known->part == PackPart::Normals   ? "normals"
                       : network.known->part == PackPart::Anchors ? "stage1"
                                                                  : "stage2"},
              {"kind", core::cascade::kind_name(network.known->kind)},
              {"file", network.weights.string()},
              {"format", network.format},
              {"found", network.identity.words},
              {"tensors", network.tensors.size()},
              {"parameters", network.num_parameters()},
              {"dtypes", network.dtypes()},
              {"licence", network.known->licence},
              {"names_checked", network.has_known_names},
              {"missing", network.missing},
              {"foreign", network.foreign},
              {"notes", network.notes},
              {"config", to_json(network.config)},
              {"usable", !network.problem}};
  if (network.problem) object["problem"] = network.problem->message;
  return object;
}

std::string network_words(const PackNetwork& network) {
  std::string words = fmt::format("{}: {}\n", network.known->file.parent_path().string(), network.known->title);
  if (!network.tensors.empty()) {
    words +=
        fmt::format("  {} in {}: {} tensors, {} parameters, {}{}\n", network.weights.filename().string(),
                    network.format, network.tensors.size(), millions(network.num_parameters()), network.dtypes(),
                    network.num_parameters() == network.known->num_parameters ? ", as many as the original's" : "");
  }
  if (const std::string settings = settings_of(network.config); !settings.empty())
    words += fmt::format("  {}\n", settings);
  if (network.has_known_names && network.missing.empty() && network.foreign.empty())
    words += "  no tensor is missing, none is too many\n";
  for (const std::string& note : network.notes) words += fmt::format("  {}\n", note);
  words += fmt::format("  licence of the original: {}", network.known->licence);
  if (network.problem) words += fmt::format("\n  cannot be used: {}", network.problem->message);
  return words;
}

}  // namespace

bool is_weight_folder(const fs::path& folder) {
  return core::cascade::is_model_pack(folder) || core::cascade::is_pipeline(folder);
}

void inspect_pack(const fs::path& folder, Session& session) {
  const ModelPack pack = core::cascade::read_model_pack(folder);
  for (const PackNetwork& network : pack.networks) session.reporter.line(network_json(network), network_words(network));
  const auto broken = std::find_if(pack.networks.begin(), pack.networks.end(),
                                   [](const PackNetwork& network) { return network.problem.has_value(); });
  if (broken != pack.networks.end()) {
    // What is missing is something needed for a run, but here it is the input that cannot be used.
    const ErrorCode code = broken->problem->code;
    throw Error(code == ErrorCode::MissingWeights ? ErrorCode::NotFound : code, broken->problem->message);
  }
  if (pack.networks.empty())
    throw Error(ErrorCode::Empty, fmt::format("The model pack '{}' holds no networks. {}", folder.string(),
                                              core::cascade::fetch_advice(PackPart::Anchors, folder)));
  session.reporter.done({{"kind", "model_pack"},
                         {"path", folder.string()},
                         {"name", pack.name},
                         {"licence", pack.licence},
                         {"source", pack.source},
                         {"stage1", pack.has(PackPart::Anchors)},
                         {"stage2", pack.has(PackPart::InBetweens)},
                         {"normals", pack.has(PackPart::Normals)}},
                        fmt::format("{}: model pack '{}', {} networks{}{}", folder.string(), pack.name,
                                    pack.networks.size(), pack.licence.empty() ? "" : ", licence ", pack.licence));
}

bool is_weight_file(const fs::path& path) {
  const std::string name = path.filename().string();
  for (const char* ending : {".safetensors", ".ckpt", ".pth", ".pt", ".bin", ".index.json"}) {
    if (name.ends_with(ending)) return true;
  }
  return false;
}

void inspect_weight_file(const fs::path& path, Session& session) {
  const core::io::TensorFile file = core::io::open_tensor_file(path);
  const core::cascade::NetworkIdentity identity = core::cascade::identify_network(file);
  std::uint64_t num_parameters = 0;
  std::map<std::string, std::size_t> dtypes;
  for (const core::io::StoredTensor& tensor : file.tensors()) {
    num_parameters += tensor.num_elements();
    ++dtypes[std::string(core::io::dtype_name(tensor.dtype))];
  }
  std::string types;
  for (const auto& [name, count] : dtypes) types += fmt::format("{}{} {}", types.empty() ? "" : ", ", count, name);
  std::string words = fmt::format("{}: {}, {}; {} tensors ({}), {} parameters", path.string(), file.format(),
                                  identity.words, file.tensors().size(), types, millions(num_parameters));
  for (const std::string& note : file.notes()) words += fmt::format("\n  {}", note);
  session.reporter.done({{"kind", "weights"},
                         {"path", path.string()},
                         {"format", file.format()},
                         {"network", core::cascade::kind_name(identity.kind)},
                         {"found", identity.words},
                         {"tensors", file.tensors().size()},
                         {"parameters", num_parameters},
                         {"dtypes", dtypes},
                         {"metadata", file.metadata()},
                         {"notes", file.notes()}},
                        words);
}

}  // namespace app::cli
