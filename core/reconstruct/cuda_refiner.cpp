// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/cuda_refiner.h"

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/reconstruct/packed_level.h"

namespace core::reconstruct {
namespace {

/// Calls a function of the library. @throws Error if it fails
template <class Function, class... Arguments>
void call(Function function, Arguments... arguments) {
  cuda::Message message{};
  switch (function(arguments..., &message)) {
    case cuda::Status::Done:
      return;
    case cuda::Status::OutOfMemory:
      throw Error(ErrorCode::OutOfMemory,
                  fmt::format("The surface does not fit into the memory of the CUDA device ({}). Close what else uses "
                              "the device, or use --device cpu.",
                              message.text));
    case cuda::Status::NoDevice:
      throw Error(ErrorCode::DeviceUnavailable,
                  fmt::format("The CUDA device does not answer: {}. Use --device cpu.", message.text));
    case cuda::Status::Failed:
      break;
  }
  throw Error(ErrorCode::Internal, fmt::format("The CUDA device failed while the surface was solved: {}. Use --device "
                                               "cpu, and please report this with the view folder.",
                                               message.text));
}

}  // namespace

CudaRefiner::CudaRefiner(SparseField field, const RayTargets& targets)
    : field_(std::move(field)), library_(cuda_library()), level_(nullptr, library_.end) {
  const PackedLevel packed_level(field_, targets);
  cuda::Level* level = nullptr;
  call(library_.begin, &packed_level.data(), &level);
  level_.reset(level);
}

void CudaRefiner::step(std::span<const Tile> tiles, const StepSettings& settings) {
  const std::vector<cuda::TileData> data = packed(tiles);
  const cuda::StepData step_data = packed(settings);
  call(library_.step, level_.get(), data.data(), static_cast<std::int32_t>(data.size()), &step_data);
}

void CudaRefiner::smooth(float kappa) { call(library_.smooth, level_.get(), kappa); }

std::int64_t CudaRefiner::num_samples() const {
  std::int64_t count = 0;
  download(cuda::LevelArray::NumSamples, &count);
  return count;
}

const SparseField& CudaRefiner::field() {
  download(cuda::LevelArray::Values, field_.values().data());
  return field_;
}

void CudaRefiner::download(cuda::LevelArray which, void* out) const {
  call(library_.download, level_.get(), which, out);
}

}  // namespace core::reconstruct
