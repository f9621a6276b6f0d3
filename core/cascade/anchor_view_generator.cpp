// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/anchor_view_generator.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/adaptive_max_pool2d.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>
#include <fmt/format.h>

#include <optional>
#include <vector>

#include "core/base/error.h"
#include "core/cascade/anchor_condition.h"
#include "core/cascade/compute_type.h"
#include "core/cascade/drawn_view.h"
#include "core/cascade/held_latents.h"
#include "core/cascade/latent_preview.h"
#include "core/cascade/network_configs.h"
#include "core/cascade/pipe_networks.h"
#include "core/cascade/stored_noise.h"
#include "core/diffusion/noise.h"
#include "core/diffusion/sampler.h"
#include "core/diffusion/scheduler_registry.h"
#include "core/image/resize.h"
#include "core/nn/tensor_image.h"
#include "core/views/framing.h"

namespace core::cascade {
namespace {

using geometry::kNumAnchors;
using views::kCanvasPx;

constexpr std::int64_t kRows = kNumDomains * kNumAnchors;
// Shares of the run's time, as they usually are.
constexpr double kEncoded = 0.04, kDenoised = 0.94;

image::Image8 at_size(const image::Image8& picture, int side) {
  return picture.width() == side ? picture : image::resize(picture, side, side);
}

void check_picture(const image::Image8& picture, int channels, int side, const std::string& name) {
  if (picture.channels() == channels && picture.width() == side && picture.height() == side && side > 0) return;
  throw Error(ErrorCode::Usage,
              fmt::format("Anchors are drawn beside square pictures of one size; {} is {} x {} "
                          "pixels of {} channels instead of {} x {} of {}.",
                          name, picture.width(), picture.height(), picture.channels(), side, side, channels));
}

void check_request(const views::AnchorRequest& request) {
  if (request.front == nullptr) throw Error(ErrorCode::Usage, "Anchors cannot be drawn without the picture of view 0.");
  const int side = request.front->rgba.width();
  check_picture(request.front->rgba, 4, side, "view 0");
  for (std::size_t anchor = 0; anchor < kNumAnchors; ++anchor) {
    if (const views::ViewPtr& held = request.held[anchor]) {
      check_picture(held->rgba, 4, side, fmt::format("view {}", held->index));
      if (held->has_normal()) check_picture(held->normal, 4, side, fmt::format("the normals of view {}", held->index));
    }
    if (const views::AnchorRegionPtr& region = request.regions[anchor]) {
      check_picture(region->view->rgba, 4, side, fmt::format("view {}", region->view->index));
      check_picture(region->mask, 1, side, fmt::format("the mask of view {}", region->view->index));
    }
  }
}

views::FramedPhoto photo_of(const views::AnchorRequest& request, const RunContext& context) {
  if (request.photo) return request.photo(context);
  const image::Image8& canvas = request.front->rgba;
  return {std::make_shared<const image::Image8>(canvas), canvas, canvas, {}};
}

/// What the request says about each of the 16 rows, besides the pictures.
class RowPlan {
 public:
  explicit RowPlan(const views::AnchorRequest& request) : request_(request) {
    for (std::int64_t row = 0; row < kRows; ++row) {
      const views::View* view = kept_view(row);
      if (view == nullptr) continue;
      pictures_.push_back(at_size(row < kNumAnchors ? color_on_white(*view) : normal_on_white(*view), kCanvasPx));
      rows_.push_back(row);
    }
  }

  /// Pictures of which something stays, RGB on the canvas's size.
  const std::vector<image::Image8>& pictures() const { return pictures_; }

  HeldLatents held_latents(const at::Tensor& latents, at::IntArrayRef shape, at::Device device,
                           const diffusion::NoiseSchedule& schedule) const {
    const at::Tensor clean = at::zeros(shape, at::kFloat), noise = at::zeros(shape, at::kFloat);
    const at::Tensor stays = at::zeros({shape[0], 1, shape[2], shape[3]}, at::kBool);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const std::int64_t row = rows_[i];
      clean[row].copy_(latents[static_cast<std::int64_t>(i)]);
      noise[row].copy_(diffusion::generator_noise(shape, kept_view(row)->seed)[row]);
      stays[row].copy_(part_that_stays(row, shape));
    }
    return {clean.to(device), noise.to(device), stays.to(device), schedule};
  }

  at::Tensor start_noise(at::IntArrayRef shape) const {
    std::vector<at::Tensor> rows;
    for (std::int64_t row = 0; row < kRows; ++row)
      rows.push_back(diffusion::generator_noise(shape, request_.seeds[anchor_of(row)]).narrow(0, row, 1));
    return at::cat(rows);
  }

 private:
  static std::size_t anchor_of(std::int64_t row) { return static_cast<std::size_t>(row % kNumAnchors); }

  /// The view of which a row keeps something; null for rows that are drawn as a whole.
  const views::View* kept_view(std::int64_t row) const {
    const std::size_t anchor = anchor_of(row);
    const views::AnchorRegionPtr& region = request_.regions[anchor];
    const bool is_drawn = request_.wanted[anchor];
    const views::View* view = !is_drawn ? request_.held[anchor].get() : region ? region->view.get() : nullptr;
    return view != nullptr && (row < kNumAnchors || view->has_normal()) ? view : nullptr;
  }

  /// A latent pixel is drawn if any pixel under it is.
  at::Tensor part_that_stays(std::int64_t row, at::IntArrayRef shape) const {
    const std::size_t anchor = anchor_of(row);
    if (!request_.wanted[anchor]) return at::ones({1, shape[2], shape[3]}, at::kBool);
    const at::Tensor mask = nn::tensor_from_image(request_.regions[anchor]->mask);
    return std::get<0>(at::adaptive_max_pool2d(mask, {shape[2], shape[3]})).squeeze(0) == 0.0;
  }

  const views::AnchorRequest& request_;
  std::vector<image::Image8> pictures_;
  std::vector<std::int64_t> rows_;
};

/// The scheduler of the pack, if it is of a kind that leaves the condition beside the latents alone.
std::unique_ptr<diffusion::Scheduler> make_anchor_scheduler(const diffusion::NoiseSchedule& schedule) {
  if (schedule.class_name == "EulerDiscreteScheduler") {
    throw Error(ErrorCode::Unsupported,
                "Stage I cannot use the scheduler 'EulerDiscreteScheduler': it scales what the "
                "network sees, the condition included.");
  }
  return diffusion::make_scheduler(schedule);
}

/// Shows what the drawn anchors are going to look like, after each call of the network.
class Previews {
 public:
  Previews(const views::AnchorRequest& request, const AnchorCondition& condition,
           const std::array<image::Image8, 2>& canvases, const diffusion::NoiseSchedule& schedule)
      : request_(request), schedule_(schedule), alphas_cumprod_(diffusion::alphas_cumprod(schedule)) {
    if (!request.preview) return;
    colors_.emplace(condition.latents,
                    at::cat({nn::tensor_from_image(canvases[0]), nn::tensor_from_image(canvases[1])}));
  }

  /// @param rows, prediction  [16, 4, h, w], what the network saw and said
  void show(const at::Tensor& rows, const at::Tensor& prediction, double timestep) const {
    if (!colors_) return;
    const diffusion::Mixture now = diffusion::mixture(alphas_cumprod_.at(static_cast<std::size_t>(timestep)));
    const at::Tensor clean = schedule_.prediction_type == diffusion::PredictionType::VPrediction
                                 ? now.signal * rows - now.noise * prediction
                                 : (rows - now.noise * prediction) / now.signal;
    for (int anchor = 0; anchor < kNumAnchors; ++anchor) {
      if (request_.wanted[static_cast<std::size_t>(anchor)])
        request_.preview(anchor * geometry::kViewsPerAnchor, colors_->picture_of(clean[anchor]));
    }
  }

 private:
  const views::AnchorRequest& request_;
  const diffusion::NoiseSchedule& schedule_;
  std::vector<float> alphas_cumprod_;
  std::optional<LatentPreview> colors_;
};

/// All 16 rows of clean latents.
at::Tensor denoised(const AnchorPredictor& predictor, const HeldLatents& held, const at::Tensor& noise,
                    const diffusion::NoiseSchedule& schedule, int num_steps, const Previews& previews,
                    const RunContext& context) {
  const auto predict = [&](const at::Tensor& drawn, double timestep) {
    context.checkpoint();
    const at::Tensor rows = held.at_timestep(drawn, timestep);
    const at::Tensor prediction = predictor(rows, timestep).to(at::kFloat);
    previews.show(rows, prediction, timestep);
    return held.drawn_rows(prediction);
  };
  const auto on_step = [&](std::size_t num_done, std::size_t num_calls, const at::Tensor&) {
    context.report(static_cast<double>(num_done), static_cast<double>(num_calls));
    context.checkpoint();
  };
  const auto scheduler = make_anchor_scheduler(schedule);
  return held.finished(diffusion::denoise(*scheduler, num_steps, held.drawn_rows(noise), predict, on_step));
}

}  // namespace

AnchorViewGenerator::AnchorViewGenerator(std::filesystem::path pipe, CascadeOptions options,
                                         std::shared_ptr<const views::PhotoNormals> normals)
    : pipe_(std::move(pipe)), options_(std::move(options)), normals_(std::move(normals)) {}

float AnchorViewGenerator::framing_ratio(const image::Image8&, const views::Framing&, const geometry::RingGeometry&,
                                         const RunContext&) const {
  return views::kFramingRatio;
}

void AnchorViewGenerator::draw(const views::AnchorRequest& request, const views::KeepView& keep,
                               const RunContext& context) const {
  check_options(options_);
  check_request(request);
  if (request.wanted.none()) return;
  const nn::WeightPlacement placement = placement_of(options_.compute), exact = exact_placement_of(placement);
  const auto schedule = read_noise_schedule(pipe_ / "scheduler" / "scheduler_config.json");
  const RowPlan plan(request);

  const views::FramedPhoto photo = photo_of(request, context);
  const std::array<image::Image8, 2> canvases = {at_size(conditioning_canvas(photo.canvas), kCanvasPx),
                                                 at_size(normals_->estimate(photo, request.ring, context), kCanvasPx)};
  const EncodedPictures encoded = encode_pictures(canvases, plan.pictures(), pipe_, exact, context.part(0.0, kEncoded));

  std::vector<std::int64_t> shape = encoded.condition.latents.sizes().vec();
  shape[0] = kRows;
  const HeldLatents held = plan.held_latents(encoded.latents, shape, placement.device, schedule);
  const at::Tensor noise = options_.noise.empty() ? plan.start_noise(shape) : stored_noise(options_.noise, shape);
  at::Tensor latents;
  {
    const AnchorPredictor predictor(load_multiview_unet(pipe_, placement), encoded.condition);
    const Previews previews(request, encoded.condition, canvases, schedule);
    latents = denoised(predictor, held, noise.to(placement.device), schedule, options_.steps, previews,
                       context.part(kEncoded, kDenoised));
  }

  const models::AutoencoderKl autoencoder = load_autoencoder(pipe_, placement);
  const RunContext decoding = context.part(kDenoised, 1.0);
  std::size_t done = 0;
  for (std::size_t anchor = 0; anchor < kNumAnchors; ++anchor) {
    if (!request.wanted[anchor]) continue;
    const auto decoded = [&](std::size_t row) {
      decoding.checkpoint();
      const at::Tensor picture = latents.narrow(0, static_cast<std::int64_t>(row), 1);
      return at_size(decoded_picture(picture, autoencoder), request.front->rgba.width());
    };
    image::Image8 color = decoded(anchor), normal = decoded(kNumAnchors + anchor);
    const std::uint64_t seed = request.seeds[anchor];
    const views::AnchorRegionPtr& region = request.regions[anchor];
    keep(std::make_shared<const views::View>(region
                                                 ? view_of_drawing_in_region(*region, seed, color, normal)
                                                 : view_of_drawing(static_cast<int>(anchor) * geometry::kViewsPerAnchor,
                                                                   seed, std::move(color), std::move(normal))));
    decoding.report(static_cast<double>(++done), static_cast<double>(request.wanted.count()));
  }
}

}  // namespace core::cascade
