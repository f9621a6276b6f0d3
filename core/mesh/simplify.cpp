// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/mesh/simplify.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/mat3x3.hpp>
#include <glm/matrix.hpp>
#include <queue>

#include "core/base/error.h"
#include "core/mesh/clean.h"

// meshoptimizer's simplifier does not check the link condition: on dense meshes with thin parts it joins sheets along
// an edge. Handed-over meshes must stay two-manifold, so the collapses are made here, each only if it keeps the
// neighbourhood a disc.
namespace core::mesh {
namespace {

/// Squared distance to planes as a quadratic form. Source: Garland, Heckbert 1997, "Surface simplification using
/// quadric error metrics".
struct Quadric {
  glm::dmat3 a{0.0};
  glm::dvec3 b{0.0};
  double c = 0.0;

  void add_plane(const glm::dvec3& n, double d, double weight) {
    a += weight * glm::outerProduct(n, n);
    b += weight * d * n;
    c += weight * d * d;
  }
  void add(const Quadric& other) {
    a += other.a;
    b += other.b;
    c += other.c;
  }
  double at(const glm::dvec3& p) const { return glm::dot(p, a * p) + 2.0 * glm::dot(b, p) + c; }
};

struct Candidate {
  double cost;
  std::uint32_t from, to;
  std::uint32_t stamp_from, stamp_to;  ///< the ends must not have changed since
  bool operator<(const Candidate& other) const {
    // The smallest cost first; ties by index, so that the result does not depend on the heap.
    if (cost != other.cost) return cost > other.cost;
    return std::pair(from, to) > std::pair(other.from, other.to);
  }
};

class Simplifier {
 public:
  explicit Simplifier(const Mesh& mesh) : faces_(mesh.faces), colors_(mesh.colors) {
    positions_.assign(mesh.positions.begin(), mesh.positions.end());
    const std::size_t num_vertices = positions_.size();
    quadrics_.resize(num_vertices);
    incident_.resize(num_vertices);
    stamps_.assign(num_vertices, 0);
    marks_.assign(num_vertices, 0);
    is_fixed_.assign(num_vertices, false);
    is_removed_.assign(faces_.size(), false);
    num_faces_ = faces_.size();
    for (std::uint32_t i = 0; i < faces_.size(); ++i) add_face(i);
    fix_boundaries();
    push_all();
  }

  Mesh run(std::size_t target_faces) {
    // Refused collapses may become possible once their surroundings have changed; the last passes accept worse
    // triangles.
    for (const Limits limits : {kStrict, kStrict, kRelaxed, kRelaxed, kRelaxed}) {
      if (num_faces_ <= target_faces) break;
      collapse_all(target_faces, limits);
      push_all();
    }
    return result();
  }

 private:
  /// What a face must keep when a corner moves.
  struct Limits {
    double min_shape;        ///< twice the area by the square of the longest side
    double min_turn_cosine;  ///< between its normals before and after
  };
  static constexpr Limits kStrict{0.03, 0.3};
  static constexpr Limits kRelaxed{0.005, 0.05};

  void push_all() {
    heap_ = {};
    for (std::uint32_t i = 0; i < faces_.size(); ++i) {
      if (is_removed_[i]) continue;
      for (int corner = 0; corner < 3; ++corner) {
        const std::uint32_t a = faces_[i][corner], b = faces_[i][(corner + 1) % 3];
        if (a < b) push(a, b);
      }
    }
  }

  void collapse_all(std::size_t target_faces, const Limits& limits) {
    while (num_faces_ > target_faces && !heap_.empty()) {
      const Candidate next = heap_.top();
      heap_.pop();
      if (stamps_[next.from] != next.stamp_from || stamps_[next.to] != next.stamp_to) continue;
      const glm::dvec3 target = best_position(next.from, next.to);
      if (keeps_manifold(next.from, next.to) && keeps_orientation(next.from, next.to, target, limits)) {
        collapse(next.from, next.to, target);
      }
    }
  }

  glm::dvec3 scaled_normal(const glm::uvec3& f) const {
    return glm::cross(positions_[f.y] - positions_[f.x], positions_[f.z] - positions_[f.x]);
  }

  void add_face(std::uint32_t index) {
    const glm::uvec3& f = faces_[index];
    const glm::dvec3 scaled = scaled_normal(f);
    const double twice_area = glm::length(scaled);
    if (twice_area > 0.0) {
      const glm::dvec3 n = scaled / twice_area;
      for (int corner = 0; corner < 3; ++corner)
        quadrics_[f[corner]].add_plane(n, -glm::dot(n, positions_[f.x]), twice_area);
    }
    for (int corner = 0; corner < 3; ++corner) incident_[f[corner]].push_back(index);
  }

  /// Vertices on edges that do not have two faces never move.
  void fix_boundaries() {
    for (std::uint32_t v = 0; v < positions_.size(); ++v) {
      std::vector<std::uint32_t> ends;
      for (const std::uint32_t face : incident_[v]) {
        for (int corner = 0; corner < 3; ++corner) {
          if (faces_[face][corner] != v) ends.push_back(faces_[face][corner]);
        }
      }
      std::sort(ends.begin(), ends.end());
      for (std::size_t i = 0; i < ends.size();) {
        const auto end = std::upper_bound(ends.begin() + static_cast<std::ptrdiff_t>(i), ends.end(), ends[i]);
        const auto count = static_cast<std::size_t>(end - ends.begin()) - i;
        if (count != 2) is_fixed_[v] = true;
        i += count;
      }
    }
  }

  glm::dvec3 best_position(std::uint32_t a, std::uint32_t b) const {
    Quadric sum = quadrics_[a];
    sum.add(quadrics_[b]);
    const glm::dvec3 middle = 0.5 * (positions_[a] + positions_[b]);
    const double edge = glm::length(positions_[b] - positions_[a]);
    // Flat neighbourhoods leave the position open along the plane: a weak pull to the middle decides.
    const double pull = 1e-4 * (sum.a[0][0] + sum.a[1][1] + sum.a[2][2]) + 1e-30;
    const glm::dvec3 solved = glm::inverse(sum.a + pull * glm::dmat3(1.0)) * (pull * middle - sum.b);
    if (std::isfinite(solved.x + solved.y + solved.z) && glm::length(solved - middle) < 2.0 * edge) return solved;
    return middle;
  }

  void push(std::uint32_t a, std::uint32_t b) {
    if (is_fixed_[a] || is_fixed_[b]) return;
    if (a > b) std::swap(a, b);
    Quadric sum = quadrics_[a];
    sum.add(quadrics_[b]);
    const double edge = glm::length(positions_[b] - positions_[a]);
    // Among equally flat edges the shorter ones go first, which keeps triangles well shaped.
    const double cost =
        std::max(0.0, sum.at(best_position(a, b))) + 1e-9 * edge * edge * (sum.a[0][0] + sum.a[1][1] + sum.a[2][2]);
    heap_.push({cost, a, b, stamps_[a], stamps_[b]});
  }

  /// The link condition: the ends have exactly two common neighbours, the corners opposite the edge, and those keep
  /// three others. Source: Dey, Edelsbrunner, Guha, Nekhayev 1999, "Topology preserving edge contraction".
  bool keeps_manifold(std::uint32_t a, std::uint32_t b) {
    ++mark_;
    int num_shared_faces = 0;
    for (const std::uint32_t face : incident_[a]) {
      for (int corner = 0; corner < 3; ++corner) marks_[faces_[face][corner]] = mark_;
    }
    marks_[a] = marks_[b] = 0;
    int num_common = 0;
    for (const std::uint32_t face : incident_[b]) {
      bool is_shared = false;
      for (int corner = 0; corner < 3; ++corner) {
        const std::uint32_t v = faces_[face][corner];
        is_shared = is_shared || v == a;
        if (marks_[v] != mark_) continue;
        marks_[v] = 0;
        ++num_common;
        if (incident_[v].size() <= 3) return false;
      }
      num_shared_faces += is_shared;
    }
    return num_common == 2 && num_shared_faces == 2;
  }

  /// No face turns over or becomes a sliver.
  bool keeps_orientation(std::uint32_t a, std::uint32_t b, const glm::dvec3& target, const Limits& limits) const {
    for (const std::uint32_t end : {a, b}) {
      const std::uint32_t other = end == a ? b : a;
      for (const std::uint32_t face : incident_[end]) {
        const glm::uvec3& f = faces_[face];
        if (f.x == other || f.y == other || f.z == other) continue;
        const auto corner = [&](int i) { return f[i] == end ? target : positions_[f[i]]; };
        const glm::dvec3 before = scaled_normal(f);
        const glm::dvec3 p = corner(0), q = corner(1), r = corner(2);
        const glm::dvec3 after = glm::cross(q - p, r - p);
        const double longest = std::max({glm::dot(q - p, q - p), glm::dot(r - q, r - q), glm::dot(p - r, p - r)});
        const double size_before = glm::length(before), size_after = glm::length(after);
        if (size_after < limits.min_shape * longest) return false;
        if (glm::dot(before, after) < limits.min_turn_cosine * size_before * size_after) return false;
      }
    }
    return true;
  }

  void collapse(std::uint32_t a, std::uint32_t b, const glm::dvec3& target) {
    if (!colors_.empty()) {
      const glm::dvec3 axis = positions_[b] - positions_[a];
      const double square = glm::dot(axis, axis);
      const auto share = static_cast<float>(
          square > 0.0 ? std::clamp(glm::dot(target - positions_[a], axis) / square, 0.0, 1.0) : 0.5);
      colors_[a] = colors_[a] * (1.0f - share) + colors_[b] * share;
    }
    positions_[a] = target;
    quadrics_[a].add(quadrics_[b]);
    for (const std::uint32_t face : incident_[b]) {
      glm::uvec3& f = faces_[face];
      if (f.x == a || f.y == a || f.z == a) {
        remove_face(face, b);
        continue;
      }
      for (int corner = 0; corner < 3; ++corner) {
        if (f[corner] == b) f[corner] = a;
      }
      incident_[a].push_back(face);
    }
    incident_[b].clear();
    ++stamps_[a];
    ++stamps_[b];
    renew_candidates(a);
  }

  void remove_face(std::uint32_t face, std::uint32_t gone) {
    is_removed_[face] = true;
    --num_faces_;
    for (int corner = 0; corner < 3; ++corner) {
      const std::uint32_t v = faces_[face][corner];
      if (v != gone) std::erase(incident_[v], face);
    }
  }

  void renew_candidates(std::uint32_t a) {
    ++mark_;
    marks_[a] = mark_;
    for (const std::uint32_t face : incident_[a]) {
      for (int corner = 0; corner < 3; ++corner) {
        const std::uint32_t v = faces_[face][corner];
        if (marks_[v] == mark_) continue;
        marks_[v] = mark_;
        push(a, v);
      }
    }
  }

  Mesh result() const {
    Mesh mesh;
    mesh.positions.assign(positions_.begin(), positions_.end());
    mesh.colors = colors_;
    for (std::size_t i = 0; i < faces_.size(); ++i) {
      if (!is_removed_[i]) mesh.faces.push_back(faces_[i]);
    }
    return without_unused_vertices(mesh);
  }

  std::vector<glm::uvec3> faces_;
  std::vector<glm::vec3> colors_;
  std::vector<glm::dvec3> positions_;
  std::vector<Quadric> quadrics_;
  std::vector<std::vector<std::uint32_t>> incident_;
  std::vector<std::uint32_t> stamps_, marks_;
  std::uint32_t mark_ = 0;
  std::vector<bool> is_fixed_, is_removed_;
  std::size_t num_faces_ = 0;
  std::priority_queue<Candidate> heap_;
};

}  // namespace

Mesh simplify(const Mesh& mesh, int target_faces) {
  if (target_faces < 4) throw Error(ErrorCode::Usage, "A closed mesh needs at least 4 faces.");
  Mesh source = welded(mesh);
  source.normals.clear();
  if (source.faces.size() <= static_cast<std::size_t>(target_faces)) return source;
  return Simplifier(source).run(static_cast<std::size_t>(target_faces));
}

}  // namespace core::mesh
