// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <functional>
#include <map>
#include <mutex>
#include <vector>

#include "core/pipeline/runner.h"

namespace ui {

/// Events on their way from the lanes' threads to the UI thread. Of a job's progress, snapshots and previews of a view
/// it keeps only the newest unread one; everything else stays, in order. Thread-safe.
class EventInbox {
 public:
  struct Entry {
    core::pipeline::JobId job = 0;
    core::pipeline::Event event;
  };
  /// Returns whether a delivery has to be posted: true for the first event after take().
  bool put(core::pipeline::JobId job, const core::pipeline::Event& event);
  std::vector<Entry> take();

 private:
  std::mutex mutex_;
  std::vector<Entry> entries_;
  bool is_posted_ = false;
};

/// Starts jobs on the runner's lanes and hands their events to listeners on the UI thread. At most one delivery is
/// queued at a time, so that a slow window cannot be flooded. Lives on the UI thread.
class JobDesk : public QObject {
  Q_OBJECT

 public:
  /// Called on the UI thread; Finished is the last event it hears.
  using Listener = std::function<void(const core::pipeline::Event&)>;

  explicit JobDesk(QObject* parent = nullptr);
  ~JobDesk() override;

  core::pipeline::JobId start(core::pipeline::Lane lane, core::pipeline::Job job, Listener listener);
  void cancel(core::pipeline::JobId job) { runner_.cancel(job); }
  /// Whether a job has been started whose Finished has not been heard yet.
  bool is_busy() const { return !listeners_.empty(); }

 Q_SIGNALS:
  void busy_changed(bool is_busy);

 private:
  void deliver();

  EventInbox inbox_;
  std::map<core::pipeline::JobId, Listener> listeners_;
  core::pipeline::Runner runner_;  // last: joined before what it uses is destroyed
};

}  // namespace ui
