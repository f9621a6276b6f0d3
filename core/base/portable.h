// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

/// A function that runs on the processor and, where the CUDA compiler sees it, on the graphics device too.
#if defined(__CUDACC__)
#define ENVISION3D_PORTABLE __host__ __device__
#else
#define ENVISION3D_PORTABLE
#endif
