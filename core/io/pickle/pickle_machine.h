// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/io/pickle/pickle_value.h"

namespace core::io {

struct PickleLimits {
  std::size_t max_bytes = std::size_t{1} << 26;
  std::size_t max_values = 2'000'000;
  std::size_t max_stack = 1'000'000;
  std::size_t max_memo = 2'000'000;
};

/// Reads one pickle (protocols 2 to 5) from the beginning of the bytes. Nothing is executed or looked up: functions and
/// classes are names, calls of them are values. Opcodes outside an allow-list are refused.
///
/// @param name  stands for the pickle in messages
/// @return      values whose texts lie in `bytes`
/// @throws Error BadFormat (says at which byte), Unsupported (an opcode that is not read), LimitExceeded
///
/// Source: CPython's Lib/pickletools.py, which describes every opcode.
Pickle read_pickle(std::span<const std::uint8_t> bytes, const std::string& name, const PickleLimits& limits = {});

}  // namespace core::io
