// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/view_noise.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/reconstruct/ground_truth.h"
#include "core/views/normal_map.h"

namespace core::reconstruct {
namespace {

constexpr float kTwoPi = 6.28318531f;
constexpr float kPicturePx = 256.0f;  ///< the size that pixels of noise are counted at

/// A slow wave over the picture, one to two periods a side.
struct Wave {
  glm::vec2 frequency;
  float phase, amplitude;
  float at(const glm::vec2& p) const { return amplitude * std::sin(kTwoPi * glm::dot(frequency, p) + phase); }
};

Wave random_wave(Random& random, float amplitude) {
  const float angle = random.uniform(0.0f, kTwoPi), periods = random.uniform(1.0f, 2.0f);
  const float phase = random.uniform(0.0f, kTwoPi);
  return {periods * glm::vec2(std::cos(angle), std::sin(angle)), phase, amplitude * random.normal()};
}

/// Premultiplied bilinear, transparent beyond the border. @param at_px  pixel centres at +0.5
void sample_rgba(const image::Image8& picture, const glm::vec2& at_px, std::uint8_t* out) {
  const glm::vec2 p = at_px - 0.5f;
  const int x0 = static_cast<int>(std::floor(p.x)), y0 = static_cast<int>(std::floor(p.y));
  glm::vec4 sum(0.0f);
  for (int i = 0; i < 4; ++i) {
    const int x = x0 + i % 2, y = y0 + i / 2;
    if (!picture.contains(x, y)) continue;
    const float weight =
        (1.0f - std::abs(p.x - static_cast<float>(x))) * (1.0f - std::abs(p.y - static_cast<float>(y)));
    const std::uint8_t* q = picture.pixel(x, y);
    const float alpha = weight * static_cast<float>(q[3]);
    sum += alpha * glm::vec4(q[0], q[1], q[2], 1.0f);
  }
  for (int c = 0; c < 3; ++c) {
    out[c] = static_cast<std::uint8_t>(std::clamp(sum[c] / std::max(sum.w, 1e-6f) + 0.5f, 0.0f, 255.0f));
  }
  out[3] = static_cast<std::uint8_t>(std::clamp(sum.w + 0.5f, 0.0f, 255.0f));
}

class Warp {
 public:
  Warp(Random& random, float outline_px)
      : shift_(outline_px * glm::vec2(random.normal(), random.normal())),
        scale_(1.0f + outline_px / (0.5f * kPicturePx) * random.normal()),
        along_x_(random_wave(random, outline_px)),
        along_y_(random_wave(random, outline_px)) {}

  image::Image8 applied(const image::Image8& picture) const {
    image::Image8 result(picture.width(), picture.height(), 4);
    const float unit = static_cast<float>(picture.width()) / kPicturePx;
    const glm::vec2 middle(0.5f * kPicturePx);
    for (int y = 0; y < picture.height(); ++y) {
      for (int x = 0; x < picture.width(); ++x) {
        const glm::vec2 p = (glm::vec2(x, y) + 0.5f) / unit;
        const glm::vec2 from = middle + scale_ * (p - middle) + shift_ +
                               glm::vec2(along_x_.at(p / kPicturePx), along_y_.at(p / kPicturePx));
        sample_rgba(picture, unit * from, result.pixel(x, y));
      }
    }
    return result;
  }

 private:
  glm::vec2 shift_;
  float scale_;
  Wave along_x_, along_y_;
};

void tilt_normals(image::Image8& normals, float normal_deg, Random& random) {
  const float sigma = glm::radians(normal_deg);
  const Wave about_x = random_wave(random, 1.5f * sigma), about_y = random_wave(random, 1.5f * sigma),
             about_z = random_wave(random, 1.5f * sigma);
  for (int y = 0; y < normals.height(); ++y) {
    for (int x = 0; x < normals.width(); ++x) {
      std::uint8_t* p = normals.pixel(x, y);
      if (p[3] == 0) continue;
      const glm::vec2 place = (glm::vec2(x, y) + 0.5f) / static_cast<float>(normals.width());
      const glm::vec3 own(random.normal(), random.normal(), random.normal());
      const glm::vec3 turn = glm::vec3(about_x.at(place), about_y.at(place), about_z.at(place)) + 0.5f * sigma * own;
      const glm::vec3 normal = views::decode_normal(p);
      if (glm::dot(normal, normal) < 0.01f) continue;
      views::encode_normal(glm::normalize(normal + glm::cross(turn, normal)), p);
    }
  }
}

}  // namespace

views::ViewSet with_noise(const views::ViewSet& views, const ViewNoise& noise, std::uint64_t seed) {
  views::ViewSet result = views;
  parallel_for(0, geometry::kNumViews, 1, [&](int k) {
    if (!views.at(k)) return;
    auto view = std::make_shared<views::View>(*views.at(k));
    Random random(seed, static_cast<std::uint64_t>(k));
    const Warp warp(random, noise.outline_px);
    view->rgba = warp.applied(view->rgba);
    if (view->has_normal()) {
      view->normal = warp.applied(view->normal);
      tilt_normals(view->normal, noise.normal_deg, random);
    }
    result.views[static_cast<std::size_t>(k)] = view;
  });
  return result;
}

views::ViewSet with_wrong_view(const views::ViewSet& views, const mesh::Mesh& mesh, int index) {
  mesh::Mesh lying = mesh;
  for (auto* vectors : {&lying.positions, &lying.normals}) {
    for (glm::vec3& p : *vectors) p = glm::vec3(p.z, p.y, -p.x);
  }
  views::ViewSet result = views;
  const views::ViewSet wrong = ground_truth_views(lying, views.size_px(), views.ring);
  result.views[static_cast<std::size_t>(index)] = wrong.at(index);
  return result;
}

}  // namespace core::reconstruct
