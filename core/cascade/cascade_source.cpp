// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/cascade_source.h"

#include "core/cascade/compute_type.h"
#include "core/cascade/memory_need.h"
#include "core/cascade/photo_normals.h"

namespace core::cascade {

CascadeSource::CascadeSource(ModelPack pack, const CascadeOptions& options,
                             std::shared_ptr<const views::PhotoNormals> normals)
    : pack_(std::move(pack)),
      compute_(options.compute),
      anchors_(pack_.path / "s1_pipe", options, choose_photo_normals(pack_.path, options, std::move(normals))),
      in_betweens_(pack_.path / "s2_pipe", options) {}

float CascadeSource::framing_ratio(const image::Image8& cutout, const views::Framing& wanted,
                                   const geometry::RingGeometry& ring, const RunContext& context) const {
  return anchors_.framing_ratio(cutout, wanted, ring, context);
}

void CascadeSource::draw_anchors(const views::AnchorRequest& request, const views::KeepView& keep,
                                 const RunContext& context) const {
  pack_.check(PackPart::Anchors);
  with_memory_explained(pack_, PackPart::Anchors, placement_of(compute_),
                        [&] { anchors_.draw(request, keep, context); });
}

void CascadeSource::draw_clips(const views::ClipRequest& request, const views::KeepView& keep,
                               const RunContext& context) const {
  pack_.check(PackPart::InBetweens);
  with_memory_explained(pack_, PackPart::InBetweens, placement_of(compute_),
                        [&] { in_betweens_.draw(request, keep, context); });
}

}  // namespace core::cascade
