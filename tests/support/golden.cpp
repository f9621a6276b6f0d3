// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "tests/support/golden.h"

#include <cstdlib>
#include <limits>

namespace support {

std::filesystem::path golden_path(const std::string& relative) {
  const std::filesystem::path source = ENVISION3D_SOURCE_DIR;
  const char* shared = std::getenv("ENVISION3D_SHARED");
  for (const std::filesystem::path& folder :
       {source / "tests/golden",
        (shared != nullptr ? std::filesystem::path(shared) : source / "../shared") / "golden"}) {
    if (std::filesystem::exists(folder / relative)) return folder / relative;
  }
  return {};
}

double max_rel_error(const at::Tensor& actual, const at::Tensor& reference) {
  if (actual.sizes() != reference.sizes()) return std::numeric_limits<double>::infinity();
  const at::Tensor wanted = reference.to(at::kDouble);
  const double difference = (actual.to(at::kDouble) - wanted).abs().max().item<double>();
  const double error = difference == 0.0 ? 0.0 : difference / wanted.abs().max().item<double>();
  return error == error ? error : std::numeric_limits<double>::infinity();
}

}  // namespace support
