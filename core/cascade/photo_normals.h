// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

#include "core/cascade/cascade_options.h"
#include "core/views/photo_normals.h"

namespace core::cascade {

/// Normals that the user gives as a picture: of the photo's size, or of the canvas's. Framed as they are, like the
/// original's dataset step: white outside is theirs to have.
class GivenNormals final : public views::PhotoNormals {
 public:
  explicit GivenNormals(std::filesystem::path picture) : path_(std::move(picture)) {}

  /// @throws Error as io::read_picture(); Usage if the picture has neither size
  image::Image8 estimate(const views::FramedPhoto& photo, const geometry::RingGeometry& ring,
                         const RunContext& context) const override;

 private:
  std::filesystem::path path_;
};

/// Normals that DPT-Hybrid sees in the photo, background included, as it was trained.
///
/// Source: reference/stage1-anchor-views.md 1.3, 1.4.
class EstimatedNormals final : public views::PhotoNormals {
 public:
  /// @param checkpoint  weights of models::DptNormal
  EstimatedNormals(std::filesystem::path checkpoint, const ComputeOptions& compute)
      : checkpoint_(std::move(checkpoint)), compute_(compute) {}

  image::Image8 estimate(const views::FramedPhoto& photo, const geometry::RingGeometry& ring,
                         const RunContext& context) const override;

 private:
  std::filesystem::path checkpoint_;
  ComputeOptions compute_;
};

/// A normal that the network of EstimatedNormals sees, made a unit vector and turned into the frame in which normals
/// are stored (views/normal_map.h), cut off to whole bytes as the original does.
/// @param value  (n + 1) / 2 of x to the right, y down, z into the scene
std::array<std::uint8_t, 3> stored_normal(const std::array<float, 3>& value);

/// The checkpoint of the normal network in a pack's folder or in its `normal`; none if it is in neither.
std::optional<std::filesystem::path> find_normal_checkpoint(const std::filesystem::path& pack_folder);

/// The best normals at hand: those that the options name, those of the pack's own network, or else the fallback.
std::shared_ptr<const views::PhotoNormals> choose_photo_normals(const std::filesystem::path& pack_folder,
                                                                const CascadeOptions& options,
                                                                std::shared_ptr<const views::PhotoNormals> fallback);

}  // namespace core::cascade
