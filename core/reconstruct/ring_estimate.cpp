// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/ring_estimate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/trigonometric.hpp>
#include <glm/vec2.hpp>
#include <limits>
#include <optional>
#include <vector>

#include "core/base/parallel.h"
#include "core/reconstruct/view_checks.h"

namespace core::reconstruct {
namespace {

/// Focal lengths that are tried: those of a field of view of 27 to 56 degrees, 1 % apart.
constexpr double kWidestDeg = 56.0, kNarrowestDeg = 27.0, kStep = 0.01;
/// Left out in turn to see how far the result depends on single views.
constexpr int kNumGroups = 8;
/// The camera of one view must be so far from the outline in another, as a share of its distance from the middle:
/// tangents are uncertain near it.
constexpr double kLeastLever = 0.2;
constexpr double kHuberPx = 1.0;  ///< misfits larger than this count linearly, for views that are wrong
/// A sure estimate: the standard error of the focal length is at most 2 %, the difference at least 2 % and so many
/// errors, and tangents that lay so far apart now lie clearly closer.
constexpr double kMostError = 0.02, kLeastChange = 0.02, kErrorsAway = 3.0;
constexpr double kLeastMisfitPx = 0.2, kMisfitFall = 0.9;
constexpr std::size_t kLeastPairs = 12;  ///< eight anchors have 24 at most 135 degrees apart

/// Convex hull of an outline: pixels from the middle of the picture, x right, y up, as shares of half its side.
struct Profile {
  int view = 0;
  std::vector<glm::dvec2> hull;
};

double cross(const glm::dvec2& a, const glm::dvec2& b, const glm::dvec2& c) {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/// Andrew's monotone chain.
std::vector<glm::dvec2> convex_hull(std::vector<glm::dvec2> points) {
  std::sort(points.begin(), points.end(),
            [](const glm::dvec2& a, const glm::dvec2& b) { return a.x != b.x ? a.x < b.x : a.y < b.y; });
  std::vector<glm::dvec2> hull;
  for (int side = 0; side < 2; ++side) {
    const std::size_t begin = hull.size();
    for (const glm::dvec2& point : points) {
      while (hull.size() >= begin + 2 && cross(hull[hull.size() - 2], hull.back(), point) <= 0.0) hull.pop_back();
      hull.push_back(point);
    }
    hull.pop_back();
    std::reverse(points.begin(), points.end());
  }
  return hull;
}

/// Where coverage is one half between neighbouring pixel centres.
Profile profile_of(const views::View& view) {
  const image::Image8& rgba = view.rgba;
  const double half = 0.5 * rgba.width();
  std::vector<glm::dvec2> points;
  const auto add_crossing = [&](int x, int y, int dx, int dy) {
    const double a = rgba.at(x, y, 3) - 127.5, b = rgba.at(x + dx, y + dy, 3) - 127.5;
    if ((a < 0.0) == (b < 0.0)) return;
    const double t = a / (a - b);
    points.emplace_back((x + 0.5 + t * dx - half) / half, (half - (y + 0.5 + t * dy)) / half);
  };
  for (int y = 0; y < rgba.height(); ++y) {
    for (int x = 0; x < rgba.width(); ++x) {
      if (x + 1 < rgba.width()) add_crossing(x, y, 1, 0);
      if (y + 1 < rgba.height()) add_crossing(x, y, 0, 1);
    }
  }
  if (points.size() < 3) return {view.index, {}};
  return {view.index, convex_hull(std::move(points))};
}

/// The steepest line from (sign * epipole, 0) that touches a hull from above (side 1) or below (side -1).
struct Tangent {
  double slope = 0.0;
  double lever = 0.0;  ///< along x from the epipole to where it touches
};
Tangent tangent_of(const Profile& profile, double epipole, double sign, double side) {
  Tangent tangent;
  double steepest = std::numeric_limits<double>::lowest();
  for (const glm::dvec2& point : profile.hull) {
    const double lever = epipole - sign * point.x;
    if (side * point.y <= steepest * lever) continue;
    steepest = side * point.y / lever;
    tangent = {point.y / lever, lever};
  }
  return tangent;
}

bool is_clear_of(const Profile& profile, double epipole, double sign) {
  return std::all_of(profile.hull.begin(), profile.hull.end(),
                     [&](const glm::dvec2& point) { return epipole - sign * point.x >= kLeastLever * epipole; });
}

/// Two views; the camera of `b` lies to the right of that of `a`.
struct Pair {
  const Profile *a = nullptr, *b = nullptr;
  double epipole_by_focal = 0.0;  ///< where each camera is in the other's picture, right in a's and left in b's
};

/// @param focal  the shortest that is going to be tried, as a share of half the picture's side
std::vector<Pair> usable_pairs(const std::vector<Profile>& profiles, double focal) {
  std::vector<Pair> pairs;
  for (const Profile& a : profiles) {
    for (const Profile& b : profiles) {
      const int step = (b.view - a.view + geometry::kNumViews) % geometry::kNumViews;
      if (step == 0 || step >= geometry::kNumViews / 2) continue;
      const Pair pair{&a, &b, 1.0 / std::tan(0.5 * glm::radians(static_cast<double>(geometry::azimuth_deg(step))))};
      const double epipole = focal * pair.epipole_by_focal;
      if (is_clear_of(a, epipole, 1.0) && is_clear_of(b, epipole, -1.0)) pairs.push_back(pair);
    }
  }
  return pairs;
}

double huber(double x) {
  const double size = std::abs(x);
  return size < kHuberPx ? 0.5 * x * x : kHuberPx * (size - 0.5 * kHuberPx);
}

/// How far apart tangents lie that should meet: sums over pairs of views, by the groups of both.
class Misfit {
 public:
  void add(const Pair& pair, double apart_px) {
    Cell& cell = cells_[group_of(pair.a->view)][group_of(pair.b->view)];
    cell.sum += huber(apart_px);
    cell.count += 1.0;
  }
  /// Mean over all pairs without a view of group `out` (-1: over all).
  double mean(int out = -1) const {
    Cell total;
    for (int a = 0; a < kNumGroups; ++a) {
      for (int b = 0; b < kNumGroups; ++b) {
        if (a == out || b == out) continue;
        const Cell& cell = cells_[static_cast<std::size_t>(a)][static_cast<std::size_t>(b)];
        total.sum += cell.sum;
        total.count += cell.count;
      }
    }
    return total.sum / std::max(1.0, total.count);
  }

 private:
  struct Cell {
    double sum = 0.0, count = 0.0;
  };
  static std::size_t group_of(int view) { return static_cast<std::size_t>(view * kNumGroups / geometry::kNumViews); }
  std::array<std::array<Cell, kNumGroups>, kNumGroups> cells_{};
};

Misfit misfit_at(const std::vector<Pair>& pairs, double focal, double half_px) {
  Misfit misfit;
  for (const Pair& pair : pairs) {
    const double epipole = focal * pair.epipole_by_focal;
    for (const double side : {1.0, -1.0}) {
      const Tangent a = tangent_of(*pair.a, epipole, 1.0, side), b = tangent_of(*pair.b, epipole, -1.0, side);
      // About 1 for an outline that is wrong by a pixel.
      misfit.add(pair, half_px * (a.slope - b.slope) / std::hypot(1.0 / a.lever, 1.0 / b.lever));
    }
  }
  return misfit;
}

/// Place of the least misfit, between the steps of the table; nothing if it lies at an end.
std::optional<double> best_step(const std::vector<Misfit>& table, int out) {
  std::vector<double> values;
  for (const Misfit& misfit : table) values.push_back(misfit.mean(out));
  const auto at = static_cast<std::size_t>(std::min_element(values.begin(), values.end()) - values.begin());
  if (at == 0 || at + 1 == values.size()) return std::nullopt;
  const double before = values[at - 1] - values[at], after = values[at + 1] - values[at];
  return static_cast<double>(at) + (before + after > 0.0 ? 0.5 * (before - after) / (before + after) : 0.0);
}

/// Standard error of the best step: jackknife over the groups; nothing if the misfit has no least without one of them.
std::optional<double> error_of_step(const std::vector<Misfit>& table) {
  std::array<double, kNumGroups> without{};
  double mean = 0.0, squares = 0.0;
  for (int group = 0; group < kNumGroups; ++group) {
    const std::optional<double> step = best_step(table, group);
    if (!step) return std::nullopt;
    without[static_cast<std::size_t>(group)] = *step;
    mean += *step / kNumGroups;
  }
  for (const double step : without) squares += (step - mean) * (step - mean);
  return std::sqrt(squares * (kNumGroups - 1) / kNumGroups);
}

/// The outlines that can be compared.
std::vector<Profile> profiles_of(const views::ViewSet& views) {
  std::vector<Profile> profiles;
  for (int k = 0; k < geometry::kNumViews; ++k) {
    const views::ViewPtr& view = views.at(k);
    if (!view || views.trust[static_cast<std::size_t>(k)] <= 0.0f || reaches_border(view->rgba)) continue;
    Profile profile = profile_of(*view);
    if (!profile.hull.empty()) profiles.push_back(std::move(profile));
  }
  return profiles;
}

/// Pixels.
double size_of(const Misfit& misfit) { return std::sqrt(2.0 * misfit.mean()); }

double focal_of(double fov_deg) { return 1.0 / std::tan(0.5 * glm::radians(fov_deg)); }
double fov_deg_of(double focal) { return 2.0 * glm::degrees(std::atan(1.0 / focal)); }

}  // namespace

RingEstimate estimate_ring(const views::ViewSet& views) {
  RingEstimate estimate{views.ring};
  const std::vector<Profile> profiles = profiles_of(views);
  const double shortest = focal_of(kWidestDeg), given = focal_of(static_cast<double>(views.ring.fov_deg));
  const std::vector<Pair> pairs = usable_pairs(profiles, shortest);
  if (pairs.size() < kLeastPairs) return estimate;
  const double half_px = 0.5 * views.size_px();
  std::vector<Misfit> table(static_cast<std::size_t>(std::log(focal_of(kNarrowestDeg) / shortest) / kStep) + 1);
  const auto focal_at = [&](double step) { return shortest * std::exp(kStep * step); };
  parallel_for(std::size_t{0}, table.size(), std::size_t{1},
               [&](std::size_t i) { table[i] = misfit_at(pairs, focal_at(static_cast<double>(i)), half_px); });
  const std::optional<double> best = best_step(table, -1), error_steps = error_of_step(table);
  if (!best || !error_steps) return estimate;
  const double focal = focal_at(*best);
  // Differences of the logarithm of the focal length.
  const double error = kStep * *error_steps, change = std::abs(std::log(focal / given));
  const double misfit_given = size_of(misfit_at(pairs, given, half_px)),
               misfit_found = size_of(misfit_at(pairs, focal, half_px));
  estimate.ring.fov_deg = static_cast<float>(fov_deg_of(focal));
  estimate.fov_error_deg = static_cast<float>(fov_deg_of(focal) - fov_deg_of(focal * std::exp(error)));
  estimate.misfit_given_px = static_cast<float>(misfit_given);
  estimate.misfit_found_px = static_cast<float>(misfit_found);
  estimate.is_sure = error <= kMostError && change >= std::max(kLeastChange, kErrorsAway * error) &&
                     misfit_given >= kLeastMisfitPx && misfit_found <= kMisfitFall * misfit_given;
  return estimate;
}

}  // namespace core::reconstruct
