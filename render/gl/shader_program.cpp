// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "render/gl/shader_program.h"

#include <epoxy/gl.h>
#include <fmt/format.h>

#include <glm/gtc/type_ptr.hpp>

#include "core/base/error.h"

namespace render::gl {
namespace {

constexpr int kMaxLog = 2048;

[[noreturn]] void refuse(const std::string& name, const char* what, const char* log) {
  throw core::Error(
      core::ErrorCode::DeviceUnavailable,
      fmt::format("The graphics driver does not {} the shader '{}': {}. A newer driver, or Mesa's software "
                  "OpenGL (LIBGL_ALWAYS_SOFTWARE=1), draws it.",
                  what, name, log));
}

Name compile(const std::string& name, GLenum stage, const std::string& source) {
  Name shader(glCreateShader(stage), [](unsigned int old) { glDeleteShader(old); });
  const std::string text = "#version 330 core\n" + source;
  const char* pointer = text.c_str();
  glShaderSource(shader.get(), 1, &pointer, nullptr);
  glCompileShader(shader.get());
  GLint is_ok = GL_FALSE;
  glGetShaderiv(shader.get(), GL_COMPILE_STATUS, &is_ok);
  if (is_ok == GL_FALSE) {
    char log[kMaxLog] = {};
    glGetShaderInfoLog(shader.get(), kMaxLog, nullptr, log);
    refuse(name, "compile", log);
  }
  return shader;
}

}  // namespace

ShaderProgram::ShaderProgram(const std::string& name, const ShaderSources& sources)
    : name_(glCreateProgram(), [](unsigned int old) { glDeleteProgram(old); }) {
  const Name vertex = compile(name, GL_VERTEX_SHADER, sources.vertex);
  const Name fragment = compile(name, GL_FRAGMENT_SHADER, sources.fragment);
  Name geometry;
  if (!sources.geometry.empty()) {
    geometry = compile(name, GL_GEOMETRY_SHADER, sources.geometry);
    glAttachShader(name_.get(), geometry.get());
  }
  glAttachShader(name_.get(), vertex.get());
  glAttachShader(name_.get(), fragment.get());
  glLinkProgram(name_.get());
  GLint is_ok = GL_FALSE;
  glGetProgramiv(name_.get(), GL_LINK_STATUS, &is_ok);
  if (is_ok == GL_FALSE) {
    char log[kMaxLog] = {};
    glGetProgramInfoLog(name_.get(), kMaxLog, nullptr, log);
    refuse(name, "link", log);
  }
}

void ShaderProgram::use() const { glUseProgram(name_.get()); }

int ShaderProgram::location(const char* uniform) const { return glGetUniformLocation(name_.get(), uniform); }

void ShaderProgram::set(const char* uniform, int value) const { glUniform1i(location(uniform), value); }
void ShaderProgram::set(const char* uniform, float value) const { glUniform1f(location(uniform), value); }
void ShaderProgram::set(const char* uniform, const glm::vec2& value) const {
  glUniform2fv(location(uniform), 1, glm::value_ptr(value));
}
void ShaderProgram::set(const char* uniform, const glm::vec3& value) const {
  glUniform3fv(location(uniform), 1, glm::value_ptr(value));
}
void ShaderProgram::set(const char* uniform, const glm::vec4& value) const {
  glUniform4fv(location(uniform), 1, glm::value_ptr(value));
}
void ShaderProgram::set(const char* uniform, const glm::mat3& value) const {
  glUniformMatrix3fv(location(uniform), 1, GL_FALSE, glm::value_ptr(value));
}
void ShaderProgram::set(const char* uniform, const glm::mat4& value) const {
  glUniformMatrix4fv(location(uniform), 1, GL_FALSE, glm::value_ptr(value));
}

}  // namespace render::gl
