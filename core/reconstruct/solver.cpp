// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/solver.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>
#include <optional>

#include "core/base/elapsed.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/image/outline_distance.h"
#include "core/reconstruct/contradiction.h"
#include "core/reconstruct/cpu_refiner.h"
#include "core/reconstruct/cuda_refiner.h"
#include "core/reconstruct/disagreement.h"
#include "core/reconstruct/field_change.h"
#include "core/reconstruct/field_codec.h"
#include "core/reconstruct/hidden_parts.h"
#include "core/reconstruct/live_mesher.h"
#include "core/reconstruct/normal_agreement.h"
#include "core/reconstruct/outline_fit.h"
#include "core/reconstruct/ray_targets.h"
#include "core/reconstruct/schedule.h"
#include "core/reconstruct/unseen_parts.h"
#include "core/reconstruct/view_checks.h"
#include "core/reconstruct/view_depths.h"
#include "core/reconstruct/visual_hull.h"
#include "core/reconstruct/warm_start.h"

namespace core::reconstruct {
namespace {

constexpr int kHullResolution = 64;
constexpr float kBandVoxels = 4.5f;
constexpr int kStepsBetweenSnapshots = 20;
constexpr double kSecondsBetweenResiduals = 0.1;
/// Meshes that are only shown may take so much of the solve's time.
constexpr double kMostMeshingShare = 0.06;
/// A start with less of it inside the hull, or that fills less of the hull, is of another object.
constexpr float kLeastInside = 0.75f, kLeastFilled = 0.45f;
/// At this level, parts of the hull that the coarser one could not hold come back: those without a point deeper than so
/// many of its voxels.
constexpr int kThinResolution = 128;
constexpr float kThinVoxels = 1.5f;
/// What no view sees may come back where the hull is twice as deep.
constexpr float kThinHiddenVoxels = 3.0f;
/// Normals of the views may differ by this much, at a level of 128 voxels or more, before they lose weight. A coarser
/// surface shows points at places that are farther off.
constexpr float kTolerableDeg = 2.5f;
constexpr int kTolerableResolution = 128;
/// Outlines gain at most so much where normals contradict one another.
constexpr float kMostMaskGain = 3.0f;
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

std::vector<Tile> outline_tiles_of_anchors(const RayTargets& targets) {
  std::vector<Tile> tiles;
  std::copy_if(targets.outline_tiles.begin(), targets.outline_tiles.end(), std::back_inserter(tiles),
               [&](const Tile& tile) { return geometry::is_anchor(targets.views[tile.target].view); });
  return tiles;
}

class Solver {
 public:
  Solver(const views::ViewSet& views, const SolveOptions& options, const OnSnapshot& on_snapshot,
         const OnResidual& on_residual, const RunContext& context, Device device)
      : views_(views),
        options_(options),
        on_snapshot_(on_snapshot),
        on_residual_(on_residual),
        context_(context),
        device_(device),
        box_(box_of_silhouettes(views)),
        mesher_(context) {}

  SurfacePtr run(const SurfacePtr& start) {
    DenseField field = first_field(start);
    const std::vector<Level> levels = is_warm_ ? warm_schedule(options_.quality, views_.size_px(), change_, device_)
                                               : schedule_for(options_.quality, views_.size_px(), device_);
    shown_ = is_warm_ ? start->dense : surface_of(field);
    send_snapshot(shown_, field.resolution(), 0, 0, levels.front().num_steps);
    double total = 0.0, done = 0.0;
    for (const Level& level : levels) {
      total += cost(level);
      num_steps_ += level.num_steps;
    }
    for (std::size_t i = 0; i < levels.size(); ++i) {
      const double end = done + cost(levels[i]);
      if (i > 0 && !is_warm_) {
        shown_ = surface_of(field);
        send_snapshot(shown_, field.resolution(), static_cast<int>(i) - 1, levels[i - 1].num_steps,
                      levels[i - 1].num_steps);
      }
      const RunContext part = context_.part(0.02 + 0.9 * done / total, 0.02 + 0.9 * end / total);
      if (!is_warm_ && levels[i].resolution < field.resolution()) {
        // The hull is finer than the first level: what the level changes is added to it.
        const DenseField before = resampled(field, levels[i].resolution);
        add_change(before, at_level(before, levels[i], static_cast<int>(i), part), field);
      } else {
        field = at_level(field, levels[i], static_cast<int>(i), part);
      }
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
    DenseField field(box_, resolution);
    parallel_for(0, resolution, 2, [&](int z) {
      for (int y = 0; y < resolution; ++y)
        source.sample_row(field.position(0, y, z), field.spacing(),
                          {&field.at(0, y, z), static_cast<std::size_t>(resolution)});
    });
    return field;
  }

  /// Whether a field's volume agrees with the hull of today's outlines.
  bool fits_hull(const DenseField& field) const {
    struct Counts {
      int in_field = 0, in_hull = 0, in_both = 0;
    };
    const int n = hull_.resolution();
    std::vector<Counts> slices(static_cast<std::size_t>(n));
    parallel_for(0, n, 1, [&](int z) {
      Counts& counts = slices[static_cast<std::size_t>(z)];
      std::vector<float> row(static_cast<std::size_t>(n));
      for (int y = 0; y < n; ++y) {
        field.sample_row(hull_.position(0, y, z), hull_.spacing(), row);
        for (int x = 0; x < n; ++x) {
          const bool a = row[static_cast<std::size_t>(x)] < 0.0f, b = hull_.at(x, y, z) < 0.0f;
          counts.in_field += a;
          counts.in_hull += b;
          counts.in_both += a && b;
        }
      }
    });
    Counts sum;
    for (const Counts& counts : slices) {
      sum.in_field += counts.in_field;
      sum.in_hull += counts.in_hull;
      sum.in_both += counts.in_both;
    }
    const auto both = static_cast<float>(sum.in_both);
    return sum.in_field > 0 && both >= kLeastInside * static_cast<float>(sum.in_field) &&
           both >= kLeastFilled * static_cast<float>(sum.in_hull);
  }

  /// The start's field in today's box, if its volume agrees with the hull of today's outlines.
  std::optional<DenseField> usable_start(const SurfacePtr& start) {
    if (!start || !start->field) return std::nullopt;
    std::optional<DenseField> kept = decode_field(*start->field);
    if (!kept) return std::nullopt;
    const bool is_in_place = kept->box().half == box_.half && kept->box().center == box_.center;
    DenseField field = is_in_place ? std::move(*kept) : resampled(*kept, kept->resolution());
    if (!fits_hull(field)) return std::nullopt;
    views::ViewSet anchors = views_;
    for (int k = 0; k < geometry::kNumViews; ++k) {
      if (!geometry::is_anchor(k)) anchors.views[static_cast<std::size_t>(k)] = nullptr;
    }
    change_ = change_of(start->disagreement, measure_fit(*start->dense, anchors, context_));
    if (change_.distance == Distance::Apart) return std::nullopt;
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

  DenseField at_level(const DenseField& start, const Level& level, int level_index, const RunContext& part) {
    if (level.resolution != kThinResolution) return refine(start, level, level_index, part);
    DenseField whole = resampled(start, kThinResolution);
    restore_thin_parts(views_, distances_, kThinVoxels * hull_.spacing(), whole);
    return refine(whole, level, level_index, part);
  }

  DenseField refine(const DenseField& start, const Level& level, int level_index, const RunContext& part) {
    const auto begin = std::chrono::steady_clock::now();
    const bool moves_far = level.resolution <= kHullResolution;
    SparseField field(start, level.resolution, kBandVoxels, moves_far ? &hull_ : nullptr);
    const bool with_in_betweens =
        options_.in_betweens == InBetweens::Windows || in_betweens_take_part(options_.in_betweens, level, 0.0);
    if (with_in_betweens) find_all_distances();
    RayTargets targets =
        make_targets(views_, with_in_betweens ? all_distances_ : distances_, level.size_px, with_in_betweens);
    if (is_warm_ && change_.distance == Distance::Small) keep_tiles_of(change_.anchors, targets);
    TileDeck inner(targets.inner_tiles, 43), outline(targets.outline_tiles, 44),
        anchor_outline(outline_tiles_of_anchors(targets), 44);
    const float voxel = field.spacing();
    const std::unique_ptr<LevelRefiner> refiner = make_refiner(std::move(field), targets);
    StepSettings settings;
    const float doubt = normal_doubt(targets, level);
    settings.render = weights(doubt);
    settings.eikonal_weight = level.eikonal_weight * options_.smoothness;
    std::vector<Tile> tiles;
    told_ = {};
    LevelCost spent{level.resolution, level.size_px, level.num_steps, refiner->field().num_voxels()};
    for (int step = 0; step < level.num_steps; ++step) {
      part.checkpoint();
      tiles.clear();
      inner.deal(level.tiles_per_step * 2 / 3, tiles);
      const double progress = static_cast<double>(num_done_++) / num_steps_;
      (in_betweens_take_part(options_.in_betweens, level, progress) ? outline : anchor_outline)
          .deal(level.tiles_per_step / 3, tiles);
      // Tiles of one view and of those beside it meet the same blocks.
      std::sort(tiles.begin(), tiles.end());
      settings.render.inv_s = 1.0f / (transition_voxels(step, level.num_steps) * voxel);
      settings.learning_rate = rate(level, doubt) * learning_rate_voxels(step, level.num_steps) * voxel;
      refiner->step(tiles, settings);
      if (step % 2 == 1) refiner->smooth(std::min(0.012f, 0.005f * options_.smoothness));
      part.report(step + 1, level.num_steps);
      if (on_residual_ && (step + 1 == level.num_steps || seconds_since(told_at_) > kSecondsBetweenResiduals)) {
        send_residual(*refiner, level.resolution);
      }
      if (is_snapshot_due(step + 1, level.num_steps)) {
        mesher_.start(refiner->field(), [this, level, level_index, step](mesh::MeshPtr mesh) {
          send_snapshot(std::move(mesh), level.resolution, level_index, step + 1, level.num_steps);
        });
      }
    }
    mesher_.finish();
    spent.num_samples = refiner->num_samples();
    spent.seconds = seconds_since(begin);
    costs_.push_back(spent);
    return refiner->field().dense();
  }

  bool is_snapshot_due(int num_done, int num_steps) const {
    // A CUDA device is done with a level before a mesh of it would be.
    if (!on_snapshot_ || device_ != Device::Cpu || num_done == num_steps) return false;
    return num_done % kStepsBetweenSnapshots == 0 && !mesher_.is_busy() &&
           mesher_.seconds() <= kMostMeshingShare * seconds_since(started_);
  }

  std::unique_ptr<LevelRefiner> make_refiner(SparseField field, const RayTargets& targets) const {
    if (device_ == Device::Cuda) return std::make_unique<CudaRefiner>(std::move(field), targets);
    return std::make_unique<CpuRefiner>(std::move(field), targets);
  }

  /// By how much the variance of the views' normals exceeds what a surface of this level cannot help: 1 where they
  /// agree.
  float normal_doubt(const RayTargets& targets, const Level& level) const {
    const auto disagreement_deg = normal_disagreement_deg(*shown_, targets);
    if (!disagreement_deg) return 1.0f;
    const float tolerable_deg =
        kTolerableDeg * std::max(1.0f, static_cast<float>(kTolerableResolution) / static_cast<float>(level.resolution));
    const float ratio = *disagreement_deg / tolerable_deg;
    return 1.0f + ratio * ratio;
  }

  RenderSettings weights(float doubt) const {
    RenderSettings settings;
    settings.normal_weight *= options_.normals / doubt;
    settings.mask_weight *= std::min(doubt, kMostMaskGain);
    return settings;
  }

  /// Long steps follow noise: only views that agree get them.
  static float rate(const Level& level, float doubt) {
    return level.rate > 1.0f ? 1.0f + (level.rate - 1.0f) / (doubt * doubt) : level.rate;
  }

  mesh::MeshPtr surface_of(const DenseField& field) const {
    context_.checkpoint();
    return std::make_shared<mesh::Mesh>(extract_surface(field, context_));
  }

  void send_snapshot(mesh::MeshPtr mesh, int resolution, int level, int step, int num_steps) const {
    if (!on_snapshot_ || mesh->is_empty()) return;
    Snapshot snapshot;
    snapshot.level = level;
    snapshot.resolution = resolution;
    snapshot.step = step;
    snapshot.num_steps = num_steps;
    snapshot.mesh = std::move(mesh);
    snapshot.elapsed_s = seconds_since(started_);
    on_snapshot_(snapshot);
  }

  void send_residual(const LevelRefiner& refiner, int resolution) {
    const std::optional<RenderStatistics> sums = refiner.statistics();
    if (!sums) return;
    const auto mean = [](double sum, std::int64_t count) {
      return static_cast<float>(sum / static_cast<double>(std::max<std::int64_t>(1, count)));
    };
    on_residual_({resolution, num_done_, num_steps_,
                  mean(sums->normal_loss - told_.normal_loss, sums->num_normal_rays - told_.num_normal_rays),
                  mean(sums->mask_loss - told_.mask_loss, sums->num_rays - told_.num_rays)});
    told_ = *sums;
    told_at_ = std::chrono::steady_clock::now();
  }

  SurfacePtr result(DenseField field) const {
    context_.checkpoint();
    auto dense = std::make_shared<mesh::Mesh>(extract_surface(field, context_));
    const float max_depth = kThinHiddenVoxels * hull_.spacing();
    std::vector<ViewDepth> depths = view_depths(*dense, views_, context_);
    if (restore_hidden_parts(hull_, max_depth, depths, field) > 0) {
      *dense = extract_surface(field, context_);
      depths = view_depths(*dense, views_, context_);
    }
    if (dense->is_empty()) {
      throw Error(ErrorCode::NumericalFailure,
                  "The surface vanished while it was solved. Please report this with the view folder.");
    }
    make_unseen_parts_fair(*dense, depths, views_, distances_, field.spacing(), context_);
    context_.checkpoint();
    auto surface = std::make_shared<Surface>();
    surface->disagreement = measure_disagreement(*dense, views_, context_);
    for (Disagreement& row : surface->disagreement) row.dropped = dropped_ == row.view;
    surface->dense = std::move(dense);
    context_.checkpoint();
    surface->field = std::make_shared<const std::vector<std::uint8_t>>(encode_field(field));
    context_.report(1, 1);
    return surface;
  }

  views::ViewSet views_;
  const SolveOptions& options_;
  const OnSnapshot& on_snapshot_;
  const OnResidual& on_residual_;
  const RunContext& context_;
  Device device_;  ///< Cpu or Cuda
  Box box_;
  std::vector<image::ImageF> distances_;      ///< to the outlines of the anchors
  std::vector<image::ImageF> all_distances_;  ///< and of the in-betweens; empty until a level asks for them
  DenseField hull_;                           ///< of the anchors' outlines
  std::optional<int> dropped_;                ///< the anchor that contradicts all others
  std::vector<LevelCost> costs_;              ///< of the levels so far
  bool is_warm_ = false;
  int num_steps_ = 0, num_done_ = 0;  ///< of all levels
  mesh::MeshPtr shown_;               ///< the surface that the level began with
  Change change_;                     ///< between a warm start and the views
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  RenderStatistics told_;  ///< of the level, when its residual was last sent
  std::chrono::steady_clock::time_point told_at_ = started_;
  LiveMesher mesher_;  ///< last: ends before what its meshes are sent with
};

}  // namespace

SurfacePtr solve(const views::ViewSet& views, const SurfacePtr& start, const SolveOptions& options,
                 const OnSnapshot& on_snapshot, const RunContext& context, Device device, std::vector<LevelCost>* costs,
                 const OnResidual& on_residual) {
  check_options(options);
  const CheckedViews checked = check_views(views);
  for (const ViewRemark& remark : checked.remarks) context.warn(remark.code, remark.message);
  Solver solver(checked.set, options, on_snapshot, on_residual, context, usable_device(device));
  const SurfacePtr surface = solver.run(start);
  if (costs != nullptr) *costs = solver.costs();
  return surface;
}

}  // namespace core::reconstruct
