// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "tests/tools/golden_check/report.h"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <fnmatch.h>

#include <cmath>
#include <cstdio>

#include "core/base/error.h"
#include "core/io/json.h"
#include "core/nn/stored_tensor.h"
#include "tests/support/golden.h"

namespace {

constexpr double kMinPsnrDb = 60.0;

double psnr_db(const at::Tensor& actual, const at::Tensor& reference) {
  const double mean_square = (actual.to(at::kDouble) - reference.to(at::kDouble)).square().mean().item<double>();
  return 10.0 * std::log10(255.0 * 255.0 / mean_square);
}

}  // namespace

GoldenFile::GoldenFile(const std::filesystem::path& folder, const std::string& file_name,
                       std::span<const Tolerance> tolerances)
    : name_(file_name), tolerances_(tolerances) {
  if (std::filesystem::exists(folder / file_name)) file_ = core::io::open_tensor_file(folder / file_name);
}

at::Tensor GoldenFile::operator[](const std::string& tensor) const { return core::nn::tensor_of(*file_, tensor); }

void GoldenFile::check(const std::string& tensor, const std::function<at::Tensor()>& compute) {
  if (holds(tensor)) check(tensor, compute());
}

void GoldenFile::check(const std::string& tensor, const at::Tensor& recomputed) {
  if (!holds(tensor)) return;
  for (const Tolerance& row : tolerances_) {
    if (fnmatch(row.file, name_.c_str(), 0) != 0 || fnmatch(row.tensor, tensor.c_str(), 0) != 0) continue;
    const at::Tensor reference = (*this)[tensor];
    const double error = support::max_rel_error(recomputed, reference);
    bool passed = error <= row.max_rel_error;
    if (passed && row.max_rel_error > 0.0 && reference.scalar_type() == at::kByte) {
      passed = psnr_db(recomputed, reference) > kMinPsnrDb;
    }
    all_passed_ = all_passed_ && passed;
    fmt::print("{{\"file\":{},\"tensor\":{},\"max_rel_err\":{},\"tolerance\":{},\"pass\":{}}}\n",
               core::io::json_quoted(name_), core::io::json_quoted(tensor),
               std::isfinite(error) ? fmt::format("{:.3g}", error) : "null", row.max_rel_error, passed);
    std::fflush(stdout);
    return;
  }
  throw core::Error(core::ErrorCode::Internal, fmt::format("No tolerance is known for '{}' of '{}'.", tensor, name_));
}
