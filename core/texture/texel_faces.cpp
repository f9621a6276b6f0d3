// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/texture/texel_faces.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "core/base/parallel.h"

namespace core::texture {
namespace {

constexpr float kReachTexels = 1.6f;  ///< bilinear filtering at a chart's edge reads texels up to 1.42 outside
constexpr int kBandHeight = 16;

}  // namespace

TexelFaces::TexelFaces(const mesh::Mesh& mesh, int side_px)
    : mesh_(mesh),
      side_(side_px),
      face_(static_cast<std::size_t>(side_px) * static_cast<std::size_t>(side_px), kNoFace) {
  std::vector<std::vector<std::uint32_t>> bands(static_cast<std::size_t>((side_ + kBandHeight - 1) / kBandHeight));
  for (std::uint32_t i = 0; i < mesh.faces.size(); ++i) {
    const Triangle2d t = texels_of(i);
    const int first = row(std::min({t[0].y, t[1].y, t[2].y}) - kReachTexels);
    const int last = row(std::max({t[0].y, t[1].y, t[2].y}) + kReachTexels);
    for (int band = first / kBandHeight; band <= last / kBandHeight; ++band)
      bands[static_cast<std::size_t>(band)].push_back(i);
  }
  std::vector<float> distance2(face_.size(), kReachTexels * kReachTexels);
  parallel_for(std::size_t{0}, bands.size(), std::size_t{1}, [&](std::size_t band) {
    for (const std::uint32_t i : bands[band]) draw(i, static_cast<int>(band) * kBandHeight, distance2);
  });
}

Triangle2d TexelFaces::texels_of(std::uint32_t face) const {
  const glm::uvec3& f = mesh_.faces[face];
  const auto side = static_cast<float>(side_);
  return {mesh_.uvs[f.x] * side, mesh_.uvs[f.y] * side, mesh_.uvs[f.z] * side};
}

int TexelFaces::row(float y) const { return std::clamp(static_cast<int>(y), 0, side_ - 1); }

void TexelFaces::draw(std::uint32_t face, int first_row, std::vector<float>& distance2) {
  const Triangle2d t = texels_of(face);
  const int top = std::max(first_row, row(std::min({t[0].y, t[1].y, t[2].y}) - kReachTexels));
  const int bottom = std::min(first_row + kBandHeight - 1, row(std::max({t[0].y, t[1].y, t[2].y}) + kReachTexels));
  const int left = row(std::min({t[0].x, t[1].x, t[2].x}) - kReachTexels);
  const int right = row(std::max({t[0].x, t[1].x, t[2].x}) + kReachTexels);
  for (int y = top; y <= bottom; ++y) {
    for (int x = left; x <= right; ++x) {
      const std::size_t texel = index(x, y);
      if (distance2[texel] == 0.0f) continue;
      const float d2 = nearest_in_triangle(t, glm::vec2(x, y) + 0.5f).distance2;
      if (d2 >= distance2[texel]) continue;
      distance2[texel] = d2;
      face_[texel] = face;
    }
  }
}

void fill_between_charts(const TexelFaces& texels, image::Image8& texture) {
  const int side = texels.side_px();
  cv::Mat is_empty(side, side, CV_8U);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) is_empty.at<std::uint8_t>(y, x) = texels.face_at(x, y) == TexelFaces::kNoFace;
  }
  cv::Mat distance, labels;
  cv::distanceTransform(is_empty, distance, labels, cv::DIST_L2, cv::DIST_MASK_5, cv::DIST_LABEL_PIXEL);
  std::vector<const std::uint8_t*> color_of(texture.num_pixels() + 1, nullptr);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      if (!is_empty.at<std::uint8_t>(y, x))
        color_of[static_cast<std::size_t>(labels.at<int>(y, x))] = texture.pixel(x, y);
    }
  }
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const std::uint8_t* color = color_of[static_cast<std::size_t>(labels.at<int>(y, x))];
      if (is_empty.at<std::uint8_t>(y, x) && color != nullptr) std::copy(color, color + 3, texture.pixel(x, y));
    }
  }
}

}  // namespace core::texture
