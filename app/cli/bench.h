// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "core/base/elapsed.h"
#include "core/mesh/mesh.h"
#include "core/reconstruct/device.h"

/// What the benchmarks share.
namespace app::cli {

using Json = nlohmann::ordered_json;
using core::seconds_since;

struct BenchArguments {
  std::string name;
  std::vector<std::string> meshes;
  std::string meshes_out;
  std::string device_name = "auto", precision = "auto";
  bool is_full_size = false;
  core::reconstruct::Device device = core::reconstruct::Device::Auto;  ///< the named one
  MeshArguments options;
};

inline constexpr int kBenchViewPx = 256;
inline constexpr int kBenchIouCells = 200;

/// As measurements take it, with a texture: its own, or NAME_texture.png beside NAME.obj, or else painted.
core::mesh::Mesh read_truth(const std::string& path);

double rounded(double value, double steps);

/// Rings that a folder without camera record could come from: what the outlines say of them, and what that gives the
/// surface.
void bench_camera(const std::string& path, const BenchArguments& arguments, Session& session);

/// Time of the surface, level by level, against quality, number of views and threads; and the time that a voxel and a
/// sample of a ray take, fitted to it.
void bench_cost(const std::string& path, const BenchArguments& arguments, Session& session);

/// Networks of the cascade with random weights.
bool is_network_bench(const std::string& name);
void bench_networks(const BenchArguments& arguments, Session& session);

}  // namespace app::cli
