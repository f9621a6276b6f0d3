// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <glm/geometric.hpp>
#include <glm/vec3.hpp>
#include <span>

/// NeuS along one ray, in section form, forward and backward. Templates, so that tests check the gradients in double.
///
/// Source: Wang et al. 2021, "NeuS: learning neural implicit surfaces by volume rendering for multi-view
/// reconstruction"; section form and backward formulas: reference/stage3-reconstruction.md section 2.
namespace core::reconstruct {

template <class T>
using Vec3 = glm::vec<3, T, glm::defaultp>;

/// One sample of a ray and, after backward(), the derivative of the loss by its field value and gradient.
template <class T>
struct RaySample {
  T sdf{};
  Vec3<T> gradient{};
  T d_sdf{};
  Vec3<T> d_gradient{};
  // Of the section that begins here:
  T phi{}, alpha{}, weight{}, transmittance{};
  Vec3<T> normal{};
  T normal_length{};
};

/// What the sections of a ray add up to.
template <class T>
struct RayResult {
  T opacity{};
  Vec3<T> normal_sum{};  ///< sum of weight times unit normal
};

template <class T>
T sigmoid(T x) {
  return T(1) / (T(1) + std::exp(-x));
}

inline constexpr double kAlphaEpsilon = 1e-5;

/// Sections between consecutive samples: alpha_k = clamp((Phi(f_k) - Phi(f_{k+1})) / (Phi(f_k) + 1e-5), 0, 1), weight_k
/// = T_k alpha_k.
template <class T>
RayResult<T> forward(std::span<RaySample<T>> samples, T inv_s) {
  RayResult<T> result;
  T transmittance = 1;
  for (auto& sample : samples) sample.phi = sigmoid(inv_s * sample.sdf);
  for (std::size_t k = 0; k + 1 < samples.size(); ++k) {
    RaySample<T>& a = samples[k];
    const RaySample<T>& b = samples[k + 1];
    a.alpha = std::clamp((a.phi - b.phi) / (a.phi + T(kAlphaEpsilon)), T(0), T(1));
    a.transmittance = transmittance;
    a.weight = transmittance * a.alpha;
    transmittance *= T(1) - a.alpha;
    const Vec3<T> sum = a.gradient + b.gradient;
    a.normal_length = std::max(glm::length(sum), T(1e-6));
    a.normal = sum / a.normal_length;
    result.opacity += a.weight;
    result.normal_sum += a.weight * a.normal;
  }
  return result;
}

/// Derivatives of a loss by every sample, from those by opacity and normal_sum. Call after forward() with the same
/// samples.
template <class T>
void backward(std::span<RaySample<T>> samples, T inv_s, T d_opacity, const Vec3<T>& d_normal_sum) {
  for (auto& sample : samples) {
    sample.d_sdf = 0;
    sample.d_gradient = Vec3<T>(0);
  }
  T suffix = 0;
  for (std::size_t k = samples.size() - 1; k-- > 0;) {
    RaySample<T>& a = samples[k];
    RaySample<T>& b = samples[k + 1];
    const T q = d_opacity + glm::dot(d_normal_sum, a.normal);
    const T d_alpha = q * a.transmittance - suffix / std::max(T(1) - a.alpha, T(1e-6));
    suffix += q * a.weight;
    if (a.alpha > T(0) && a.alpha < T(1)) {
      const T denominator = a.phi + T(kAlphaEpsilon);
      a.d_sdf += d_alpha * inv_s * a.phi * (T(1) - a.phi) * (b.phi + T(kAlphaEpsilon)) / (denominator * denominator);
      b.d_sdf -= d_alpha * inv_s * b.phi * (T(1) - b.phi) / denominator;
    }
    const Vec3<T> d_normal = a.weight * d_normal_sum;
    const Vec3<T> d_sum = (d_normal - a.normal * glm::dot(a.normal, d_normal)) / a.normal_length;
    a.d_gradient += d_sum;
    b.d_gradient += d_sum;
  }
}

/// Opacity that a ray should have by its distance from the outline (negative inside). Past a body whose nearest point
/// is so far away, the sections of a ray add up to Phi(-distance), and no surface has to move. A mask of 0 and 1
/// instead wears away what lies along grazing rays and is opaque further in front, such as the seat of a chair. Inside,
/// more opacity is right too: there the ray may meet other parts.
template <class T>
T wanted_opacity(T distance, T opacity, T inv_s) {
  const T least = sigmoid(-inv_s * distance);
  return distance < T(0) ? std::max(least, opacity) : least;
}

/// Binary cross entropy of an opacity against a mask, with the opacity kept off 0 and 1, and its slope kept within +-8.
template <class T>
struct ScalarLoss {
  T value{}, derivative{};
};
template <class T>
ScalarLoss<T> mask_loss(T opacity, T mask) {
  const T o = std::clamp(opacity, T(1e-3), T(1) - T(1e-3));
  const T slope = (o - mask) / (o * (T(1) - o));
  return {-mask * std::log(o) - (T(1) - mask) * std::log(T(1) - o), std::clamp(slope, T(-8), T(8))};
}

/// Geometry-aware normal loss e^|cos(d, n*)| (1 - cos(N, n*)) of a rendered normal_sum N against the normal n* of the
/// view; 0 where n* does not face the ray (cos(d, n*) > -0.1). Source: Wonder3D (Long et al. 2023), eq. 7 and 8.
template <class T>
struct NormalLoss {
  T value{};
  Vec3<T> derivative{};  ///< by normal_sum
};
template <class T>
NormalLoss<T> normal_loss(const Vec3<T>& normal_sum, const Vec3<T>& target, const Vec3<T>& ray_direction) {
  const T facing = glm::dot(ray_direction, target);
  const T length = glm::length(normal_sum);
  if (facing > T(-0.1) || length < T(1e-4)) return {};
  const T weight = std::exp(-facing);
  const Vec3<T> unit = normal_sum / length;
  const T cosine = glm::dot(unit, target);
  return {weight * (T(1) - cosine), -weight * (target - unit * cosine) / length};
}

}  // namespace core::reconstruct
