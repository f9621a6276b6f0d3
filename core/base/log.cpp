// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/base/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>

#include <memory>

namespace core {

void set_log_level(int verbosity) {
  spdlog::set_level(verbosity <= 0 ? spdlog::level::warn : verbosity == 1 ? spdlog::level::info : spdlog::level::debug);
}

void log_to_stderr() {
  auto logger = std::make_shared<spdlog::logger>("envision3d", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
  logger->set_pattern("%^%l%$: %v");
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace core
