// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/base/run_context.h"
#include "core/pipeline/events.h"

namespace core::pipeline {

/// The heavy lane is the pipeline thread: views, solve, texture, one job at a time. The light lane opens, cuts out,
/// exports and checks, so that nothing small waits behind a long run.
enum class Lane { Heavy, Light };

using JobId = std::uint64_t;
/// Work of one job. It may throw: Error and other exceptions end the job with a Failure, Cancelled with Cancelled.
using Job = std::function<void(const RunContext& context, const EventSink& sink)>;
/// Receives every event of every job. Called from the lanes' threads; must not block and must not call back into
/// ~Runner.
using OnEvent = std::function<void(JobId job, const Event& event)>;

/// Runs jobs on two threads of its own. Each job ends with exactly one Finished event, also when it was cancelled
/// before it began. Thread-safe. The destructor drops what is queued, requests the stop of what runs, and joins.
class Runner {
 public:
  explicit Runner(OnEvent on_event);
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  /// Queues a job and returns at once.
  JobId start(Lane lane, Job job);
  /// Asks a job to stop (it ends with Cancelled within 250 ms), or takes it off the queue. Unknown ids are ignored.
  void cancel(JobId job);
  /// cancel() for everything on a lane.
  void cancel_all(Lane lane);

 private:
  class LaneThread;
  std::atomic<JobId> last_id_ = 0;
  std::unique_ptr<LaneThread> heavy_;
  std::unique_ptr<LaneThread> light_;
};

/// Runs one job on the calling thread with the same rules: everything it throws becomes the outcome, which is also sent
/// as Finished.
Outcome run_here(const Job& job, std::stop_token stop, const EventSink& sink);

}  // namespace core::pipeline
