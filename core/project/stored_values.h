// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/project/workspace.h"

/// How values are written into columns of a project file, and read again with every size checked.
namespace core::project {

/// Drawings of one in-between that are kept, besides the one shown. They follow from their anchors at little cost, and
/// every re-roll of an anchor makes six or twelve: without an end they would fill memory and file.
inline constexpr std::size_t kKeptInBetweens = 8;

/// Positions, normals, colours, UVs and faces, little-endian; not the pictures.
std::vector<std::uint8_t> bytes_of(const mesh::Mesh& mesh);
/// @throws Error(BadFormat) for anything that bytes_of does not write: other sizes, indices out of range, values not
/// finite
mesh::Mesh mesh_from(std::span<const std::uint8_t> bytes);

std::string json_of(const std::vector<mesh::Disagreement>& rows);
/// @throws Error(BadFormat)
std::vector<mesh::Disagreement> disagreement_from(const std::string& json);

/// Choices without pictures: own pictures are named by their content keys; strokes, outlines, own normals and regions
/// are stored apart.
std::string json_of(const Choices& choices);
struct StoredChoices {
  Choices choices;
  std::array<ContentKey, geometry::kNumAnchors> own{};
};
/// Unknown fields are ignored, missing ones keep their defaults.
/// @throws Error(BadFormat)
StoredChoices choices_from(const std::string& json);

}  // namespace core::project
