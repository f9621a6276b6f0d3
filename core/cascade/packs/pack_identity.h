// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/content_key.h"
#include "core/cascade/packs/model_pack.h"

namespace core::cascade {

/// Tells packs apart that draw different views: made of the configurations and of names, shapes and some elements of
/// all weights, not of name and place. Weights are gigabytes, so that only the beginning of each tensor is read. What
/// cannot be read counts as not there.
ContentKey pack_identity(const ModelPack& pack);

}  // namespace core::cascade
