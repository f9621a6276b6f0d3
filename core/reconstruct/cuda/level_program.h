// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <utility>
#include <vector>

#include "core/reconstruct/cuda/field_kernels.h"
#include "core/reconstruct/cuda/ray_kernel.h"

namespace core::reconstruct::cuda {

/// A level on a device: its arrays, and the order in which its kernels run. Twin of CpuRefiner. It takes 94 bytes a
/// voxel: 0.2 GB at 256^3, 0.8 GB at 512^3.
///
/// A Device has memory, `Device::Array<T>` (Array(device, size) holds zeros; data(); size(); upload(from, size);
/// download(to) waits for the kernels before it), and runs kernels one after the other: launch(kernel, num_threads)
/// calls kernel(i) for every i below num_threads, in any order. The library has the CUDA device; tests have one that
/// runs the same kernels on the processor.
template <class Device>
class LevelProgram {
 public:
  LevelProgram(Device& device, const LevelData& data)
      : device_(device),
        grid_(device, count(data.blocks_a_side * data.blocks_a_side * data.blocks_a_side), data.grid),
        neighbors_(device, count(27 * data.num_blocks), data.neighbors),
        values_(device, count(kVoxels * data.num_blocks), data.values),
        smoothed_(device, values_.size()),
        gradient_(device, values_.size()),
        mean_(device, values_.size()),
        square_(device, values_.size()),
        sampled_(device, count(kVoxels * num_sampled(data))),
        nodes_(device, count(data.num_blocks) * kNodes),
        derivatives_(device, values_.size()),
        ray_sums_(device, 4 * values_.size()),
        num_samples_(device, kNumCounters),
        all_samples_(device, 1),
        square_sums_(device, kNumSquareSums),
        state_(device, 1),
        tiles_(device, 0) {
    level_ = {.resolution = data.resolution,
              .blocks_a_side = data.blocks_a_side,
              .num_blocks = data.num_blocks,
              .num_sampled_blocks = num_sampled(data),
              .spacing = data.spacing,
              .origin = data.origin,
              .grid = grid_.data(),
              .neighbors = neighbors_.data(),
              .views = nullptr,
              .values = values_.data(),
              .smoothed = smoothed_.data(),
              .nodes = nodes_.data(),
              .derivatives = derivatives_.data(),
              .ray_sums = ray_sums_.data(),
              .num_samples = num_samples_.data(),
              .all_samples = all_samples_.data(),
              .gradient = gradient_.data(),
              .sampled = sampled_.data(),
              .square_sums = square_sums_.data(),
              .mean = mean_.data(),
              .square = square_.data(),
              .coarse = {},
              .state = state_.data()};
    add_coarse();
    add_views(data);
  }

  void step(const TileData* tiles, int num_tiles, const StepData& settings) {
    if (tiles_.size() < count(num_tiles)) tiles_ = Array<TileData>(device_, count(num_tiles));
    tiles_.upload(tiles, count(num_tiles));
    const int num_blocks = level_.num_blocks, num_voxels = level_.num_voxels();
    device_.launch(FindNodes{level_}, num_blocks * kNodes);
    device_.launch(RenderRays(level_, tiles_.data(), settings), num_tiles * kTileSide * kTileSide);
    device_.launch(FindEikonalWeight{level_, settings.eikonal_weight}, 1);
    device_.launch(FindDerivatives{level_}, num_voxels);
    device_.launch(FindGradient{level_}, num_voxels);
    device_.launch(SumSquares{level_}, kNumSquareSums);
    device_.launch(NextAdamStep{level_, settings.learning_rate}, 1);
    const auto& coarse = level_.coarse;
    device_.launch(StepCoarse<4>{level_, level_.gradient, coarse[0]}, num_blocks * 64);
    device_.launch(StepCoarse<2>{level_, coarse[0].sums, coarse[1]}, num_blocks * 8);
    device_.launch(StepCoarse<1>{level_, coarse[1].sums, coarse[2]}, num_blocks);
    device_.launch(ProlongSteps<1>{level_, coarse[2].steps, coarse[1].steps}, num_blocks * 8);
    device_.launch(ProlongSteps<2>{level_, coarse[1].steps, coarse[0].steps}, num_blocks * 64);
    device_.launch(MoveValues{level_}, num_voxels);
  }

  void smooth(float kappa) {
    device_.launch(Smooth{level_, kappa}, level_.num_voxels());
    std::swap(values_, smoothed_);
    std::swap(level_.values, level_.smoothed);
  }

  void download(LevelArray which, void* out) const {
    switch (which) {
      case LevelArray::Values:
        return values_.download(static_cast<float*>(out));
      case LevelArray::NumSamples:
        return all_samples_.download(static_cast<unsigned long long*>(out));
      case LevelArray::Nodes:
        return nodes_.download(static_cast<FieldNode*>(out));
      case LevelArray::Derivatives:
        return derivatives_.download(static_cast<FieldNode*>(out));
      case LevelArray::Gradient:
        return gradient_.download(static_cast<float*>(out));
      case LevelArray::CoarseSums:
        return coarse_[0].download(static_cast<float*>(out));
      case LevelArray::CoarserSums:
        return coarse_[kArraysALevel].download(static_cast<float*>(out));
      case LevelArray::CoarsestSums:
        return coarse_[2 * kArraysALevel].download(static_cast<float*>(out));
    }
  }

 private:
  template <class T>
  using Array = typename Device::template Array<T>;
  static constexpr std::size_t kArraysALevel = 4;

  static std::size_t count(int number) { return static_cast<std::size_t>(number); }
  static int num_sampled(const LevelData& data) {
    constexpr int kEvery = static_cast<int>(kSquaresEvery);
    return (data.num_blocks + kEvery - 1) / kEvery;
  }

  void add_coarse() {
    std::size_t size = values_.size();
    for (CoarseArrays& coarse : level_.coarse) {
      size /= 8;
      for (float** array : {&coarse.sums, &coarse.steps, &coarse.mean, &coarse.square})
        *array = coarse_.emplace_back(device_, size).data();
    }
  }

  void add_views(const LevelData& data) {
    std::vector<ViewData> views(data.views, data.views + data.num_views);
    for (ViewData& view : views) {
      const std::size_t pixels = count(view.width_px) * count(view.height_px);
      view.mask = pictures_.emplace_back(device_, pixels, view.mask).data();
      view.distance = pictures_.emplace_back(device_, pixels, view.distance).data();
      if (view.normal_weight > 0.0f) view.normals = normals_.emplace_back(device_, pixels, view.normals).data();
    }
    level_.views = views_.emplace_back(device_, views.size(), views.data()).data();
  }

  Device& device_;
  LevelArrays level_;
  Array<std::int32_t> grid_, neighbors_;
  Array<float> values_, smoothed_, gradient_, mean_, square_, sampled_;
  Array<FieldNode> nodes_, derivatives_;
  Array<unsigned long long> ray_sums_, num_samples_, all_samples_;
  Array<SquareSum> square_sums_;
  Array<StepState> state_;
  Array<TileData> tiles_;
  std::vector<Array<float>> coarse_, pictures_;
  std::vector<Array<glm::vec3>> normals_;
  std::vector<Array<ViewData>> views_;
};

}  // namespace core::reconstruct::cuda
