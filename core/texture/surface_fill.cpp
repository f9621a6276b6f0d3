// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/texture/surface_fill.h"

#include <algorithm>
#include <cstdint>
#include <glm/common.hpp>

namespace core::texture {
namespace {

constexpr std::uint32_t kKnown = 0xffffffffu;
constexpr float kKnownEnough =
    0.02f;  ///< a vertex with less confidence passes no colour on before it has been given one
constexpr float kOverRelaxation = 1.6f;

/// Vertices to fill and, for each, the vertices beside it (each stands once per shared face).
class UnknownPart {
 public:
  UnknownPart(std::span<const glm::uvec3> faces, std::span<const float> confidence) : slot_(confidence.size(), kKnown) {
    for (std::uint32_t v = 0; v < confidence.size(); ++v) {
      if (confidence[v] >= 1.0f) continue;
      slot_[v] = static_cast<std::uint32_t>(vertices.size());
      vertices.push_back(v);
    }
    begin_.assign(vertices.size() + 1, 0);
    for_each_neighbour(faces, [&](std::uint32_t slot, std::uint32_t) { ++begin_[slot + 1]; });
    for (std::size_t i = 1; i < begin_.size(); ++i) begin_[i] += begin_[i - 1];
    beside_.resize(begin_.back());
    std::vector<std::uint32_t> next(begin_.begin(), begin_.end() - 1);
    for_each_neighbour(faces, [&](std::uint32_t slot, std::uint32_t other) { beside_[next[slot]++] = other; });
  }

  std::span<const std::uint32_t> neighbours(std::uint32_t slot) const {
    return std::span(beside_).subspan(begin_[slot], begin_[slot + 1] - begin_[slot]);
  }
  std::uint32_t slot_of(std::uint32_t vertex) const { return slot_[vertex]; }

  std::vector<std::uint32_t> vertices;

 private:
  template <class Visit>
  void for_each_neighbour(std::span<const glm::uvec3> faces, const Visit& visit) const {
    for (const glm::uvec3& face : faces) {
      for (int corner = 0; corner < 3; ++corner) {
        const std::uint32_t slot = slot_[face[corner]];
        if (slot == kKnown) continue;
        visit(slot, face[(corner + 1) % 3]);
        visit(slot, face[(corner + 2) % 3]);
      }
    }
  }

  std::vector<std::uint32_t> slot_, begin_, beside_;
};

/// Colours the unknown vertices ring by ring from the known ones; returns the slots in that order and the number of
/// rings.
std::vector<std::uint32_t> spread(const UnknownPart& part, std::span<const float> confidence,
                                  std::vector<glm::vec3>& colors, int& num_rings) {
  std::vector<std::uint8_t> has_color(confidence.size());
  for (std::size_t v = 0; v < confidence.size(); ++v) has_color[v] = confidence[v] > kKnownEnough;
  std::vector<std::uint8_t> is_queued(part.vertices.size(), 0);
  std::vector<std::uint32_t> order, ring, next;
  for (std::uint32_t slot = 0; slot < part.vertices.size(); ++slot) {
    const auto beside = part.neighbours(slot);
    if (has_color[part.vertices[slot]] ||
        std::any_of(beside.begin(), beside.end(), [&](std::uint32_t v) { return has_color[v] != 0; })) {
      ring.push_back(slot);
      is_queued[slot] = 1;
    }
  }
  for (num_rings = 0; !ring.empty(); ++num_rings) {
    next.clear();
    std::vector<glm::vec3> given(ring.size());
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const std::uint32_t vertex = part.vertices[ring[i]];
      given[i] = colors[vertex];
      if (has_color[vertex]) continue;
      glm::vec3 sum(0.0f);
      float count = 0.0f;
      for (const std::uint32_t other : part.neighbours(ring[i])) {
        if (!has_color[other]) continue;
        sum += colors[other];
        count += 1.0f;
      }
      given[i] = sum / count;
    }
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const std::uint32_t vertex = part.vertices[ring[i]];
      colors[vertex] = given[i];
      has_color[vertex] = 1;
    }
    for (const std::uint32_t slot : ring) {
      order.push_back(slot);
      for (const std::uint32_t other : part.neighbours(slot)) {
        const std::uint32_t other_slot = part.slot_of(other);
        if (other_slot == kKnown || is_queued[other_slot]) continue;
        is_queued[other_slot] = 1;
        next.push_back(other_slot);
      }
    }
    ring.swap(next);
  }
  return order;
}

glm::vec3 mean_known(std::span<const float> confidence, const std::vector<glm::vec3>& colors) {
  glm::dvec3 sum(0.0);
  double weight = 0.0;
  for (std::size_t v = 0; v < colors.size(); ++v) {
    sum += static_cast<double>(confidence[v]) * glm::dvec3(colors[v]);
    weight += static_cast<double>(confidence[v]);
  }
  return weight > 0.0 ? glm::vec3(sum / weight) : glm::vec3(0.5f);
}

}  // namespace

void fill_unseen(std::span<const glm::uvec3> faces, std::span<const float> confidence, std::vector<glm::vec3>& colors,
                 int max_sweeps) {
  const UnknownPart part(faces, confidence);
  if (part.vertices.empty()) return;
  const glm::vec3 mean = mean_known(confidence, colors);
  const std::vector<glm::vec3> seen = colors;
  for (const std::uint32_t v : part.vertices) {
    if (confidence[v] <= kKnownEnough) colors[v] = mean;
  }
  int num_rings = 0;
  const std::vector<std::uint32_t> order = spread(part, confidence, colors, num_rings);
  // Membrane: every colour is the mean of its neighbours', pulled to what was seen.
  const auto relax = [&](std::uint32_t slot) {
    const std::uint32_t v = part.vertices[slot];
    const float pull = 12.0f * confidence[v] / (1.0f - confidence[v] + 1e-3f);
    glm::vec3 sum = pull * seen[v];
    float weight = pull;
    for (const std::uint32_t other : part.neighbours(slot)) {
      sum += colors[other];
      weight += 1.0f;
    }
    if (weight > 0.0f) colors[v] += kOverRelaxation * (sum / weight - colors[v]);
  };
  const int num_sweeps = std::clamp(4 * num_rings, 8, std::max(8, max_sweeps));
  for (int sweep = 0; sweep < num_sweeps; ++sweep) {
    if (sweep % 2 == 0) {
      std::for_each(order.begin(), order.end(), relax);
    } else {
      std::for_each(order.rbegin(), order.rend(), relax);
    }
  }
  for (const std::uint32_t v : part.vertices) colors[v] = glm::clamp(colors[v], 0.0f, 1.0f);
}

void smooth_over_surface(std::span<const glm::uvec3> faces, int num_steps, std::vector<glm::vec3>& values) {
  std::vector<glm::vec3> sum(values.size());
  std::vector<float> count(values.size());
  for (int step = 0; step < num_steps; ++step) {
    for (std::size_t v = 0; v < values.size(); ++v) {
      sum[v] = 2.0f * values[v];
      count[v] = 2.0f;
    }
    for (const glm::uvec3& face : faces) {
      const glm::vec3 total = values[face.x] + values[face.y] + values[face.z];
      for (int corner = 0; corner < 3; ++corner) {
        sum[face[corner]] += total - values[face[corner]];
        count[face[corner]] += 2.0f;
      }
    }
    for (std::size_t v = 0; v < values.size(); ++v) values[v] = sum[v] / count[v];
  }
}

}  // namespace core::texture
