// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/base/run_context.h"
#include "core/image/image.h"

namespace core::matting {

inline constexpr std::size_t kMinDrawings = 2, kMaxDrawings = 8;  ///< on a turnaround sheet

/// The drawings on a turnaround sheet (one picture that shows an object from several sides, side by side or in rows),
/// in reading order. Parts of a drawing that lie beside it stay with it; captions and specks are left out.
/// @return  RGBA pictures, each cut out and cropped
/// @throws Error(Unsupported) if there are fewer than 2 or more than 8; Error(Empty) as cut_out; Cancelled
std::vector<image::Image8> split_sheet(const image::Image8& sheet, bool has_alpha, const RunContext& context);

}  // namespace core::matting
