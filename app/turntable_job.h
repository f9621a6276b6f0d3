// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/pipeline/runner.h"
#include "ui/turntable.h"

namespace app {

/// Draws the frames in an OpenGL context of its own and writes them: everything appears whole or not at all.
/// Fails with Error Usage (nothing to draw, no frames), DeviceUnavailable (no OpenGL without a window here),
/// LimitExceeded (size), NotWritable, DiskFull, or what ffmpeg said.
core::pipeline::Job write_turntable(const ui::Turntable& turntable);

}  // namespace app
