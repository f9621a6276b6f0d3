// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/mesh/rasterizer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/geometric.hpp>
#include <limits>

#include "core/base/error.h"
#include "core/base/parallel.h"

namespace core::mesh {
namespace {

constexpr float kFar = std::numeric_limits<float>::infinity();
constexpr float kNearestDepth = 1e-4f;
constexpr int kBandHeight = 16;
constexpr float kHalfWirePx = 0.6f;
constexpr std::size_t kFacesPerChunk = 16384;
/// Samples of one strip of a drawn picture: bounds the memory of large pictures.
constexpr int kMaxStripSamples = 1 << 22;

/// Which side of a line samples lie on, times twice the area they span with it. Both faces of an edge compute it from
/// the same end points in the same order, bit for bit: no sample can fall between them, however thin they are.
struct EdgeFunction {
  glm::dvec2 start, along;
  double sign = 1.0;  ///< so that the inside of the face is positive

  EdgeFunction() = default;
  EdgeFunction(const glm::dvec2& a, const glm::dvec2& b, double orientation) {
    const bool is_ordered = a.x < b.x || (a.x == b.x && a.y < b.y);
    start = is_ordered ? a : b;
    along = is_ordered ? b - a : a - b;
    sign = is_ordered ? orientation : -orientation;
  }
  double row_part(double y) const { return sign * (along.x * (y - start.y)); }
  double column_part(double x) const { return sign * (along.y * (x - start.x)); }
};

/// A face in the picture: corners in pixels, inverse depths, and the pixels whose centres its box holds.
struct ScreenFace {
  std::array<glm::dvec2, 3> corner;
  double orientation = 1.0;                      ///< sign of its area
  int top = 0, bottom = 0, left = 0, right = 0;  ///< [top, bottom) x [left, right)
};

/// In this order of arguments an undefined value gives 0.
float clamped(float value, int limit) { return std::min(std::max(0.0f, value), static_cast<float>(limit)); }

/// The first pixel whose centre is not less than `low`, and the one after the last whose centre is not greater than
/// `high`; within 0..limit. Casts instead of std::ceil and std::floor, which are calls on plain x86-64.
int first_center(float low, int limit) {
  const float shifted = clamped(low - 0.5f, limit);
  const int truncated = static_cast<int>(shifted);
  return truncated + (static_cast<float>(truncated) < shifted ? 1 : 0);
}
int end_center(float high, int limit) { return static_cast<int>(clamped(high + 0.5f, limit)); }

class Raster {
 public:
  Raster(const Mesh& mesh, const geometry::Camera& camera, Faces faces) : mesh_(mesh), camera_(camera), faces_(faces) {
    if (camera.width_px < 1 || camera.height_px < 1) {
      throw Error(ErrorCode::Usage, "Cannot draw the mesh: a picture needs at least one pixel a side.");
    }
    project_vertices();
    sort_into_bands();
  }

  /// Calls fill(face, pixel, barycentric) for every sample that is nearer than `depth` there, in face order, so that
  /// the result does not depend on threads.
  template <class Fill>
  void draw(std::vector<float>& depth, const Fill& fill) const {
    parallel_for(0, num_bands(), 1, [&](int band) {
      for (const auto& chunk : chunks_) {
        for (const std::uint32_t face : chunk[static_cast<std::size_t>(band)]) {
          draw_face(face, band * kBandHeight, (band + 1) * kBandHeight, depth, fill);
        }
      }
    });
  }

 private:
  using Bands = std::vector<std::vector<std::uint32_t>>;

  int num_bands() const { return (camera_.height_px + kBandHeight - 1) / kBandHeight; }

  void project_vertices() {
    screen_.resize(mesh_.positions.size());
    parallel_for(std::size_t{0}, screen_.size(), std::size_t{4096},
                 [&](std::size_t v) { screen_[v] = camera_.project(mesh_.positions[v]); });
  }

  bool make_face(std::uint32_t index, ScreenFace& face) const {
    const glm::uvec3& f = mesh_.faces[index];
    const glm::vec3 &a = screen_[f.x], &b = screen_[f.y], &c = screen_[f.z];
    if (!(a.z > kNearestDepth && b.z > kNearestDepth && c.z > kNearestDepth)) return false;
    face.left = first_center(std::min({a.x, b.x, c.x}), camera_.width_px);
    face.right = end_center(std::max({a.x, b.x, c.x}), camera_.width_px);
    face.top = first_center(std::min({a.y, b.y, c.y}), camera_.height_px);
    face.bottom = end_center(std::max({a.y, b.y, c.y}), camera_.height_px);
    if (face.left >= face.right || face.top >= face.bottom) return false;
    face.corner = {glm::dvec2(a.x, a.y), glm::dvec2(b.x, b.y), glm::dvec2(c.x, c.y)};
    const glm::dvec2 ab = face.corner[1] - face.corner[0], ac = face.corner[2] - face.corner[0];
    const double area = ab.x * ac.y - ab.y * ac.x;
    if (area == 0.0 || !std::isfinite(area)) return false;
    face.orientation = area > 0.0 ? 1.0 : -1.0;
    // Counter-clockwise seen from outside, which turns round where y points down.
    return faces_ == Faces::Both || area < 0.0;
  }

  void sort_into_bands() {
    chunks_.resize((mesh_.faces.size() + kFacesPerChunk - 1) / kFacesPerChunk);
    parallel_for(std::size_t{0}, chunks_.size(), std::size_t{1}, [&](std::size_t chunk) {
      Bands& bands = chunks_[chunk];
      bands.resize(static_cast<std::size_t>(num_bands()));
      const std::size_t end = std::min(mesh_.faces.size(), (chunk + 1) * kFacesPerChunk);
      ScreenFace face;
      for (std::size_t index = chunk * kFacesPerChunk; index < end; ++index) {
        if (!make_face(static_cast<std::uint32_t>(index), face)) continue;
        for (int band = face.top / kBandHeight; band <= (face.bottom - 1) / kBandHeight; ++band) {
          bands[static_cast<std::size_t>(band)].push_back(static_cast<std::uint32_t>(index));
        }
      }
    });
  }

  template <class Fill>
  void draw_face(std::uint32_t index, int first_row, int last_row, std::vector<float>& depth, const Fill& fill) const {
    ScreenFace face;
    if (!make_face(index, face)) return;
    const auto& c = face.corner;
    const EdgeFunction edge0(c[1], c[2], face.orientation), edge1(c[2], c[0], face.orientation),
        edge2(c[0], c[1], face.orientation);
    const glm::uvec3& f = mesh_.faces[index];
    const glm::dvec3 depth_of_corner(screen_[f.x].z, screen_[f.y].z, screen_[f.z].z);
    for (int y = std::max(face.top, first_row); y < std::min(face.bottom, last_row); ++y) {
      const glm::dvec3 row(edge0.row_part(y + 0.5), edge1.row_part(y + 0.5), edge2.row_part(y + 0.5));
      for (int x = face.left; x < face.right; ++x) {
        // A sample on an edge belongs to both faces.
        const glm::dvec3 w(row.x - edge0.column_part(x + 0.5), row.y - edge1.column_part(x + 0.5),
                           row.z - edge2.column_part(x + 0.5));
        if (!(w.x >= 0.0 && w.y >= 0.0 && w.z >= 0.0)) continue;
        const glm::dvec3 perspective = w / depth_of_corner;
        const double inverse = 1.0 / (perspective.x + perspective.y + perspective.z);
        const auto z = static_cast<float>((w.x + w.y + w.z) * inverse);
        const std::size_t pixel =
            static_cast<std::size_t>(y) * static_cast<std::size_t>(camera_.width_px) + static_cast<std::size_t>(x);
        if (!(z < depth[pixel])) continue;
        depth[pixel] = z;
        fill(index, pixel,
             glm::vec2(static_cast<float>(perspective.y * inverse), static_cast<float>(perspective.z * inverse)));
      }
    }
  }

  const Mesh& mesh_;
  const geometry::Camera& camera_;
  Faces faces_;
  std::vector<glm::vec3> screen_;
  std::vector<Bands> chunks_;  ///< per chunk of faces and row band, the faces that touch it
};

std::size_t num_pixels(const geometry::Camera& camera) {
  return static_cast<std::size_t>(camera.width_px) * static_cast<std::size_t>(camera.height_px);
}

glm::vec3 mix(const std::vector<glm::vec3>& values, const glm::uvec3& face, const glm::vec2& b) {
  return values[face.x] * (1.0f - b.x - b.y) + values[face.y] * b.x + values[face.z] * b.y;
}

/// Shades one sample of the drawn picture. Colours are sRGB, 0..1.
class Shader {
 public:
  Shader(const Mesh& mesh, const geometry::Camera& camera, Shading shading)
      : mesh_(mesh), camera_(camera), shading_(shading) {
    if (shading == Shading::Normals || shading == Shading::Clay || shading == Shading::Wire) {
      normals_ = mesh.normals.empty() ? smooth_normals(mesh) : mesh.normals;
    }
  }

  glm::vec3 shade(std::uint32_t index, const glm::vec2& b) const {
    const glm::uvec3& face = mesh_.faces[index];
    switch (shading_) {
      case Shading::Textured:
        if (mesh_.is_textured()) {
          const glm::vec2 uv =
              mesh_.uvs[face.x] * (1.0f - b.x - b.y) + mesh_.uvs[face.y] * b.x + mesh_.uvs[face.z] * b.y;
          return sample_texture(*mesh_.texture, uv);
        }
        [[fallthrough]];
      case Shading::Colors:
        return mesh_.colors.empty() ? glm::vec3(0.72f) : mix(mesh_.colors, face, b);
      case Shading::Normals:
        return encoded(normal(face, b));
      case Shading::Clay:
        return clay(normal(face, b));
      case Shading::Wire:
        return clay(normal(face, b)) * (edge_distance_px(face, b) < kHalfWirePx ? 0.45f : 1.0f);
    }
    return glm::vec3(0.0f);
  }

 private:
  glm::vec3 normal(const glm::uvec3& face, const glm::vec2& b) const {
    const glm::vec3 sum = mix(normals_, face, b);
    const float length = glm::length(sum);
    return length > 0.0f ? sum / length : glm::vec3(0.0f, 0.0f, 1.0f);
  }

  /// From a point of a face to its nearest edge, as large as it would look from straight ahead.
  float edge_distance_px(const glm::uvec3& face, const glm::vec2& b) const {
    const glm::vec3 &p = mesh_.positions[face.x], &q = mesh_.positions[face.y], &r = mesh_.positions[face.z];
    const float twice_area = glm::length(glm::cross(q - p, r - p));
    const float in_world = twice_area * std::min({(1.0f - b.x - b.y) / glm::length(r - q), b.x / glm::length(p - r),
                                                  b.y / glm::length(q - p)});
    const float depth = camera_.project(mix(mesh_.positions, face, b)).z;
    return in_world * camera_.focal_px / depth;
  }

  static glm::vec3 encoded(const glm::vec3& n) { return 0.5f * (glm::vec3(-n.y, n.x, n.z) + 1.0f); }

  /// A soft key light from the upper left of the camera, a fill from the lower right, and a little rim.
  glm::vec3 clay(const glm::vec3& normal_in_world) const {
    const glm::vec3 n = glm::mat3(camera_.cam_from_world) * normal_in_world;
    const float key = std::max(0.0f, glm::dot(n, glm::normalize(glm::vec3(-0.45f, -0.65f, -0.75f))));
    const float fill = std::max(0.0f, glm::dot(n, glm::normalize(glm::vec3(0.7f, 0.2f, -0.5f))));
    const float light = std::min(1.0f, 0.22f + 0.62f * key + 0.20f * fill);
    return glm::vec3(light) * glm::vec3(0.98f, 0.96f, 0.94f);
  }

  const Mesh& mesh_;
  const geometry::Camera& camera_;
  Shading shading_;
  std::vector<glm::vec3> normals_;
};

std::uint8_t to_byte(float value) {
  return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0f, 1.0f) * 255.0f));
}

geometry::Camera finer(geometry::Camera camera, int samples) {
  camera.width_px *= samples;
  camera.height_px *= samples;
  camera.focal_px *= static_cast<float>(samples);
  camera.center_px *= static_cast<float>(samples);
  return camera;
}

/// Averages the samples of one pixel; the colour only over those that hit.
void resolve_pixel(const RasterBuffers& buffers, const Shader& shader, int x, int y, int samples, std::uint8_t* rgba) {
  glm::vec3 sum(0.0f);
  int num_hits = 0;
  for (int sy = y * samples; sy < (y + 1) * samples; ++sy) {
    for (int sx = x * samples; sx < (x + 1) * samples; ++sx) {
      const std::size_t sample =
          static_cast<std::size_t>(sy) * static_cast<std::size_t>(buffers.width) + static_cast<std::size_t>(sx);
      if (buffers.face[sample] == RasterBuffers::kNoFace) continue;
      sum += shader.shade(buffers.face[sample], buffers.barycentric[sample]);
      ++num_hits;
    }
  }
  if (num_hits == 0) return;
  for (int c = 0; c < 3; ++c) rgba[c] = to_byte(sum[c] / static_cast<float>(num_hits));
  rgba[3] = to_byte(static_cast<float>(num_hits) / static_cast<float>(samples * samples));
}

}  // namespace

RasterBuffers rasterize(const Mesh& mesh, const geometry::Camera& camera, Faces faces) {
  const Raster raster(mesh, camera, faces);
  RasterBuffers buffers;
  buffers.width = camera.width_px;
  buffers.height = camera.height_px;
  buffers.face.assign(num_pixels(camera), RasterBuffers::kNoFace);
  buffers.depth.assign(num_pixels(camera), kFar);
  buffers.barycentric.resize(num_pixels(camera));
  raster.draw(buffers.depth, [&](std::uint32_t face, std::size_t pixel, const glm::vec2& barycentric) {
    buffers.face[pixel] = face;
    buffers.barycentric[pixel] = barycentric;
  });
  return buffers;
}

image::ImageF rasterize_depth(const Mesh& mesh, const geometry::Camera& camera, Faces faces) {
  const Raster raster(mesh, camera, faces);
  std::vector<float> depth(num_pixels(camera), kFar);
  raster.draw(depth, [](std::uint32_t, std::size_t, const glm::vec2&) {});
  image::ImageF picture(camera.width_px, camera.height_px, 1);
  std::copy(depth.begin(), depth.end(), picture.data().begin());
  return picture;
}

image::Image8 draw(const Mesh& mesh, const geometry::Camera& camera, Shading shading, int samples) {
  if (samples < 1 || samples > 16) {
    throw Error(ErrorCode::Usage, "Cannot draw the mesh: a picture takes 1 to 16 samples a pixel and side.");
  }
  if (camera.width_px < 1 || camera.height_px < 1) {
    throw Error(ErrorCode::Usage, "Cannot draw the mesh: a picture needs at least one pixel a side.");
  }
  const Shader shader(mesh, camera, shading);
  image::Image8 picture(camera.width_px, camera.height_px, 4);
  const int num_strip_rows = std::max(1, kMaxStripSamples / (samples * samples) / camera.width_px);
  for (int first_row = 0; first_row < camera.height_px; first_row += num_strip_rows) {
    geometry::Camera strip = camera;
    strip.height_px = std::min(num_strip_rows, camera.height_px - first_row);
    strip.center_px.y -= static_cast<float>(first_row);
    const RasterBuffers buffers = rasterize(mesh, finer(strip, samples));
    parallel_for(0, strip.height_px, 4, [&](int y) {
      for (int x = 0; x < camera.width_px; ++x) {
        resolve_pixel(buffers, shader, x, y, samples, picture.pixel(x, first_row + y));
      }
    });
  }
  return picture;
}

glm::vec3 sample_texture(const image::Image8& texture, const glm::vec2& uv) {
  const float x = clamped(uv.x * static_cast<float>(texture.width()) - 0.5f, texture.width() - 1);
  const float y = clamped(uv.y * static_cast<float>(texture.height()) - 0.5f, texture.height() - 1);
  const int x0 = static_cast<int>(x), y0 = static_cast<int>(y);
  const int x1 = std::min(x0 + 1, texture.width() - 1), y1 = std::min(y0 + 1, texture.height() - 1);
  const float fx = x - static_cast<float>(x0), fy = y - static_cast<float>(y0);
  const auto texel = [&](int tx, int ty) {
    const std::uint8_t* p = texture.pixel(tx, ty);
    return texture.channels() >= 3 ? glm::vec3(p[0], p[1], p[2]) : glm::vec3(p[0]);
  };
  const glm::vec3 top = texel(x0, y0) * (1.0f - fx) + texel(x1, y0) * fx;
  const glm::vec3 bottom = texel(x0, y1) * (1.0f - fx) + texel(x1, y1) * fx;
  return (top * (1.0f - fy) + bottom * fy) / 255.0f;
}

}  // namespace core::mesh
