// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

namespace render::gl {

/// Whether the current context is drawn by the processor (Mesa's llvmpipe and softpipe).
bool is_software_driver();

}  // namespace render::gl
