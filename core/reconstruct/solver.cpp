// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/solver.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/image/outline_distance.h"
#include "core/reconstruct/contradiction.h"
#include "core/reconstruct/disagreement.h"
#include "core/reconstruct/field_codec.h"
#include "core/reconstruct/field_optimizer.h"
#include "core/reconstruct/filled_field.h"
#include "core/reconstruct/hidden_parts.h"
#include "core/reconstruct/neus_renderer.h"
#include "core/reconstruct/outline_fit.h"
#include "core/reconstruct/ray_targets.h"
#include "core/reconstruct/redistance.h"
#include "core/reconstruct/schedule.h"
#include "core/reconstruct/unseen_parts.h"
#include "core/reconstruct/view_checks.h"
#include "core/reconstruct/visual_hull.h"

namespace core::reconstruct {
namespace {

constexpr int kHullResolution = 64;
/// Rays of a step are split into this many fixed shares, each with a buffer of its own: the result does not depend on
/// threads.
constexpr std::size_t kNumShares = 4;
constexpr float kBandVoxels = 5.5f;
constexpr int kStepsBetweenSnapshots = 60;
/// A start that leaves the silhouettes by more than this is for another object.
constexpr float kMinStartIou = 0.75f;
/// At this level, parts of the hull that the coarser one could not hold come back: those without a point deeper than so
/// many of its voxels.
constexpr int kThinResolution = 128;
constexpr float kThinVoxels = 1.5f;
/// What no view sees may come back where the hull is twice as deep.
constexpr float kThinHiddenVoxels = 3.0f;
/// Resolution of the field that is kept for a later warm start.
constexpr int kKeptResolution = 128;
/// Values of a kept field that are taken as they are.
constexpr float kTrustedVoxels = 1.5f;

/// Shuffles tiles and deals them in order, so that all are used before any is used again.
class TileDeck {
 public:
  TileDeck(std::vector<Tile> tiles, std::uint64_t seed) : tiles_(std::move(tiles)), random_(seed) {}
  void deal(int count, std::vector<Tile>& hand) {
    for (int i = 0; i < count && !tiles_.empty(); ++i) {
      if (next_ == 0) shuffle();
      hand.push_back(tiles_[next_]);
      next_ = (next_ + 1) % tiles_.size();
    }
  }

 private:
  void shuffle() {
    for (std::size_t i = tiles_.size(); i > 1; --i) std::swap(tiles_[i - 1], tiles_[random_.next_u32() % i]);
  }
  std::vector<Tile> tiles_;
  Random random_;
  std::size_t next_ = 0;
};

class Solver {
 public:
  Solver(const views::ViewSet& views, const SolveOptions& options, const OnSnapshot& on_snapshot,
         const RunContext& context)
      : views_(views),
        options_(options),
        on_snapshot_(on_snapshot),
        context_(context),
        box_(box_of_silhouettes(views)) {}

  SurfacePtr run(const SurfacePtr& start) {
    DenseField field = first_field(start);
    const std::vector<Level> levels = schedule_for(options_.quality, views_.size_px(), is_warm_);
    send_snapshot(field, 0, 0, levels.front().num_steps);
    double total = 0.0, done = 0.0;
    for (const Level& level : levels) total += cost(level);
    for (std::size_t i = 0; i < levels.size(); ++i) {
      const double end = done + cost(levels[i]);
      if (levels[i].resolution == kThinResolution) {
        field = resampled(field, kThinResolution);
        restore_thin_parts(views_, distances_, kThinVoxels * hull_.spacing(), field);
      }
      if (i > 0) send_snapshot(field, static_cast<int>(i) - 1, levels[i - 1].num_steps, levels[i - 1].num_steps);
      field = refine(field, levels[i], static_cast<int>(i),
                     context_.part(0.02 + 0.9 * done / total, 0.02 + 0.9 * end / total));
      done = end;
    }
    fit_given_outlines(field);
    return result(std::move(field));
  }

  const std::vector<LevelCost>& costs() const { return costs_; }

 private:
  static double cost(const Level& level) {
    return static_cast<double>(level.num_steps) * level.resolution * level.resolution;
  }

  DenseField first_field(const SurfacePtr& start) {
    distances_.resize(geometry::kNumViews);
    parallel_for(0, geometry::kNumAnchors, 1, [&](int anchor) {
      const int k = anchor * geometry::kViewsPerAnchor;
      const views::ViewPtr& view = views_.at(k);
      if (view && views_.trust[static_cast<std::size_t>(k)] > 0.0f)
        distances_[static_cast<std::size_t>(k)] = image::outline_distance(view->rgba);
    });
    context_.checkpoint();
    dropped_ = contradicting_view(views_, distances_, box_);
    if (dropped_) {
      distances_[static_cast<std::size_t>(*dropped_)] = {};
      views_.trust[static_cast<std::size_t>(*dropped_)] = 0.0f;
      context_.warn("view_dropped",
                    fmt::format("View {} ({} degrees) contradicts the outlines of all others and is left out of the "
                                "surface. Draw it again, or lower the trust of the views that are wrong.",
                                *dropped_, std::lround(geometry::azimuth_deg(*dropped_))));
    }
    hull_ = visual_hull(views_, distances_, box_, kHullResolution);
    if (std::none_of(hull_.values().begin(), hull_.values().end(), [](float value) { return value < 0.0f; })) {
      throw Error(ErrorCode::Empty,
                  "The outlines of the views leave no volume in common. Check that they show one object, and mute or "
                  "replace the view that differs.");
    }
    context_.checkpoint();
    if (auto warm = usable_start(start)) {
      is_warm_ = true;
      return std::move(*warm);
    }
    return hull_;
  }

  /// The in-betweens' outlines are asked for by the finer levels only.
  void find_all_distances() {
    if (!all_distances_.empty()) return;
    all_distances_ = distances_;
    parallel_for(0, geometry::kNumViews, 1, [&](int k) {
      const auto slot = static_cast<std::size_t>(k);
      if (!geometry::is_anchor(k) && views_.at(k) && views_.trust[slot] > 0.0f)
        all_distances_[slot] = image::outline_distance(views_.at(k)->rgba);
    });
  }

  /// A field in today's box at another resolution.
  DenseField resampled(const DenseField& source, int resolution) const {
    return filled_field(box_, resolution, [&](const glm::vec3& point) { return source.sample(point); });
  }

  /// The start's field in today's box, if its volume agrees with the hull of today's outlines.
  std::optional<DenseField> usable_start(const SurfacePtr& start) const {
    if (!start || !start->field) return std::nullopt;
    const auto kept = decode_field(*start->field);
    if (!kept) return std::nullopt;
    DenseField field = resampled(*kept, kKeptResolution);
    std::size_t in_start = 0, in_both = 0, in_hull = 0;
    for (int z = 0; z < hull_.resolution(); ++z) {
      for (int y = 0; y < hull_.resolution(); ++y) {
        for (int x = 0; x < hull_.resolution(); ++x) {
          const bool a = field.sample(hull_.position(x, y, z)) < 0.0f, b = hull_.at(x, y, z) < 0.0f;
          in_start += a;
          in_hull += b;
          in_both += a && b;
        }
      }
    }
    const bool stays_inside = static_cast<float>(in_both) >= kMinStartIou * static_cast<float>(in_start);
    const bool fills = static_cast<float>(in_both) >= 0.45f * static_cast<float>(in_hull);
    if (in_start == 0 || !stays_inside || !fills) return std::nullopt;
    // A solved field knows distances in a narrow band only.
    redistance(field, kTrustedVoxels, context_);
    return field;
  }

  /// View 0 is the artist's picture whatever source drew the others; own pictures are too.
  void fit_given_outlines(DenseField& field) const {
    for (int k = 0; k < geometry::kNumViews; k += geometry::kViewsPerAnchor) {
      const image::ImageF& distance = distances_[static_cast<std::size_t>(k)];
      if (distance.is_empty() || (k != 0 && !views_.at(k)->own)) continue;
      fit_outline(geometry::view_camera(k, distance.width(), views_.ring), distance,
                  std::min(1.0f, views_.trust[static_cast<std::size_t>(k)]), field, context_);
    }
  }

  DenseField refine(const DenseField& start, const Level& level, int level_index, const RunContext& part) {
    const auto begin = std::chrono::steady_clock::now();
    const bool moves_far = level.resolution <= kHullResolution;
    SparseField field(start, level.resolution, kBandVoxels, moves_far ? &hull_ : nullptr);
    if (level.uses_in_betweens) find_all_distances();
    const RayTargets targets = make_targets(views_, level.uses_in_betweens ? all_distances_ : distances_, level.size_px,
                                            level.uses_in_betweens);
    TileDeck inner(targets.inner_tiles, 43), outline(targets.outline_tiles, 44);
    FieldOptimizer optimizer(field);
    std::vector<GradientBuffer> gradients(kNumShares);
    for (GradientBuffer& buffer : gradients) buffer.resize(field.num_blocks());
    const float voxel = field.spacing();
    std::vector<Tile> tiles;
    LevelCost spent{level.resolution, level.size_px, level.num_steps, field.num_voxels()};
    for (int step = 0; step < level.num_steps; ++step) {
      part.checkpoint();
      tiles.clear();
      inner.deal(level.tiles_per_step * 2 / 3, tiles);
      outline.deal(level.tiles_per_step / 3, tiles);
      RenderSettings settings;
      settings.inv_s = 1.0f / (transition_voxels(step, level.num_steps) * voxel);
      settings.normal_weight = 10.0f * options_.normals;
      const RenderStatistics statistics = render(field, optimizer.update_nodes(), targets, tiles, settings, gradients);
      spent.num_samples += statistics.num_samples;
      // 0.05 for each sample of a ray, spread over the voxels of the grid that the samples stand for.
      const float eikonal = 0.05f * options_.smoothness * static_cast<float>(statistics.num_samples) /
                            static_cast<float>(field.num_voxels());
      optimizer.step(gradients, eikonal, learning_rate_voxels(step, level.num_steps) * voxel);
      if (step % 2 == 1) optimizer.smooth(std::min(0.012f, 0.005f * options_.smoothness));
      part.report(step + 1, level.num_steps);
      if ((step + 1) % kStepsBetweenSnapshots == 0 && step + 1 < level.num_steps) {
        send_snapshot(field.dense(), level_index, step + 1, level.num_steps);
      }
    }
    spent.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    costs_.push_back(spent);
    return field.dense();
  }

  static RenderStatistics render(const SparseField& field, const std::vector<Node>& nodes, const RayTargets& targets,
                                 const std::vector<Tile>& tiles, const RenderSettings& settings,
                                 std::vector<GradientBuffer>& gradients) {
    std::array<RenderStatistics, kNumShares> shares;
    parallel_for(std::size_t{0}, kNumShares, std::size_t{1}, [&](std::size_t share) {
      gradients[share].clear();
      const std::size_t begin = tiles.size() * share / kNumShares, end = tiles.size() * (share + 1) / kNumShares;
      render_tiles(field, nodes, targets, std::span(tiles).subspan(begin, end - begin), settings, gradients[share],
                   shares[share]);
    });
    RenderStatistics sum;
    for (const RenderStatistics& share : shares) sum.add(share);
    return sum;
  }

  void send_snapshot(const DenseField& field, int level, int step, int num_steps) const {
    if (!on_snapshot_) return;
    context_.checkpoint();
    auto mesh = std::make_shared<mesh::Mesh>(extract_surface(field, context_));
    if (mesh->is_empty()) return;
    Snapshot snapshot;
    snapshot.level = level;
    snapshot.resolution = field.resolution();
    snapshot.step = step;
    snapshot.num_steps = num_steps;
    snapshot.mesh = std::move(mesh);
    snapshot.elapsed_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
    on_snapshot_(snapshot);
  }

  SurfacePtr result(DenseField field) const {
    context_.checkpoint();
    auto dense = std::make_shared<mesh::Mesh>(extract_surface(field, context_));
    const float max_depth = kThinHiddenVoxels * hull_.spacing();
    if (restore_hidden_parts(hull_, max_depth, *dense, views_, field, context_) > 0) {
      *dense = extract_surface(field, context_);
    }
    if (dense->is_empty()) {
      throw Error(ErrorCode::NumericalFailure,
                  "The surface vanished while it was solved. Please report this with the view folder.");
    }
    make_unseen_parts_fair(*dense, views_, distances_, field.spacing(), context_);
    context_.checkpoint();
    auto surface = std::make_shared<Surface>();
    surface->disagreement = measure_disagreement(*dense, views_, context_);
    for (Disagreement& row : surface->disagreement) row.dropped = dropped_ == row.view;
    surface->dense = std::move(dense);
    context_.checkpoint();
    surface->field = std::make_shared<const std::vector<std::uint8_t>>(encode_field(resampled(field, kKeptResolution)));
    context_.report(1, 1);
    return surface;
  }

  views::ViewSet views_;
  const SolveOptions& options_;
  const OnSnapshot& on_snapshot_;
  const RunContext& context_;
  Box box_;
  std::vector<image::ImageF> distances_;      ///< to the outlines of the anchors
  std::vector<image::ImageF> all_distances_;  ///< and of the in-betweens; empty until a level asks for them
  DenseField hull_;                           ///< of the anchors' outlines
  std::optional<int> dropped_;                ///< the anchor that contradicts all others
  std::vector<LevelCost> costs_;              ///< of the levels so far
  bool is_warm_ = false;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace

SurfacePtr solve(const views::ViewSet& views, const SurfacePtr& start, const SolveOptions& options,
                 const OnSnapshot& on_snapshot, const RunContext& context, std::vector<LevelCost>* costs) {
  check_options(options);
  const CheckedViews checked = check_views(views);
  for (const ViewRemark& remark : checked.remarks) context.warn(remark.code, remark.message);
  Solver solver(checked.set, options, on_snapshot, context);
  const SurfacePtr surface = solver.run(start);
  if (costs != nullptr) *costs = solver.costs();
  return surface;
}

}  // namespace core::reconstruct
