// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/viewport/frame_painter.h"

#include <epoxy/gl.h>

#include <algorithm>
#include <chrono>
#include <limits>

#include "render/gl/driver.h"

namespace ui::viewport {
namespace {

constexpr int kNumSamples = 4;
constexpr double kPartGoal_ms = 10.0;
/// Drafts that take longer than this, averaged, are drawn at half the resolution, until they take much less.
constexpr double kDraftLimit_ms = 32.0, kDraftEasy_ms = 7.0;
constexpr double kDraftMemory = 0.8;
/// Who waits longer than this for a finished frame gets a draft first.
constexpr double kLongWait_ms = 120.0;
constexpr std::size_t kFewestFaces = 2000, kMostFaces = 4000000;

/// Time that drawing takes until the device is done with it.
template <class Draw>
double measure_ms(const Draw& draw) {
  const auto start = std::chrono::steady_clock::now();
  draw();
  glFinish();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

FramePainter::FramePainter() {
  if (render::gl::is_software_driver()) full_frame_ms_ = 2.0 * kLongWait_ms;
}

void FramePainter::set_size(const glm::ivec2& size_px) {
  if (size_px == size_px_) return;
  renderer_.drop_frame();
  size_px_ = size_px;
  work_.reset();
  draft_divisor_ = 1;
  invalidate();
}

void FramePainter::draw(const render::Scene& scene, const render::ViewCamera& camera, bool is_moving) {
  if (is_finished()) return;
  if (!is_slow()) {
    draw_part(scene, camera, true);
  } else if (is_moving || full_frame_ms_ > kLongWait_ms) {
    if (!has_draft_) draw_draft(scene, camera);
  } else {
    work(scene, camera, kPartGoal_ms);
  }
}

void FramePainter::work(const render::Scene& scene, const render::ViewCamera& camera, double budget_ms) {
  const auto start = std::chrono::steady_clock::now();
  const std::chrono::duration<double, std::milli> budget(budget_ms);
  while (!is_finished()) {
    draw_part(scene, camera, false);
    if (std::chrono::steady_clock::now() - start >= budget) break;
  }
}

void FramePainter::draw_draft(render::Scene scene, const render::ViewCamera& camera) {
  const glm::ivec2 wanted = glm::max(size_px_ / draft_divisor_, glm::ivec2(1));
  renderer_.drop_frame();
  if (!draft_ || draft_->size_px() != wanted) draft_.emplace(wanted, 1);
  scene.is_draft = true;
  scene.pixel_ratio /= static_cast<float>(draft_divisor_);
  const double time_ms = measure_ms([&] { renderer_.draw(scene, camera, *draft_); });
  draft_ms_ = draft_ms_ == 0.0 ? time_ms : kDraftMemory * draft_ms_ + (1.0 - kDraftMemory) * time_ms;
  if ((draft_divisor_ == 1 && draft_ms_ > kDraftLimit_ms) || (draft_divisor_ == 2 && draft_ms_ < kDraftEasy_ms)) {
    draft_divisor_ = 3 - draft_divisor_;
    draft_ms_ = 0.0;
  }
  shown_ = Shown::Draft;
  has_draft_ = true;
  is_current_ = false;
}

void FramePainter::draw_part(const render::Scene& scene, const render::ViewCamera& camera, bool is_whole) {
  bool is_done = false;
  const double time_ms = measure_ms([&] {
    if (!is_current_ || !renderer_.has_frame_in_work()) {
      if (!work_ || work_->size_px() != size_px_) work_.emplace(size_px_, kNumSamples);
      renderer_.begin_frame(scene, camera, *work_);
      part_frame_ms_ = 0.0;
      is_current_ = true;
    }
    is_done = renderer_.advance_frame(is_whole ? std::numeric_limits<std::size_t>::max() : faces_per_part_);
  });
  part_frame_ms_ += time_ms;
  if (is_done) {
    full_frame_ms_ = part_frame_ms_;
    std::swap(full_, work_);
    shown_ = Shown::Full;
  } else {
    const double wanted = static_cast<double>(faces_per_part_) * kPartGoal_ms / std::max(0.1, time_ms);
    faces_per_part_ = std::clamp(static_cast<std::size_t>(wanted), kFewestFaces, kMostFaces);
  }
}

void FramePainter::present(unsigned int framebuffer) const {
  if (shown_ == Shown::Full) full_->copy_to(framebuffer, size_px_);
  if (shown_ == Shown::Draft) draft_->copy_to(framebuffer, size_px_);
}

}  // namespace ui::viewport
