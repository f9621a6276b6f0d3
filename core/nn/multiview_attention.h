// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/nn/attention.h"

/// Attention between the rows of a batch: the views of an object, and its domains (colour, normal).
///
/// Rows are domain-major: all views of the first domain, then all of the second. Sharing keys between rows is a matter
/// of shape, nothing is repeated.
///
/// Source: reference/stage1-anchor-views.md 3.3.
namespace core::nn {

/// Whose tokens a view attends to.
enum class ViewMixing {
  OwnView,     ///< plain self-attention
  AllViews,    ///< those of all views of its run
  FirstAndOwn  ///< those of the first view of its run, and its own
};

/// @param tokens     [rows, N, C], consecutive runs of num_views rows belong together
/// @return           [rows, N, C]
at::Tensor attend_across_views(const AttentionImpl& attention, const at::Tensor& tokens, std::int64_t num_views,
                               ViewMixing mixing);

/// Every token attends to those of its view in all domains.
/// @param tokens  [num_domains * V, N, C], row d * V + v is view v of domain d
/// @return        the same shape
at::Tensor attend_across_domains(const AttentionImpl& attention, const at::Tensor& tokens, std::int64_t num_domains);

}  // namespace core::nn
