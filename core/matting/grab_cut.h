// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/run_context.h"
#include "core/matting/cut_out.h"

namespace core::matting {

/// The object of a photo by GrabCut, started from what the border looks like (or from the artist's box and strokes),
/// with soft edges and foreground colours. Source: Rother, Kolmogorov, Blake 2004; edges by the guided filter of He,
/// Sun, Tang 2010.
image::Image8 grab_cut(const image::Image8& rgba, const CutOutHints& hints, const RunContext& context);

}  // namespace core::matting
