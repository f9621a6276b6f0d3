// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/compute_type.h"

#include <gtest/gtest.h>

#include "core/base/error.h"

namespace core::cascade {
namespace {

TEST(PlacementOf, AProcessorTakesWhatIsAskedFor) {
  EXPECT_EQ(placement_of({.device = Device::Cpu, .precision = Precision::Fp32}).dtype, at::kFloat);
  EXPECT_EQ(placement_of({.device = Device::Cpu, .precision = Precision::Bf16}).dtype, at::kBFloat16);
  EXPECT_TRUE(placement_of({.device = Device::Cpu, .precision = Precision::Auto}).device.is_cpu());
}

TEST(PlacementOf, AProcessorHasNoHalfPrecision) {
  EXPECT_THROW(placement_of({.device = Device::Cpu, .precision = Precision::Fp16}), Error);
}

TEST(ExactPlacementOf, IsFloatInTheSamePlace) {
  const nn::WeightPlacement coarse = placement_of({.device = Device::Cpu, .precision = Precision::Bf16});
  EXPECT_EQ(exact_placement_of(coarse).dtype, at::kFloat);
  EXPECT_EQ(exact_placement_of(coarse).device, coarse.device);
}

}  // namespace
}  // namespace core::cascade
