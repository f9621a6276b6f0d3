// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/choices_command.h"

namespace ui {

ChoicesCommand::ChoicesCommand(PipelineController& controller, core::project::Choices after, const QString& text,
                               QString merge_key, int merge_within_ms)
    : QUndoCommand(text),
      controller_(controller),
      before_(controller.workspace().choices),
      after_(std::move(after)),
      merge_key_(std::move(merge_key)),
      merge_within_ms_(merge_within_ms) {
  age_.start();
}

bool ChoicesCommand::mergeWith(const QUndoCommand* other) {
  const auto* next = dynamic_cast<const ChoicesCommand*>(other);
  if (next == nullptr || next->merge_key_ != merge_key_ || age_.elapsed() > merge_within_ms_) return false;
  after_ = next->after_;
  age_.restart();
  return true;
}

}  // namespace ui
