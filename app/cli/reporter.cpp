// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "app/cli/reporter.h"

#include <sys/resource.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>

#include <fmt/format.h>

#include "core/io/view_folder.h"

namespace app::cli {
namespace {

using Json = nlohmann::ordered_json;

double rounded(double value, double steps) { return std::round(value * steps) / steps; }

std::string words_of(const std::string& stage) {
  if (stage == "cutout") return "Cutting out";
  if (stage == "anchors") return "Drawing anchors";
  if (stage == "in_betweens") return "Drawing in-betweens";
  if (stage == "surface") return "Solving surface";
  if (stage == "texture") return "Texturing";
  if (stage == "export") return "Exporting";
  return "Working";
}

}  // namespace

double peak_rss_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

Reporter::Reporter(const Common& common) : common_(common), has_terminal_(isatty(STDERR_FILENO) == 1) {}

Reporter::~Reporter() { clear_bar(); }

void Reporter::write(const Json& object) {
  const std::string text = object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

void Reporter::clear_bar() {
  if (!has_bar_) return;
  std::fputs("\r\033[K", stderr);
  has_bar_ = false;
}

void Reporter::progress(const core::pipeline::Progress& progress) {
  const auto now = std::chrono::steady_clock::now();
  const bool is_last = progress.fraction >= 1.0;
  if (!is_last && now - last_progress_ < std::chrono::milliseconds(100)) return;
  last_progress_ = now;
  if (common_.json) {
    Json object{{"event", "progress"},
                {"stage", progress.stage},
                {"fraction", rounded(progress.fraction, 1e4)},
                {"elapsed_s", rounded(progress.elapsed_s, 1e3)}};
    object["remaining_s"] = progress.remaining_s < 0.0 ? Json(nullptr) : Json(rounded(progress.remaining_s, 10.0));
    write(object);
  }
  if (common_.quiet || !has_terminal_) return;
  const int filled = static_cast<int>(progress.fraction * 30.0);
  const std::string left = progress.remaining_s < 0.0 ? "" : fmt::format(", about {:.0f} s left", progress.remaining_s);
  fmt::print(stderr, "\r\033[K{:<22}[{:#<{}}{:-<{}}] {:3.0f} %{}", words_of(progress.stage), "", filled, "",
             30 - filled, 100.0 * progress.fraction, left);
  std::fflush(stderr);
  has_bar_ = true;
}

void Reporter::event(const core::pipeline::Event& event) {
  using namespace core::pipeline;
  if (const auto* moved = std::get_if<Progress>(&event)) return progress(*moved);
  if (const auto* warned = std::get_if<Warning>(&event)) return warning(warned->code, warned->message);
  if (!common_.json) return;
  if (const auto* stage = std::get_if<StageStarted>(&event)) {
    write({{"event", "stage"}, {"stage", stage_name(stage->stage)}});
  } else if (const auto* ready = std::get_if<ViewReady>(&event)) {
    const core::views::View& view = *ready->variant->view;
    Json object{{"event", "view"}, {"index", view.index}, {"seed", view.seed}};
    object["path"] =
        views_folder_.empty() ? Json(nullptr) : Json(core::io::view_color_path(views_folder_, view.index).string());
    write(object);
  } else if (const auto* snapshot = std::get_if<SnapshotReady>(&event)) {
    write({{"event", "snapshot"},
           {"level", snapshot->level},
           {"resolution", snapshot->resolution},
           {"vertices", snapshot->mesh->positions.size()},
           {"elapsed_s", rounded(snapshot->elapsed_s, 1e3)}});
  }
}

void Reporter::warning(const std::string& code, const std::string& message) {
  clear_bar();
  if (common_.json) write({{"event", "warning"}, {"code", code}, {"message", message}});
  fmt::print(stderr, "Warning: {}\n", message);
}

void Reporter::error(core::ErrorCode code, const std::string& message) {
  clear_bar();
  if (common_.json) write({{"event", "error"}, {"code", core::code_name(code)}, {"message", message}});
  fmt::print(stderr, "Error: {}\n", message);
}

void Reporter::done(Json fields, const std::string& words) {
  clear_bar();
  if (common_.json) {
    Json object{{"event", "done"}};
    object.update(fields);
    write(object);
  } else if (!common_.quiet && !words.empty()) {
    fmt::print("{}\n", words);
  }
}

void Reporter::line(const Json& object, const std::string& words) {
  clear_bar();
  if (common_.json) {
    write(object);
  } else {
    fmt::print("{}\n", words);
  }
}

}  // namespace app::cli
