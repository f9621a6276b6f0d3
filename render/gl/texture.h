// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/image/image.h"
#include "render/gl/name.h"

namespace render::gl {

/// A picture on the device: 8 bits a channel, values as they are (no conversion from sRGB), clamped at the borders,
/// with mipmaps. Row 0 of the picture lies at v = 0.
class Texture {
 public:
  Texture() = default;
  /// Undefined content. @param num_channels 1 (red), 3 or 4
  /// @throws core::Error(LimitExceeded) if the device takes no picture of that size
  Texture(int width, int height, int num_channels);
  explicit Texture(const core::image::Image8& picture);

  /// Overwrites rows of the finest level from a picture of the texture's size.
  void write_rows(const core::image::Image8& picture, int first_row, int num_rows);
  /// Makes the coarser levels, at most `max_level` of them, from the finest.
  void make_mipmaps(int max_level);
  void bind(int unit) const;
  bool is_empty() const { return name_.is_empty(); }

 private:
  Name name_;
  int width_ = 0, height_ = 0;
  unsigned int format_ = 0;
};

}  // namespace render::gl
