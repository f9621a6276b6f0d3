// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>
#include <vector>

#include "core/base/elapsed.h"
#include "core/base/error.h"
#include "core/reconstruct/cuda_refiner.h"
#include "tests/support/level_scene.h"

// Times of a level's steps on the CUDA device, one JSON line for each resolution and number of tiles; without tiles a
// step is what the grid costs. Beside each the bytes that a step must move at least, for a comparison with the device's
// memory.
namespace {

using Clock = std::chrono::steady_clock;
using namespace core::reconstruct;

constexpr int kNumSteps = 50;

/// A step reads or writes, for each voxel: values 8, nodes 16 (9/8)^3 twice, ray sums 64, derivatives 32, gradient 12,
/// moments 16; smoothing every other step, 4.
constexpr double kBytesAVoxel = 8 + 2 * 16 * 1.424 + 64 + 32 + 12 + 16 + 4;

double seconds_of_steps(CudaRefiner& refiner, const std::vector<Tile>& tiles, const StepSettings& settings) {
  const auto start = Clock::now();
  for (int step = 0; step < kNumSteps; ++step) {
    refiner.step(tiles, settings);
    if (step % 2 == 1) refiner.smooth(0.005f);
  }
  refiner.field();
  return core::seconds_since(start) / kNumSteps;
}

void measure(int resolution, int size_px) {
  const support::LevelScene scene = support::torus_scene(resolution, size_px);
  const auto start = Clock::now();
  CudaRefiner refiner(scene.field, scene.targets);
  const double begin_s = core::seconds_since(start);
  for (const std::size_t num_tiles : {std::size_t{0}, std::size_t{192}, std::size_t{1536}, scene.tiles.size()}) {
    // Evenly from all tiles.
    std::vector<Tile> tiles;
    for (std::size_t i = 0; i < num_tiles; ++i) tiles.push_back(scene.tiles[i * scene.tiles.size() / num_tiles]);
    seconds_of_steps(refiner, tiles, scene.settings);
    const double step_s = seconds_of_steps(refiner, tiles, scene.settings);
    const auto num_voxels = static_cast<double>(scene.field.num_voxels());
    const nlohmann::ordered_json line{{"timing", "step"},
                                      {"device", cuda_device_name()},
                                      {"resolution", resolution},
                                      {"voxels", scene.field.num_voxels()},
                                      {"tiles", num_tiles},
                                      {"step_ms", step_s * 1e3},
                                      {"grid_gb_per_s", num_voxels * kBytesAVoxel / step_s / 1e9},
                                      {"begin_ms", begin_s * 1e3}};
    std::cout << line.dump() << std::endl;
  }
}

}  // namespace

int main() {
  try {
    cuda_library();
    for (const int resolution : {64, 128, 256, 512}) measure(resolution, resolution);
  } catch (const core::Error& error) {
    const bool has_no_device = error.code() == core::ErrorCode::DeviceUnavailable;
    const nlohmann::ordered_json line{
        {"timing", "step"}, {"result", has_no_device ? "skipped" : "failed"}, {"message", error.what()}};
    std::cout << line.dump() << std::endl;
    return has_no_device ? 0 : 1;
  }
}
