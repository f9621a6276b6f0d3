// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <glm/mat3x3.hpp>
#include <glm/mat4x4.hpp>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>
#include <glm/vec4.hpp>
#include <string>

#include "render/gl/name.h"

namespace render::gl {

/// GLSL sources of one program, without the version line (330 core is put in front). An empty geometry stage is left
/// out.
struct ShaderSources {
  std::string vertex, geometry, fragment;
};

/// A linked program. Uniforms that the compiler has dropped are ignored.
class ShaderProgram {
 public:
  /// @param name  for the message, such as "clay"
  /// @throws core::Error(DeviceUnavailable) with the driver's words if it does not compile or link
  ShaderProgram(const std::string& name, const ShaderSources& sources);

  void use() const;
  /// The program must be in use.
  void set(const char* uniform, int value) const;
  void set(const char* uniform, float value) const;
  void set(const char* uniform, const glm::vec2& value) const;
  void set(const char* uniform, const glm::vec3& value) const;
  void set(const char* uniform, const glm::vec4& value) const;
  void set(const char* uniform, const glm::mat3& value) const;
  void set(const char* uniform, const glm::mat4& value) const;

 private:
  int location(const char* uniform) const;

  Name name_;
};

}  // namespace render::gl
