// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/compute_type.h"

#include <ATen/Context.h>
#include <ATen/cpu/Utils.h>
#include <dlfcn.h>

#include "core/base/error.h"

namespace core::cascade {
namespace {

/// Whether networks can run on a CUDA device. LibTorch looks for its CUDA library once, at the first question about it,
/// so that the library is loaded before.
bool has_cuda() {
  static const bool answer = [] {
    dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL);
    return at::hasCUDA();
  }();
  return answer;
}

at::Device device_of(Device device) {
  if (device == Device::Cpu) return at::kCPU;
  if (has_cuda()) return at::Device(at::kCUDA, 0);
  if (device == Device::Auto) return at::kCPU;
  throw Error(ErrorCode::DeviceUnavailable,
              "The networks cannot run on CUDA: there is no NVIDIA device, or LibTorch's CUDA libraries are not "
              "installed. Use --device cpu.");
}

/// Whether this processor multiplies bf16 itself; others take longer for it than for fp32.
bool multiplies_bf16() {
  const auto capabilities = at::cpu::get_cpu_capabilities();
  const auto has = [&](const char* name) {
    const auto found = capabilities.find(name);
    return found != capabilities.end() && found->second.isBool() && found->second.toBool();
  };
  return has("avx512_bf16") || has("amx_bf16");
}

at::ScalarType dtype_of(Precision precision, at::Device device) {
  switch (precision) {
    case Precision::Auto:
      if (device.is_cuda()) return at::kHalf;
      return multiplies_bf16() ? at::kBFloat16 : at::kFloat;
    case Precision::Fp32:
      return at::kFloat;
    case Precision::Bf16:
      return at::kBFloat16;
    case Precision::Fp16:
      break;
  }
  if (device.is_cuda()) return at::kHalf;
  throw Error(ErrorCode::Unsupported, "Processors compute in fp32 or bf16, not in fp16. Use --precision auto.");
}

}  // namespace

nn::WeightPlacement placement_of(const ComputeOptions& options) {
  const at::Device device = device_of(options.device);
  return {.dtype = dtype_of(options.precision, device), .device = device};
}

nn::WeightPlacement exact_placement_of(const nn::WeightPlacement& placement) {
  return {.dtype = at::kFloat, .device = placement.device};
}

}  // namespace core::cascade
