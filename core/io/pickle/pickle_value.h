// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core::io {

/// What a pickle describes, as inert data. A call stays a call: its function's name and its arguments.
enum class PickleKind {
  None,
  Bool,        ///< integer
  Int,         ///< integer
  LongInt,     ///< text: a whole number of over eight bytes, little-endian
  Float,       ///< real
  Text,        ///< text
  Bytes,       ///< text
  Tuple,       ///< items
  List,        ///< items
  Set,         ///< items
  Dict,        ///< entries
  Global,      ///< module and text: a function or class of a Python module
  Call,        ///< items: what is called, its arguments; entries: what was put into the result like into a dict
  Persistent,  ///< items: the one value that names something outside the pickle
};

/// A value's place among its siblings of one pickle. Several values may hold the same one, also in a circle.
using PickleRef = std::uint32_t;

struct PickleValue {
  PickleKind kind = PickleKind::None;
  std::int64_t integer = 0;
  double real = 0.0;
  std::string_view text, module;  ///< in the pickle's bytes
  std::vector<PickleRef> items;
  std::vector<PickleRef> entries;  ///< key, value, key, value ...
};

/// The values of one pickle and the last of them, which holds the others.
struct Pickle {
  std::vector<PickleValue> values;
  PickleRef root = 0;
  std::size_t num_bytes = 0;  ///< of the pickle itself

  const PickleValue& at(PickleRef ref) const { return values[ref]; }
  const PickleValue& root_value() const { return values[root]; }
};

}  // namespace core::io
