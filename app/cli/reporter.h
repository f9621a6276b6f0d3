// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>

#include "app/cli/arguments.h"
#include "core/pipeline/events.h"

namespace app::cli {

/// Tells what a run does: JSON events on standard output with --json, otherwise words and (on a terminal) a progress
/// bar on standard error, as contracts.md section 1 fixes. Called from one thread at a time.
class Reporter {
 public:
  explicit Reporter(const Common& common);
  ~Reporter();
  Reporter(const Reporter&) = delete;
  Reporter& operator=(const Reporter&) = delete;

  void event(const core::pipeline::Event& event);
  /// Where views of this run are written, so that view events name their file; empty without.
  void set_views_folder(std::filesystem::path folder) { views_folder_ = std::move(folder); }

  void warning(const std::string& code, const std::string& message);
  void error(core::ErrorCode code, const std::string& message);
  /// The last event of a run that succeeded. `fields` are added to {"event":"done"}; `words` are for people.
  void done(nlohmann::ordered_json fields, const std::string& words);
  /// One line of a command's own output: the object with --json, the words otherwise.
  void line(const nlohmann::ordered_json& object, const std::string& words);

 private:
  void write(const nlohmann::ordered_json& object);
  void progress(const core::pipeline::Progress& progress);
  void clear_bar();

  Common common_;
  bool has_terminal_;
  bool has_bar_ = false;
  std::filesystem::path views_folder_;
  std::chrono::steady_clock::time_point last_progress_{};
};

/// Largest resident memory of this process so far, MiB.
double peak_rss_mb();

}  // namespace app::cli
