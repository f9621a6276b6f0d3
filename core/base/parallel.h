// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>

#include <cstddef>
#include <exception>
#include <optional>
#include <thread>

namespace core {

/// Calls body(i) for every i in [begin, end), on all cores the process may use; `grain` indices are one unit of work.
/// The order is not defined; an exception (or Cancelled) thrown by the body is rethrown here.
template <class Index, class Body>
void parallel_for(Index begin, Index end, Index grain, const Body& body) {
  if (begin >= end) return;
#if defined(__SANITIZE_THREAD__)
  // The thread sanitizer cannot see how Debian's oneTBB synchronises and reports every task of it; plain threads show
  // it what the bodies do.
  std::exception_ptr failures[2];
  const auto share = [&](int which) {
    try {
      const Index middle = begin + (end - begin) / 2;
      for (Index i = which == 0 ? begin : middle; i != (which == 0 ? middle : end); ++i) body(i);
    } catch (...) {
      failures[which] = std::current_exception();
    }
  };
  std::thread other(share, 1);
  share(0);
  other.join();
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
  static_cast<void>(grain);
#else
  tbb::parallel_for(
      tbb::blocked_range<Index>(begin, end, static_cast<std::size_t>(grain < 1 ? 1 : grain)),
      [&](const tbb::blocked_range<Index>& range) {
        for (Index i = range.begin(); i != range.end(); ++i) body(i);
      },
      tbb::simple_partitioner());
#endif
}

/// Threads that the process may use now.
inline int max_threads() {
  return static_cast<int>(tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism));
}

/// Limits the worker threads of the whole process while it lives. num_threads 0 means: no limit.
class ThreadLimit {
 public:
  explicit ThreadLimit(int num_threads) {
    if (num_threads > 0) {
      control_.emplace(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(num_threads));
    }
  }

 private:
  std::optional<tbb::global_control> control_;
};

}  // namespace core
