// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/mesh/fairing.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <numbers>

#include "core/base/parallel.h"

namespace core::mesh {
namespace {

constexpr int kMaxIterations = 400;
constexpr int kIterationsBetweenCheckpoints = 16;
constexpr std::size_t kVerticesAtOnce = 512;
constexpr double kShortest = 0.2;     // of the usual edge; shorter ones count as that long
constexpr double kGoodEnough = 1e-6;  // residual over the first one, squared

/// The thin-plate energy of some vertices of a mesh, as a quadratic form in their positions.
class PlateEnergy {
 public:
  PlateEnergy(const Mesh& mesh, const VertexNeighbors& neighbors, const std::vector<bool>& is_free, double longest_bend)
      : mesh_(mesh), neighbors_(neighbors), stay_(stay_weight(longest_bend)), slot_(mesh.positions.size(), kFixed) {
    std::vector<bool> is_row(mesh.positions.size());
    for (std::size_t v = 0; v < is_free.size(); ++v) {
      if (!is_free[v] || neighbors.count(v) == 0) continue;
      slot_[v] = static_cast<std::int32_t>(free_.size());
      free_.push_back(static_cast<std::uint32_t>(v));
      is_row[v] = true;
      for (const std::uint32_t* n = neighbors.begin(v); n != neighbors.end(v); ++n) is_row[*n] = true;
    }
    for (std::size_t v = 0; v < is_row.size(); ++v) {
      if (is_row[v]) rows_.push_back(static_cast<std::uint32_t>(v));
    }
    laplacians_.resize(mesh.positions.size());
    if (!rows_.empty()) find_nearness();
  }

  const std::vector<std::uint32_t>& free() const { return free_; }

  /// Half the second derivative of the energy times some displacements of the free vertices.
  void times(const std::vector<glm::dvec3>& displacements, std::vector<glm::dvec3>& result) {
    collect(
        [&](std::uint32_t v) {
          return slot_[v] != kFixed ? displacements[static_cast<std::size_t>(slot_[v])] : glm::dvec3(0.0);
        },
        result);
    for (std::size_t i = 0; i < free_.size(); ++i) result[i] += stay_ * displacements[i];
  }

  /// Half the gradient of the energy at the mesh as it is.
  void gradient(std::vector<glm::dvec3>& result) {
    collect([&](std::uint32_t v) { return glm::dvec3(mesh_.positions[v]); }, result);
  }

 private:
  static constexpr std::int32_t kFixed = -1;

  /// The plate term of a wave of this length equals the pull back to where the vertices were: on a regular mesh the
  /// umbrella multiplies a wave by (pi / length)^2, with the length in edges.
  static double stay_weight(double longest_bend) { return std::pow(std::numbers::pi / longest_bend, 4); }

  template <class ValueOf>
  void collect(const ValueOf& value_of, std::vector<glm::dvec3>& result) {
    parallel_for(std::size_t{0}, rows_.size(), kVerticesAtOnce, [&](std::size_t i) {
      const std::uint32_t v = rows_[i];
      const glm::dvec3 value = value_of(v);
      glm::dvec3 sum(0.0);
      for (const std::uint32_t* n = neighbors_.begin(v); n != neighbors_.end(v); ++n)
        sum += nearness(n) * (value_of(*n) - value);
      laplacians_[v] = sum / static_cast<double>(neighbors_.count(v));
    });
    parallel_for(std::size_t{0}, free_.size(), kVerticesAtOnce, [&](std::size_t i) {
      const std::uint32_t v = free_[i];
      const glm::dvec3 own = laplacians_[v] / static_cast<double>(neighbors_.count(v));
      glm::dvec3 sum(0.0);
      for (const std::uint32_t* n = neighbors_.begin(v); n != neighbors_.end(v); ++n)
        sum += nearness(n) * (laplacians_[*n] / static_cast<double>(neighbors_.count(*n)) - own);
      result[i] = sum;
    });
  }

  /// Weights of the edges that the rows have: usual length over an edge's own.
  void find_nearness() {
    nearness_.resize(static_cast<std::size_t>(neighbors_.end(mesh_.positions.size() - 1) - neighbors_.begin(0)));
    double sum = 0.0;
    std::size_t count = 0;
    for (const std::uint32_t v : rows_) {
      for (const std::uint32_t* n = neighbors_.begin(v); n != neighbors_.end(v); ++n, ++count) {
        nearness(n) = static_cast<double>(glm::distance(mesh_.positions[v], mesh_.positions[*n]));
        sum += nearness(n);
      }
    }
    const double usual = sum / static_cast<double>(count);
    for (const std::uint32_t v : rows_) {
      for (const std::uint32_t* n = neighbors_.begin(v); n != neighbors_.end(v); ++n)
        nearness(n) = usual / std::max(nearness(n), kShortest * usual);
    }
  }

  double& nearness(const std::uint32_t* neighbor) {
    return nearness_[static_cast<std::size_t>(neighbor - neighbors_.begin(0))];
  }

  const Mesh& mesh_;
  const VertexNeighbors& neighbors_;
  double stay_;
  std::vector<double> nearness_;    ///< one for each entry of the neighbours; 0 where no row needs it
  std::vector<std::int32_t> slot_;  ///< place among the free vertices, or kFixed
  std::vector<std::uint32_t> free_, rows_;
  std::vector<glm::dvec3> laplacians_;
};

double dot(const std::vector<glm::dvec3>& a, const std::vector<glm::dvec3>& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += glm::dot(a[i], b[i]);
  return sum;
}

}  // namespace

VertexNeighbors::VertexNeighbors(const Mesh& mesh) : first_(mesh.positions.size() + 1) {
  // Each vertex gets room for both neighbours in each of its faces; the room that repeats leave is closed up after.
  std::vector<std::uint32_t> room(mesh.positions.size() + 1);
  for (const glm::uvec3& face : mesh.faces) {
    for (int corner = 0; corner < 3; ++corner) room[face[corner] + 1] += 2;
  }
  for (std::size_t v = 0; v + 1 < room.size(); ++v) room[v + 1] += room[v];
  neighbors_.resize(room.back());
  std::vector<std::uint32_t> next(room.begin(), room.end() - 1);
  for (const glm::uvec3& face : mesh.faces) {
    for (int corner = 0; corner < 3; ++corner) {
      neighbors_[next[face[corner]]++] = face[(corner + 1) % 3];
      neighbors_[next[face[corner]]++] = face[(corner + 2) % 3];
    }
  }
  auto out = neighbors_.begin();
  for (std::size_t v = 0; v + 1 < room.size(); ++v) {
    const auto begin = neighbors_.begin() + room[v], end = neighbors_.begin() + room[v + 1];
    std::sort(begin, end);
    for (auto it = begin, last = std::unique(begin, end); it != last; ++it) {
      if (*it != v) *out++ = *it;
    }
    first_[v + 1] = static_cast<std::uint32_t>(out - neighbors_.begin());
  }
  neighbors_.erase(out, neighbors_.end());
}

void make_fair(Mesh& mesh, const VertexNeighbors& neighbors, const std::vector<bool>& is_free, float longest_bend,
               const RunContext& context) {
  PlateEnergy energy(mesh, neighbors, is_free, static_cast<double>(longest_bend));
  const std::size_t count = energy.free().size();
  if (count == 0) return;
  std::vector<glm::dvec3> displacements(count), residual(count), product(count);
  energy.gradient(residual);
  for (glm::dvec3& r : residual) r = -r;
  std::vector<glm::dvec3> direction = residual;
  double error = dot(residual, residual);
  const double enough = kGoodEnough * error;
  for (int i = 0; i < kMaxIterations && error > enough; ++i) {
    if (i % kIterationsBetweenCheckpoints == 0) context.checkpoint();
    energy.times(direction, product);
    const double step = error / dot(direction, product);
    for (std::size_t k = 0; k < count; ++k) {
      displacements[k] += step * direction[k];
      residual[k] -= step * product[k];
    }
    const double next = dot(residual, residual);
    for (std::size_t k = 0; k < count; ++k) direction[k] = residual[k] + next / error * direction[k];
    error = next;
  }
  for (std::size_t k = 0; k < count; ++k) mesh.positions[energy.free()[k]] += glm::vec3(displacements[k]);
}

}  // namespace core::mesh
