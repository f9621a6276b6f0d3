// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/run_context.h"
#include "core/project/workspace.h"
#include "core/views/view_source.h"

/// What sources of views are asked, as the work stands.
namespace core::pipeline {

/// The picture without its background, as the artist's hints have it; of the picture's size.
/// @throws Error(Empty), Cancelled
image::Image8 cut_out_of(const project::Workspace& work, const RunContext& context);

/// Share of the canvas at which a cut-out is framed: as the artist wants it, smaller where the source or the canvas has
/// no room for that.
/// @param cutout  turned already
float framing_ratio(const project::Workspace& work, const image::Image8& cutout, const views::ViewSource& source,
                    const RunContext& context);

/// The framed cut-out as view 0.
/// @pre work.cut_out
views::ViewPtr front_view(const project::Workspace& work);

/// The anchors that tiles show; null where there is none.
std::array<views::ViewPtr, geometry::kNumAnchors> shown_anchors(const project::Workspace& work);

/// Asks for anchors; those that are not wanted and shown are held. The request reads `work` for as long as it lives.
/// @pre work.cut_out
views::AnchorRequest anchor_request(const project::Workspace& work, const views::AnchorSet& wanted);

/// @pre work.cut_out
views::ClipRequest clip_request(const project::Workspace& work, const views::ClipSet& wanted);

}  // namespace core::pipeline
