// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/memory_need.h"

#include <c10/core/ScalarType.h>
#include <c10/util/Exception.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <new>
#include <string>
#include <string_view>

namespace core::cascade {
namespace {

/// Elements for each parameter, with what lies between the layers: the networks of the original's size hold half as
/// much again in stage I and two thirds in stage II (bench unet --full, in bf16).
constexpr double kElementsAParameter = 5.0 / 3.0;
constexpr double kGigabyte = 1e9;

/// What can be had without pushing others out, as the system estimates it; 0 if it does not say.
std::uint64_t free_bytes() {
  std::ifstream file("/proc/meminfo");
  for (std::string name, unit; file >> name;) {
    std::uint64_t kilobytes = 0;
    if (!(file >> kilobytes)) return 0;
    if (name == "MemAvailable:") return 1024 * kilobytes;
    std::getline(file, unit);
  }
  return 0;
}

/// LibTorch has no type of exception for the processor's memory.
bool is_lack_of_memory(const c10::Error& error) {
  return dynamic_cast<const c10::OutOfMemoryError*>(&error) != nullptr ||
         std::string_view(error.what_without_backtrace()).find("not enough memory") != std::string_view::npos ||
         std::string_view(error.what_without_backtrace()).find("can't allocate memory") != std::string_view::npos;
}

Error explained(const ModelPack& pack, PackPart part, const nn::WeightPlacement& placement) {
  const auto gigabytes = [&](const nn::WeightPlacement& with) {
    return static_cast<double>(memory_need(pack, part, with)) / kGigabyte;
  };
  std::string message =
      fmt::format("There is not enough memory to draw the {} with the pack '{}': it takes {:.1f} GB in {}",
                  part == PackPart::Anchors ? "anchors" : "in-betweens", pack.name, gigabytes(placement),
                  c10::toString(placement.dtype));
  if (placement.device.is_cuda()) return {ErrorCode::OutOfMemory, message + " on the device. Use --device cpu."};
  if (const std::uint64_t free = free_bytes(); free > 0)
    message += fmt::format(", and {:.1f} GB are free", static_cast<double>(free) / kGigabyte);
  message += ". Close other programs";
  if (placement.dtype == at::kFloat) {
    message += fmt::format(", or use --precision bf16, which takes {:.1f} GB",
                           gigabytes({.dtype = at::kBFloat16, .device = placement.device}));
  }
  return {ErrorCode::OutOfMemory, message + ", or draw with --source sketch."};
}

}  // namespace

std::uint64_t memory_need(const ModelPack& pack, PackPart part, const nn::WeightPlacement& placement) {
  std::uint64_t largest = 0;
  for (const PackNetwork& network : pack.networks) {
    if (network.known->part == part) largest = std::max(largest, network.num_parameters());
  }
  return c10::elementSize(placement.dtype) *
         static_cast<std::uint64_t>(kElementsAParameter * static_cast<double>(largest));
}

void with_memory_explained(const ModelPack& pack, PackPart part, const nn::WeightPlacement& placement,
                           const std::function<void()>& work) {
  try {
    work();
  } catch (const std::bad_alloc&) {
    throw explained(pack, part, placement);
  } catch (const c10::Error& error) {
    if (is_lack_of_memory(error)) throw explained(pack, part, placement);
    throw;
  }
}

}  // namespace core::cascade
