// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/body_normals.h"

#include "core/image/alpha.h"
#include "core/sketch/seed_variation.h"
#include "core/sketch/sketch_source.h"

namespace core::sketch {

image::Image8 BodyNormals::estimate(const views::FramedPhoto& photo, const geometry::RingGeometry& ring,
                                    const RunContext& context) const {
  context.warn("normals_from_sketch",
               "There is no network for the normals of the photo; those of the sketch source's body are used. The "
               "views follow the photo better with omnidata_dpt_normal_v2.ckpt in the model pack.");
  auto front = std::make_shared<views::View>();
  front->rgba = photo.canvas;
  views::AnchorRequest request;
  request.ring = ring;
  request.front = front;
  request.wanted.set(0);
  request.seeds[0] = kPlainSeed;
  image::Image8 normals;
  // The body is a small part of the caller's work and reports nothing of its own.
  const RunContext quiet(context.stop_token(), {});
  SketchSource(options_).draw_anchors(
      request, [&](const views::ViewPtr& view) { normals = image::over_white(view->normal); }, quiet);
  return normals;
}

}  // namespace core::sketch
