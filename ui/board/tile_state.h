// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <array>
#include <optional>

#include "core/geometry/view_ring.h"
#include "core/mesh/surface.h"
#include "ui/pipeline_controller.h"

namespace ui {

/// Which picture of a view the tiles show.
enum class TileMode { Color, Normals, Mask };

/// What a tile tells about its view.
struct TileState {
  enum class Phase { Empty, Waiting, Working, Done, Stale, Failed };
  int view = 0;
  Phase phase = Phase::Empty;
  core::views::ViewPtr picture;
  core::views::ViewPtr preview;  ///< what it is going to look like; null where nothing is known
  bool is_locked = false;
  bool is_own = false;
  bool is_outlined = false;                  ///< drawn within an outline that the artist painted
  core::project::OwnNormalsPtr own_normals;  ///< that the surface looks at; null without
  bool is_photo = false;                     ///< view 0 of a source whose front is the photo itself
  float trust = 1.0f;
  QString reason;                    ///< why it failed
  std::optional<float> differs_deg;  ///< set for the views that disagree most with the surface
  bool is_left_out = false;          ///< the surface was solved without it: it contradicts all others

  bool operator==(const TileState&) const = default;
};

using TileStates = std::array<TileState, core::geometry::kNumViews>;

/// What a tile shows in a mode: the preview, unless it lacks what the mode shows, else the picture.
const core::views::ViewPtr& shown_on_tile(const TileState& state, TileMode mode);

/// Marks the views that a surface was solved without, and those of the others that disagree most with it.
void add_badges(const core::mesh::Surface& surface, TileStates& states);

/// The state of all tiles, from the workspace and what runs. Pure.
TileStates tile_states(const PipelineController& controller);

/// In words, for screen readers and tooltips: "Back, 180°, seed 447, done, locked".
QString describe(const TileState& state);
QString view_label(int view);   ///< "45° right"
QString angle_label(int view);  ///< "180°"

}  // namespace ui
