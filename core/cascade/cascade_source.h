// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "core/cascade/anchor_view_generator.h"
#include "core/cascade/interpolator.h"
#include "core/cascade/packs/model_pack.h"

namespace core::cascade {

/// The views of a model pack: anchors by its stage I, in-betweens by its stage II. A pack may hold one of them only;
/// asking for the other throws Error(MissingWeights) with what to fetch, and so does what makes its weights useless
/// (ModelPack::check). A lack of memory is Error(OutOfMemory) with what is needed (memory_need.h).
class CascadeSource final : public views::ViewSource {
 public:
  /// @param normals  makes the normals of the photo where neither the options nor the pack have them
  CascadeSource(ModelPack pack, const CascadeOptions& options, std::shared_ptr<const views::PhotoNormals> normals);

  float framing_ratio(const image::Image8& cutout, const views::Framing& wanted, const geometry::RingGeometry& ring,
                      const RunContext& context) const override;
  void draw_anchors(const views::AnchorRequest& request, const views::KeepView& keep,
                    const RunContext& context) const override;
  void draw_clips(const views::ClipRequest& request, const views::KeepView& keep,
                  const RunContext& context) const override;
  bool front_is_photo() const override { return false; }

 private:
  ModelPack pack_;
  ComputeOptions compute_;
  AnchorViewGenerator anchors_;
  Interpolator in_betweens_;
};

}  // namespace core::cascade
