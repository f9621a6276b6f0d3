// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/sketch/sketch_options.h"
#include "core/views/photo_normals.h"

namespace core::sketch {

/// Normals of the photo without a network: those of the body that the sketch source makes of the cut-out. Warns
/// (normals_from_sketch), because networks were trained with finer ones.
class BodyNormals final : public views::PhotoNormals {
 public:
  explicit BodyNormals(const SketchOptions& options) : options_(options) {}

  image::Image8 estimate(const views::FramedPhoto& photo, const geometry::RingGeometry& ring,
                         const RunContext& context) const override;

 private:
  SketchOptions options_;
};

}  // namespace core::sketch
