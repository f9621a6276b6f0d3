// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/pipeline/bring_up_to_date.h"

namespace core::pipeline {

/// Draws the stale anchors as a run with these choices would, only that the cut-out is taken as it stands, and sends
/// each as PreviewReady. Nothing becomes part of the work. For sources that are quick; does nothing without a cut-out.
/// @throws Error, Cancelled
void preview_anchors(const project::Workspace& work, const Tools& tools, const EventSink& sink,
                     const RunContext& context);

}  // namespace core::pipeline
