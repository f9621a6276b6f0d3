// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QElapsedTimer>
#include <QString>
#include <QUndoCommand>

#include "ui/pipeline_controller.h"

namespace ui {

/// Exchanges the artist's choices. Commands with the same merge key that follow each other quickly become one, so that
/// dragging a slider is one step.
class ChoicesCommand : public QUndoCommand {
 public:
  ChoicesCommand(PipelineController& controller, core::project::Choices after, const QString& text, QString merge_key,
                 int merge_within_ms);
  void undo() override { controller_.set_choices(before_); }
  void redo() override { controller_.set_choices(after_); }
  int id() const override { return merge_key_.isEmpty() ? -1 : 1; }
  bool mergeWith(const QUndoCommand* other) override;

 private:
  PipelineController& controller_;
  core::project::Choices before_, after_;
  QString merge_key_;
  int merge_within_ms_;
  QElapsedTimer age_;
};

/// Takes a variant away; undo puts it back.
class RemoveVariantCommand : public QUndoCommand {
 public:
  RemoveVariantCommand(PipelineController& controller, core::project::VariantPtr variant, const QString& text)
      : QUndoCommand(text), controller_(controller), variant_(std::move(variant)) {}
  void undo() override { controller_.restore_variant(variant_); }
  void redo() override { controller_.remove_variant(variant_); }

 private:
  PipelineController& controller_;
  core::project::VariantPtr variant_;
};

}  // namespace ui
