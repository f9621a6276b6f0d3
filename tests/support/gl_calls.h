// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace support {

/// Counts what is asked of OpenGL through libepoxy while it lives, on any thread: draw calls, and what is copied to the
/// device. One at a time. What goes another way (Qt's own calls, Dear ImGui's) is not counted, nor what has never been
/// called before: libepoxy looks a function up at its first call and puts its own pointer back.
class GlCalls {
 public:
  GlCalls();
  ~GlCalls();
  GlCalls(const GlCalls&) = delete;
  GlCalls& operator=(const GlCalls&) = delete;

  int num_draws() const;
  int num_uploads() const;
  std::size_t num_uploaded_bytes() const;
};

}  // namespace support
