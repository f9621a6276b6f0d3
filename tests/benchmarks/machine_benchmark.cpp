// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include <thread>
#include <vector>

#include "core/base/multiversion.h"
#include "core/base/parallel.h"

// What this machine can do at most, for comparison: bytes and floating point operations a second, on the cores that
// parallel_for uses and on one.
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 16;

ENVISION3D_MULTIVERSION
void triad(float* a, const float* b, const float* c, float s, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) a[i] = b[i] + s * c[i];
}

/// a = b + s c on arrays far larger than the caches; counts 12 bytes an element, as STREAM does.
/// Source: McCalpin 1995, "Memory bandwidth and machine balance in current high performance computers".
void memory_bandwidth(benchmark::State& state) {
  const core::ThreadLimit limit(static_cast<int>(state.range(0)));
  const std::size_t count = std::size_t{1} << 25;
  std::vector<float> a(count, 1.0f), b(count, 2.0f), c(count, 3.0f);
  for (auto _ : state) {
    core::parallel_for(std::size_t{0}, count / kChunk, std::size_t{4}, [&](std::size_t i) {
      triad(a.data() + i * kChunk, b.data() + i * kChunk, c.data() + i * kChunk, 0.5f, kChunk);
    });
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(3 * sizeof(float) * count));
}
BENCHMARK(memory_bandwidth)->Arg(1)->Arg(0)->ArgName("threads")->Unit(benchmark::kMillisecond)->UseRealTime();

using Lanes = float __attribute__((vector_size(64)));
constexpr std::size_t kChains = 12;  ///< enough to hide the latency, few enough for the registers
constexpr int kLinks = 4096;

/// Independent chains of x = x y + z in registers. They begin at different values: equal ones would become one.
ENVISION3D_MULTIVERSION
float multiply_add(float y, float z) {
  Lanes chains[kChains];
  for (std::size_t i = 0; i < kChains; ++i) chains[i] = Lanes{} + static_cast<float>(i);
  const Lanes factor = Lanes{} + y, term = Lanes{} + z;
  for (int link = 0; link < kLinks; ++link) {
#pragma GCC unroll 12
    for (Lanes& chain : chains) chain = chain * factor + term;
  }
  Lanes sum{};
  for (const Lanes& chain : chains) sum += chain;
  return sum[0];
}

/// Items are floating point operations (a multiplication and an addition each count).
void arithmetic(benchmark::State& state) {
  const core::ThreadLimit limit(static_cast<int>(state.range(0)));
  const std::size_t shares = state.range(0) == 1 ? 1 : std::thread::hardware_concurrency();
  for (auto _ : state) {
    core::parallel_for(std::size_t{0}, shares, std::size_t{1}, [&](std::size_t share) {
      for (int i = 0; i < 64; ++i) {
        float y = 0.999f;
        benchmark::DoNotOptimize(y);
        benchmark::DoNotOptimize(multiply_add(y, static_cast<float>(share)));
      }
    });
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(64 * shares * 2 * kLinks * kChains *
                                                                         sizeof(Lanes) / sizeof(float)));
}
BENCHMARK(arithmetic)->Arg(1)->Arg(0)->ArgName("threads")->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
