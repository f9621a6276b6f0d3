// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/nn/attention_kernel.h"

#include <immintrin.h>

// Compiled for AVX-512 as a whole: it uses nothing inline of other headers, of which the linker might keep a copy that
// other processors cannot run.
namespace core::nn {
namespace {

constexpr std::int64_t kLanes = 16;
// Rows and vectors of columns whose sums stay in registers.
constexpr std::int64_t kTileRows = 6, kTileVectors = 4;
// Scores of a block of queries with a block of keys stay in the second cache.
constexpr std::int64_t kKeyBlock = 256;

constexpr std::int64_t rounded_up(std::int64_t value, std::int64_t unit) { return (value + unit - 1) / unit * unit; }
constexpr std::int64_t smaller(std::int64_t a, std::int64_t b) { return a < b ? a : b; }

__mmask16 first_lanes(std::int64_t count) {
  return static_cast<__mmask16>(count >= kLanes ? 0xffff : (1 << count) - 1);
}

/// What differs between the element types. kDepth: elements that one step of a product takes from each row and column.
template <class Element>
struct Arithmetic;

template <>
struct Arithmetic<float> {
  using Vector = __m512;
  static constexpr std::int64_t kDepth = 1;
  static Vector load(const float* columns) { return _mm512_loadu_ps(columns); }
  static Vector repeat(const float* element) { return _mm512_set1_ps(*element); }
  static __m512 add_product(__m512 sum, Vector a, Vector b) { return _mm512_fmadd_ps(a, b, sum); }
  static void store(float* to, __mmask16 lanes, __m512 x) { _mm512_mask_storeu_ps(to, lanes, x); }
};

template <>
struct Arithmetic<std::uint16_t> {
  using Vector = __m512bh;
  static constexpr std::int64_t kDepth = 2;
  static Vector load(const std::uint16_t* columns) { return reinterpret_cast<Vector>(_mm512_loadu_si512(columns)); }
  static Vector repeat(const std::uint16_t* pair) {
    int bits;
    __builtin_memcpy(&bits, pair, sizeof bits);
    return reinterpret_cast<Vector>(_mm512_set1_epi32(bits));
  }
  static __m512 add_product(__m512 sum, Vector a, Vector b) { return _mm512_dpbf16_ps(sum, a, b); }
  static void store(std::uint16_t* to, __mmask16 lanes, __m512 x) {
    _mm256_mask_storeu_epi16(to, lanes, reinterpret_cast<__m256i>(_mm512_cvtneps_pbh(x)));
  }
};

/// A product's right side: `num_steps` steps of kDepth rows by `num_columns` columns, a multiple of kLanes.
template <class Element>
struct Columns {
  const Element* first;
  std::int64_t num_steps, num_columns;
};

/// Of all sums of a tile. Unrolled so that they stay in registers.
#define ENVISION3D_EACH_SUM                                            \
  _Pragma("GCC unroll 6") for (std::int64_t r = 0; r < kTileRows; ++r) \
      _Pragma("GCC unroll 4") for (std::int64_t v = 0; v < kVectors; ++v)

/// Whether a product is added to what is there or takes its place.
enum class Sums { Added, New };

template <class Element, Sums kSums, std::int64_t kVectors>
void multiply_tile(const Element* rows, std::int64_t row_stride, const Columns<Element>& columns, std::int64_t column,
                   float* sums, std::int64_t sum_stride) {
  using A = Arithmetic<Element>;
  __m512 sum[kTileRows][kVectors];
  float* to = sums + column;
  ENVISION3D_EACH_SUM {
    sum[r][v] = kSums == Sums::New ? _mm512_setzero_ps() : _mm512_loadu_ps(to + r * sum_stride + v * kLanes);
  }
  const Element* from = columns.first + column * A::kDepth;
  for (std::int64_t step = 0; step < columns.num_steps; ++step) {
    typename A::Vector right[kVectors];
    for (std::int64_t v = 0; v < kVectors; ++v) right[v] = A::load(from + v * kLanes * A::kDepth);
    ENVISION3D_EACH_SUM {
      sum[r][v] = A::add_product(sum[r][v], A::repeat(rows + r * row_stride + step * A::kDepth), right[v]);
    }
    from += columns.num_columns * A::kDepth;
  }
  ENVISION3D_EACH_SUM _mm512_storeu_ps(to + r * sum_stride + v * kLanes, sum[r][v]);
}

/// rows * columns.
/// @param num_rows  a multiple of kTileRows
template <class Element, Sums kSums>
void multiply(const Element* rows, std::int64_t row_stride, std::int64_t num_rows, const Columns<Element>& columns,
              float* sums, std::int64_t sum_stride) {
  constexpr decltype(&multiply_tile<Element, kSums, 1>) kTiles[kTileVectors] = {
      multiply_tile<Element, kSums, 1>, multiply_tile<Element, kSums, 2>, multiply_tile<Element, kSums, 3>,
      multiply_tile<Element, kSums, 4>};
  for (std::int64_t column = 0; column < columns.num_columns; column += kTileVectors * kLanes) {
    const auto tile = kTiles[smaller(kTileVectors, (columns.num_columns - column) / kLanes) - 1];
    for (std::int64_t row = 0; row < num_rows; row += kTileRows)
      tile(rows + row * row_stride, row_stride, columns, column, sums + row * sum_stride, sum_stride);
  }
}

/// 2^x, to about 2e-7 of it: the whole part goes to the exponent, the rest, in -0.5..0.5, through the series of
/// exp(x ln 2).
__m512 exp2(__m512 x) {
  const __m512 whole = _mm512_roundscale_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  const __m512 rest = _mm512_sub_ps(x, whole);
  constexpr float kSeries[] = {1.5403530e-4f, 1.3333558e-3f, 9.6181291e-3f, 5.5504109e-2f,
                               2.4022651e-1f, 6.9314718e-1f, 1.0f};
  __m512 sum = _mm512_set1_ps(kSeries[0]);
  for (int i = 1; i < 7; ++i) sum = _mm512_fmadd_ps(sum, rest, _mm512_set1_ps(kSeries[i]));
  return _mm512_scalef_ps(sum, whole);
}

/// The softmax of one query as far as its keys are known.
struct Softmax {
  float largest = -__builtin_inff();  ///< score, times log2(e) / sqrt(head size)
  float sum = 0.0f;                   ///< of 2^(score - largest)
};

/// Turns scores into weights relative to the largest score so far.
/// @param weights  rounded_up(num_keys, kLanes), zero behind the keys
/// @return         what results of earlier keys must be multiplied with
template <class Element>
float weigh(const float* scores, std::int64_t num_keys, float scale, Softmax& softmax, Element* weights) {
  __m512 largest = _mm512_set1_ps(-__builtin_inff());
  for (std::int64_t k = 0; k < num_keys; k += kLanes)
    largest = _mm512_mask_max_ps(largest, first_lanes(num_keys - k), largest, _mm512_loadu_ps(scores + k));
  const float block_largest = _mm512_reduce_max_ps(largest) * scale;
  const float before = softmax.largest;
  softmax.largest = block_largest > before ? block_largest : before;
  const __m512 shift = _mm512_set1_ps(-softmax.largest), factor = _mm512_set1_ps(scale);
  __m512 sum = _mm512_setzero_ps();
  for (std::int64_t k = 0; k < num_keys; k += kLanes) {
    const __m512 weight = _mm512_maskz_mov_ps(first_lanes(num_keys - k),
                                              exp2(_mm512_fmadd_ps(_mm512_loadu_ps(scores + k), factor, shift)));
    sum = _mm512_add_ps(sum, weight);
    Arithmetic<Element>::store(weights + k, 0xffff, weight);
  }
  const float kept = _mm512_cvtss_f32(exp2(_mm512_set1_ps(before - softmax.largest)));
  softmax.sum = softmax.sum * kept + _mm512_reduce_add_ps(sum);
  return kept;
}

/// row *= factor.
void multiply_row(float* row, std::int64_t size, float factor) {
  const __m512 factors = _mm512_set1_ps(factor);
  for (std::int64_t i = 0; i < size; i += kLanes)
    _mm512_storeu_ps(row + i, _mm512_mul_ps(_mm512_loadu_ps(row + i), factors));
}

/// Keys of a block and how wide their packed columns are.
struct KeyBlock {
  std::int64_t num_keys, num_columns;
};

KeyBlock key_block(const PackedSize& size, std::int64_t first) {
  const std::int64_t num_keys = smaller(kKeyBlock, size.num_keys - first);
  return {num_keys, rounded_up(num_keys, kLanes)};
}

/// Elements before the keys and before the values of a block, both of which lie together.
template <class Element>
struct PackedPlace {
  std::int64_t keys, values;
};

template <class Element>
PackedPlace<Element> packed_place(const PackedSize& size, std::int64_t first, const KeyBlock& block) {
  constexpr std::int64_t kDepth = Arithmetic<Element>::kDepth;
  const std::int64_t depth = rounded_up(size.head_size, kDepth), width = rounded_up(size.head_size, kLanes);
  const std::int64_t start = first * (depth + width);  // all earlier blocks are whole
  return {start, start + depth * block.num_columns};
}

}  // namespace

template <>
bool has_attention_kernel<float>() {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}

template <>
bool has_attention_kernel<std::uint16_t>() {
  return has_attention_kernel<float>() && __builtin_cpu_supports("avx512bf16");
}

template <class Element>
PackedSize packed_size(std::int64_t num_keys, std::int64_t head_size) {
  constexpr std::int64_t kDepth = Arithmetic<Element>::kDepth;
  return {num_keys, head_size,
          rounded_up(num_keys, kLanes) * (rounded_up(head_size, kDepth) + rounded_up(head_size, kLanes))};
}

template <class Element>
void pack_keys_and_values(HeadRows<const Element> keys, HeadRows<const Element> values, const PackedSize& size,
                          Element* packed) {
  constexpr std::int64_t kDepth = Arithmetic<Element>::kDepth;
  const std::int64_t width = rounded_up(size.head_size, kLanes);
  for (std::int64_t i = 0; i < size.num_elements; ++i) packed[i] = 0;
  for (std::int64_t first = 0; first < size.num_keys; first += kKeyBlock) {
    const KeyBlock block = key_block(size, first);
    const auto place = packed_place<Element>(size, first, block);
    for (std::int64_t k = 0; k < block.num_keys; ++k) {
      const Element* key = keys.first + (first + k) * keys.stride;
      const Element* value = values.first + (first + k) * values.stride;
      Element* packed_value = packed + place.values + k / kDepth * kDepth * width + k % kDepth;
      for (std::int64_t c = 0; c < size.head_size; ++c) {
        packed[place.keys + (c / kDepth * block.num_columns + k) * kDepth + c % kDepth] = key[c];
        packed_value[c * kDepth] = value[c];
      }
    }
  }
}

template <class Element>
void attend_rows(HeadRows<const Element> queries, std::int64_t num_queries, const Element* packed,
                 const PackedSize& size, HeadRows<Element> results) {
  constexpr std::int64_t kDepth = Arithmetic<Element>::kDepth;
  const std::int64_t num_rows = rounded_up(num_queries, kTileRows);
  const std::int64_t depth = rounded_up(size.head_size, kDepth), width = rounded_up(size.head_size, kLanes);
  const float scale = 1.4426950408889634f / __builtin_sqrtf(static_cast<float>(size.head_size));

  Element rows[kAttentionRows * kMaxAttentionHead];
  float sums[kAttentionRows * kMaxAttentionHead];
  float scores[kAttentionRows * kKeyBlock];
  Element weights[kAttentionRows * kKeyBlock];
  Softmax softmax[kAttentionRows];
  for (std::int64_t i = 0; i < num_rows * depth; ++i) rows[i] = 0;
  for (std::int64_t r = 0; r < num_queries; ++r)
    __builtin_memcpy(rows + r * depth, queries.first + r * queries.stride,
                     sizeof(Element) * static_cast<std::size_t>(size.head_size));
  for (std::int64_t i = 0; i < num_rows * width; ++i) sums[i] = 0.0f;

  for (std::int64_t first = 0; first < size.num_keys; first += kKeyBlock) {
    const KeyBlock block = key_block(size, first);
    const auto place = packed_place<Element>(size, first, block);
    multiply<Element, Sums::New>(rows, depth, num_rows, {packed + place.keys, depth / kDepth, block.num_columns},
                                 scores, block.num_columns);
    for (std::int64_t r = 0; r < num_rows; ++r) {
      const float kept =
          weigh(scores + r * block.num_columns, block.num_keys, scale, softmax[r], weights + r * block.num_columns);
      if (kept != 1.0f) multiply_row(sums + r * width, width, kept);
    }
    multiply<Element, Sums::Added>(weights, block.num_columns, num_rows,
                                   {packed + place.values, rounded_up(block.num_keys, kDepth) / kDepth, width}, sums,
                                   width);
  }
  for (std::int64_t r = 0; r < num_queries; ++r) {
    multiply_row(sums + r * width, width, 1.0f / softmax[r].sum);
    for (std::int64_t c = 0; c < size.head_size; c += kLanes)
      Arithmetic<Element>::store(results.first + r * results.stride + c, first_lanes(size.head_size - c),
                                 _mm512_loadu_ps(sums + r * width + c));
  }
}

template PackedSize packed_size<float>(std::int64_t, std::int64_t);
template PackedSize packed_size<std::uint16_t>(std::int64_t, std::int64_t);
template void pack_keys_and_values<float>(HeadRows<const float>, HeadRows<const float>, const PackedSize&, float*);
template void pack_keys_and_values<std::uint16_t>(HeadRows<const std::uint16_t>, HeadRows<const std::uint16_t>,
                                                  const PackedSize&, std::uint16_t*);
template void attend_rows<float>(HeadRows<const float>, std::int64_t, const float*, const PackedSize&, HeadRows<float>);
template void attend_rows<std::uint16_t>(HeadRows<const std::uint16_t>, std::int64_t, const std::uint16_t*,
                                         const PackedSize&, HeadRows<std::uint16_t>);

}  // namespace core::nn
