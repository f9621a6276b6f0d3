// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include "core/pipeline/plan.h"

namespace ui {

/// What a plan would do, for the words beside the button: "6 in-betweens and the surface will be redone, about 9 s".
/// @param is_first  nothing was made before: things are made, not redone
QString plan_words(const core::pipeline::Plan& plan, double seconds, bool is_first);

}  // namespace ui
