// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mesh/mesh.h"
#include "core/sketch/sketch_options.h"
#include "core/views/view_source.h"

namespace core::sketch {

/// Raised whenever equal requests give different pictures than before; part of the artifact keys.
inline constexpr int kSketchVersion = 3;

/// The built-in source of views: shapes the cut-out (and the outlines of own pictures, and painted ones) into a closed
/// body, paints the sides that no picture shows, and renders the ring with normals. Needs no weights.
///
/// An anchor's seed varies its unseen paint and relief, never the body's silhouette. View 0 is the photo itself.
/// In-betweens are the body seen in between, coloured from the pictures of the anchors that hold them.
class SketchSource final : public views::ViewSource {
 public:
  explicit SketchSource(const SketchOptions& options) : options_(options) {}

  float framing_ratio(const image::Image8& cutout, const views::Framing& wanted, const geometry::RingGeometry& ring,
                      const RunContext& context) const override;
  void draw_anchors(const views::AnchorRequest& request, const views::KeepView& keep,
                    const RunContext& context) const override;
  void draw_clips(const views::ClipRequest& request, const views::KeepView& keep,
                  const RunContext& context) const override;
  bool front_is_photo() const override { return true; }

 private:
  SketchOptions options_;
};

/// The body that Auto chooses for this cut-out (never Auto itself).
Body choose_body(const image::Image8& front_rgba);

}  // namespace core::sketch
