// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

/// Compiles a function three times, for any x86-64 processor, for those with AVX2 and for those with AVX-512; which one
/// runs is decided once when the program starts. For hot loops over plain arrays. Sanitizers cannot look into such
/// functions before they are set up, so their builds have the first one only.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define ENVISION3D_MULTIVERSION __attribute__((flatten, target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define ENVISION3D_MULTIVERSION
#endif
