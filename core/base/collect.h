// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/base/parallel.h"

namespace core {

/// What find(i, found) appends to `found` (vector<T>) for each i in [begin, end), one after the other, as if it had run
/// in a row: the result does not depend on threads.
template <class T, class Index, class Find>
std::vector<T> parallel_collect(Index begin, Index end, Index grain, const Find& find) {
  std::vector<std::vector<T>> parts(static_cast<std::size_t>(end > begin ? end - begin : Index{0}));
  parallel_for(begin, end, grain, [&](Index i) { find(i, parts[static_cast<std::size_t>(i - begin)]); });
  std::vector<T> all;
  for (const std::vector<T>& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace core
