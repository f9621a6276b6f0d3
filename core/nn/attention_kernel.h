// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

/// Attention of one head on a processor with AVX-512, without its matrix of weights ever being whole: keys come in
/// blocks, and what earlier blocks gave is scaled down whenever a later one holds a larger score.
///
/// Element is float, or std::uint16_t for bf16, which needs AVX512-BF16 too. Sums are float32 in either.
///
/// Source: Dao et al. 2022, "FlashAttention", algorithm 1.
namespace core::nn {

/// Whether this processor has what the kernel is compiled for.
template <class Element>
bool has_attention_kernel();

/// Rows of one head, `stride` elements apart.
template <class Element>
struct HeadRows {
  Element* first = nullptr;
  std::int64_t stride = 0;
};

/// Keys and values of one head, in the order in which the kernel reads them.
struct PackedSize {
  std::int64_t num_keys = 0, head_size = 0;
  std::int64_t num_elements = 0;  ///< of both together
};
template <class Element>
PackedSize packed_size(std::int64_t num_keys, std::int64_t head_size);

/// @param packed  size.num_elements
template <class Element>
void pack_keys_and_values(HeadRows<const Element> keys, HeadRows<const Element> values, const PackedSize& size,
                          Element* packed);

/// Queries that attend_rows() takes at once, and the largest size of a head.
inline constexpr std::int64_t kAttentionRows = 48, kMaxAttentionHead = 512;

/// softmax(Q K^T / sqrt(head size)) V for some queries.
/// @param num_queries  1..kAttentionRows
template <class Element>
void attend_rows(HeadRows<const Element> queries, std::int64_t num_queries, const Element* packed,
                 const PackedSize& size, HeadRows<Element> results);

}  // namespace core::nn
