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

/// A face in the picture: corners in pixels, inverse depths, and the rows it touches.
struct ScreenFace {
  std::array<glm::dvec2, 3> corner;
  glm::dvec3 inverse_depth;
  double inverse_area = 0.0;
  int top = 0, bottom = 0, left = 0, right = 0;  ///< [top, bottom) x [left, right), pixel centres inside the box
};

class Raster {
 public:
  Raster(const Mesh& mesh, const geometry::Camera& camera) : mesh_(mesh), camera_(camera) {
    if (camera.width_px < 1 || camera.height_px < 1)
      throw Error(ErrorCode::Usage, "A picture needs at least one pixel.");
    project_vertices();
    sort_into_bands();
  }

  /// Calls fill(face, x, y, depth, barycentric) for every sample that is nearer than `depth` there, in face order
  /// within each row band, so that the result does not depend on threads.
  template <class Fill>
  void draw(std::vector<float>& depth, const Fill& fill) const {
    parallel_for(0, static_cast<int>(bands_.size()), 1, [&](int band) {
      for (const std::uint32_t face : bands_[static_cast<std::size_t>(band)]) {
        draw_face(face, band * kBandHeight, (band + 1) * kBandHeight, depth, fill);
      }
    });
  }

 private:
  void project_vertices() {
    screen_.resize(mesh_.positions.size());
    parallel_for(std::size_t{0}, screen_.size(), std::size_t{4096},
                 [&](std::size_t v) { screen_[v] = camera_.project(mesh_.positions[v]); });
  }

  bool make_face(std::uint32_t index, ScreenFace& face) const {
    const glm::uvec3& f = mesh_.faces[index];
    for (int i = 0; i < 3; ++i) {
      const glm::vec3& p = screen_[f[i]];
      if (!(p.z > kNearestDepth)) return false;
      face.corner[static_cast<std::size_t>(i)] = glm::dvec2(p.x, p.y);
      face.inverse_depth[i] = 1.0 / static_cast<double>(p.z);
    }
    const auto& c = face.corner;
    const double area = (c[1].x - c[0].x) * (c[2].y - c[0].y) - (c[1].y - c[0].y) * (c[2].x - c[0].x);
    if (area == 0.0 || !std::isfinite(area)) return false;
    face.inverse_area = 1.0 / area;
    const auto bound = [](double value, int limit) {
      return static_cast<int>(std::clamp(value, 0.0, static_cast<double>(limit)));
    };
    face.left = bound(std::ceil(std::min({c[0].x, c[1].x, c[2].x}) - 0.5), camera_.width_px);
    face.right = bound(std::floor(std::max({c[0].x, c[1].x, c[2].x}) - 0.5) + 1.0, camera_.width_px);
    face.top = bound(std::ceil(std::min({c[0].y, c[1].y, c[2].y}) - 0.5), camera_.height_px);
    face.bottom = bound(std::floor(std::max({c[0].y, c[1].y, c[2].y}) - 0.5) + 1.0, camera_.height_px);
    return face.left < face.right && face.top < face.bottom;
  }

  void sort_into_bands() {
    bands_.resize(static_cast<std::size_t>((camera_.height_px + kBandHeight - 1) / kBandHeight));
    ScreenFace face;
    for (std::uint32_t index = 0; index < mesh_.faces.size(); ++index) {
      if (!make_face(index, face)) continue;
      for (int band = face.top / kBandHeight; band <= (face.bottom - 1) / kBandHeight; ++band) {
        bands_[static_cast<std::size_t>(band)].push_back(index);
      }
    }
  }

  template <class Fill>
  void draw_face(std::uint32_t index, int first_row, int last_row, std::vector<float>& depth, const Fill& fill) const {
    ScreenFace face;
    if (!make_face(index, face)) return;
    const auto& c = face.corner;
    // Weight of corner i at a point is edge(i + 1, i + 2) / area; a sample on an edge belongs to both faces, which
    // leaves no crack.
    const auto weight = [&](std::size_t i, double x, double y) {
      const glm::dvec2 &a = c[(i + 1) % 3], &b = c[(i + 2) % 3];
      return ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) * face.inverse_area;
    };
    const glm::dvec3 step_x((c[1].y - c[2].y) * face.inverse_area, (c[2].y - c[0].y) * face.inverse_area,
                            (c[0].y - c[1].y) * face.inverse_area);
    for (int y = std::max(face.top, first_row); y < std::min(face.bottom, last_row); ++y) {
      const double py = y + 0.5;
      glm::dvec3 w(weight(0, face.left + 0.5, py), weight(1, face.left + 0.5, py), weight(2, face.left + 0.5, py));
      for (int x = face.left; x < face.right; ++x, w += step_x) {
        if (w.x < -1e-12 || w.y < -1e-12 || w.z < -1e-12) continue;
        const double inverse = glm::dot(w, face.inverse_depth);
        const auto z = static_cast<float>(1.0 / inverse);
        const std::size_t pixel =
            static_cast<std::size_t>(y) * static_cast<std::size_t>(camera_.width_px) + static_cast<std::size_t>(x);
        if (!(z < depth[pixel])) continue;
        depth[pixel] = z;
        fill(index, pixel,
             glm::vec2(static_cast<float>(w.y * face.inverse_depth.y / inverse),
                       static_cast<float>(w.z * face.inverse_depth.z / inverse)));
      }
    }
  }

  const Mesh& mesh_;
  const geometry::Camera& camera_;
  std::vector<glm::vec3> screen_;
  std::vector<std::vector<std::uint32_t>> bands_;
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
      : mesh_(mesh), shading_(shading), to_cam_(camera.cam_from_world) {
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
      case Shading::Wire: {
        const bool is_edge = std::min({b.x, b.y, 1.0f - b.x - b.y}) < 0.06f;
        return clay(normal(face, b)) * (is_edge ? 0.45f : 1.0f);
      }
    }
    return glm::vec3(0.0f);
  }

 private:
  glm::vec3 normal(const glm::uvec3& face, const glm::vec2& b) const {
    const glm::vec3 sum = mix(normals_, face, b);
    const float length = glm::length(sum);
    return length > 0.0f ? sum / length : glm::vec3(0.0f, 0.0f, 1.0f);
  }

  static glm::vec3 encoded(const glm::vec3& n) { return 0.5f * (glm::vec3(-n.y, n.x, n.z) + 1.0f); }

  /// A soft key light from the upper left of the camera, a fill from the lower right, and a little rim.
  glm::vec3 clay(const glm::vec3& normal_in_world) const {
    const glm::vec3 n = glm::mat3(to_cam_) * normal_in_world;
    const float key = std::max(0.0f, glm::dot(n, glm::normalize(glm::vec3(-0.45f, -0.65f, -0.75f))));
    const float fill = std::max(0.0f, glm::dot(n, glm::normalize(glm::vec3(0.7f, 0.2f, -0.5f))));
    const float light = std::min(1.0f, 0.22f + 0.62f * key + 0.20f * fill);
    return glm::vec3(light) * glm::vec3(0.98f, 0.96f, 0.94f);
  }

  const Mesh& mesh_;
  Shading shading_;
  glm::mat4 to_cam_;
  std::vector<glm::vec3> normals_;
};

std::uint8_t to_byte(float value) {
  return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0f, 1.0f) * 255.0f));
}

}  // namespace

RasterBuffers rasterize(const Mesh& mesh, const geometry::Camera& camera) {
  const Raster raster(mesh, camera);
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

image::ImageF rasterize_depth(const Mesh& mesh, const geometry::Camera& camera) {
  const Raster raster(mesh, camera);
  std::vector<float> depth(num_pixels(camera), kFar);
  raster.draw(depth, [](std::uint32_t, std::size_t, const glm::vec2&) {});
  image::ImageF picture(camera.width_px, camera.height_px, 1);
  std::copy(depth.begin(), depth.end(), picture.data().begin());
  return picture;
}

image::Image8 draw(const Mesh& mesh, const geometry::Camera& camera, Shading shading, int samples) {
  if (samples < 1 || samples > 16) throw Error(ErrorCode::Usage, "A picture takes 1 to 16 samples a pixel and side.");
  geometry::Camera fine = camera;
  fine.width_px *= samples;
  fine.height_px *= samples;
  fine.focal_px *= static_cast<float>(samples);
  fine.center_px *= static_cast<float>(samples);
  const RasterBuffers buffers = rasterize(mesh, fine);
  const Shader shader(mesh, camera, shading);
  image::Image8 picture(camera.width_px, camera.height_px, 4);
  parallel_for(0, camera.height_px, 4, [&](int y) {
    for (int x = 0; x < camera.width_px; ++x) {
      glm::vec3 sum(0.0f);
      int num_hits = 0;
      for (int i = 0; i < samples * samples; ++i) {
        const std::size_t pixel =
            static_cast<std::size_t>(y * samples + i / samples) * static_cast<std::size_t>(fine.width_px) +
            static_cast<std::size_t>(x * samples + i % samples);
        if (buffers.face[pixel] == RasterBuffers::kNoFace) continue;
        sum += shader.shade(buffers.face[pixel], buffers.barycentric[pixel]);
        ++num_hits;
      }
      if (num_hits == 0) continue;
      for (int c = 0; c < 3; ++c) picture.at(x, y, c) = to_byte(sum[c] / static_cast<float>(num_hits));
      picture.at(x, y, 3) = to_byte(static_cast<float>(num_hits) / static_cast<float>(samples * samples));
    }
  });
  return picture;
}

glm::vec3 sample_texture(const image::Image8& texture, const glm::vec2& uv) {
  const float x =
      std::clamp(uv.x * static_cast<float>(texture.width()) - 0.5f, 0.0f, static_cast<float>(texture.width() - 1));
  const float y =
      std::clamp(uv.y * static_cast<float>(texture.height()) - 0.5f, 0.0f, static_cast<float>(texture.height() - 1));
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
