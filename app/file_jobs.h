// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/pipeline/bring_up_to_date.h"
#include "ui/file_jobs.h"

namespace app {

/// What the window's jobs do with files: pictures, view folders and meshes through core/io.
ui::FileJobs make_file_jobs(const core::pipeline::Tools& tools);

}  // namespace app
