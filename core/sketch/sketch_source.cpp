// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/sketch/sketch_source.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <memory>
#include <vector>

#include "core/base/error.h"
#include "core/image/alpha.h"
#include "core/image/outline_distance.h"
#include "core/image/resize.h"
#include "core/sketch/body_estimator.h"
#include "core/sketch/front_profile.h"
#include "core/sketch/outline_field.h"
#include "core/sketch/relief.h"
#include "core/sketch/ring_picture.h"
#include "core/sketch/sampling.h"
#include "core/sketch/seed_variation.h"
#include "core/sketch/surface_paint.h"
#include "core/sketch/view_drawing.h"
#include "core/views/framing.h"

namespace core::sketch {
namespace {

using geometry::kNumAnchors;
using geometry::kNumViews;
using geometry::kViewsPerAnchor;
using views::ViewPtr;

constexpr float kFramingSlackPx = 1.0f;  // soft edges and relief

void check_picture(const ViewPtr& view, int size_px, int index) {
  if (view == nullptr || view->rgba.is_empty() || view->rgba.channels() != 4) {
    throw Error(ErrorCode::Usage,
                "The sketch source needs the picture of the " + views::view_name(index) + " view, with transparency.");
  }
  if (view->rgba.width() != size_px || view->rgba.height() != size_px) {
    throw Error(ErrorCode::Usage, "The pictures of a ring must be square and of one size; the " +
                                      views::view_name(index) + " view differs.");
  }
}

/// What the artist gave to shape the body by.
struct Shaping {
  std::vector<ViewPtr> pictures;  ///< front first, then own pictures
  std::vector<Outline> painted;   ///< outlines without a picture

  std::size_t num_outlines() const { return pictures.size() + painted.size(); }
};

Shaping shaping_of(const ViewPtr& front, const std::array<ViewPtr, kNumAnchors>& anchors,
                   const views::OutlineSet& outlines) {
  if (front == nullptr) throw Error(ErrorCode::Usage, "The sketch source needs the picture of view 0 (front).");
  const int size_px = front->rgba.width();
  check_picture(front, size_px, 0);
  Shaping shaping{{front}, {}};
  for (int anchor = 1; anchor < kNumAnchors; ++anchor) {
    const auto slot = static_cast<std::size_t>(anchor);
    const int index = anchor * kViewsPerAnchor;
    if (const ViewPtr& view = anchors[slot]; view != nullptr && view->own) {
      check_picture(view, size_px, index);
      shaping.pictures.push_back(view);
    } else if (const auto& outline = outlines[slot]) {
      if (outline->width() != size_px || outline->height() != size_px || outline->channels() != 1) {
        throw Error(ErrorCode::Usage, "The outline painted for the " + views::view_name(index) +
                                          " view is not of the size of the front's picture. Paint it again.");
      }
      shaping.painted.push_back({index, coverage_of(image::with_alpha(image::Image8(size_px, size_px, 4), *outline))});
    }
  }
  return shaping;
}

mesh::Mesh body_of(const Shaping& shaping, const SketchOptions& options, const geometry::RingGeometry& ring,
                   const RunContext& context) {
  BodyRequest request{ring, {}, options.depth, {}};
  for (const ViewPtr& picture : shaping.pictures) {
    request.outlines.push_back({picture->index, coverage_of(picture->rgba)});
  }
  request.outlines.insert(request.outlines.end(), shaping.painted.begin(), shaping.painted.end());
  const image::Image8& front = shaping.pictures.front()->rgba;
  request.relief_px = relief_of(front, image::outline_distance(request.outlines.front().coverage), options.relief);
  const Body body = options.body == Body::Auto ? choose_body(front) : options.body;
  return make_body_estimator(body, request.outlines.size())->estimate(request, context);
}

/// Everything that all views of one request share.
struct Model {
  Model(const Shaping& shaping, const SketchOptions& options, const geometry::RingGeometry& ring,
        const RunContext& context)
      : body(body_of(shaping, options, ring, context)),
        pictures(thrown_back(shaping, body, ring)),
        paint(shaping.pictures.front()->rgba, pictures, options.unseen) {}

  static std::vector<RingPicture> thrown_back(const Shaping& shaping, const mesh::Mesh& body,
                                              const geometry::RingGeometry& ring) {
    // A body made of the front alone hides nothing of its front from the front camera.
    const mesh::Mesh* in_the_way = shaping.num_outlines() > 1 ? &body : nullptr;
    std::vector<RingPicture> result;
    for (const ViewPtr& picture : shaping.pictures)
      result.emplace_back(picture->index, picture->rgba, in_the_way, ring);
    return result;
  }

  mesh::Mesh body;
  std::vector<RingPicture> pictures;
  SurfacePaint paint;
};

/// A drawing of the body within an outline that holds (the last channel of `outline`), colours carried to pixels that
/// the body misses.
image::Image8 carried_into(const image::Image8& outline, const image::Image8& drawn) {
  return image::with_alpha(image::bleed_color(drawn), outline);
}

/// Body normals within an outline that holds.
image::Image8 normals_within(const image::Image8& outline, const image::Image8& body_normals) {
  image::Image8 result = carried_into(outline, body_normals);
  for (std::size_t i = 0; i < result.num_pixels(); ++i) {
    std::uint8_t* pixel = result.data().data() + 4 * i;
    if (pixel[3] == 0) std::fill(pixel, pixel + 3, std::uint8_t{255});
  }
  return result;
}

/// An in-between's colours from the anchors that hold its clip.
class ClipPaint {
 public:
  ClipPaint(const std::array<ViewPtr, kNumAnchors>& anchors, views::ClipSet clips, const mesh::Mesh& body,
            const geometry::RingGeometry& ring) {
    for (int anchor = 0; anchor < kNumAnchors; ++anchor) {
      if ((views::clips_of_anchor(anchor) & clips).none()) continue;
      const image::Image8& rgba = anchors[static_cast<std::size_t>(anchor)]->rgba;
      pictures_[static_cast<std::size_t>(anchor)] =
          std::make_unique<RingPicture>(anchor * kViewsPerAnchor, rgba, &body, ring, 1);
    }
  }

  glm::vec3 color(const SurfacePoint& point, int view, const SurfacePaint& paint,
                  const SeedVariation& variation) const {
    glm::vec3 sum(0.0f);
    float total = 0.0f;
    for (const int anchor : views::clip_anchors(views::clip_of_view(view))) {
      const RingPicture& picture = *pictures_[static_cast<std::size_t>(anchor)];
      const RingPicture::Sight sight = picture.sight_of(point);
      if (sight.facing <= 0.0f || sight.visible <= 0.0f) continue;
      const int steps = std::abs((view - picture.view() + kNumViews + kNumViews / 2) % kNumViews - kNumViews / 2);
      const float near = std::max(0.0f, 1.0f - static_cast<float>(steps) / (1.5f * kViewsPerAnchor));
      const float weight = near * near * sight.facing * sight.facing * sight.visible;
      sum += weight * picture.color(sight.point_px, 0.0f);
      total += weight;
    }
    const float known = glm::smoothstep(0.0f, 0.03f, total);
    if (known >= 1.0f) return sum / total;
    const glm::vec3 painted = paint.at(point, variation).color;
    return total > 0.0f ? glm::mix(painted, sum / total, known) : painted;
  }

 private:
  std::array<std::unique_ptr<RingPicture>, kNumAnchors> pictures_;
};

/// Points on the outermost parts of a body of one picture, world units, for a canvas framed at the standard ratio.
std::vector<glm::vec3> extreme_points(const image::Image8& canvas, const SketchOptions& options,
                                      const geometry::RingGeometry& ring) {
  const Body body = options.body == Body::Auto ? choose_body(canvas) : options.body;
  const FrontProfile profile = front_profile(body, coverage_of(canvas), options.depth);
  const int size = profile.distance.width();
  const geometry::Camera camera = geometry::view_camera(0, size, ring);
  const float pixel = pixel_at_origin(ring, size);
  std::vector<glm::vec3> points;
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      if (profile.distance.at(x, y) > 0.0f || ((x + y) % 2 != 0 && profile.distance.at(x, y) < -2.0f)) continue;
      const float half_depth = pixel * profile.half_depth_at(x, y);
      const glm::vec2 point_px(static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f);
      const glm::vec3 in_plane = camera.unproject(point_px, ring.distance);
      points.push_back(in_plane - glm::vec3(0.0f, half_depth, 0.0f));
      points.push_back(in_plane + glm::vec3(0.0f, half_depth, 0.0f));
    }
  }
  return points;
}

}  // namespace

float SketchSource::framing_ratio(const image::Image8& cutout, const views::Framing& wanted,
                                  const geometry::RingGeometry& ring, const RunContext& context) const {
  const image::Image8 canvas = views::frame_cutout(cutout);
  const std::vector<glm::vec3> points = extreme_points(canvas, options_, ring);
  context.checkpoint();
  const float limit_px = views::kCanvasPx * (0.5f - views::kBorderShare) - kFramingSlackPx;
  const float canvas_width = pixel_at_origin(ring, views::kCanvasPx) * views::kCanvasPx;
  const glm::vec3 shift(wanted.x * canvas_width, 0.0f, -wanted.y * canvas_width);
  // Whether the body, made smaller and moved with its picture, stays clear of the borders of every view.
  const auto fits = [&](float ratio) {
    const float scale = ratio / views::kFramingRatio;
    for (int view = 0; view < kNumViews; ++view) {
      const geometry::Camera camera = geometry::view_camera(view, views::kCanvasPx, ring);
      for (const glm::vec3& point : points) {
        const glm::vec3 at = camera.project(scale * point + shift);
        const glm::vec2 offset = glm::abs(glm::vec2(at) - camera.center_px);
        if (at.z <= 0.0f || std::max(offset.x, offset.y) > limit_px) return false;
      }
    }
    return true;
  };
  // Steps of one canvas pixel: finer ones change no canvas.
  for (int crop_px = 224; crop_px > 160; --crop_px) {
    context.checkpoint();
    const float ratio = static_cast<float>(crop_px) / static_cast<float>(views::kCanvasPx);
    if (fits(ratio)) return ratio;
  }
  return views::kMinFramingRatio;
}

void SketchSource::draw_anchors(const views::AnchorRequest& request, const views::KeepView& keep,
                                const RunContext& context) const {
  check_options(options_);
  if (std::any_of(request.regions.begin(), request.regions.end(),
                  [](const auto& region) { return region != nullptr; })) {
    throw Error(ErrorCode::Usage,
                "--mask needs a model pack: the sketch source draws a view as a whole. Leave --mask out.");
  }
  const Model model(shaping_of(request.front, request.held, request.outlines), options_, request.ring, context);
  const int size_px = request.front->rgba.width();
  std::size_t done = 0;
  for (int anchor = 0; anchor < kNumAnchors; ++anchor) {
    const auto slot = static_cast<std::size_t>(anchor);
    if (!request.wanted[slot]) continue;
    context.checkpoint();
    const int index = anchor * kViewsPerAnchor;
    const SeedVariation variation(request.seeds[slot], model.paint.palette());
    const LookAt look_at = [&](const SurfacePoint& point) {
      const SurfacePaint::Painted painted = model.paint.at(point, variation);
      return Look{painted.color, variation.normal(point.normal, point.position, 1.0f - painted.seen)};
    };
    DrawnView drawn = draw_view(model.body, geometry::view_camera(index, size_px, request.ring), look_at, context);
    auto view = std::make_shared<views::View>();
    view->index = index;
    view->seed = request.seeds[slot];
    const ViewPtr& given = anchor == 0 ? request.front : request.held[slot];
    if (anchor == 0 || (given != nullptr && given->own)) {
      view->rgba = given->rgba;
      view->normal = normals_within(given->rgba, drawn.normal);
      view->own = given->own;
    } else if (const auto& outline = request.outlines[slot]) {
      view->rgba = carried_into(*outline, drawn.rgba);
      view->normal = normals_within(*outline, drawn.normal);
    } else {
      view->rgba = std::move(drawn.rgba);
      view->normal = std::move(drawn.normal);
    }
    keep(view);
    context.report(static_cast<double>(++done), static_cast<double>(request.wanted.count()));
  }
}

void SketchSource::draw_clips(const views::ClipRequest& request, const views::KeepView& keep,
                              const RunContext& context) const {
  check_options(options_);
  const Shaping shaping = shaping_of(request.front, request.anchors, request.outlines);
  const int size_px = request.front->rgba.width();
  for (int anchor = 0; anchor < kNumAnchors; ++anchor) {
    if ((views::clips_of_anchor(anchor) & request.wanted).none()) continue;
    check_picture(request.anchors[static_cast<std::size_t>(anchor)], size_px, anchor * kViewsPerAnchor);
  }
  const Model model(shaping, options_, request.ring, context);
  const ClipPaint clip_paint(request.anchors, request.wanted, model.body, request.ring);
  const SeedVariation variation(kPlainSeed, model.paint.palette());
  std::size_t done = 0;
  for (int clip = 0; clip < views::kNumClips; ++clip) {
    if (!request.wanted[static_cast<std::size_t>(clip)]) continue;
    for (const int index : views::clip_views(clip)) {
      context.checkpoint();
      const LookAt look_at = [&](const SurfacePoint& point) {
        return Look{clip_paint.color(point, index, model.paint, variation), point.normal};
      };
      DrawnView drawn = draw_view(model.body, geometry::view_camera(index, size_px, request.ring), look_at, context);
      auto view = std::make_shared<views::View>();
      view->index = index;
      view->seed = request.seed;
      view->rgba = std::move(drawn.rgba);
      keep(view);
      context.report(static_cast<double>(++done), static_cast<double>(request.wanted.count() * views::kViewsPerClip));
    }
  }
}

}  // namespace core::sketch
