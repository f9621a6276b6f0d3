// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/run_context.h"
#include "core/image/image.h"
#include "core/pipeline/bring_up_to_date.h"
#include "core/pipeline/events.h"
#include "core/project/workspace.h"

/// Pictures and outlines of the artist's own on anchors.
namespace core::pipeline {

/// An own picture for an anchor: cut out and framed beside view 0, ready for with_own_view. One that is wide beside
/// the front asks for a smaller framing of all views (contracts.md section 2, Framing).
/// Makes the cut-out of the main picture first if there is none.
/// @param anchor 0..7
/// @throws Error(LimitExceeded) if it is too wide even in the smallest framing; Error(Empty, Usage), Cancelled
OwnView make_own_view(const project::Workspace& work, const image::Image8& picture, bool has_alpha, int anchor,
                      const Tools& tools, const RunContext& context);

/// The choices of `work` with the own picture on its anchor. Where it asks for a smaller framing, the cut-out is asked
/// to follow and the other own pictures are made smaller with it.
project::Choices with_own_view(const project::Workspace& work, int anchor, const OwnView& own);

/// Whether an outline leaves enough to make a body of: kMinCutoutPx on the longer side.
bool can_outline(const image::Image8& coverage);

/// The choices of `work` with an outline that the artist painted for an anchor, which is drawn within it from then on.
/// One that comes too near a border of the canvas (kBorderShare) makes the framing smaller, as with_own_view does.
/// @param coverage  one channel, 0..255, on the canvas of the views as they are framed now; can_outline
project::Choices with_painted_outline(const project::Workspace& work, int anchor, image::Image8 coverage);

/// How much larger the object becomes with another framing by hand: the ratio that its cut-out gets, over the one it
/// has.
/// @throws Error, Cancelled as bring_up_to_date
float framing_change(const project::Workspace& work, const views::Framing& framing, const Tools& tools,
                     const RunContext& context);

/// The choices of `work` with another framing by hand: own pictures, outlines and normals grow and move with the
/// object. They do not turn: a turn is of the main picture alone.
/// @param scale  framing_change
project::Choices with_framing(const project::Workspace& work, const views::Framing& framing, float scale);

}  // namespace core::pipeline
