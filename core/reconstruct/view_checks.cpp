// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/view_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/mat3x3.hpp>
#include <memory>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/image/outline_distance.h"
#include "core/views/normal_map.h"

namespace core::reconstruct {
namespace {

constexpr std::uint8_t kInside = 128;  ///< alpha of the object's pixels
constexpr std::uint8_t kSolid = 200;   ///< alpha from which a normal counts
constexpr int kLookedAtPx = 256;       ///< larger pictures are looked through in steps
/// More of the pixels than this with a normal that points away: a sign or a frame is wrong. Right maps have a few per
/// cent along folds, maps with noise of 20 degrees up to a fifth.
constexpr double kMostAway = 0.5;
/// Along the outline normals point outwards, by width and by height: sum of the products as a share of their sizes.
constexpr double kLeastOutward = 0.5;
constexpr float kOutlineBandPx = 4.0f;

enum class Normals { Good, Missing, Turned, Useless };

/// Calls visit(x, y, normal in the world) where the map has one.
template <class Visit>
void visit_normals(const image::Image8& normal, int step, const Visit& visit) {
  for (int y = 0; y < normal.height(); y += step) {
    for (int x = 0; x < normal.width(); x += step) {
      const std::uint8_t* p = normal.pixel(x, y);
      if (p[3] < kSolid) continue;
      const glm::vec3 decoded = views::decode_normal(p);
      const float length = glm::length(decoded);
      if (length > 0.3f) visit(x, y, decoded / length);
    }
  }
}

/// Whether the normals, turned round, point outwards along the outline. What faces the camera there says nothing.
bool points_outwards_when_turned(const views::View& view, const geometry::Camera& camera) {
  const image::ImageF distance = image::outline_distance(view.rgba);
  const glm::mat3 cam_from_world(camera.cam_from_world);
  std::array<double, 2> sums{}, sizes{};
  visit_normals(view.normal, 1, [&](int x, int y, const glm::vec3& normal) {
    if (x == 0 || y == 0 || x + 1 == distance.width() || y + 1 == distance.height()) return;
    if (std::abs(distance.at(x, y)) > kOutlineBandPx) return;
    const glm::vec3 turned = cam_from_world * -normal;
    const std::array<float, 2> outward = {distance.at(x + 1, y) - distance.at(x - 1, y),
                                          distance.at(x, y + 1) - distance.at(x, y - 1)};
    for (std::size_t axis = 0; axis < 2; ++axis) {
      const double product = outward[axis] * turned[static_cast<int>(axis)];
      sums[axis] += product;
      sizes[axis] += std::abs(product);
    }
  });
  return sums[0] >= kLeastOutward * sizes[0] && sums[1] >= kLeastOutward * sizes[1];
}

Normals judge_normals(const views::View& view, const geometry::RingGeometry& ring) {
  const geometry::Camera camera = geometry::view_camera(view.index, view.rgba.width(), ring);
  std::size_t num_normals = 0, num_away = 0;
  visit_normals(view.normal, std::max(1, view.normal.width() / kLookedAtPx),
                [&](int x, int y, const glm::vec3& normal) {
                  const glm::vec2 middle = glm::vec2(x, y) + 0.5f;
                  ++num_normals;
                  num_away += glm::dot(normal, camera.ray_direction_in_world(middle)) > 0.0f;
                });
  if (num_normals == 0) return Normals::Missing;
  if (static_cast<double>(num_away) <= kMostAway * static_cast<double>(num_normals)) return Normals::Good;
  return points_outwards_when_turned(view, camera) ? Normals::Turned : Normals::Useless;
}

/// Round((n + 1) / 2 * 255) of -n.
image::Image8 turned_round(image::Image8 normal) {
  for (std::size_t i = 0; i < normal.num_pixels(); ++i) {
    std::uint8_t* p = normal.data().data() + 4 * i;
    if (p[3] == 0) continue;
    for (int c = 0; c < 3; ++c) p[c] = static_cast<std::uint8_t>(255 - p[c]);
  }
  return normal;
}

bool shows_something(const image::Image8& rgba) {
  for (std::size_t i = 0; i < rgba.num_pixels(); ++i) {
    if (rgba.data()[4 * i + 3] >= kInside) return true;
  }
  return false;
}

/// "view 8", "views 4 and 8", "views 0, 4 and 8".
std::string names_of(const std::vector<int>& views) {
  if (views.size() == 1) return fmt::format("view {}", views.front());
  return fmt::format("views {} and {}", fmt::join(views.begin(), views.end() - 1, ", "), views.back());
}

/// What is wrong with one view.
struct Finding {
  bool is_empty = false, reaches_border = false;
  Normals normals = Normals::Good;
};

Finding look_at(const views::View& view, const geometry::RingGeometry& ring) {
  Finding finding;
  finding.is_empty = !shows_something(view.rgba);
  if (finding.is_empty) return finding;
  finding.reaches_border = reaches_border(view.rgba);
  if (!geometry::is_anchor(view.index)) return finding;
  finding.normals = view.has_normal() ? judge_normals(view, ring) : Normals::Missing;
  if (finding.normals == Normals::Missing && view.own) finding.normals = Normals::Good;
  return finding;
}

views::ViewPtr with_normal(const views::View& view, image::Image8 normal) {
  auto changed = std::make_shared<views::View>(view);
  changed->normal = std::move(normal);
  return changed;
}

/// @param sentence  with one place for the names of the views
void remark(std::string_view code, std::string_view sentence, const std::vector<int>& views,
            std::vector<ViewRemark>& remarks) {
  if (!views.empty()) remarks.push_back({code, fmt::format(fmt::runtime(sentence), names_of(views))});
}

}  // namespace

bool reaches_border(const image::Image8& rgba) {
  const int last_x = rgba.width() - 1, last_y = rgba.height() - 1;
  for (int x = 0; x <= last_x; ++x) {
    if (rgba.at(x, 0, 3) >= kInside || rgba.at(x, last_y, 3) >= kInside) return true;
  }
  for (int y = 0; y <= last_y; ++y) {
    if (rgba.at(0, y, 3) >= kInside || rgba.at(last_x, y, 3) >= kInside) return true;
  }
  return false;
}

CheckedViews check_views(const views::ViewSet& views) {
  CheckedViews checked{views, {}};
  std::array<Finding, geometry::kNumViews> findings;
  parallel_for(0, geometry::kNumViews, 1, [&](int k) {
    const auto slot = static_cast<std::size_t>(k);
    if (views.at(k) && views.trust[slot] > 0.0f) findings[slot] = look_at(*views.at(k), views.ring);
  });
  std::vector<int> empty, missing, turned, useless, cut;
  bool has_anchor = false;
  for (int k = 0; k < geometry::kNumViews; ++k) {
    const auto slot = static_cast<std::size_t>(k);
    views::ViewPtr& view = checked.set.views[slot];
    if (!view || checked.set.trust[slot] <= 0.0f) continue;
    const Finding& finding = findings[slot];
    if (finding.is_empty) {
      checked.set.trust[slot] = 0.0f;
      empty.push_back(k);
      continue;
    }
    has_anchor |= geometry::is_anchor(k);
    if (finding.reaches_border) cut.push_back(k);
    if (finding.normals == Normals::Missing) missing.push_back(k);
    if (finding.normals == Normals::Turned) {
      turned.push_back(k);
      view = with_normal(*view, turned_round(view->normal));
    }
    if (finding.normals == Normals::Useless) {
      useless.push_back(k);
      view = with_normal(*view, {});
    }
  }
  if (!has_anchor) {
    throw Error(ErrorCode::Empty,
                "No anchor view that has trust shows anything of the object, so there is no surface to solve. Give "
                "trust back to a view, or draw one.");
  }
  remark("view_empty", "Nothing of the object shows in {}; the surface is solved without.", empty, checked.remarks);
  remark("view_without_normals", "There are no normals in {}; only outline and colour are used there.", missing,
         checked.remarks);
  remark("normals_turned",
         "The normals in {} point away from the camera. Turned round they fit the outline, and are used so; check the "
         "sign that they were written with.",
         turned, checked.remarks);
  remark("normals_ignored",
         "The normals in {} point away from the camera and do not fit the outline when turned round either. Only "
         "outline and colour are used there; check the frame that they were written in.",
         useless, checked.remarks);
  remark("outline_at_border",
         "The object reaches the border of the picture in {}. The outline is open there, and only other views say how "
         "far the object goes; draw it smaller to keep it whole.",
         cut, checked.remarks);
  return checked;
}

}  // namespace core::reconstruct
