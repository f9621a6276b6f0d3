// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/mesh/marching_cubes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/parallel.h"

namespace core::mesh {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// Corner c of a cell stands at (c & 1, c >> 1 & 1, c >> 2 & 1). Edge 4 * axis + i joins the i-th pair of corners along
/// the axis.
struct CellEdge {
  int axis, from, to;
};

constexpr std::array<CellEdge, 12> make_edges() {
  std::array<CellEdge, 12> edges{};
  for (int axis = 0; axis < 3; ++axis) {
    int count = 0;
    for (int corner = 0; corner < 8; ++corner) {
      if ((corner >> axis & 1) != 0) continue;
      edges[static_cast<std::size_t>(4 * axis + count++)] = {axis, corner, corner | 1 << axis};
    }
  }
  return edges;
}
constexpr std::array<CellEdge, 12> kEdges = make_edges();

int edge_between(int a, int b) {
  for (int e = 0; e < 12; ++e) {
    const CellEdge& edge = kEdges[static_cast<std::size_t>(e)];
    if ((edge.from == a && edge.to == b) || (edge.from == b && edge.to == a)) return e;
  }
  return -1;
}

/// Corners of each cell face, counter-clockwise seen from outside the cell.
std::array<std::array<int, 4>, 6> make_faces() {
  std::array<std::array<int, 4>, 6> faces{};
  for (int axis = 0; axis < 3; ++axis) {
    const int u = 1 << (axis + 1) % 3, v = 1 << (axis + 2) % 3, w = 1 << axis;
    faces[static_cast<std::size_t>(2 * axis)] = {0, v, u | v, u};                  // towards -axis
    faces[static_cast<std::size_t>(2 * axis + 1)] = {w, w | u, w | u | v, w | v};  // towards +axis
  }
  return faces;
}

/// What a cell with a certain set of inside corners holds: closed loops over cell edges, as a list of triangles over
/// edges 0..11 and loop centres (12 + loop).
struct CellCase {
  std::vector<std::array<std::uint8_t, 3>> triangles;
  std::vector<std::vector<std::uint8_t>> centered_loops;  ///< loops that get a vertex in their middle
};

/// Segments of the surface on a cell face: from the edge where the outline enters the inside region to where it leaves
/// it, such that the inside lies to the left seen from outside. Ambiguous faces separate their two inside corners.
void add_face_segments(const std::array<int, 4>& face, int inside, std::array<int, 12>& next) {
  for (int i = 0; i < 4; ++i) {
    const int previous = face[static_cast<std::size_t>((i + 3) % 4)], corner = face[static_cast<std::size_t>(i)];
    if ((inside >> corner & 1) == 0 || (inside >> previous & 1) != 0) continue;
    // A run of inside corners starts at `corner`; it ends before the first outside one.
    int last = i;
    while ((inside >> face[static_cast<std::size_t>((last + 1) % 4)] & 1) != 0) ++last;
    const int leave =
        edge_between(face[static_cast<std::size_t>(last % 4)], face[static_cast<std::size_t>((last + 1) % 4)]);
    next[static_cast<std::size_t>(edge_between(previous, corner))] = leave;
  }
}

bool share_cell_face(int a, int b) {
  const auto touches = [](int edge, int axis, int side) {
    const CellEdge& e = kEdges[static_cast<std::size_t>(edge)];
    return e.axis != axis && (e.from >> axis & 1) == side;
  };
  for (int axis = 0; axis < 3; ++axis) {
    for (int side = 0; side < 2; ++side) {
      if (touches(a, axis, side) && touches(b, axis, side)) return true;
    }
  }
  return false;
}

/// A corner of the loop from which all diagonals run inside the cell, or -1. A diagonal within a cell face could
/// coincide with one of the neighbour cell and make an edge of four triangles.
int fan_apex(const std::vector<std::uint8_t>& loop) {
  const int size = static_cast<int>(loop.size());
  for (int apex = 0; apex < size; ++apex) {
    bool is_free = true;
    for (int other = 2; other < size - 1 && is_free; ++other) {
      is_free =
          !share_cell_face(loop[static_cast<std::size_t>(apex)], loop[static_cast<std::size_t>((apex + other) % size)]);
    }
    if (is_free) return apex;
  }
  return -1;
}

CellCase make_case(int inside, const std::array<std::array<int, 4>, 6>& faces) {
  std::array<int, 12> next{};
  next.fill(-1);
  for (const auto& face : faces) add_face_segments(face, inside, next);
  CellCase result;
  std::array<bool, 12> is_done{};
  for (int start = 0; start < 12; ++start) {
    if (next[static_cast<std::size_t>(start)] < 0 || is_done[static_cast<std::size_t>(start)]) continue;
    std::vector<std::uint8_t> loop;
    for (int edge = start; !is_done[static_cast<std::size_t>(edge)]; edge = next[static_cast<std::size_t>(edge)]) {
      is_done[static_cast<std::size_t>(edge)] = true;
      loop.push_back(static_cast<std::uint8_t>(edge));
    }
    const int size = static_cast<int>(loop.size());
    const auto at = [&](int i) { return loop[static_cast<std::size_t>(i % size)]; };
    if (const int apex = fan_apex(loop); apex >= 0) {
      for (int i = 1; i + 1 < size; ++i) result.triangles.push_back({at(apex), at(apex + i), at(apex + i + 1)});
    } else {
      const auto center = static_cast<std::uint8_t>(12 + result.centered_loops.size());
      for (int i = 0; i < size; ++i) result.triangles.push_back({center, at(i), at(i + 1)});
      result.centered_loops.push_back(loop);
    }
  }
  return result;
}

const std::array<CellCase, 256>& cell_cases() {
  static const std::array<CellCase, 256> cases = [] {
    std::array<CellCase, 256> made;
    const auto faces = make_faces();
    for (int inside = 0; inside < 256; ++inside) made[static_cast<std::size_t>(inside)] = make_case(inside, faces);
    return made;
  }();
  return cases;
}

/// The vertices and faces of the cells between the sample layers z and z + 1, with vertices numbered within the slab:
/// first those on the lower layer's x and y edges and on the z edges, then centres. Vertices on the upper layer belong
/// to the next slab.
struct Slab {
  std::vector<glm::vec3> layer_positions;  ///< final before any cell is visited: the slab below reads them
  std::vector<glm::vec3> cell_positions;   ///< numbered after the layer's
  std::vector<glm::uvec3> faces;           ///< kUpper | index for vertices of the next slab's layer
  std::vector<std::uint32_t> layer_edges;  ///< 2 per sample of the lower layer: vertex on its x and its y edge
};
constexpr std::uint32_t kUpper = 0x80000000u;

class Extractor {
 public:
  Extractor(const ScalarGrid& grid, float isovalue) : grid_(grid), isovalue_(isovalue) {}

  Mesh run() {
    const int num_slabs = grid_.size.z;  // the last one holds only its layer's vertices
    std::vector<Slab> slabs(static_cast<std::size_t>(num_slabs));
    parallel_for(0, num_slabs, 1, [&](int z) { add_layer(z, slabs[static_cast<std::size_t>(z)]); });
    parallel_for(0, num_slabs - 1, 1, [&](int z) {
      add_cells(z, slabs[static_cast<std::size_t>(z)], slabs[static_cast<std::size_t>(z) + 1]);
    });
    return joined(slabs);
  }

 private:
  std::size_t sample(int x, int y, int z) const {
    return (static_cast<std::size_t>(z) * static_cast<std::size_t>(grid_.size.y) + static_cast<std::size_t>(y)) *
               static_cast<std::size_t>(grid_.size.x) +
           static_cast<std::size_t>(x);
  }
  float value(int x, int y, int z) const { return grid_.values[sample(x, y, z)] - isovalue_; }
  static bool is_inside(float value) { return value <= 0.0f; }

  /// Where the surface crosses the grid edge from a sample along an axis. Kept off the ends, so that no two edges give
  /// one point.
  glm::vec3 crossing(int x, int y, int z, int axis, float a, float b) const {
    constexpr float kMargin = 1e-3f;
    const float share = std::clamp(a / (a - b), kMargin, 1.0f - kMargin);
    glm::vec3 cell(static_cast<float>(x), static_cast<float>(y), static_cast<float>(z));
    cell[axis] += std::isfinite(share) ? share : 0.5f;
    return grid_.origin + grid_.spacing * cell;
  }

  /// Vertices on the x and y edges of a layer.
  void add_layer(int z, Slab& slab) const {
    slab.layer_edges.assign(2 * static_cast<std::size_t>(grid_.size.x) * static_cast<std::size_t>(grid_.size.y), kNone);
    for (int y = 0; y < grid_.size.y; ++y) {
      for (int x = 0; x < grid_.size.x; ++x) {
        const float a = value(x, y, z);
        for (int axis = 0; axis < 2; ++axis) {
          if ((axis == 0 ? x : y) + 1 >= (axis == 0 ? grid_.size.x : grid_.size.y)) continue;
          const float b = axis == 0 ? value(x + 1, y, z) : value(x, y + 1, z);
          if (is_inside(a) == is_inside(b)) continue;
          slab.layer_edges[layer_index(x, y, axis)] = static_cast<std::uint32_t>(slab.layer_positions.size());
          slab.layer_positions.push_back(crossing(x, y, z, axis, a, b));
        }
      }
    }
  }

  std::size_t layer_index(int x, int y, int axis) const {
    return 2 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(grid_.size.x) + static_cast<std::size_t>(x)) +
           static_cast<std::size_t>(axis);
  }

  void add_cells(int z, Slab& slab, const Slab& upper) const {
    const std::size_t row = static_cast<std::size_t>(grid_.size.x);
    std::vector<std::uint32_t> z_edges(row * static_cast<std::size_t>(grid_.size.y), kNone);
    for (int y = 0; y < grid_.size.y; ++y) {
      for (int x = 0; x < grid_.size.x; ++x) {
        const float a = value(x, y, z), b = value(x, y, z + 1);
        if (is_inside(a) == is_inside(b)) continue;
        z_edges[static_cast<std::size_t>(y) * row + static_cast<std::size_t>(x)] = next_vertex(slab);
        slab.cell_positions.push_back(crossing(x, y, z, 2, a, b));
      }
    }
    for (int y = 0; y + 1 < grid_.size.y; ++y) {
      for (int x = 0; x + 1 < grid_.size.x; ++x) add_cell(x, y, z, slab, upper, z_edges);
    }
  }

  static std::uint32_t next_vertex(const Slab& slab) {
    return static_cast<std::uint32_t>(slab.layer_positions.size() + slab.cell_positions.size());
  }
  static const glm::vec3& position(const Slab& slab, std::uint32_t vertex) {
    const std::size_t num_layer = slab.layer_positions.size();
    return vertex < num_layer ? slab.layer_positions[vertex] : slab.cell_positions[vertex - num_layer];
  }

  int inside_corners(int x, int y, int z) const {
    int inside = 0;
    for (int corner = 0; corner < 8; ++corner) {
      inside |= is_inside(value(x + (corner & 1), y + (corner >> 1 & 1), z + (corner >> 2 & 1))) ? 1 << corner : 0;
    }
    return inside;
  }

  void add_cell(int x, int y, int z, Slab& slab, const Slab& upper, const std::vector<std::uint32_t>& z_edges) const {
    const int inside = inside_corners(x, y, z);
    if (inside == 0 || inside == 255) return;
    const CellCase& cell = cell_cases()[static_cast<std::size_t>(inside)];
    const auto vertex = [&](int edge) {
      const CellEdge& e = kEdges[static_cast<std::size_t>(edge)];
      const int ex = x + (e.from & 1), ey = y + (e.from >> 1 & 1);
      if (e.axis == 2)
        return z_edges[static_cast<std::size_t>(ey) * static_cast<std::size_t>(grid_.size.x) +
                       static_cast<std::size_t>(ex)];
      const std::size_t index = layer_index(ex, ey, e.axis);
      return (e.from >> 2 & 1) != 0 ? upper.layer_edges[index] | kUpper : slab.layer_edges[index];
    };
    const std::uint32_t first_center = next_vertex(slab);
    for (const auto& loop : cell.centered_loops) {
      glm::vec3 sum(0.0f);
      for (const std::uint8_t edge : loop) {
        const std::uint32_t v = vertex(edge);
        sum += (v & kUpper) != 0 ? upper.layer_positions[v & ~kUpper] : position(slab, v);
      }
      slab.cell_positions.push_back(sum / static_cast<float>(loop.size()));
    }
    for (const auto& triangle : cell.triangles) {
      glm::uvec3 face;
      for (int corner = 0; corner < 3; ++corner) {
        const int id = triangle[static_cast<std::size_t>(corner)];
        face[corner] = id < 12 ? vertex(id) : first_center + static_cast<std::uint32_t>(id - 12);
      }
      slab.faces.push_back(face);
    }
  }

  static Mesh joined(const std::vector<Slab>& slabs) {
    Mesh mesh;
    std::vector<std::uint32_t> offset(slabs.size() + 1, 0);
    std::size_t num_faces = 0;
    for (std::size_t z = 0; z < slabs.size(); ++z) {
      offset[z + 1] = offset[z] + next_vertex(slabs[z]);
      num_faces += slabs[z].faces.size();
    }
    mesh.positions.reserve(offset.back());
    mesh.faces.reserve(num_faces);
    for (std::size_t z = 0; z < slabs.size(); ++z) {
      mesh.positions.insert(mesh.positions.end(), slabs[z].layer_positions.begin(), slabs[z].layer_positions.end());
      mesh.positions.insert(mesh.positions.end(), slabs[z].cell_positions.begin(), slabs[z].cell_positions.end());
      for (glm::uvec3 face : slabs[z].faces) {
        for (int corner = 0; corner < 3; ++corner) {
          face[corner] =
              (face[corner] & kUpper) != 0 ? (face[corner] & ~kUpper) + offset[z + 1] : face[corner] + offset[z];
        }
        mesh.faces.push_back(face);
      }
    }
    return mesh;
  }

  const ScalarGrid& grid_;
  float isovalue_;
};

}  // namespace

Mesh marching_cubes(const ScalarGrid& grid, float isovalue) {
  const std::size_t count = static_cast<std::size_t>(grid.size.x) * static_cast<std::size_t>(grid.size.y) *
                            static_cast<std::size_t>(grid.size.z);
  if (grid.size.x < 2 || grid.size.y < 2 || grid.size.z < 2 || grid.values.size() != count) {
    throw Error(ErrorCode::Usage, "A grid needs at least two samples a side and one value for each.");
  }
  return Extractor(grid, isovalue).run();
}

}  // namespace core::mesh
