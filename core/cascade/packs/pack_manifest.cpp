// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/packs/pack_manifest.h"

#include <fmt/format.h>

#include <charconv>

#include "core/base/error.h"
#include "core/cascade/packs/manifest_text.h"

namespace core::cascade {
namespace {

using io::JsonValue;

constexpr std::uint64_t kMaxLayers = 1000;

// The manifest is the program's own: a mistake in it is a defect.
[[noreturn]] void fail(std::string_view what) {
  throw Error(ErrorCode::Internal, fmt::format("The program's models/manifest.json has no proper '{}'.", what));
}
const JsonValue& member(const JsonValue& value, std::string_view name) {
  const JsonValue* found = value.find(name);
  if (found == nullptr) fail(name);
  return *found;
}
/// A text; empty where the manifest says null.
std::string text(const JsonValue& value, std::string_view name) {
  const JsonValue& found = member(value, name);
  if (found.is_null()) return "";
  if (found.text() == nullptr) fail(name);
  return *found.text();
}
std::uint64_t count(const JsonValue& value, std::string_view name) {
  const std::optional<std::uint64_t> found = member(value, name).count();
  if (!found) fail(name);
  return *found;
}
std::vector<std::string> texts(const JsonValue& value, std::string_view name) {
  const JsonValue::Array* list = member(value, name).array();
  if (list == nullptr) fail(name);
  std::vector<std::string> result;
  for (const JsonValue& entry : *list) {
    if (entry.text() == nullptr) fail(name);
    result.push_back(*entry.text());
  }
  return result;
}

KnownNetwork known_network(const JsonValue& entry) {
  KnownNetwork network;
  const std::optional<NetworkKind> kind = kind_from_name(text(entry, "kind"));
  const std::uint64_t stage = count(entry, "stage");
  if (!kind || stage > 2) fail("kind");
  network.kind = *kind;
  network.part = static_cast<PackPart>(stage);
  network.title = text(entry, "title");
  network.file = text(entry, "file");
  network.origin = text(entry, "origin");
  network.licence = text(entry, "licence");
  network.listed_size = text(entry, "listed_size");
  network.sha256 = text(entry, "sha256");
  network.num_tensors = count(entry, "tensors");
  network.num_parameters = count(entry, "parameters");
  network.dtype = text(entry, "dtype");
  network.prefix = text(entry, "prefix");
  network.names_hold_for = member(entry, "names_hold_for");
  network.names = texts(entry, "names");
  network.optional_names = texts(entry, "optional");
  return network;
}

PackManifest parse_manifest() {
  const std::string_view bytes = manifest_text();
  const JsonValue json =
      io::parse_json({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}, "models/manifest.json");
  const JsonValue::Array* networks = member(json, "networks").array();
  if (networks == nullptr) fail("networks");
  PackManifest manifest;
  for (const JsonValue& entry : *networks) manifest.networks.push_back(known_network(entry));
  const std::vector<std::string> anchors = texts(member(json, "settings"), "1"),
                                 in_betweens = texts(member(json, "settings"), "2");
  manifest.anchor_settings.assign(anchors.begin(), anchors.end());
  manifest.in_between_settings.assign(in_betweens.begin(), in_betweens.end());
  return manifest;
}

/// What stands in braces, one by one: "a,b", "0..3" or a key of the configuration.
std::optional<std::vector<std::string>> choices(std::string_view braces, const JsonValue& config) {
  const auto numbers = [](std::uint64_t first, std::uint64_t end) {
    std::vector<std::string> result;
    for (std::uint64_t i = first; i < end; ++i) result.push_back(fmt::format("{}", i));
    return result;
  };
  if (const std::size_t dots = braces.find(".."); dots != std::string_view::npos) {
    std::uint64_t first = 0, last = 0;
    std::from_chars(braces.data(), braces.data() + dots, first);
    std::from_chars(braces.data() + dots + 2, braces.data() + braces.size(), last);
    return numbers(first, last + 1);
  }
  if (braces.find(',') == std::string_view::npos) {
    const JsonValue* value = config.find(braces);
    const std::optional<std::uint64_t> number = value != nullptr ? value->count() : std::nullopt;
    if (!number || *number > kMaxLayers) return std::nullopt;
    return numbers(0, *number);
  }
  std::vector<std::string> result;
  for (std::size_t start = 0; start <= braces.size();) {
    const std::size_t end = std::min(braces.find(',', start), braces.size());
    result.emplace_back(braces.substr(start, end - start));
    start = end + 1;
  }
  return result;
}

/// Adds all names of a pattern. @return false if the configuration lacks what it asks for
bool expand(const std::string& pattern, const JsonValue& config, std::set<std::string>& names) {
  const std::size_t open = pattern.find('{');
  if (open == std::string::npos) {
    names.insert(pattern);
    return true;
  }
  const std::size_t close = pattern.find('}', open);
  if (close == std::string::npos) fail("names");
  const auto inner = choices(std::string_view(pattern).substr(open + 1, close - open - 1), config);
  if (!inner) return false;
  for (const std::string& choice : *inner) {
    if (!expand(pattern.substr(0, open) + choice + pattern.substr(close + 1), config, names)) return false;
  }
  return true;
}

bool equal(const JsonValue& a, const JsonValue& b) {
  if (a.boolean() != nullptr || b.boolean() != nullptr)
    return a.boolean() != nullptr && b.boolean() != nullptr && *a.boolean() == *b.boolean();
  return a.number().has_value() && a.number() == b.number();
}

/// Where neighbouring levels have the same width there is no shortcut convolution: the usual four levels differ, but
/// for the last two.
bool has_usual_widths(const JsonValue& config) {
  const JsonValue* widths = config.find("block_out_channels");
  if (widths == nullptr) return true;  // a network without levels
  const JsonValue::Array* list = widths->array();
  if (list == nullptr || list->size() != 4) return false;
  const auto width = [&](std::size_t level) { return (*list)[level].count(); };
  return width(0) != width(1) && width(1) != width(2) && width(2) == width(3);
}

}  // namespace

std::optional<std::set<std::string>> KnownNetwork::tensor_names(const JsonValue& config) const {
  for (const auto& [key, value] : *names_hold_for.object()) {
    const JsonValue* found = config.find(key);
    if (found == nullptr || !equal(*found, value)) return std::nullopt;
  }
  if (!has_usual_widths(config)) return std::nullopt;
  std::set<std::string> result;
  for (const std::string& pattern : names) {
    if (!expand(pattern, config, result)) return std::nullopt;
  }
  return result;
}

const PackManifest& pack_manifest() {
  static const PackManifest manifest = parse_manifest();
  return manifest;
}

std::string fetch_advice(PackPart part, const std::filesystem::path& pack_folder) {
  std::string files, origin, licence;
  for (const KnownNetwork& network : pack_manifest().networks) {
    if (network.part != part) continue;
    files += fmt::format("{}{} ({})", files.empty() ? "" : ", ", network.file.string(), network.listed_size);
    origin = network.origin;
    licence = network.licence;
  }
  const PackManifest& manifest = pack_manifest();
  std::size_t num_settings = 0;
  if (part == PackPart::Anchors) num_settings = manifest.anchor_settings.size();
  if (part == PackPart::InBetweens) num_settings = manifest.in_between_settings.size();
  return fmt::format("Fetch {}{} from the {} (licence: {}) and put them into '{}' under the same names.", files,
                     num_settings > 0 ? fmt::format(" and the {} small .json files beside them", num_settings) : "",
                     origin, licence, pack_folder.string());
}

}  // namespace core::cascade
