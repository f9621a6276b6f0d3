// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/interpolator.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <fmt/format.h>

#include <map>

#include "core/base/error.h"
#include "core/cascade/clip_predictor.h"
#include "core/cascade/compute_type.h"
#include "core/cascade/network_configs.h"
#include "core/cascade/pipe_networks.h"
#include "core/cascade/stored_noise.h"
#include "core/diffusion/noise.h"
#include "core/diffusion/sampler.h"
#include "core/diffusion/scheduler_registry.h"
#include "core/image/resize.h"
#include "core/matting/cut_out.h"
#include "core/nn/tensor_image.h"

namespace core::cascade {
namespace {

constexpr int kPicturePx = 256;  // what the networks were trained with
constexpr std::uint64_t kSeedOffset = 1;

// Shares of the time that a run takes, nearly all of it in the network that removes the noise.
constexpr double kConditionShare = 0.03, kDenoiseShare = 0.94;

/// One clip on its way through the networks.
struct Clip {
  int index = 0;
  ClipCondition condition;
  at::Tensor latents;  ///< [9, 4, h, w], clean
};

/// The drawing of one request.
class Drawing {
 public:
  Drawing(const std::filesystem::path& pipe, const CascadeOptions& options, const views::ClipRequest& request)
      : pipe_(pipe), options_(options), request_(request), placement_(placement_of(options.compute)) {
    for (int clip = 0; clip < views::kNumClips; ++clip) {
      if (!request.wanted[static_cast<std::size_t>(clip)]) continue;
      clips_.push_back({.index = clip});
      for (const int anchor : views::clip_anchors(clip)) take_picture(anchor);
    }
  }

  bool is_empty() const { return clips_.empty(); }

  void condition(const RunContext& context) {
    const nn::WeightPlacement exact = exact_placement_of(placement_);
    const models::ClipVision encoder = load_image_encoder(pipe_, exact);
    for (Clip& clip : clips_) {
      context.checkpoint();
      const at::Tensor pixels =
          image_encoder_pixels(pictures_.at(views::clip_anchors(clip.index)[0]), encoder->options.image_size);
      clip.condition.token = encoder->forward(pixels.to(exact.device));
    }
  }

  void encode(const RunContext& context) {
    const nn::WeightPlacement exact = exact_placement_of(placement_);
    const models::TemporalAutoencoder autoencoder = load_temporal_autoencoder(pipe_, exact);
    std::map<int, at::Tensor> latents;
    for (const auto& [anchor, picture] : pictures_) {
      context.checkpoint();
      latents[anchor] = autoencoder->encode((2.0 * picture - 1.0).to(exact.device));
      context.report(static_cast<double>(latents.size()), static_cast<double>(pictures_.size()));
    }
    for (Clip& clip : clips_) {
      const auto [start, middle, end] = views::clip_anchors(clip.index);
      clip.condition.latents = at::cat({latents[start], latents[middle], latents[end]});
    }
  }

  void denoise(const RunContext& context) {
    const models::SpatioTemporalUnet unet = load_spatio_temporal_unet(pipe_, placement_);
    const auto scheduler =
        diffusion::make_scheduler(read_noise_schedule(pipe_ / "scheduler" / "scheduler_config.json"));
    for (std::size_t i = 0; i < clips_.size(); ++i) {
      context.checkpoint();
      Clip& clip = clips_[i];
      const ClipPredictor predictor(unet, clip.condition);
      clip.latents = diffusion::denoise(*scheduler, options_.steps, noise_of(clip), predictor,
                                        [&](std::size_t num_done, std::size_t num_calls, const at::Tensor&) {
                                          context.report(static_cast<double>(i * num_calls + num_done),
                                                         static_cast<double>(clips_.size() * num_calls));
                                          context.checkpoint();
                                        });
    }
  }

  void decode(const views::KeepView& keep, const RunContext& context) {
    const models::TemporalAutoencoder autoencoder = load_temporal_autoencoder(pipe_, placement_);
    for (std::size_t i = 0; i < clips_.size(); ++i) {
      context.checkpoint();
      const at::Tensor latents = clips_[i].latents / autoencoder->options.scaling_factor;
      const at::Tensor frames = autoencoder->decode(latents.to(placement_.dtype)).to(at::kFloat) / 2.0 + 0.5;
      const auto views = views::clip_views(clips_[i].index);
      for (std::size_t slot = 0; slot < views.size(); ++slot) {
        keep(view_of(views[slot], frames[views::clip_frame(static_cast<int>(slot))]));
      }
      context.report(static_cast<double>(i + 1), static_cast<double>(clips_.size()));
    }
  }

 private:
  void take_picture(int anchor) {
    const views::ViewPtr& view = request_.anchors[static_cast<std::size_t>(anchor)];
    if (view == nullptr || view->rgba.is_empty()) {
      throw Error(ErrorCode::Usage,
                  fmt::format("In-betweens need the pictures of their anchors; the {} view is missing.",
                              views::view_name(anchor * geometry::kViewsPerAnchor)));
    }
    size_px_ = view->rgba.width();
    pictures_[anchor] = nn::tensor_from_image(image::resize(views::color_on_white(*view), kPicturePx, kPicturePx));
  }

  at::Tensor noise_of(const Clip& clip) const {
    const at::Tensor& anchors = clip.condition.latents;
    const std::vector<std::int64_t> shape = {kClipFrames, anchors.size(1), anchors.size(2), anchors.size(3)};
    const at::Tensor noise =
        options_.noise.empty()
            ? diffusion::generator_noise(shape, request_.seed - kSeedOffset, static_cast<std::uint64_t>(clip.index))
            : stored_noise(options_.noise, {views::kNumClips, shape[0], shape[1], shape[2], shape[3]})[clip.index];
    return noise.to(placement_.device);
  }

  views::ViewPtr view_of(int index, const at::Tensor& frame) const {
    auto view = std::make_shared<views::View>();
    view->index = index;
    view->seed = request_.seed;
    view->uncut_rgb = image::resize(nn::image_from_tensor(frame), size_px_, size_px_);
    view->rgba = matting::remove_white(view->uncut_rgb);
    return view;
  }

  const std::filesystem::path& pipe_;
  const CascadeOptions& options_;
  const views::ClipRequest& request_;
  nn::WeightPlacement placement_;
  std::vector<Clip> clips_;
  std::map<int, at::Tensor> pictures_;  ///< of anchors: [1, 3, 256, 256], 0..1
  int size_px_ = 0;
};

}  // namespace

void Interpolator::draw(const views::ClipRequest& request, const views::KeepView& keep,
                        const RunContext& context) const {
  check_options(options_);
  Drawing drawing(pipe_, options_, request);
  if (drawing.is_empty()) return;
  drawing.condition(context);
  drawing.encode(context.part(0.0, kConditionShare));
  drawing.denoise(context.part(kConditionShare, kConditionShare + kDenoiseShare));
  drawing.decode(keep, context.part(kConditionShare + kDenoiseShare, 1.0));
}

}  // namespace core::cascade
