// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/mesh_formats/mesh_codec.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "core/base/error.h"

namespace core::io {

namespace fs = std::filesystem;

void throw_damaged_mesh(const fs::path& path, const std::string& why) {
  throw Error(ErrorCode::BadFormat, fmt::format("'{}' cannot be read as a mesh: {}.", path.string(), why));
}

void check_face_count(const fs::path& path, std::uint64_t num_faces) {
  if (num_faces <= kMaxMeshFaces) return;
  throw Error(ErrorCode::LimitExceeded,
              fmt::format("'{}' has more than {} faces. Simplify the mesh first.", path.string(), kMaxMeshFaces));
}

std::optional<fs::path> path_beside(const fs::path& file, std::string_view name) {
  std::string portable(name);
  std::replace(portable.begin(), portable.end(), '\\', '/');
  const fs::path relative = fs::path(portable).lexically_normal();
  if (relative.empty() || relative.is_absolute() || *relative.begin() == "..") return std::nullopt;
  return file.parent_path() / relative;
}

std::shared_ptr<const image::Image8> texture_of(const Picture& picture) {
  auto rgb = std::make_shared<image::Image8>(picture.rgba.width(), picture.rgba.height(), 3);
  for (std::size_t i = 0; i < picture.rgba.num_pixels(); ++i) {
    std::copy_n(picture.rgba.data().data() + 4 * i, 3, rgb->data().data() + 3 * i);
  }
  return rgb;
}

std::shared_ptr<const image::Image8> texture_beside(const MeshSource& source, std::string_view name) {
  std::optional<fs::path> path = path_beside(source.path, name);
  // Files often keep the path of the machine they were made on: the picture itself lies beside them.
  if (!path) path = path_beside(source.path, name.substr(name.find_last_of("/\\") + 1));
  if (!path) {
    source.warnings.push_back(fmt::format("The texture '{}' was left out: it lies outside the mesh's folder.", name));
    return nullptr;
  }
  try {
    return texture_of(read_picture(*path));
  } catch (const Error& error) {
    source.warnings.push_back(fmt::format("The mesh is read without its texture: {}", error.what()));
    return nullptr;
  }
}

void append_number(std::string& text, float value) {
  const float size = std::abs(value);
  // Nine digits give every float back. Without an exponent, down to where fifteen decimals no longer hold nine digits.
  if (size >= 1e-6f && size < 1e-4f) {
    fmt::format_to(std::back_inserter(text), "{:.15f}", value);
  } else {
    fmt::format_to(std::back_inserter(text), "{:.9g}", value);
  }
}

std::uint8_t color_byte(float value) {
  return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0f, 1.0f) * 255.0f));
}

}  // namespace core::io
