// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "core/reconstruct/device.h"
#include "core/reconstruct/level_refiner.h"

namespace core::reconstruct {

/// Refines a level on the first CUDA device. The field stays there; tiles go up, and field() brings it down.
class CudaRefiner : public LevelRefiner {
 public:
  /// @throws Error(DeviceUnavailable) without a device, Error(OutOfMemory) if the level does not fit on it
  CudaRefiner(SparseField field, const RayTargets& targets);

  void step(std::span<const Tile> tiles, const StepSettings& settings) override;
  void smooth(float kappa) override;
  std::int64_t num_samples() const override;
  const SparseField& field() override;

  /// What the level holds on the device.
  void download(cuda::LevelArray which, void* out) const;

 private:
  SparseField field_;
  const cuda::Library& library_;
  std::unique_ptr<cuda::Level, void (*)(cuda::Level*)> level_;
};

}  // namespace core::reconstruct
