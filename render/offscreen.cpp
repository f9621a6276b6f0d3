// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "render/offscreen.h"

#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <fmt/format.h>

#include <cstring>

#include "core/base/error.h"

namespace render {

struct OffscreenContext::Handles {
  EGLDisplay display = EGL_NO_DISPLAY;
  EGLContext context = EGL_NO_CONTEXT;
};

namespace {

[[noreturn]] void refuse(const char* what) {
  throw core::Error(
      core::ErrorCode::DeviceUnavailable,
      fmt::format("Pictures cannot be drawn without a window: {} (EGL error 0x{:x}). Mesa's libEGL and its "
                  "drivers (packages libegl1, libgl1-mesa-dri) can.",
                  what, eglGetError()));
}

bool has_client_extension(const char* name) {
  const char* extensions = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
  return extensions != nullptr && std::strstr(extensions, name) != nullptr;
}

EGLDisplay open_display() {
  EGLDisplay display = EGL_NO_DISPLAY;
  if (has_client_extension("EGL_MESA_platform_surfaceless")) {
    display = eglGetPlatformDisplay(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
  }
  if (display == EGL_NO_DISPLAY) display = eglGetDisplay(EGL_DEFAULT_DISPLAY);
  if (display == EGL_NO_DISPLAY || eglInitialize(display, nullptr, nullptr) != EGL_TRUE) refuse("no EGL display opens");
  return display;
}

EGLContext make_context(EGLDisplay display) {
  const char* extensions = eglQueryString(display, EGL_EXTENSIONS);
  if (extensions == nullptr || std::strstr(extensions, "EGL_KHR_surfaceless_context") == nullptr) {
    refuse("the driver needs a surface");
  }
  if (eglBindAPI(EGL_OPENGL_API) != EGL_TRUE) refuse("the driver has no OpenGL");
  const EGLint wanted[] = {EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_SURFACE_TYPE, EGL_DONT_CARE, EGL_NONE};
  EGLConfig config = nullptr;
  EGLint num_configs = 0;
  if (eglChooseConfig(display, wanted, &config, 1, &num_configs) != EGL_TRUE || num_configs < 1) {
    refuse("no fitting configuration");
  }
  const EGLint attributes[] = {
      EGL_CONTEXT_MAJOR_VERSION,           3,       EGL_CONTEXT_MINOR_VERSION, 3, EGL_CONTEXT_OPENGL_PROFILE_MASK,
      EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
  const EGLContext context = eglCreateContext(display, config, EGL_NO_CONTEXT, attributes);
  if (context == EGL_NO_CONTEXT) refuse("the driver gives no OpenGL 3.3 context");
  return context;
}

}  // namespace

// The display stays open: other parts of the process may have it too, and closing it would take it from them.
OffscreenContext::OffscreenContext() : handles_(std::make_unique<Handles>()) {
  handles_->display = open_display();
  handles_->context = make_context(handles_->display);
  if (eglMakeCurrent(handles_->display, EGL_NO_SURFACE, EGL_NO_SURFACE, handles_->context) != EGL_TRUE) {
    eglDestroyContext(handles_->display, handles_->context);
    refuse("the context does not become current");
  }
}

OffscreenContext::~OffscreenContext() {
  if (eglGetCurrentContext() == handles_->context) {
    eglMakeCurrent(handles_->display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
  }
  eglDestroyContext(handles_->display, handles_->context);
}

void OffscreenContext::make_current() const {
  if (eglMakeCurrent(handles_->display, EGL_NO_SURFACE, EGL_NO_SURFACE, handles_->context) != EGL_TRUE) {
    refuse("the context does not become current");
  }
}

}  // namespace render
