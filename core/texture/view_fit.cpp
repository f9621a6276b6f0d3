// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/texture/view_fit.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <limits>
#include <span>

#include "core/base/parallel.h"
#include "core/mesh/rasterizer.h"
#include "core/texture/view_blend.h"

namespace core::texture {
namespace {

constexpr int kRasterPx = 1024;  ///< samples along a picture's side
constexpr int kMaxSamples = 4;   ///< along a pixel's side
constexpr int kMostInBetweenPx = 512;
constexpr int kNumSteps = 6;
constexpr float kInBetweenShare = 0.5f;
constexpr float kOutlier = 0.2f;         ///< differences of colour beyond this lose weight
constexpr float kDamping = 1e-4f;        ///< what is seen with less weight follows less
constexpr float kMaxDepthSteps = 16.0f;  ///< in pixels: a pixel that spans more depth shows two surfaces
constexpr std::uint8_t kSolidAlpha = 250;

glm::vec3 color_of(const std::uint8_t* p) { return glm::vec3(p[0], p[1], p[2]) / 255.0f; }

/// A part of a pixel or texel: whose, and how much of it.
struct Share {
  std::uint32_t of = 0;
  float weight = 0.0f;
};

/// Pixels of views as sums over texels.
struct PixelRows {
  std::vector<glm::vec3> color;
  std::vector<float> weight;
  std::vector<std::uint32_t> begin{0};  ///< of each pixel's shares, and one more
  std::vector<Share> shares;            ///< texels

  std::span<const Share> texels(std::size_t row) const {
    return std::span(shares).subspan(begin[row], begin[row + 1] - begin[row]);
  }
};

/// Writes the pixels of one view as sums over texels.
class PixelReader {
 public:
  PixelReader(const mesh::Mesh& unfolded, const views::ViewSet& views, int view, const image::Image8& texture)
      : mesh_(unfolded),
        rgba_(views.at(view)->rgba),
        texture_(texture),
        texture_px_(texture.width()),
        size_(rgba_.width()),
        num_samples_(std::clamp(kRasterPx / size_, 1, kMaxSamples)),
        camera_(geometry::view_camera(view, size_ * num_samples_, views.ring)),
        eye_(camera_.position_in_world()),
        buffers_(mesh::rasterize(unfolded, camera_)),
        holds_photo_(view == 0 && views.front_detail != nullptr),
        trust_(views.trust[static_cast<std::size_t>(view)] * (geometry::is_anchor(view) ? 1.0f : kInBetweenShare)) {}

  PixelRows read() const {
    PixelRows rows;
    for (int y = 0; y < size_; ++y) {
      for (int x = 0; x < size_; ++x) {
        if (shows_one_surface(x, y)) add_row(x, y, rows);
      }
    }
    return rows;
  }

 private:
  std::size_t sample_index(int x, int y, int i, int j) const {
    return static_cast<std::size_t>(y * num_samples_ + j) * static_cast<std::size_t>(buffers_.width) +
           static_cast<std::size_t>(x * num_samples_ + i);
  }

  template <class Vector>
  Vector at_sample(const std::vector<Vector>& values, std::size_t sample) const {
    const glm::uvec3& f = mesh_.faces[buffers_.face[sample]];
    const glm::vec2& b = buffers_.barycentric[sample];
    return (1.0f - b.x - b.y) * values[f.x] + b.x * values[f.y] + b.y * values[f.z];
  }

  bool shows_one_surface(int x, int y) const {
    if (rgba_.at(x, y, 3) < kSolidAlpha) return false;
    float nearest = std::numeric_limits<float>::infinity(), farthest = 0.0f;
    for (int j = 0; j < num_samples_; ++j) {
      for (int i = 0; i < num_samples_; ++i) {
        const float depth = buffers_.depth[sample_index(x, y, i, j)];
        nearest = std::min(nearest, depth);
        farthest = std::max(farthest, depth);
      }
    }
    const float pixel = nearest * static_cast<float>(num_samples_) / camera_.focal_px;
    return farthest - nearest <= kMaxDepthSteps * pixel;  // false without a surface, too
  }

  void add_row(int x, int y, PixelRows& rows) const {
    const std::size_t middle = sample_index(x, y, num_samples_ / 2, num_samples_ / 2);
    const glm::vec3 normal = at_sample(mesh_.normals, middle);
    const glm::vec3 to_eye = eye_ - at_sample(mesh_.positions, middle);
    const float cos_angle = glm::dot(normal, to_eye) / std::max(glm::length(normal) * glm::length(to_eye), 1e-12f);
    const float weight = trust_ * facing_weight(cos_angle, holds_photo_);
    if (!(weight > 0.0f)) return;
    const std::size_t first = rows.shares.size();
    const float side = static_cast<float>(texture_px_);
    for (int j = 0; j < num_samples_; ++j) {
      for (int i = 0; i < num_samples_; ++i) {
        add_sample(at_sample(mesh_.uvs, sample_index(x, y, i, j)) * side - 0.5f, first, rows.shares);
      }
    }
    rows.color.push_back(holds_photo_ ? drawn(std::span(rows.shares).subspan(first)) : color_of(rgba_.pixel(x, y)));
    rows.weight.push_back(weight);
    rows.begin.push_back(static_cast<std::uint32_t>(rows.shares.size()));
  }

  glm::vec3 drawn(std::span<const Share> texels) const {
    glm::vec3 sum(0.0f);
    for (const Share& share : texels)
      sum += share.weight * color_of(texture_.data().data() + 3 * std::size_t{share.of});
    return sum;
  }

  /// Adds the four texels that a sample is interpolated from to the shares from `first` on.
  void add_sample(const glm::vec2& at, std::size_t first, std::vector<Share>& shares) const {
    const glm::vec2 low = glm::clamp(glm::floor(at), glm::vec2(0.0f), glm::vec2(static_cast<float>(texture_px_ - 2)));
    const glm::vec2 t = glm::clamp(at - low, 0.0f, 1.0f);
    const float sample = 1.0f / static_cast<float>(num_samples_ * num_samples_);
    for (int corner = 0; corner < 4; ++corner) {
      const int right = corner % 2, down = corner / 2;
      const float weight = sample * (right ? t.x : 1.0f - t.x) * (down ? t.y : 1.0f - t.y);
      if (weight <= 0.0f) continue;
      const auto texel =
          static_cast<std::uint32_t>((static_cast<int>(low.y) + down) * texture_px_ + static_cast<int>(low.x) + right);
      const auto found = std::find_if(shares.begin() + static_cast<std::ptrdiff_t>(first), shares.end(),
                                      [&](const Share& share) { return share.of == texel; });
      if (found != shares.end()) {
        found->weight += weight;
      } else {
        shares.push_back({texel, weight});
      }
    }
  }

  const mesh::Mesh& mesh_;
  const image::Image8& rgba_;
  const image::Image8& texture_;
  int texture_px_, size_, num_samples_;
  geometry::Camera camera_;
  glm::vec3 eye_;
  mesh::RasterBuffers buffers_;
  bool holds_photo_;  ///< the photo has painted what this view shows, with detail that the view lacks
  float trust_;
};

/// Empties the parts, which are large.
PixelRows joined(std::vector<PixelRows>& parts) {
  PixelRows all;
  for (PixelRows& part : parts) {
    const auto offset = static_cast<std::uint32_t>(all.shares.size());
    all.color.insert(all.color.end(), part.color.begin(), part.color.end());
    all.weight.insert(all.weight.end(), part.weight.begin(), part.weight.end());
    all.shares.insert(all.shares.end(), part.shares.begin(), part.shares.end());
    for (std::size_t i = 1; i < part.begin.size(); ++i) all.begin.push_back(offset + part.begin[i]);
    part = {};
  }
  return all;
}

/// Texels as the pixels they are part of: the rows, turned over. Any order of work gives the same sums.
class TexelColumns {
 public:
  TexelColumns(const PixelRows& rows, std::size_t num_texels) : begin_(num_texels + 1, 0), shares_(rows.shares.size()) {
    for (const Share& share : rows.shares) ++begin_[share.of + 1];
    for (std::size_t i = 1; i < begin_.size(); ++i) begin_[i] += begin_[i - 1];
    std::vector<std::uint32_t> next(begin_.begin(), begin_.end() - 1);
    for (std::uint32_t row = 0; row < rows.color.size(); ++row) {
      for (const Share& share : rows.texels(row)) shares_[next[share.of]++] = {row, share.weight};
    }
  }
  std::span<const Share> pixels(std::size_t texel) const {
    return std::span(shares_).subspan(begin_[texel], begin_[texel + 1] - begin_[texel]);
  }

 private:
  std::vector<std::uint32_t> begin_;
  std::vector<Share> shares_;
};

class Fit {
 public:
  Fit(const PixelRows& rows, image::Image8& texture)
      : rows_(rows),
        columns_(rows, texture.num_pixels()),
        texture_(texture),
        colors_(texture.num_pixels()),
        difference_(rows.color.size()),
        weight_(rows.color.size()) {
    for (std::size_t i = 0; i < colors_.size(); ++i) colors_[i] = color_of(texture.data().data() + 3 * i);
  }

  void step() {
    parallel_for(std::size_t{0}, rows_.color.size(), std::size_t{4096}, [&](std::size_t row) {
      glm::vec3 drawn(0.0f);
      for (const Share& share : rows_.texels(row)) drawn += share.weight * colors_[share.of];
      const glm::vec3 difference = rows_.color[row] - drawn;
      const glm::vec3 size = glm::abs(difference) / kOutlier;
      const float most = std::max({size.x, size.y, size.z}), doubt = 1.0f + most * most;
      difference_[row] = difference;
      weight_[row] = rows_.weight[row] / (doubt * doubt);
    });
    parallel_for(std::size_t{0}, colors_.size(), std::size_t{4096}, [&](std::size_t texel) {
      glm::vec3 sum(0.0f);
      float weight = 0.0f;
      for (const Share& share : columns_.pixels(texel)) {
        const float part = share.weight * weight_[share.of];
        sum += part * difference_[share.of];
        weight += part + kDamping * share.weight;
      }
      if (weight > 0.0f) colors_[texel] = glm::clamp(colors_[texel] + sum / weight, 0.0f, 1.0f);
    });
  }

  void write() {
    for (std::size_t i = 0; i < colors_.size(); ++i) {
      if (columns_.pixels(i).empty()) continue;
      std::uint8_t* p = texture_.data().data() + 3 * i;
      for (int c = 0; c < 3; ++c) p[c] = static_cast<std::uint8_t>(std::lround(colors_[i][c] * 255.0f));
    }
  }

 private:
  const PixelRows& rows_;
  TexelColumns columns_;
  image::Image8& texture_;
  std::vector<glm::vec3> colors_, difference_;
  std::vector<float> weight_;
};

}  // namespace

void fit_to_views(const mesh::Mesh& unfolded, const views::ViewSet& views, image::Image8& texture,
                  const RunContext& context) {
  if (texture.width() < 2) return;  // nothing to interpolate between
  std::vector<int> shown;
  const int stride = views.size_px() > kMostInBetweenPx ? geometry::kViewsPerAnchor : 1;
  for (int k = 0; k < geometry::kNumViews; k += stride) {
    if (views.at(k) && views.trust[static_cast<std::size_t>(k)] > 0.0f) shown.push_back(k);
  }
  std::vector<PixelRows> parts(shown.size());
  parallel_for(std::size_t{0}, shown.size(), std::size_t{1}, [&](std::size_t i) {
    context.checkpoint();
    parts[i] = PixelReader(unfolded, views, shown[i], texture).read();
  });
  context.report(0.5, 1.0);
  const PixelRows rows = joined(parts);
  Fit fit(rows, texture);
  for (int step = 0; step < kNumSteps; ++step) {
    context.checkpoint();
    fit.step();
    context.report(0.5 + 0.5 * (step + 1) / kNumSteps, 1.0);
  }
  fit.write();
}

}  // namespace core::texture
