// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "render/gl/driver.h"

#include <epoxy/gl.h>

#include <string_view>

namespace render::gl {

bool is_software_driver() {
  const auto* name = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  const std::string_view driver = name == nullptr ? "" : name;
  return driver.find("llvmpipe") != std::string_view::npos || driver.find("softpipe") != std::string_view::npos;
}

}  // namespace render::gl
