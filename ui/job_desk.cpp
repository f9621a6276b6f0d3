// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/job_desk.h"

#include <algorithm>

namespace ui {
namespace {

using core::pipeline::Event;
using core::pipeline::Finished;
using core::pipeline::JobId;
using core::pipeline::PreviewReady;
using core::pipeline::Progress;
using core::pipeline::SnapshotReady;

/// Whether only the newer of two events of a job counts.
bool replaces(const Event& newer, const Event& older) {
  if (newer.index() != older.index()) return false;
  if (const auto* preview = std::get_if<PreviewReady>(&newer))
    return preview->view->index == std::get<PreviewReady>(older).view->index;
  return std::holds_alternative<Progress>(newer) || std::holds_alternative<SnapshotReady>(newer);
}

}  // namespace

bool EventInbox::put(JobId job, const Event& event) {
  const std::lock_guard lock(mutex_);
  std::erase_if(entries_, [&](const Entry& old) { return old.job == job && replaces(event, old.event); });
  entries_.push_back({job, event});
  return !std::exchange(is_posted_, true);
}

std::vector<EventInbox::Entry> EventInbox::take() {
  const std::lock_guard lock(mutex_);
  is_posted_ = false;
  return std::exchange(entries_, {});
}

JobDesk::JobDesk(QObject* parent)
    : QObject(parent), runner_([this](JobId job, const Event& event) {
        if (inbox_.put(job, event)) QMetaObject::invokeMethod(this, &JobDesk::deliver, Qt::QueuedConnection);
      }) {}

JobDesk::~JobDesk() = default;

JobId JobDesk::start(core::pipeline::Lane lane, core::pipeline::Job job, Listener listener) {
  const bool was_busy = is_busy();
  const JobId id = runner_.start(lane, std::move(job));
  listeners_.emplace(id, std::move(listener));
  if (!was_busy) Q_EMIT busy_changed(true);
  return id;
}

void JobDesk::deliver() {
  for (const EventInbox::Entry& entry : inbox_.take()) {
    const auto found = listeners_.find(entry.job);
    if (found == listeners_.end()) continue;
    const bool is_last = std::holds_alternative<Finished>(entry.event);
    // A listener may start other jobs; it must stay alive while it runs.
    const Listener listener = is_last ? std::move(found->second) : found->second;
    if (is_last) listeners_.erase(found);
    if (listener) listener(entry.event);
  }
  if (!is_busy()) Q_EMIT busy_changed(false);
}

}  // namespace ui
