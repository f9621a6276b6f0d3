// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <spdlog/spdlog.h>

namespace core {

/// How much the log says: 0 warnings and errors, 1 also what is being done, 2 also details.
void set_log_level(int verbosity);

/// Sends the log to standard error. Call once, from main; without it spdlog's default (standard output) stays.
void log_to_stderr();

}  // namespace core
