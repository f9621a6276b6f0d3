// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/mesh/marching_cubes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

#include "core/base/error.h"
#include "core/base/parallel.h"

namespace core::mesh {
namespace {

/// Corner c of a cell stands at (c & 1, c >> 1 & 1, c >> 2 & 1). Edge 4 * axis + i joins the i-th pair of corners along
/// the axis.
struct CellEdge {
  int axis, from, to;
};

constexpr std::array<CellEdge, 12> make_edges() {
  std::array<CellEdge, 12> edges{};
  std::size_t count = 0;
  for (int axis = 0; axis < 3; ++axis) {
    for (int corner = 0; corner < 8; ++corner) {
      if ((corner >> axis & 1) != 0) continue;
      edges[count++] = {axis, corner, corner | 1 << axis};
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
  std::size_t count = 0;
  for (int axis = 0; axis < 3; ++axis) {
    const int u = 1 << (axis + 1) % 3, v = 1 << (axis + 2) % 3, w = 1 << axis;
    faces[count++] = {0, v, u | v, u};              // towards -axis
    faces[count++] = {w, w | u, w | u | v, w | v};  // towards +axis
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

/// Slabs of cells that one task does in a row. Fixed, so that the order of vertices does not depend on threads.
constexpr int kChunkSlabs = 8;
/// Marks vertices of the layer above a chunk, which the next chunk owns: they are its first ones, in the same order.
constexpr std::uint32_t kUpper = 0x80000000u;

/// Which samples of a layer lie inside, and the vertices on its x and y edges. Only entries of edges that the surface
/// crosses are ever written or read.
struct Layer {
  std::vector<std::uint8_t> inside;           ///< 0 or 1 per sample
  std::vector<int> num_inside;                ///< per row
  std::vector<std::uint32_t> x_edge, y_edge;  ///< per sample, for the edge that begins there
};

struct Chunk {
  std::vector<glm::vec3> positions;
  std::vector<glm::vec3> upper_positions;  ///< of the layer above
  std::vector<glm::uvec3> faces;           ///< kUpper | index for vertices of the layer above

  const glm::vec3& position(std::uint32_t vertex) const {
    return (vertex & kUpper) != 0 ? upper_positions[vertex & ~kUpper] : positions[vertex];
  }
};

class Extractor {
 public:
  Extractor(const ScalarGrid& grid, float isovalue) : grid_(grid), isovalue_(isovalue) {}

  Mesh run() const {
    const int num_slabs = grid_.size.z - 1;
    std::vector<Chunk> chunks(static_cast<std::size_t>((num_slabs + kChunkSlabs - 1) / kChunkSlabs));
    parallel_for(std::size_t{0}, chunks.size(), std::size_t{1}, [&](std::size_t index) {
      const int first = static_cast<int>(index) * kChunkSlabs;
      fill_chunk(first, std::min(first + kChunkSlabs, num_slabs), chunks[index]);
    });
    return joined(chunks);
  }

 private:
  std::size_t row_start(int y) const { return static_cast<std::size_t>(y) * static_cast<std::size_t>(grid_.size.x); }
  std::size_t sample(int x, int y, int z) const {
    return row_start(z * grid_.size.y + y) + static_cast<std::size_t>(x);
  }
  float value(int x, int y, int z) const { return grid_.values[sample(x, y, z)] - isovalue_; }

  void fill_chunk(int first_slab, int end_slab, Chunk& chunk) const {
    Layer lower = make_layer(), upper = make_layer();
    std::vector<std::uint32_t> z_edge(lower.x_edge.size());
    fill_layer(first_slab, lower, chunk.positions, 0);
    for (int z = first_slab; z < end_slab; ++z) {
      // The grid's last layer has no chunk above that could own it.
      const bool is_own = z + 1 < end_slab || end_slab == grid_.size.z - 1;
      fill_layer(z + 1, upper, is_own ? chunk.positions : chunk.upper_positions, is_own ? 0 : kUpper);
      add_z_edges(z, lower, upper, z_edge, chunk);
      add_cells(lower, upper, z_edge, chunk);
      std::swap(lower, upper);
    }
  }

  Layer make_layer() const {
    Layer layer;
    const std::size_t num_samples = row_start(grid_.size.y);
    layer.inside.resize(num_samples);
    layer.num_inside.resize(static_cast<std::size_t>(grid_.size.y));
    layer.x_edge.resize(num_samples);
    layer.y_edge.resize(num_samples);
    return layer;
  }

  void fill_layer(int z, Layer& layer, std::vector<glm::vec3>& positions, std::uint32_t flag) const {
    for (int y = 0; y < grid_.size.y; ++y) {
      const float* values = &grid_.values[sample(0, y, z)];
      std::uint8_t* inside = &layer.inside[row_start(y)];
      int count = 0;
      for (int x = 0; x < grid_.size.x; ++x) {
        inside[x] = values[x] - isovalue_ <= 0.0f ? 1 : 0;
        count += inside[x];
      }
      layer.num_inside[static_cast<std::size_t>(y)] = count;
    }
    const auto add = [&](int x, int y, int axis) {
      const float b = axis == 0 ? value(x + 1, y, z) : value(x, y + 1, z);
      positions.push_back(crossing(x, y, z, axis, value(x, y, z), b));
      return static_cast<std::uint32_t>(positions.size() - 1) | flag;
    };
    for (int y = 0; y < grid_.size.y; ++y) {
      const bool has_next = y + 1 < grid_.size.y;
      if (is_uniform({&layer}, y, y + (has_next ? 1 : 0))) continue;
      const std::size_t row = row_start(y);
      const std::uint8_t *inside = &layer.inside[row], *next = has_next ? &layer.inside[row_start(y + 1)] : inside;
      for (int x = 0; x < grid_.size.x; ++x) {
        const std::size_t at = row + static_cast<std::size_t>(x);
        if (x + 1 < grid_.size.x && inside[x] != inside[x + 1]) layer.x_edge[at] = add(x, y, 0);
        if (inside[x] != next[x]) layer.y_edge[at] = add(x, y, 1);
      }
    }
  }

  /// True if the samples of these rows are all inside or all outside.
  bool is_uniform(std::initializer_list<const Layer*> layers, int first_row, int last_row) const {
    const int count = (*layers.begin())->num_inside[static_cast<std::size_t>(first_row)];
    if (count != 0 && count != grid_.size.x) return false;
    for (const Layer* layer : layers) {
      for (int row = first_row; row <= last_row; ++row) {
        if (layer->num_inside[static_cast<std::size_t>(row)] != count) return false;
      }
    }
    return true;
  }

  /// Where the surface crosses the grid edge from a sample along an axis. Kept off the ends, so that no two edges give
  /// one point.
  glm::vec3 crossing(int x, int y, int z, int axis, float a, float b) const {
    constexpr float kMargin = 1e-3f;
    const float share = std::clamp(a / (a - b), kMargin, 1.0f - kMargin);
    glm::vec3 cell(static_cast<float>(x), static_cast<float>(y), static_cast<float>(z));
    cell[axis] += std::isfinite(share) ? share : 0.5f;
    return grid_.origin + grid_.spacing * cell;
  }

  void add_z_edges(int z, const Layer& lower, const Layer& upper, std::vector<std::uint32_t>& z_edge,
                   Chunk& chunk) const {
    for (int y = 0; y < grid_.size.y; ++y) {
      if (is_uniform({&lower, &upper}, y, y)) continue;
      for (int x = 0; x < grid_.size.x; ++x) {
        const std::size_t at = row_start(y) + static_cast<std::size_t>(x);
        if (lower.inside[at] == upper.inside[at]) continue;
        z_edge[at] = static_cast<std::uint32_t>(chunk.positions.size());
        chunk.positions.push_back(crossing(x, y, z, 2, value(x, y, z), value(x, y, z + 1)));
      }
    }
  }

  void add_cells(const Layer& lower, const Layer& upper, const std::vector<std::uint32_t>& z_edge, Chunk& chunk) const {
    const std::size_t width = static_cast<std::size_t>(grid_.size.x);
    for (int y = 0; y + 1 < grid_.size.y; ++y) {
      if (is_uniform({&lower, &upper}, y, y + 1)) continue;
      const std::size_t row = row_start(y);
      // Four samples at x fill the even bits of a case, those at x + 1 the odd ones.
      const auto column = [&](std::size_t at) {
        return lower.inside[at] | lower.inside[at + width] << 2 | upper.inside[at] << 4 | upper.inside[at + width] << 6;
      };
      int left = column(row);
      for (std::size_t at = row; at + 1 < row + width; ++at) {
        const int right = column(at + 1);
        const int inside = left | right << 1;
        left = right;
        if (inside != 0 && inside != 255) add_cell(inside, at, lower, upper, z_edge, chunk);
      }
    }
  }

  void add_cell(int inside, std::size_t at, const Layer& lower, const Layer& upper,
                const std::vector<std::uint32_t>& z_edge, Chunk& chunk) const {
    const std::size_t width = static_cast<std::size_t>(grid_.size.x);
    const CellCase& cell = cell_cases()[static_cast<std::size_t>(inside)];
    const auto vertex = [&](int edge) {
      const CellEdge& e = kEdges[static_cast<std::size_t>(edge)];
      const std::size_t start = at + static_cast<std::size_t>(e.from & 1) + ((e.from & 2) != 0 ? width : 0);
      const Layer& layer = (e.from & 4) != 0 ? upper : lower;
      return e.axis == 0 ? layer.x_edge[start] : e.axis == 1 ? layer.y_edge[start] : z_edge[start];
    };
    const auto first_center = static_cast<std::uint32_t>(chunk.positions.size());
    for (const auto& loop : cell.centered_loops) {
      glm::vec3 sum(0.0f);
      for (const std::uint8_t edge : loop) sum += chunk.position(vertex(edge));
      chunk.positions.push_back(sum / static_cast<float>(loop.size()));
    }
    for (const auto& triangle : cell.triangles) {
      glm::uvec3 face;
      for (int corner = 0; corner < 3; ++corner) {
        const int id = triangle[static_cast<std::size_t>(corner)];
        face[corner] = id < 12 ? vertex(id) : first_center + static_cast<std::uint32_t>(id - 12);
      }
      chunk.faces.push_back(face);
    }
  }

  static Mesh joined(const std::vector<Chunk>& chunks) {
    Mesh mesh;
    std::vector<std::size_t> first_vertex(chunks.size() + 1, 0), first_face(chunks.size() + 1, 0);
    for (std::size_t i = 0; i < chunks.size(); ++i) {
      first_vertex[i + 1] = first_vertex[i] + chunks[i].positions.size();
      first_face[i + 1] = first_face[i] + chunks[i].faces.size();
    }
    mesh.positions.resize(first_vertex.back());
    mesh.faces.resize(first_face.back());
    parallel_for(std::size_t{0}, chunks.size(), std::size_t{1}, [&](std::size_t i) {
      const Chunk& chunk = chunks[i];
      std::copy(chunk.positions.begin(), chunk.positions.end(),
                mesh.positions.begin() + static_cast<std::ptrdiff_t>(first_vertex[i]));
      const auto own = static_cast<std::uint32_t>(first_vertex[i]),
                 above = static_cast<std::uint32_t>(first_vertex[i + 1]);
      for (std::size_t f = 0; f < chunk.faces.size(); ++f) {
        glm::uvec3& face = mesh.faces[first_face[i] + f] = chunk.faces[f];
        for (int corner = 0; corner < 3; ++corner) {
          face[corner] = (face[corner] & kUpper) != 0 ? above + (face[corner] & ~kUpper) : own + face[corner];
        }
      }
    });
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
    throw Error(ErrorCode::Usage,
                "Cannot extract a surface: a grid needs at least two samples a side and one value for each.");
  }
  return Extractor(grid, isovalue).run();
}

}  // namespace core::mesh
