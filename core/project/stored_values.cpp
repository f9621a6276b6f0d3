// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/project/stored_values.h"

#include <cmath>
#include <cstring>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace core::project {
namespace {

using Json = nlohmann::json;

constexpr std::uint32_t kMeshMagic = 0x4d443345;  // "E3DM"

struct MeshHeader {
  std::uint32_t magic = kMeshMagic;
  std::uint32_t version = 1;
  std::uint64_t num_positions = 0, num_normals = 0, num_colors = 0, num_uvs = 0, num_faces = 0;
};

template <class T>
void append(std::vector<std::uint8_t>& bytes, const std::vector<T>& values) {
  const std::size_t offset = bytes.size();
  bytes.resize(offset + values.size() * sizeof(T));
  if (!values.empty()) std::memcpy(bytes.data() + offset, values.data(), values.size() * sizeof(T));
}

[[noreturn]] void throw_damaged(const char* what) {
  throw Error(ErrorCode::BadFormat, fmt::format("The project holds a damaged {}.", what));
}

/// Takes `count` values off the front of the bytes.
template <class T>
std::vector<T> take(std::span<const std::uint8_t>& bytes, std::uint64_t count) {
  if (count > bytes.size() / sizeof(T)) throw_damaged("mesh");
  std::vector<T> values(static_cast<std::size_t>(count));
  if (count > 0) std::memcpy(values.data(), bytes.data(), values.size() * sizeof(T));
  bytes = bytes.subspan(values.size() * sizeof(T));
  return values;
}

template <class Vector>
void require_finite(const std::vector<Vector>& values) {
  for (const Vector& value : values) {
    for (int i = 0; i < Vector::length(); ++i) {
      if (!std::isfinite(value[i])) throw_damaged("mesh");
    }
  }
}

Json json_of_options(const OptionValues& values) {
  Json object = Json::object();
  for (const auto& [name, value] : values) {
    std::visit([&, key = name](const auto& held) { object[key] = held; }, value);
  }
  return object;
}

OptionValues options_from(const Json& object) {
  OptionValues values;
  if (!object.is_object()) return values;
  for (const auto& [name, value] : object.items()) {
    if (value.is_boolean()) {
      values[name] = value.get<bool>();
    } else if (value.is_number()) {
      values[name] = value.get<double>();
    } else if (value.is_string()) {
      values[name] = value.get<std::string>();
    }
  }
  return values;
}

template <class T, std::size_t N>
void read_array(const Json& object, const char* name, std::array<T, N>& target) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_array() || found->size() != N) return;
  for (std::size_t i = 0; i < N; ++i) target[i] = (*found)[i].get<T>();
}

}  // namespace

std::vector<std::uint8_t> bytes_of(const mesh::Mesh& mesh) {
  MeshHeader header;
  header.num_positions = mesh.positions.size();
  header.num_normals = mesh.normals.size();
  header.num_colors = mesh.colors.size();
  header.num_uvs = mesh.uvs.size();
  header.num_faces = mesh.faces.size();
  std::vector<std::uint8_t> bytes(sizeof(header));
  std::memcpy(bytes.data(), &header, sizeof(header));
  append(bytes, mesh.positions);
  append(bytes, mesh.normals);
  append(bytes, mesh.colors);
  append(bytes, mesh.uvs);
  append(bytes, mesh.faces);
  return bytes;
}

mesh::Mesh mesh_from(std::span<const std::uint8_t> bytes) {
  MeshHeader header;
  if (bytes.size() < sizeof(header)) throw_damaged("mesh");
  std::memcpy(&header, bytes.data(), sizeof(header));
  bytes = bytes.subspan(sizeof(header));
  if (header.magic != kMeshMagic || header.version != 1) throw_damaged("mesh");
  mesh::Mesh mesh;
  mesh.positions = take<glm::vec3>(bytes, header.num_positions);
  mesh.normals = take<glm::vec3>(bytes, header.num_normals);
  mesh.colors = take<glm::vec3>(bytes, header.num_colors);
  mesh.uvs = take<glm::vec2>(bytes, header.num_uvs);
  mesh.faces = take<glm::uvec3>(bytes, header.num_faces);
  const auto fits = [&](std::size_t size) { return size == 0 || size == mesh.positions.size(); };
  if (!bytes.empty() || !fits(mesh.normals.size()) || !fits(mesh.colors.size()) || !fits(mesh.uvs.size()))
    throw_damaged("mesh");
  for (const glm::uvec3& face : mesh.faces) {
    if (std::max({face.x, face.y, face.z}) >= mesh.positions.size()) throw_damaged("mesh");
  }
  require_finite(mesh.positions);
  require_finite(mesh.normals);
  require_finite(mesh.colors);
  require_finite(mesh.uvs);
  return mesh;
}

std::string json_of(const std::vector<mesh::Disagreement>& rows) {
  Json list = Json::array();
  for (const mesh::Disagreement& row : rows) {
    list.push_back({{"view", row.view},
                    {"normal_deg", row.normal_deg},
                    {"outline_px", row.outline_px},
                    {"trust", row.trust},
                    {"dropped", row.dropped}});
  }
  return list.dump();
}

std::vector<mesh::Disagreement> disagreement_from(const std::string& json) {
  std::vector<mesh::Disagreement> rows;
  try {
    for (const Json& entry : Json::parse(json)) {
      mesh::Disagreement row;
      row.view = entry.at("view").get<int>();
      row.normal_deg = entry.at("normal_deg").get<float>();
      row.outline_px = entry.at("outline_px").get<float>();
      row.trust = entry.value("trust", 1.0f);  // not in files of older versions
      row.dropped = entry.at("dropped").get<bool>();
      if (row.view < 0 || row.view >= geometry::kNumViews) throw_damaged("list of disagreements");
      rows.push_back(row);
    }
  } catch (const Json::exception&) {
    throw_damaged("list of disagreements");
  }
  return rows;
}

std::string json_of(const Choices& choices) {
  Json own = Json::array();
  for (const VariantPtr& variant : choices.own) own.push_back(variant ? variant->content.text() : "");
  Json object{{"source", choices.source},
              {"seed", choices.seed},
              {"sketch", json_of_options(choices.sketch)},
              {"cascade", json_of_options(choices.cascade)},
              {"surface", json_of_options(choices.surface)},
              {"finish", json_of_options(choices.finish)},
              {"anchor_seeds", choices.anchor_seeds},
              {"own", own},
              {"locked", choices.locked},
              {"trust", choices.trust},
              {"largest_framing_ratio", choices.cut_out.largest_ratio},
              {"keeps_largest", choices.cut_out.keeps_largest}};
  if (const views::Framing& framing = choices.cut_out.framing; framing != views::Framing{})
    object["framing"] = std::array<float, 4>{framing.ratio, framing.x, framing.y, framing.turn_deg};
  if (choices.cut_out.box) object["box"] = *choices.cut_out.box;
  return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

StoredChoices choices_from(const std::string& json) {
  StoredChoices stored;
  Choices& choices = stored.choices;
  try {
    const Json object = Json::parse(json);
    if (!object.is_object()) throw_damaged("list of choices");
    choices.source = object.value("source", choices.source);
    choices.seed = object.value("seed", choices.seed);
    choices.sketch = options_from(object.value("sketch", Json::object()));
    choices.cascade = options_from(object.value("cascade", Json::object()));
    choices.surface = options_from(object.value("surface", Json::object()));
    choices.finish = options_from(object.value("finish", Json::object()));
    read_array(object, "anchor_seeds", choices.anchor_seeds);
    read_array(object, "locked", choices.locked);
    read_array(object, "trust", choices.trust);
    const float ratio = object.value("largest_framing_ratio", choices.cut_out.largest_ratio);
    if (ratio > 0.0f && ratio <= 1.0f) choices.cut_out.largest_ratio = ratio;
    choices.cut_out.keeps_largest = object.value("keeps_largest", false);
    const views::Framing framing;
    std::array<float, 4> numbers{framing.ratio, framing.x, framing.y, framing.turn_deg};
    read_array(object, "framing", numbers);
    choices.cut_out.framing = views::within_limits({numbers[0], numbers[1], numbers[2], numbers[3]});
    std::array<std::string, geometry::kNumAnchors> own;
    read_array(object, "own", own);
    for (std::size_t i = 0; i < own.size(); ++i) stored.own[i] = ContentKey::parse(own[i]);
    std::array<int, 4> box{};
    if (object.contains("box")) {
      read_array(object, "box", box);
      choices.cut_out.box = box;
    }
  } catch (const Json::exception&) {
    throw_damaged("list of choices");
  }
  for (float& trust : choices.trust) trust = std::isfinite(trust) ? std::min(1.0f, std::max(0.0f, trust)) : 1.0f;
  return stored;
}

}  // namespace core::project
