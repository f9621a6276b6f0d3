// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/views_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/io/atomic_file.h"

namespace core::io {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kMaxBytes = 1 << 20;
constexpr int kVersion = 1;
constexpr std::uint64_t kDefaultSeed = 43;

/// Reads fields of one file and names it when one cannot be.
class Parser {
 public:
  explicit Parser(std::string name) : name_(std::move(name)) {}

  ViewsJson parse(const Json& json) const {
    if (!json.is_object()) fail("it does not hold an object");
    if (json.value("version", kVersion) > kVersion) {
      throw Error(ErrorCode::Unsupported,
                  fmt::format("'{}' was written by a newer version of the program. Update the program.", name_));
    }
    ViewsJson content;
    ViewFolderInfo& info = content.info;
    info.source = json.value("source", info.source);
    if (json.contains("pack") && !json["pack"].is_null()) info.pack = json["pack"].get<std::string>();
    if (json.contains("cascade")) info.steps = static_cast<int>(number(json["cascade"], "steps", 50.0f, 1.0f, 200.0f));
    content.has_camera = json.contains("camera");
    if (content.has_camera) take_camera(json["camera"], content.ring);
    if (json.contains("framing")) {
      info.framing_ratio = number(json["framing"], "ratio", info.framing_ratio, 0.1f, 1.0f);
    }
    if (json.contains("sketch") && !json["sketch"].is_null()) take_sketch(json["sketch"], info);
    if (json.contains("views")) {
      for (const Json& view : json["views"]) take_view(view, content);
    }
    return content;
  }

  [[noreturn]] void fail(const std::string& why) const {
    throw Error(
        ErrorCode::BadFormat,
        fmt::format("'{}' cannot be read: {}. Correct it, or remove it to use the pictures alone.", name_, why));
  }

 private:
  float number(const Json& json, const char* key, float otherwise, float low, float high) const {
    const auto value = json.value(key, otherwise);
    if (!(value >= low && value <= high)) fail(fmt::format("'{}' is {}, but must be {} to {}", key, value, low, high));
    return value;
  }

  std::string word(const Json& json, const char* key, const std::string& otherwise,
                   std::initializer_list<const char*> allowed) const {
    const std::string value = json.value(key, otherwise);
    if (std::find(allowed.begin(), allowed.end(), value) == allowed.end()) {
      fail(fmt::format("'{}' is '{}', but must be one of {}", key, value, fmt::join(allowed, ", ")));
    }
    return value;
  }

  void take_camera(const Json& json, geometry::RingGeometry& ring) const {
    ring.distance = number(json, "distance", ring.distance, 0.6f, 100.0f);
    ring.fov_deg = number(json, "fov_deg", ring.fov_deg, 1.0f, 120.0f);
  }

  void take_sketch(const Json& json, ViewFolderInfo& info) const {
    info.sketch_body = word(json, "body", "auto", {"auto", "inflated", "lathe", "extruded"});
    info.sketch_depth = number(json, "depth", info.sketch_depth, 0.1f, 4.0f);
    info.sketch_relief = number(json, "relief", info.sketch_relief, 0.0f, 1.0f);
    info.sketch_unseen = word(json, "unseen", info.sketch_unseen, {"mirror", "outline", "plain"});
  }

  void take_view(const Json& json, ViewsJson& content) const {
    const int k = json.value("index", -1);
    if (k < 0 || k >= geometry::kNumViews) fail(fmt::format("a view has the index {}, but must be 0 to 31", k));
    const auto slot = static_cast<std::size_t>(k);
    content.seeds[slot] = json.value("seed", kDefaultSeed);
    content.own[slot] = json.value("own", false);
    content.info.locked[slot] = json.value("locked", false);
    content.trust[slot] = number(json, "trust", content.trust[slot], 0.0f, 1.0f);
  }

  std::string name_;
};

}  // namespace

ViewsJson::ViewsJson() {
  seeds.fill(kDefaultSeed);
  for (int k = 0; k < geometry::kNumViews; ++k) trust[static_cast<std::size_t>(k)] = views::default_trust(k);
}

ViewsJson read_views_json(const std::filesystem::path& path) {
  const std::vector<std::uint8_t> bytes = read_file(path, kMaxBytes);
  const Parser parser(path.string());
  try {
    return parser.parse(Json::parse(bytes));
  } catch (const nlohmann::json::parse_error& error) {
    parser.fail(fmt::format("it is not valid JSON at byte {}", error.byte));
  } catch (const nlohmann::json::exception& error) {
    parser.fail(fmt::format("a field is of the wrong kind ({})", error.what()));
  }
}

std::string views_json_text(const ViewFolder& content) {
  Json views = Json::array();
  for (int k = 0; k < geometry::kNumViews; ++k) {
    const views::ViewPtr& view = content.set.at(k);
    if (!view) continue;
    views.push_back({{"index", k},
                     {"seed", view->seed},
                     {"locked", content.info.locked[static_cast<std::size_t>(k)]},
                     {"trust", content.set.trust[static_cast<std::size_t>(k)]},
                     {"own", view->own}});
  }
  Json json{{"version", kVersion},
            {"program", "Envision3D"},
            {"source", content.info.source},
            {"pack", content.info.pack ? Json(*content.info.pack) : Json(nullptr)},
            {"camera", {{"distance", content.set.ring.distance}, {"fov_deg", content.set.ring.fov_deg}}},
            {"framing", {{"ratio", content.info.framing_ratio}}}};
  if (content.info.sketch_body) {
    json["sketch"] = {{"body", *content.info.sketch_body},
                      {"depth", content.info.sketch_depth},
                      {"relief", content.info.sketch_relief},
                      {"unseen", content.info.sketch_unseen}};
  }
  if (content.info.pack) json["cascade"] = {{"steps", content.info.steps}};
  json["views"] = std::move(views);
  // A name that is not UTF-8 must not make the folder unwritable.
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace core::io
