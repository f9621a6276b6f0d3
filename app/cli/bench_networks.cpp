// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cmath>

#include "app/cli/bench.h"
#include "core/cascade/library/cascade_library.h"

namespace app::cli {
namespace {

constexpr std::array kNames = {"unet", "vae", "clip", "stage1", "stage2"};

}  // namespace

bool is_network_bench(const std::string& name) { return std::find(kNames.begin(), kNames.end(), name) != kNames.end(); }

void bench_networks(const BenchArguments& arguments, Session& session) {
  const core::cascade::BenchRequest request = {
      .name = arguments.name,
      .is_full_size = arguments.is_full_size,
      .compute = core::from_values<core::cascade::ComputeOptions>(
          {{"device", arguments.device_name}, {"precision", arguments.precision}})};
  for (const core::cascade::BenchResult& result :
       core::cascade::cascade_library().bench(request, core::RunContext(session.stop, {}))) {
    Json row{{"bench", arguments.name}, {"network", result.network},     {"full_size", arguments.is_full_size},
             {"device", result.device}, {"precision", result.precision}, {"seconds", rounded(result.seconds, 1e4)}};
    if (result.gflop_per_s > 0.0) {
      row["gflop_per_s"] = std::round(result.gflop_per_s);
      row["matrix_gflop_per_s"] = std::round(result.matrix_gflop_per_s);
      row["share_of_matrix_speed"] = rounded(result.gflop_per_s / result.matrix_gflop_per_s, 1e3);
      for (const auto& [kind, seconds] : result.seconds_by_operation)
        row["seconds_by_operation"][kind] = rounded(seconds, 1e4);
      row["weights_mb"] = std::round(result.weights_mb);
      row["peak_rss_mb"] = std::round(result.peak_mb);
    }
    session.reporter.line(row, row.dump());
  }
}

}  // namespace app::cli
