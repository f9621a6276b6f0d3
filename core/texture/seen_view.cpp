// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/texture/seen_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

#include "core/image/alpha.h"
#include "core/image/resize.h"
#include "core/mesh/rasterizer.h"
#include "core/texture/sampling.h"

namespace core::texture {
namespace {

constexpr std::uint8_t kSolidAlpha = 250;
constexpr float kClearanceBlur = 0.75f;  ///< reference pixels
constexpr float kBlurredEdge = 0.3f;     ///< what the blur adds at an edge: 0.4 times its width
constexpr int kDeblurSteps = 4;
constexpr int kSmallestLevelPx = 128;

geometry::Camera resized(const geometry::Camera& camera, int size_px) {
  geometry::Camera result = camera;
  const float factor = static_cast<float>(size_px) / static_cast<float>(camera.width_px);
  result.focal_px *= factor;
  result.center_px *= factor;
  result.width_px = result.height_px = size_px;
  return result;
}

bool has_solid_neighbour(const image::Image8& rgba, int x, int y) {
  for (int j = std::max(0, y - 1); j <= std::min(rgba.height() - 1, y + 1); ++j) {
    for (int i = std::max(0, x - 1); i <= std::min(rgba.width() - 1, x + 1); ++i) {
      if (rgba.at(i, j, 3) >= kSolidAlpha) return true;
    }
  }
  return false;
}

/// Colour everywhere, taken from fully covered pixels where there are any near: a half covered pixel's own colour often
/// holds some of the background it was cut from.
image::Image8 with_color_everywhere(const image::Image8& rgba) {
  image::Image8 trusted = rgba;
  for (int y = 0; y < rgba.height(); ++y) {
    for (int x = 0; x < rgba.width(); ++x) {
      const std::uint8_t alpha = rgba.at(x, y, 3);
      if (alpha > 0 && alpha < kSolidAlpha && has_solid_neighbour(rgba, x, y)) trusted.at(x, y, 3) = 0;
    }
  }
  image::Image8 filled = image::bleed_color(trusted);
  for (std::size_t i = 0; i < filled.num_pixels(); ++i) filled.data()[4 * i + 3] = 255;
  return filled;
}

/// What averages take away: a view's pixel is the mean over its square. Drawn again from texels, which were
/// interpolated from pixels and are interpolated themselves, a square's mean comes out blurred by K: the box filter of
/// the interpolating cubic (Catmull, Rom 1974), and the variance of the texels' linear interpolation, a sixth of a
/// texel squared. Van Cittert's iteration, x + (c - K x), gives it back.
///
/// @param texel  side of the texels to be painted, in pixels of this picture
image::Image8 without_blur(const image::Image8& rgba, float texel) {
  const float side = std::min(texel * texel, 1.0f) / 12.0f;
  const cv::Mat texels = (cv::Mat_<float>(1, 3) << side, 1.0f - 2.0f * side, side);
  const cv::Mat pixels =
      (cv::Mat_<float>(1, 7) << 0.0f, -0.0130208f, 0.09375f, 0.8385416f, 0.09375f, -0.0130208f, 0.0f);
  cv::Mat kernel;
  cv::filter2D(pixels, kernel, CV_32F, texels, cv::Point(-1, -1), 0.0, cv::BORDER_CONSTANT);
  image::Image8 result = rgba;
  const int size[2] = {rgba.height(), rgba.width()};
  const cv::Mat source(2, size, CV_8UC4, const_cast<std::uint8_t*>(rgba.data().data()));
  cv::Mat given, estimate, blurred;
  source.convertTo(given, CV_32FC4);
  given.copyTo(estimate);
  for (int step = 0; step < kDeblurSteps; ++step) {
    cv::sepFilter2D(estimate, blurred, CV_32F, kernel, kernel, cv::Point(-1, -1), 0.0, cv::BORDER_REPLICATE);
    estimate += given - blurred;
  }
  cv::Mat target(2, size, CV_8UC4, result.data().data());
  estimate.convertTo(target, CV_8U);
  return result;
}

/// Marks both sides of a step in depth. A slope is no step: the jump must exceed what the neighbours' slopes explain.
void mark_steps(const image::ImageF& depth, float min_step, std::vector<std::uint8_t>& is_safe) {
  const int size = depth.width();
  const auto mark = [&](int dx, int dy) {
    for (int y = 0; y + dy < size; ++y) {
      for (int x = 0; x + dx < size; ++x) {
        const float here = depth.at(x, y), next = depth.at(x + dx, y + dy);
        const float jump = std::abs(next - here);
        if (!(jump > min_step)) continue;
        float slope = std::numeric_limits<float>::infinity();
        if (x >= dx && y >= dy) slope = std::min(slope, std::abs(here - depth.at(x - dx, y - dy)));
        if (x + 2 * dx < size && y + 2 * dy < size) {
          slope = std::min(slope, std::abs(depth.at(x + 2 * dx, y + 2 * dy) - next));
        }
        if (!(jump > min_step + 3.0f * slope)) continue;
        is_safe[static_cast<std::size_t>(y * size + x)] = 0;
        is_safe[static_cast<std::size_t>((y + dy) * size + x + dx)] = 0;
      }
    }
  };
  mark(1, 0);
  mark(0, 1);
}

}  // namespace

SeenView::SeenView(const mesh::Mesh& surface, const geometry::Camera& camera, const image::Image8& rgba,
                   const SightSettings& settings)
    : camera_(resized(camera, settings.depth_px)),
      settings_(settings),
      position_in_world_(camera.position_in_world()),
      depth_(mesh::rasterize_depth(surface, camera_)) {
  prepare_clearance(rgba);
  prepare_colors(rgba);
}

void SeenView::prepare_clearance(const image::Image8& rgba) {
  const int size = settings_.depth_px;
  std::vector<std::uint8_t> is_safe(depth_.num_pixels());
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const glm::vec2 at = settings_.picture_from_view((glm::vec2(x, y) + 0.5f) / static_cast<float>(size));
      const int u = static_cast<int>(std::floor(at.x * static_cast<float>(rgba.width())));
      const int v = static_cast<int>(std::floor(at.y * static_cast<float>(rgba.height())));
      is_safe[static_cast<std::size_t>(y * size + x)] =
          std::isfinite(depth_.at(x, y)) && rgba.contains(u, v) && rgba.at(u, v, 3) >= kSolidAlpha;
    }
  }
  // Four reference pixels in depth: facets near the limb must not count, and less moves a colour by few pixels only.
  const float reference_focal = camera_.focal_px * kReferencePx / static_cast<float>(size);
  mark_steps(depth_, 4.0f * camera_.cam_from_world[3].z / reference_focal, is_safe);
  cv::Mat distance;
  cv::distanceTransform(cv::Mat(size, size, CV_8U, is_safe.data()), distance, cv::DIST_L2, cv::DIST_MASK_5);
  clearance_ = image::ImageF(size, size, 1);
  const float scale = kReferencePx / static_cast<float>(size);
  // The outline is a staircase of pixels; weights must not show it.
  const double blur_px = kClearanceBlur / static_cast<double>(scale);
  cv::GaussianBlur(distance, distance, cv::Size(), blur_px, blur_px, cv::BORDER_REPLICATE);
  for (int y = 0; y < size; ++y) {
    const float* row = distance.ptr<float>(y);
    for (int x = 0; x < size; ++x) clearance_.at(x, y) = std::max(0.0f, (row[x] - 0.5f) * scale - kBlurredEdge);
  }
}

void SeenView::prepare_colors(const image::Image8& rgba) {
  image::Image8 filled = with_color_everywhere(rgba);
  const auto texel_px = [&](const image::Image8& level) {
    return settings_.texel_share * static_cast<float>(level.width());
  };
  levels_.push_back(settings_.is_filtered ? without_blur(filled, texel_px(filled)) : filled);
  while (settings_.is_filtered && filled.width() >= 2 * kSmallestLevelPx && filled.width() > 256) {
    filled = image::resize(filled, filled.width() / 2, filled.height() / 2, image::ResizeFilter::Box);
    levels_.push_back(without_blur(filled, texel_px(filled)));
  }
}

std::optional<SeenView::Sight> SeenView::sight(const glm::vec3& point_in_world) const {
  const glm::vec3 projected = camera_.project(point_in_world);
  const auto limit = static_cast<float>(settings_.depth_px) - 1.0f;
  if (!(projected.z > 0.0f) ||
      !(projected.x >= 1.0f && projected.y >= 1.0f && projected.x < limit && projected.y < limit))
    return std::nullopt;
  const int x = static_cast<int>(projected.x - 0.5f), y = static_cast<int>(projected.y - 0.5f);
  float farthest = 0.0f, nearest = std::numeric_limits<float>::infinity();
  for (const float z : {depth_.at(x, y), depth_.at(x + 1, y), depth_.at(x, y + 1), depth_.at(x + 1, y + 1)}) {
    if (!std::isfinite(z)) return std::nullopt;
    farthest = std::max(farthest, z);
    nearest = std::min(nearest, z);
  }
  const float pixel = projected.z / camera_.focal_px;
  if (projected.z > farthest + 1.5f * pixel + 0.5f * (farthest - nearest)) return std::nullopt;
  const float clearance = image::sample(clearance_, projected.x, projected.y);
  if (clearance <= 0.0f) return std::nullopt;
  const glm::vec2 at = glm::vec2(projected.x, projected.y) / static_cast<float>(settings_.depth_px);
  return Sight{settings_.picture_from_view(at), clearance};
}

glm::vec3 SeenView::color(const glm::vec2& at, float footprint) const {
  std::size_t level = 0;
  if (!settings_.is_filtered) return sample_bilinear(levels_[0], at * static_cast<float>(levels_[0].width()));
  // The coarsest level whose pixels are still no larger than the texel, with a little room.
  while (level + 1 < levels_.size() && footprint * static_cast<float>(levels_[level + 1].width()) > 0.75f) ++level;
  return sample_bicubic(levels_[level], at * static_cast<float>(levels_[level].width()));
}

}  // namespace core::texture
