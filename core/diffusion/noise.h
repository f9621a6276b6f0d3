// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace core::diffusion {

/// The standard normal numbers that a CUDA generator gives the original for half-precision tensors, drawn on any
/// machine. Element i of draw d is the first of the four normals that Philox4x32-10 makes of key `seed`, counter (d,
/// i).
///
/// Holds for tensors of at most 65536 elements on GPUs with enough resident blocks (32 multiprocessors or more);
/// larger tensors get numbers of the same kind that the original would place otherwise. UNVERIFIED against a device:
/// the order of elements and the transform follow the published sources of PyTorch and cuRAND; a test labelled gpu
/// settles it.
///
/// @param draw  how many tensors of this shape the generator has given before, 0 for the first
/// @return      float32, values that fp16 represents
///
/// Source: reference/stage1-anchor-views.md 4.4, stage2-interpolation.md 1.4.
at::Tensor generator_noise(at::IntArrayRef shape, std::uint64_t seed, std::uint64_t draw = 0);

}  // namespace core::diffusion
