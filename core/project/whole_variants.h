// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

#include "core/project/workspace.h"

/// Old drawings of anchors do not stay in memory: what is shown or held is there whole, and of the others a small
/// picture for lists, until somebody looks at them. The whole ones are in the project file.
namespace core::project {

/// Of each anchor, whatever is shown.
inline constexpr std::size_t kWholePerAnchor = 4;
inline constexpr int kSmallPicturePx = 96;

/// The same drawing with a small picture and nothing else.
VariantPtr small_copy(const Variant& whole);

/// Replaces drawings of anchors by small ones: all but the newest, own pictures and what is shown or held.
/// @pre they are in the project file
void make_old_variants_small(Workspace& work);

/// Gives the whole of a small drawing; null if it cannot be read.
using ReadWhole = std::function<VariantPtr(const Variant& small)>;
/// Makes what is shown or held whole.
void make_used_variants_whole(Workspace& work, const ReadWhole& read);

}  // namespace core::project
