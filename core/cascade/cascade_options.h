// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "core/base/options.h"

namespace core::cascade {

enum class Device { Auto, Cpu, Cuda };
enum class Precision { Auto, Fp32, Bf16, Fp16 };

/// What the networks run on. Results differ by it within rounding only, so that nothing grows stale by it.
struct ComputeOptions {
  Device device = Device::Auto;
  Precision precision = Precision::Auto;  ///< Auto: fp16 on CUDA, bf16 where the processor multiplies it, else fp32

  static constexpr void describe(auto&& field) {
    field("device", &ComputeOptions::device, Choices{{"auto", "cpu", "cuda"}}, "What the networks run on.");
    field("precision", &ComputeOptions::precision, Choices{{"auto", "fp32", "bf16", "fp16"}},
          "Precision that the networks compute in. Less is faster; fp32 gives the same bytes every time.");
  }
};

/// What can be set of the sources that draw with networks. Described are the settings of the artist.
struct CascadeOptions {
  int steps = 50;  ///< of denoising, in either stage

  ComputeOptions compute;
  std::filesystem::path noise;    ///< safetensors file whose tensor `noise` replaces the random start; empty for none
  std::filesystem::path normals;  ///< normals of the picture, as a picture of its size; empty to estimate them

  static constexpr void describe(auto&& field) {
    field("steps", &CascadeOptions::steps, Range{1, 200}, "Denoising steps. More is slower and cleaner.");
  }
};

}  // namespace core::cascade
