// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "core/reconstruct/cuda/level_program.h"
#include "core/reconstruct/packed_level.h"

namespace support {

/// A device that runs the CUDA kernels on the processor, thread after thread.
class SerialDevice {
 public:
  template <class T>
  class Array {
   public:
    Array(SerialDevice&, std::size_t size) : values_(size) {}
    Array(SerialDevice&, std::size_t size, const T* from) : values_(from, from + size) {}
    T* data() { return values_.data(); }
    std::size_t size() const { return values_.size(); }
    void upload(const T* from, std::size_t size) { std::copy_n(from, size, values_.begin()); }
    void download(T* to) const { std::copy(values_.begin(), values_.end(), to); }

   private:
    std::vector<T> values_;
  };

  template <class Kernel>
  void launch(const Kernel& kernel, int num_threads) const {
    for (int i = 0; i < num_threads; ++i) kernel(i);
  }
};

/// CudaRefiner's twin: the same kernels in the same order, on the processor.
class SerialRefiner : public core::reconstruct::LevelRefiner {
 public:
  SerialRefiner(core::reconstruct::SparseField field, const core::reconstruct::RayTargets& targets)
      : field_(std::move(field)), program_(device_, core::reconstruct::PackedLevel(field_, targets).data()) {}

  void step(std::span<const core::reconstruct::Tile> tiles, const core::reconstruct::StepSettings& settings) override {
    const auto data = core::reconstruct::packed(tiles);
    program_.step(data.data(), static_cast<int>(data.size()), core::reconstruct::packed(settings));
  }
  void smooth(float kappa) override { program_.smooth(kappa); }
  std::int64_t num_samples() const override {
    std::int64_t count = 0;
    download(core::reconstruct::cuda::LevelArray::NumSamples, &count);
    return count;
  }
  const core::reconstruct::SparseField& field() override {
    download(core::reconstruct::cuda::LevelArray::Values, field_.values().data());
    return field_;
  }
  void download(core::reconstruct::cuda::LevelArray which, void* out) const { program_.download(which, out); }

 private:
  core::reconstruct::SparseField field_;
  SerialDevice device_;
  core::reconstruct::cuda::LevelProgram<SerialDevice> program_;
};

}  // namespace support
