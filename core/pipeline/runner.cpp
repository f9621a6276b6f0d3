// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/pipeline/runner.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <new>
#include <thread>

#include <fmt/format.h>

#include "core/base/elapsed.h"
#include "core/base/step_back.h"

namespace core::pipeline {
namespace {

Outcome outcome_of(const Job& job, const RunContext& context, const EventSink& sink) {
  try {
    context.checkpoint();
    job(context, sink);
    return Done{};
  } catch (const Cancelled&) {
    return Cancelled{};
  } catch (const Error& error) {
    return Failure{error.code(), error.what()};
  } catch (const std::bad_alloc&) {
    return Failure{ErrorCode::OutOfMemory,
                   "There was not enough memory. Choose draft quality or a smaller texture, or close other programs."};
  } catch (const std::exception& error) {
    return Failure{
        ErrorCode::Internal,
        fmt::format("Something failed inside the program: {}. Please report this with what you did.", error.what())};
  }
}

}  // namespace

Outcome run_here(const Job& job, std::stop_token stop, const EventSink& sink) {
  // Stages may report from several threads; a sink hears one at a time.
  std::mutex mutex;
  const EventSink one_at_a_time = [&](const Event& event) {
    const std::lock_guard lock(mutex);
    sink(event);
  };
  const auto started = std::chrono::steady_clock::now();
  RunListener listener;
  listener.on_progress = [&, started](std::string_view stage, double fraction) {
    const double elapsed_s = seconds_since(started);
    const double remaining_s = fraction > 0.02 ? elapsed_s * (1.0 - fraction) / fraction : -1.0;
    one_at_a_time(Progress{std::string(stage), fraction, elapsed_s, remaining_s});
  };
  listener.on_warning = [&](std::string_view code, const std::string& message) {
    one_at_a_time(Warning{std::string(code), message});
  };
  const Outcome outcome = outcome_of(job, RunContext(std::move(stop), std::move(listener)), one_at_a_time);
  one_at_a_time(Finished{outcome});
  return outcome;
}

/// One thread and its queue.
class Runner::LaneThread {
 public:
  explicit LaneThread(OnEvent on_event) : on_event_(std::move(on_event)), thread_([this] { loop(); }) {}

  ~LaneThread() {
    {
      const std::lock_guard lock(mutex_);
      is_closing_ = true;
      queue_.clear();
      running_stop_.request_stop();
    }
    wake_.notify_all();
  }

  void start(JobId id, Job job) {
    {
      const std::lock_guard lock(mutex_);
      queue_.push_back({id, std::move(job), std::stop_source()});
    }
    wake_.notify_all();
  }

  void cancel(JobId id) {
    const std::lock_guard lock(mutex_);
    if (running_ == id) running_stop_.request_stop();
    for (Entry& entry : queue_) {
      if (entry.id == id) entry.stop.request_stop();
    }
  }

  void cancel_all() {
    const std::lock_guard lock(mutex_);
    running_stop_.request_stop();
    for (Entry& entry : queue_) entry.stop.request_stop();
  }

 private:
  struct Entry {
    JobId id = 0;
    Job job;
    std::stop_source stop;
  };

  void loop() {
    const StepBack behind_the_window;
    while (true) {
      Entry entry;
      {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return is_closing_ || !queue_.empty(); });
        if (is_closing_) return;
        entry = std::move(queue_.front());
        queue_.pop_front();
        running_ = entry.id;
        running_stop_ = entry.stop;
      }
      run_here(entry.job, entry.stop.get_token(), [&](const Event& event) { on_event_(entry.id, event); });
      const std::lock_guard lock(mutex_);
      running_ = 0;
      running_stop_ = std::stop_source(std::nostopstate);
    }
  }

  OnEvent on_event_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Entry> queue_;
  JobId running_ = 0;
  std::stop_source running_stop_{std::nostopstate};
  bool is_closing_ = false;
  std::jthread thread_;  // last: joined before what it uses is destroyed
};

Runner::Runner(OnEvent on_event)
    : heavy_(std::make_unique<LaneThread>(on_event)), light_(std::make_unique<LaneThread>(std::move(on_event))) {}

Runner::~Runner() = default;

JobId Runner::start(Lane lane, Job job) {
  const JobId id = ++last_id_;
  (lane == Lane::Heavy ? heavy_ : light_)->start(id, std::move(job));
  return id;
}

void Runner::cancel(JobId job) {
  heavy_->cancel(job);
  light_->cancel(job);
}

void Runner::cancel_all(Lane lane) { (lane == Lane::Heavy ? heavy_ : light_)->cancel_all(); }

}  // namespace core::pipeline
