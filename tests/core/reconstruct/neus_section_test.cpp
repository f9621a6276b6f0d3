// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/neus_section.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <vector>

#include "core/base/random.h"

namespace core::reconstruct {
namespace {

using Sections = RaySections<double>;
using Vec = Vec3<double>;

constexpr double kInvS = 6.0;

struct Sample {
  double sdf;
  Vec gradient;
};
using Samples = std::vector<Sample>;

/// A ray that enters a surface, with gradients of all directions.
Samples make_samples(std::uint64_t seed) {
  Random random(seed);
  Samples samples(9);
  double sdf = 0.35;
  for (auto& sample : samples) {
    sdf -= static_cast<double>(random.uniform(0.02f, 0.16f));
    sample.sdf = sdf;
    sample.gradient = Vec(random.uniform(-0.4f, 0.4f), random.uniform(-1.4f, -0.6f), random.uniform(-0.4f, 0.4f));
  }
  return samples;
}

RayResult<double> forward(const Samples& samples, Sections& sections) {
  for (std::size_t k = 0; k < samples.size(); ++k) {
    sections.sdf[k] = samples[k].sdf;
    for (int axis = 0; axis < 3; ++axis)
      sections.gradient[static_cast<std::size_t>(axis)][k] = samples[k].gradient[axis];
  }
  return sections.forward(static_cast<int>(samples.size()), kInvS, true);
}

RayResult<double> forward(const Samples& samples) {
  const auto sections = std::make_unique<Sections>();
  return forward(samples, *sections);
}

/// Derivative of a function of the samples by one of their numbers, by central differences.
double numeric(Samples samples, const std::function<double(const Samples&)>& loss,
               const std::function<double&(Samples&)>& number) {
  constexpr double kStep = 1e-6;
  const double value = number(samples);
  number(samples) = value + kStep;
  const double high = loss(samples);
  number(samples) = value - kStep;
  const double low = loss(samples);
  return (high - low) / (2.0 * kStep);
}

double total_loss(const Samples& samples, double mask, const Vec& target, const Vec& direction) {
  const RayResult<double> result = forward(samples);
  return mask_loss(result.opacity, mask).value + 2.5 * normal_loss(result.normal_sum, target, direction).value;
}

TEST(NeusSection, DerivativesBySdfAndGradientAgreeWithFiniteDifferences) {
  const Vec target = glm::normalize(Vec(0.2, -0.9, 0.3)), direction = glm::normalize(Vec(0.1, 1.0, -0.05));
  const auto sections = std::make_unique<Sections>();
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    const Samples samples = make_samples(seed);
    const RayResult<double> result = forward(samples, *sections);
    ASSERT_EQ(sections->num_samples(), 9) << "none is hidden";
    // Near enough to the opacity that the slope is not cut off.
    const double mask = 0.98 * std::min(0.99, result.opacity);
    const auto loss = [&](const Samples& moved) { return total_loss(moved, mask, target, direction); };
    sections->backward(kInvS, mask_loss(result.opacity, mask).derivative,
                       2.5 * normal_loss(result.normal_sum, target, direction).derivative);
    for (std::size_t k = 0; k < samples.size(); ++k) {
      const double by_sdf = numeric(samples, loss, [k](Samples& s) -> double& { return s[k].sdf; });
      EXPECT_NEAR(sections->d_sdf[k], by_sdf, 1e-5 * std::max(1.0, std::abs(by_sdf)))
          << "seed " << seed << " sample " << k;
      for (int axis = 0; axis < 3; ++axis) {
        const double by_gradient =
            numeric(samples, loss, [k, axis](Samples& s) -> double& { return s[k].gradient[axis]; });
        EXPECT_NEAR(sections->d_gradient[static_cast<std::size_t>(axis)][k], by_gradient,
                    1e-6 * std::max(1.0, std::abs(by_gradient)))
            << "seed " << seed << " sample " << k;
      }
    }
  }
}

TEST(NeusSection, WeightsAddUpToTheOpacityAndWhatIsLeftIsTheTransmittance) {
  const auto sections = std::make_unique<Sections>();
  const RayResult<double> result = forward(make_samples(3), *sections);
  double sum = 0.0;
  for (int k = 0; k + 1 < sections->num_samples(); ++k) sum += sections->weight(k);
  EXPECT_NEAR(sum, result.opacity, 1e-12);
  EXPECT_GT(result.opacity, 0.5);
}

TEST(NeusSection, ARayThatLeavesTheSurfaceGathersNothing) {
  Samples samples = make_samples(1);
  std::reverse(samples.begin(), samples.end());
  EXPECT_DOUBLE_EQ(forward(samples).opacity, 0.0);
}

TEST(NeusSection, LeavesOutWhatIsHidden) {
  Samples samples = make_samples(2);
  samples[3].sdf = -3.0;
  const auto sections = std::make_unique<Sections>();
  EXPECT_GT(forward(samples, *sections).opacity, 0.99);
  EXPECT_EQ(sections->num_samples(), 4);
}

TEST(NeusSection, ARayWithoutNormalsHasTheSameOpacityAndTheSameDerivatives) {
  const auto with = std::make_unique<Sections>(), without = std::make_unique<Sections>();
  const Samples samples = make_samples(5);
  const RayResult<double> result = forward(samples, *with);
  for (std::size_t k = 0; k < samples.size(); ++k) without->sdf[k] = samples[k].sdf;
  EXPECT_EQ(without->forward(9, kInvS, false).opacity, result.opacity);
  with->backward(kInvS, 0.7, Vec(0.0));
  without->backward(kInvS, 0.7, Vec(0.0));
  for (std::size_t k = 0; k < samples.size(); ++k) EXPECT_EQ(without->d_sdf[k], with->d_sdf[k]);
}

TEST(NeusSection, TheExponentialOfAFloatIsThatOfTheLibrary) {
  for (float x = -79.0f; x < 80.0f; x += 0.0371f) {
    const double expected = std::exp(static_cast<double>(x));
    EXPECT_NEAR(static_cast<double>(exp_of(x)) / expected, 1.0, 3e-7) << x;
  }
  EXPECT_EQ(exp_of(0.0f), 1.0f);
  EXPECT_TRUE(std::isfinite(exp_of(1e9f)));
  EXPECT_GE(exp_of(-1e9f), 0.0f);
}

/// What a ray gathers whose points, by their place along it, lie so far from a surface.
double opacity_past(const std::function<double(double)>& sdf_at) {
  const auto sections = std::make_unique<Sections>();
  std::size_t count = 0;
  for (double t = -3.0; t <= 3.0; t += 0.0635) sections->sdf[count++] = sdf_at(t);
  return sections->forward(static_cast<int>(count), kInvS, false).opacity;
}

TEST(WantedOpacity, IsWhatARayPastASphereGathers) {
  for (const double distance : {-0.3, -0.1, 0.0, 0.05, 0.2, 0.5}) {
    const double passing = 1.0 + distance;
    const double gathered = opacity_past([&](double t) { return std::sqrt(passing * passing + t * t) - 1.0; });
    EXPECT_NEAR(wanted_opacity(distance, 0.0, kInvS), gathered, 1e-3) << distance;
  }
}

TEST(WantedOpacity, IsWhatARayAlongAPlateGathersWhereverThePlateEnds) {
  for (const double distance : {0.05, 0.2}) {
    const auto past = [&](double half_length) {
      return opacity_past([&](double t) {
        const double beyond = std::max(0.0, std::abs(t) - half_length);
        return std::sqrt(distance * distance + beyond * beyond);
      });
    };
    EXPECT_NEAR(wanted_opacity(distance, 0.0, kInvS), past(0.2), 1e-3);
    EXPECT_NEAR(wanted_opacity(distance, 0.0, kInvS), past(2.0), 2e-3);
  }
}

TEST(WantedOpacity, AsksForNoLessWhereARayMeetsMoreInsideTheOutline) {
  EXPECT_EQ(wanted_opacity(-0.1, 0.97, kInvS), 0.97);
  EXPECT_EQ(wanted_opacity(-0.1, 0.2, kInvS), sigmoid(0.1 * kInvS));
  EXPECT_EQ(wanted_opacity(0.1, 0.97, kInvS), sigmoid(-0.1 * kInvS));
}

TEST(MaskLoss, SlopeAgreesWithFiniteDifferencesAndStaysWithinEight) {
  for (const double opacity : {0.2, 0.5, 0.8}) {
    const double slope = (mask_loss(opacity + 1e-6, 0.6).value - mask_loss(opacity - 1e-6, 0.6).value) / 2e-6;
    EXPECT_NEAR(mask_loss(opacity, 0.6).derivative, slope, 1e-5);
  }
  EXPECT_EQ(mask_loss(0.0, 1.0).derivative, -8.0);
  EXPECT_EQ(mask_loss(1.0, 0.0).derivative, 8.0);
}

TEST(NormalLoss, IsZeroWhereTheTargetTurnsAway) {
  const Vec direction(0, 1, 0);
  EXPECT_EQ(normal_loss(Vec(0, -1, 0), Vec(1, 0, 0), direction).value, 0.0);
  EXPECT_GT(normal_loss(Vec(1, -1, 0), Vec(0, -1, 0), direction).value, 0.1);
  EXPECT_NEAR(normal_loss(Vec(0, -0.7, 0), Vec(0, -1, 0), direction).value, 0.0, 1e-12);
}

}  // namespace
}  // namespace core::reconstruct
