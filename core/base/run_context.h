// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace core {

/// Receives what a running job tells. Called from the job's threads, one call at a time.
struct RunListener {
  /// `fraction` is in 0..1 over the whole job and never falls.
  std::function<void(std::string_view stage, double fraction)> on_progress;
  /// Something the user should know that does not end the job. `code` is a snake-case word.
  std::function<void(std::string_view code, const std::string& message)> on_warning;
};

/// What a stage needs from the job it runs in: a way to be stopped, and a place for progress. It knows no data types.
/// Copies are cheap and refer to the same job.
class RunContext {
 public:
  /// A job nobody listens to and nobody stops.
  RunContext();
  RunContext(std::stop_token stop, RunListener listener);

  /// Throws Cancelled if the user has asked to stop. Call it at least every 100 ms of work.
  void checkpoint() const;
  bool stop_requested() const { return stop_.stop_requested(); }
  const std::stop_token& stop_token() const { return stop_; }

  /// `done` of `total` units of this context's part are finished.
  void report(double done, double total) const;
  void warn(std::string_view code, const std::string& message) const;

  /// The part of this context's work that begins and ends at these shares (0 <= begin <= end <= 1).
  RunContext part(double begin, double end) const;
  /// The same, with another stage name.
  RunContext part(std::string_view stage, double begin, double end) const;
  const std::string& stage() const { return stage_; }

 private:
  struct Shared;
  std::stop_token stop_;
  std::shared_ptr<Shared> shared_;
  std::string stage_;
  double begin_ = 0.0;
  double end_ = 1.0;
};

}  // namespace core
