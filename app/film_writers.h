// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "core/base/run_context.h"
#include "core/image/image.h"
#include "ui/turntable.h"

namespace app {

/// Where the frames of a film go. What was begun and not finished leaves nothing behind.
class FilmWriter {
 public:
  virtual ~FilmWriter() = default;
  /// @param rgba  straight alpha, of the film's size
  virtual void add(const core::image::Image8& rgba) = 0;
  /// Puts the film in its place.
  virtual void finish() = 0;
};

/// The writer for a turntable's kind. @throws core::Error(NotWritable) if something is in the way
/// @param context  asked for a stop while another program is waited for; must stay as long as the writer
std::unique_ptr<FilmWriter> make_film_writer(const ui::Turntable& turntable, const core::RunContext& context);

}  // namespace app
