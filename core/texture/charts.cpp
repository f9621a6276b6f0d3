// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/texture/charts.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>

#include "core/texture/triangle_2d.h"

namespace core::texture {
namespace {

constexpr float kTouch = 1e-3f;  ///< pixels two triangles may share and still count as side by side
constexpr float kCellPx = 4.0f;

/// True if an edge of `a` keeps `b` on its other side.
bool is_apart(const Triangle2d& a, const Triangle2d& b) {
  for (std::size_t i = 0; i < 3; ++i) {
    const glm::vec2 edge = a[(i + 1) % 3] - a[i];
    const float length = glm::length(edge);
    if (length < 1e-9f) continue;
    const glm::vec2 normal = glm::vec2(edge.y, -edge.x) / length;
    float low_a = 1e30f, high_a = -1e30f, low_b = 1e30f, high_b = -1e30f;
    for (std::size_t j = 0; j < 3; ++j) {
      const float da = glm::dot(normal, a[j] - a[i]), db = glm::dot(normal, b[j] - a[i]);
      low_a = std::min(low_a, da);
      high_a = std::max(high_a, da);
      low_b = std::min(low_b, db);
      high_b = std::max(high_b, db);
    }
    if (low_b > high_a - kTouch || low_a > high_b - kTouch) return true;
  }
  return false;
}

bool overlaps(const Triangle2d& a, const Triangle2d& b) { return !is_apart(a, b) && !is_apart(b, a); }

/// Triangles of one chart, found by the cells of the picture they touch.
class CellIndex {
 public:
  CellIndex(const glm::vec2& low, const glm::vec2& high) : low_(low) {
    // A chart far larger than the picture gets larger cells.
    cell_ = std::max({kCellPx, (high.x - low.x) / 256.0f, (high.y - low.y) / 256.0f});
    width_ = 1 + static_cast<int>((high.x - low.x) / cell_);
    height_ = 1 + static_cast<int>((high.y - low.y) / cell_);
    cells_.resize(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_));
  }

  bool is_free(const Triangle2d& triangle) const {
    bool is_free = true;
    visit(triangle, [&](std::size_t cell) {
      for (const std::uint32_t other : cells_[cell]) is_free = is_free && !overlaps(triangle, triangles_[other]);
    });
    return is_free;
  }

  void insert(const Triangle2d& triangle) {
    const auto index = static_cast<std::uint32_t>(triangles_.size());
    triangles_.push_back(triangle);
    visit(triangle, [&](std::size_t cell) { cells_[cell].push_back(index); });
  }

  void clear() {
    for (auto& cell : cells_) cell.clear();
    triangles_.clear();
  }

 private:
  template <class Visit>
  void visit(const Triangle2d& t, const Visit& at_cell) const {
    const glm::vec2 low = (glm::min(glm::min(t[0], t[1]), t[2]) - low_) / cell_;
    const glm::vec2 high = (glm::max(glm::max(t[0], t[1]), t[2]) - low_) / cell_;
    for (int y = std::max(0, static_cast<int>(low.y)); y <= std::min(height_ - 1, static_cast<int>(high.y)); ++y) {
      for (int x = std::max(0, static_cast<int>(low.x)); x <= std::min(width_ - 1, static_cast<int>(high.x)); ++x) {
        at_cell(static_cast<std::size_t>(y * width_ + x));
      }
    }
  }

  glm::vec2 low_;
  float cell_ = kCellPx;
  int width_ = 0, height_ = 0;
  std::vector<std::vector<std::uint32_t>> cells_;
  std::vector<Triangle2d> triangles_;
};

/// Grows charts over the faces of one label.
class ChartGrower {
 public:
  ChartGrower(const mesh::Mesh& mesh, const FaceNeighbours& neighbours, const std::vector<Label>& labels, Label label,
              const geometry::Camera& camera)
      : mesh_(mesh), neighbours_(neighbours), labels_(labels), label_(label), camera_(camera) {
    low_ = glm::vec2(1e30f);
    high_ = glm::vec2(-1e30f);
    for (std::uint32_t face = 0; face < labels.size(); ++face) {
      if (labels[face] != label) continue;
      faces_.push_back(face);
      for (const glm::vec2& p : projected(face)) {
        low_ = glm::min(low_, p);
        high_ = glm::max(high_, p);
      }
    }
  }

  void grow(std::vector<Chart>& charts, const RunContext& context) {
    if (faces_.empty()) return;
    CellIndex taken(low_, high_);
    is_taken_.assign(labels_.size(), 0);
    visited_by_.assign(labels_.size(), 0);
    std::uint32_t number = 0;
    for (const std::uint32_t seed : faces_) {
      if (is_taken_[seed]) continue;
      if (number % 64 == 0) context.checkpoint();
      taken.clear();
      charts.push_back({label_, {}});
      grow_from(seed, ++number, taken, charts.back().faces);
    }
  }

 private:
  Triangle2d projected(std::uint32_t face) const {
    const glm::uvec3& f = mesh_.faces[face];
    return {glm::vec2(camera_.project(mesh_.positions[f.x])), glm::vec2(camera_.project(mesh_.positions[f.y])),
            glm::vec2(camera_.project(mesh_.positions[f.z]))};
  }

  void grow_from(std::uint32_t seed, std::uint32_t number, CellIndex& taken, std::vector<std::uint32_t>& chart) {
    queue_.assign(1, seed);
    visited_by_[seed] = number;
    for (std::size_t i = 0; i < queue_.size(); ++i) {
      const std::uint32_t face = queue_[i];
      const Triangle2d triangle = projected(face);
      if (!taken.is_free(triangle)) continue;
      taken.insert(triangle);
      chart.push_back(face);
      is_taken_[face] = 1;
      for (const std::uint32_t other : neighbours_.across[face]) {
        if (other == FaceNeighbours::kNoFace || labels_[other] != label_) continue;
        if (is_taken_[other] || visited_by_[other] == number) continue;
        visited_by_[other] = number;
        queue_.push_back(other);
      }
    }
  }

  const mesh::Mesh& mesh_;
  const FaceNeighbours& neighbours_;
  const std::vector<Label>& labels_;
  Label label_;
  const geometry::Camera& camera_;
  glm::vec2 low_, high_;
  std::vector<std::uint32_t> faces_, queue_, visited_by_;
  std::vector<std::uint8_t> is_taken_;
};

}  // namespace

std::vector<Chart> cut_charts(const mesh::Mesh& mesh, const FaceNeighbours& neighbours,
                              const std::vector<Label>& labels,
                              const std::array<geometry::Camera, kNumDirections>& cameras, const RunContext& context) {
  std::vector<Chart> charts;
  for (int label = 0; label < kNumDirections; ++label) {
    ChartGrower grower(mesh, neighbours, labels, static_cast<Label>(label), cameras[static_cast<std::size_t>(label)]);
    grower.grow(charts, context);
  }
  return charts;
}

}  // namespace core::texture
