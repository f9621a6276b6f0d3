// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/reconstruct/cuda/level_data.h"

namespace core::reconstruct {

/// What refines the surface. Auto is Cuda where that works, else Cpu.
enum class Device { Auto, Cpu, Cuda };

/// Cpu or Cuda.
/// @throws Error(DeviceUnavailable) if Cuda is asked for and cannot be used, with the reason
Device usable_device(Device wanted);

/// The library of CUDA kernels, loaded when it is first asked for: the programs do not link it. It lies beside the
/// program or where the system looks for libraries.
/// @throws Error(DeviceUnavailable) if it is not there or no device answers, with the reason
const cuda::Library& cuda_library();

/// Name of the device that the library uses. @throws as cuda_library
const char* cuda_device_name();

}  // namespace core::reconstruct
