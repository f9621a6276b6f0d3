// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <memory>

#include "core/cascade/cascade_options.h"
#include "core/views/view_source.h"

namespace core::cascade {

/// Raised whenever equal requests give different pictures than before; part of the artifact keys.
inline constexpr int kAnchorsVersion = 1;

/// Stage I: draws the eight anchors and their normals from one picture, all that is asked for in one denoising. Anchors
/// that are held take part as they are and condition the others. One network is in memory at a time.
///
/// The same request draws the same pictures; in fp32 byte for byte.
///
/// Source: He et al. 2024, "Envision3D", 3.2; reference/stage1-anchor-views.md.
class AnchorViewGenerator {
 public:
  /// @param pipe     the folder s1_pipe of a pack
  /// @param normals  of the photo; never null
  AnchorViewGenerator(std::filesystem::path pipe, CascadeOptions options,
                      std::shared_ptr<const views::PhotoNormals> normals);

  /// The network was trained with objects on 7/8 of the canvas, seen from where everything fits.
  float framing_ratio(const image::Image8& cutout, const views::Framing& wanted, const geometry::RingGeometry& ring,
                      const RunContext& context) const;

  /// Draws the wanted anchors. Anchor j starts from rows j and 8 + j of the noise of its seed (contracts.md section 1).
  /// An anchor that is neither wanted nor held is drawn along, of its seed, and not kept; so are the normals of a held
  /// anchor without any.
  /// @throws Error Usage (a picture of the request is missing, not square or of another size), NumericalFailure, what
  ///         pipe_networks.h, compute_type.h and stored_noise.h throw; Cancelled, between steps
  void draw(const views::AnchorRequest& request, const views::KeepView& keep, const RunContext& context) const;

 private:
  std::filesystem::path pipe_;
  CascadeOptions options_;
  std::shared_ptr<const views::PhotoNormals> normals_;
};

}  // namespace core::cascade
