// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/stored_noise.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/error.h"
#include "core/nn/stored_tensor.h"

namespace core::cascade {

at::Tensor stored_noise(const std::filesystem::path& path, at::IntArrayRef shape) {
  const at::Tensor noise = nn::tensor_of(io::open_tensor_file(path), "noise");
  if (noise.sizes() != shape) {
    throw Error(
        ErrorCode::BadFormat,
        fmt::format("The tensor 'noise' in '{}' is [{}]; the {} of this pack start from noise of [{}]. A file "
                    "fits one stage: give it to 'views --anchors-only' or to 'interpolate'.",
                    path.string(), fmt::join(noise.sizes().begin(), noise.sizes().end(), ", "),
                    shape.size() == 4 ? "anchors" : "in-betweens", fmt::join(shape.begin(), shape.end(), ", ")));
  }
  return noise.to(at::kFloat);
}

}  // namespace core::cascade
