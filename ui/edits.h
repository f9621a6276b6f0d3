// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QString>
#include <QUndoStack>
#include <cstdint>
#include <optional>

#include "ui/pipeline_controller.h"

namespace ui {

/// What the artist can do to the work. Every edit is a command on the undo stack that exchanges the choices as a whole,
/// with a text that says what. An edit that is not allowed (a locked view, the photo) is refused with a sentence and
/// changes nothing.
class Edits : public QObject {
  Q_OBJECT

 public:
  explicit Edits(PipelineController& controller, QObject* parent = nullptr);

  QUndoStack& undo_stack() { return undo_stack_; }
  /// Whether drawing edits compute everything that follows at once, or the changed views only.
  void set_following(bool is_following) { is_following_ = is_following; }
  bool is_following() const { return is_following_; }

  /// Draws an anchor again, from a fresh seed or from this one. @param view  0..31; in-betweens are refused
  void reroll(int view, std::optional<std::uint64_t> seed = {});
  void set_locked(int view, bool is_locked);
  void set_trust(int view, float trust);
  /// Shows an earlier variant of an anchor.
  void use_variant(const core::project::VariantPtr& variant);
  void remove_variant(const core::project::VariantPtr& variant);
  /// Puts a prepared own picture on its anchor, starred and locked.
  void use_own_picture(int anchor, const core::pipeline::OwnView& own);
  /// Lets the source draw this anchor again.
  void drop_own_picture(int anchor);
  /// Has an anchor drawn within an outline; the body follows. @param coverage  one channel, of the views' size
  /// @return  false if it was refused
  bool paint_outline(int view, core::image::Image8 coverage);
  void drop_outline(int view);
  /// Has the surface look at these normals of an anchor instead of those that were drawn.
  void use_own_normals(int anchor, const core::project::OwnNormalsPtr& normals);
  void drop_own_normals(int anchor);
  /// Draws a part of an anchor again from a fresh seed; the rest of its picture stays byte for byte.
  /// @param mask  one channel, of the view's size: 255 is drawn again
  /// @return  false if it was refused
  bool reroll_region(int view, core::image::Image8 mask);
  void set_seed(std::uint64_t seed);
  /// Draws the views with another source; while nothing is open it is only remembered for what will be.
  void set_source(const std::string& source);
  enum class Group { Sketch, Cascade, Surface, Finish };
  /// Sets one option of a stage. @param values  the group's options as they should be
  void set_options(Group group, const core::OptionValues& values, const QString& what);
  void set_cut_out(const core::project::CutOutChoice& choice, const QString& what);
  /// Places the object on the canvas by hand. Where own pictures, outlines or normals lie on tiles, they follow, a
  /// moment later. @param is_typed  changes that follow each other quickly are one step
  void set_framing(const core::views::Framing& framing, bool is_typed = false);
  /// Computes the stale in-betweens only.
  void redo_in_betweens();
  /// Whether an own picture may be put there; refuses with a sentence if not.
  bool can_take_own_picture(int view);
  /// Whether an outline may be painted there; refuses with a sentence if not.
  bool can_take_outline(int view);
  /// Whether normals may be laid there; refuses with a sentence if not.
  bool can_take_own_normals(int view);
  /// Why no part of that view can be drawn again; empty if it can.
  QString why_no_region(int view) const;

  static constexpr int kMergeWithin_ms = 1500;

 Q_SIGNALS:
  void refused(const QString& sentence);
  void noted(const QString& sentence);  ///< that something happened which was not asked for in so many words

 private:
  void use_framing(const core::views::Framing& framing, float scale);
  void push(const core::project::Choices& choices, const QString& text, const QString& merge_key = {});
  void follow();

  PipelineController& controller_;
  QUndoStack undo_stack_;
  bool is_following_ = true;
  bool is_framing_typed_ = false;
};

}  // namespace ui
