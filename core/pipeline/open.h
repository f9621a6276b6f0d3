// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "core/io/view_folder.h"
#include "core/pipeline/bring_up_to_date.h"

namespace core::pipeline {

/// Whether a folder says what drew its views, so that they can be drawn again.
bool is_drawable(const io::ViewFolderInfo& info);

/// A workspace that shows the views of a folder as they are: nothing is stale at first. A sketch folder (views.json)
/// can be drawn on: its body is computed again from view 0 and its settings. So can that of a model pack, where the
/// pack is at hand: it holds the canvas of the photo. Views of an unknown source are taken as the artist's own
/// pictures. Where the folder does not say how they were taken, the ring is estimated from their outlines
/// (ring_estimate.h); a warning (camera_estimated) says what was taken.
project::Workspace workspace_from_folder(const io::ViewFolder& folder, const std::string& name, const Tools& tools,
                                         const RunContext& context);

/// The workspace's shown views as a folder's content.
io::ViewFolder folder_from_workspace(const project::Workspace& work);

}  // namespace core::pipeline
