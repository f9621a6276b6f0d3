// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <glm/geometric.hpp>
#include <glm/vec3.hpp>
#include <type_traits>

#include "core/base/portable.h"

/// NeuS along one ray, in section form, forward and backward. Templates, so that tests check the gradients in double.
/// Loops go over plain arrays, so that the compiler turns them into vector instructions.
///
/// Source: Wang et al. 2021, "NeuS: learning neural implicit surfaces by volume rendering for multi-view
/// reconstruction"; section form and backward formulas: reference/stage3-reconstruction.md section 2.
namespace core::reconstruct {

template <class T>
using Vec3 = glm::vec<3, T, glm::defaultp>;

/// e^x of a float to 2e-7 of its value, without a call or a branch; the argument is kept within +-80.
ENVISION3D_PORTABLE inline float exp_of(float x) {
  constexpr float kLog2E = 1.44269504f, kHighLn2 = 0.693359375f, kLowLn2 = -2.12194440e-4f;
  // Adding and taking away 1.5 * 2^23 rounds to the nearest whole number.
  constexpr float kRound = 12582912.0f;
  const float clamped = std::min(std::max(x, -80.0f), 80.0f);
  const float power = (clamped * kLog2E + kRound) - kRound;
  const float rest = (clamped - power * kHighLn2) - power * kLowLn2;
  // Taylor's series, its last terms adjusted to the range of +-ln 2 / 2 (Moshier, Cephes).
  float series = 1.9875691500e-4f;
  series = series * rest + 1.3981999507e-3f;
  series = series * rest + 8.3334519073e-3f;
  series = series * rest + 4.1665795894e-2f;
  series = series * rest + 1.6666665459e-1f;
  series = series * rest + 5.0000001201e-1f;
  series = series * rest * rest + rest + 1.0f;
  const auto exponent = static_cast<std::int32_t>(power) + 127;
  return series * std::bit_cast<float>(exponent << 23);
}
ENVISION3D_PORTABLE inline double exp_of(double x) { return std::exp(x); }

template <class T>
ENVISION3D_PORTABLE T sigmoid(T x) {
  return T(1) / (T(1) + exp_of(-x));
}

inline constexpr double kAlphaEpsilon = 1e-5;

/// What the sections of a ray add up to.
template <class T>
struct RayResult {
  T opacity{};
  Vec3<T> normal_sum{};  ///< sum of weight times unit normal
};

/// The samples of one ray, front to back, and the sections between them: alpha_k = clamp((Phi(f_k) - Phi(f_{k+1})) /
/// (Phi(f_k) + 1e-5), 0, 1), weight_k = T_k alpha_k.
template <class T>
class RaySections {
 public:
  static constexpr int kMaxSamples = 96;
  /// What is behind a smaller transmittance counts as hidden.
  static constexpr T kMinTransmittance = T(0.002);

  /// Of num_samples() samples: field value and gradient, set by the caller; after backward() the derivatives by them.
  using Values = std::array<T, kMaxSamples + 32>;
  alignas(64) Values sdf;
  alignas(64) std::array<Values, 3> gradient;
  alignas(64) Values d_sdf;
  alignas(64) std::array<Values, 3> d_gradient;

  int num_samples() const { return num_samples_; }
  T weight(int section) const { return weight_[static_cast<std::size_t>(section)]; }

  /// @param num_samples  2..kMaxSamples; those that turn out hidden are left out from then on
  /// @param has_normals  if not, gradients are not read and normal_sum is 0
  RayResult<T> forward(int num_samples, T inv_s, bool has_normals) {
    num_samples_ = num_samples;
    has_normals_ = has_normals;
    find_alphas(inv_s);
    RayResult<T> result;
    result.opacity = T(1) - composite();
    if (has_normals) result.normal_sum = sum_normals();
    return result;
  }

  /// Derivatives of a loss by every sample, from those by what forward() returned. d_gradient is set if forward() had
  /// normals.
  void backward(T inv_s, T d_opacity, const Vec3<T>& d_normal_sum) {
    find_suffixes(d_opacity, d_normal_sum);
    find_d_sdf(inv_s);
    if (has_normals_) find_d_gradient(d_normal_sum);
  }

 private:
  static constexpr int kLanes = 16;
  /// Whole registers: the sections beyond the last are empty.
  int num_padded() const { return (num_samples_ + kLanes - 1) / kLanes * kLanes; }

  void find_alphas(T inv_s) {
    const int n = num_padded();
    for (int k = num_samples_; k < n; ++k) sdf[at(k)] = sdf[at(num_samples_ - 1)];
    for (int k = 0; k < n; ++k) phi_[at(k)] = sigmoid(inv_s * sdf[at(k)]);
    phi_[at(n)] = phi_[at(n - 1)];
    for (int k = 0; k < n; ++k) {
      const T alpha = (phi_[at(k)] - phi_[at(k + 1)]) / (phi_[at(k)] + T(kAlphaEpsilon));
      alpha_[at(k)] = std::min(std::max(alpha, T(0)), T(1));
    }
  }

  /// Transmittances and weights; what is left behind the last section.
  T composite() {
    T left = 1;
    int k = 0;
    for (; k + 1 < num_samples_ && left >= kMinTransmittance; ++k) {
      transmittance_[at(k)] = left;
      weight_[at(k)] = left * alpha_[at(k)];
      left *= T(1) - alpha_[at(k)];
    }
    num_samples_ = k + 1;
    for (; k < num_padded(); ++k) transmittance_[at(k)] = weight_[at(k)] = alpha_[at(k)] = T(0);
    return left;
  }

  Vec3<T> sum_normals() {
    const int n = num_padded();
    for (Values& part : gradient) {
      for (int k = num_samples_; k <= n; ++k) part[at(k)] = T(0);
    }
    for (int k = 0; k < n; ++k) {
      const T x = gradient[0][at(k)] + gradient[0][at(k + 1)], y = gradient[1][at(k)] + gradient[1][at(k + 1)],
              z = gradient[2][at(k)] + gradient[2][at(k + 1)];
      const T inverse = T(1) / std::max(std::sqrt(x * x + y * y + z * z), T(1e-6));
      inverse_length_[at(k)] = inverse;
      normal_[0][at(k)] = x * inverse;
      normal_[1][at(k)] = y * inverse;
      normal_[2][at(k)] = z * inverse;
    }
    Vec3<T> sum;
    for (int axis = 0; axis < 3; ++axis) {
      std::array<T, kLanes> lanes{};
      for (int k = 0; k < n; k += kLanes) {
        for (int lane = 0; lane < kLanes; ++lane)
          lanes[at(lane)] += weight_[at(k + lane)] * normal_[at(axis)][at(k + lane)];
      }
      T total = 0;
      for (const T lane : lanes) total += lane;
      sum[axis] = total;
    }
    return sum;
  }

  /// The loss's slope by each weight, and what the sections behind each one give: S_k = sum over j > k of q_j weight_j.
  void find_suffixes(T d_opacity, const Vec3<T>& d_normal_sum) {
    const int n = num_padded();
    if (has_normals_) {
      for (int k = 0; k < n; ++k) {
        slope_[at(k)] = d_opacity + d_normal_sum.x * normal_[0][at(k)] + d_normal_sum.y * normal_[1][at(k)] +
                        d_normal_sum.z * normal_[2][at(k)];
      }
    } else {
      for (int k = 0; k < n; ++k) slope_[at(k)] = d_opacity;
    }
    T suffix = 0;
    for (int k = n; k-- > 0;) {
      suffix_[at(k)] = suffix;
      suffix += slope_[at(k)] * weight_[at(k)];
    }
  }

  void find_d_sdf(T inv_s) {
    const int n = num_padded();
    d_sdf_of_end_[0] = T(0);
    for (int k = 0; k < n; ++k) {
      const T alpha = alpha_[at(k)], a = phi_[at(k)], b = phi_[at(k + 1)];
      const T d_alpha = slope_[at(k)] * transmittance_[at(k)] - suffix_[at(k)] / std::max(T(1) - alpha, T(1e-6));
      const T factor = (alpha > T(0)) & (alpha < T(1)) ? d_alpha * inv_s / (a + T(kAlphaEpsilon)) : T(0);
      d_sdf[at(k)] = factor * a * (T(1) - a) * (b + T(kAlphaEpsilon)) / (a + T(kAlphaEpsilon));
      d_sdf_of_end_[at(k + 1)] = -factor * b * (T(1) - b);
    }
    for (int k = 0; k < n; ++k) d_sdf[at(k)] += d_sdf_of_end_[at(k)];
  }

  void find_d_gradient(const Vec3<T>& d_normal_sum) {
    const int n = num_padded();
    std::array<Values, 3>& of_end = d_gradient_of_end_;
    for (Values& part : of_end) part[0] = T(0);
    for (int k = 0; k < n; ++k) {
      const T x = normal_[0][at(k)], y = normal_[1][at(k)], z = normal_[2][at(k)];
      const T along = x * d_normal_sum.x + y * d_normal_sum.y + z * d_normal_sum.z;
      const T factor = weight_[at(k)] * inverse_length_[at(k)];
      of_end[0][at(k + 1)] = factor * (d_normal_sum.x - x * along);
      of_end[1][at(k + 1)] = factor * (d_normal_sum.y - y * along);
      of_end[2][at(k + 1)] = factor * (d_normal_sum.z - z * along);
    }
    for (std::size_t axis = 0; axis < 3; ++axis) {
      for (int k = 0; k < n; ++k) d_gradient[axis][at(k)] = of_end[axis][at(k)] + of_end[axis][at(k + 1)];
    }
  }

  static constexpr std::size_t at(int k) { return static_cast<std::size_t>(k); }

  int num_samples_ = 0;
  bool has_normals_ = false;
  // Per sample: phi; per section, which begins at a sample: all others.
  alignas(64) Values phi_, alpha_, transmittance_, weight_, inverse_length_, slope_, suffix_, d_sdf_of_end_;
  alignas(64) std::array<Values, 3> normal_, d_gradient_of_end_;
};

/// Opacity that a ray should have by its distance from the outline (negative inside). Past a body whose nearest point
/// is so far away, the sections of a ray add up to Phi(-distance), and no surface has to move. A mask of 0 and 1
/// instead wears away what lies along grazing rays and is opaque further in front, such as the seat of a chair. Inside,
/// more opacity is right too: there the ray may meet other parts.
template <class T>
ENVISION3D_PORTABLE T wanted_opacity(T distance, T opacity, T inv_s) {
  const T least = sigmoid(-inv_s * distance);
  return distance < T(0) ? std::max(least, opacity) : least;
}

/// Binary cross entropy of an opacity against a mask, with the opacity kept off 0 and 1, and its slope kept within +-8.
template <class T>
struct ScalarLoss {
  T value{}, derivative{};
};
template <class T>
ENVISION3D_PORTABLE ScalarLoss<T> mask_loss(T opacity, T mask) {
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
ENVISION3D_PORTABLE NormalLoss<T> normal_loss(const Vec3<T>& normal_sum, const Vec3<T>& target,
                                              const Vec3<T>& ray_direction) {
  const T facing = glm::dot(ray_direction, target);
  const T length = glm::length(normal_sum);
  if (facing > T(-0.1) || length < T(1e-4)) return {};
  const T weight = exp_of(-facing);
  const Vec3<T> unit = normal_sum / length;
  const T cosine = glm::dot(unit, target);
  return {weight * (T(1) - cosine), -weight * (target - unit * cosine) / length};
}

}  // namespace core::reconstruct
