// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/bench.h"

#include <ATen/ops/matmul.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/randn.h>
#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <string>

#include "core/base/elapsed.h"
#include "core/base/error.h"
#include "core/cascade/anchor_predictor.h"
#include "core/cascade/clip_predictor.h"
#include "core/cascade/compute_type.h"
#include "core/cascade/operation_count.h"
#include "core/cascade/original_networks.h"
#include "core/models/autoencoder_kl.h"
#include "core/models/temporal_autoencoder.h"

namespace core::cascade {
namespace {

constexpr std::int64_t kLatentPx = 32, kPicturePx = 256;
constexpr int kNumAnchorCalls = 51, kNumClipCalls = 50, kNumClips = 4;

/// Random weights of a plausible size, all made of one block: drawing a billion numbers would take longer than what is
/// measured.
void fill_weights(torch::nn::Module& network, const nn::WeightPlacement& placement) {
  const at::Tensor block = 0.02 * at::randn({1 << 20});
  for (const auto& item : network.named_parameters()) {
    const at::Tensor& weight = item.value();
    const bool is_scale = weight.dim() == 1 && item.key().ends_with("weight");
    const at::Tensor elements =
        is_scale ? at::ones(weight.sizes())
                 : block.repeat({(weight.numel() - 1) / block.numel() + 1}).narrow(0, 0, weight.numel()).clone();
    nn::place(weight, elements.view(weight.sizes()), placement);
  }
}

double weights_mb(const torch::nn::Module& network) {
  double bytes = 0.0;
  for (const at::Tensor& weight : network.parameters()) bytes += static_cast<double>(weight.nbytes());
  return bytes / 1e6;
}

/// Lets the largest resident size count from now on; without effect where the system does not offer it.
void restart_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }

double peak_mb() {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1e3;
  }
  return 0.0;
}

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return seconds_since(start);
}

/// One benchmark: rows are added call by call.
class Bench {
 public:
  Bench(const BenchRequest& request, const RunContext& context)
      : size_(request.is_full_size ? NetworkSize::Original : NetworkSize::Tiny),
        placement_(placement_of(request.compute)),
        context_(context),
        matrix_gflop_per_s_(matrix_speed()) {}

  std::vector<BenchResult> take_results() { return std::move(results_); }

  double anchor_unet() {
    restart_peak();
    models::MultiviewUnet unet(multiview_unet_options(size_));
    fill_weights(*unet, placement_);
    const AnchorPredictor predictor(
        unet, {.latents = random({2, 4, kLatentPx, kLatentPx}), .tokens = random({2, unet->options.context_channels})});
    const at::Tensor latents = random({16, 4, kLatentPx, kLatentPx});
    return measure("stage1 unet", *unet, [&] { return predictor(latents, 501.0); });
  }

  double clip_unet() {
    restart_peak();
    models::SpatioTemporalUnet unet(spatio_temporal_unet_options(size_));
    fill_weights(*unet, placement_);
    const ClipPredictor predictor(
        unet, {.latents = random({3, 4, kLatentPx, kLatentPx}), .token = random({1, unet->options.context_channels})});
    const at::Tensor latents = random({kClipFrames, 4, kLatentPx, kLatentPx});
    return measure("stage2 unet", *unet, [&] { return predictor(latents, 0.5); });
  }

  double anchor_vae() {
    models::AutoencoderKl autoencoder(autoencoder_options(size_));
    return measure_vae("stage1", *autoencoder, 2, 16, 1);
  }

  double clip_vae() {
    models::TemporalAutoencoder autoencoder(autoencoder_options(size_));
    return measure_vae("stage2", *autoencoder, 8, kClipFrames, kNumClips);
  }

  double image_encoder(int stage) {
    restart_peak();
    models::ClipVision encoder(clip_vision_options(stage, size_));
    const nn::WeightPlacement exact = exact_placement_of(placement_);
    fill_weights(*encoder, exact);
    const std::int64_t side = encoder->options.image_size;
    const at::Tensor pixels = at::randn({1, 3, side, side}).to(exact.device);
    return measure(fmt::format("stage{} clip", stage), *encoder, [&] { return encoder->forward(pixels); });
  }

  void stage1() { add_sum("stage1", 2.0 * image_encoder(1) + anchor_vae() + kNumAnchorCalls * anchor_unet()); }
  void stage2() {
    add_sum("stage2", kNumClips * image_encoder(2) + clip_vae() + kNumClips * kNumClipCalls * clip_unet());
  }

 private:
  at::Tensor random(at::IntArrayRef shape) const { return at::randn(shape).to(placement_.device); }

  /// @return  seconds of what a run encodes and decodes
  template <class Autoencoder>
  double measure_vae(const std::string& stage, Autoencoder& autoencoder, int num_encoded, std::int64_t num_decoded,
                     int num_decodings) {
    restart_peak();
    const nn::WeightPlacement exact = exact_placement_of(placement_);
    fill_weights(autoencoder, exact);
    const at::Tensor picture = at::randn({1, 3, kPicturePx, kPicturePx}).to(exact.device);
    const double encode_s = measure(stage + " vae encoder", autoencoder, [&] { return autoencoder.encode(picture); });
    fill_weights(autoencoder, placement_);
    const at::Tensor latents = random({num_decoded, 4, kLatentPx, kLatentPx}).to(placement_.dtype);
    return num_encoded * encode_s +
           num_decodings * measure(stage + " vae decoder", autoencoder, [&] { return autoencoder.decode(latents); });
  }

  double measure(const std::string& name, const torch::nn::Module& network, const std::function<at::Tensor()>& call) {
    context_.checkpoint();
    // Reading a number of the result waits for a device that computes on its own.
    const auto finish = [&] { call().flatten()[0].item<float>(); };
    finish();
    context_.checkpoint();
    OperationCount count;
    const double seconds = seconds_of([&] { count = count_operations(finish); });
    add({.network = name,
         .seconds = seconds,
         .seconds_by_operation = std::move(count.seconds),
         .gflop_per_s = count.operations / seconds / 1e9,
         .matrix_gflop_per_s = matrix_gflop_per_s_,
         .weights_mb = weights_mb(network),
         .peak_mb = peak_mb()});
    return seconds;
  }

  void add_sum(const std::string& name, double seconds) { add({.network = name, .seconds = seconds}); }

  void add(BenchResult result) {
    result.device = placement_.device.str();
    result.precision = c10::toString(placement_.dtype);
    results_.push_back(std::move(result));
  }

  double matrix_speed() const {
    constexpr std::int64_t kSide = 2048;
    constexpr int kRepeats = 4;
    const at::Tensor a = random({kSide, kSide}).to(placement_.dtype), b = random({kSide, kSide}).to(placement_.dtype);
    const auto product = [&] { at::matmul(a, b)[0][0].item<float>(); };
    product();
    const double seconds = seconds_of([&] {
      for (int i = 0; i < kRepeats; ++i) product();
    });
    return kRepeats * 2.0 * kSide * kSide * kSide / seconds / 1e9;
  }

  NetworkSize size_;
  nn::WeightPlacement placement_;
  const RunContext& context_;
  double matrix_gflop_per_s_;
  std::vector<BenchResult> results_;
};

}  // namespace

std::vector<BenchResult> run_bench(const BenchRequest& request, const RunContext& context) {
  Bench bench(request, context);
  if (request.name == "unet") {
    bench.anchor_unet();
    bench.clip_unet();
  } else if (request.name == "vae") {
    bench.anchor_vae();
    bench.clip_vae();
  } else if (request.name == "clip") {
    bench.image_encoder(1);
    bench.image_encoder(2);
  } else if (request.name == "stage1") {
    bench.stage1();
  } else if (request.name == "stage2") {
    bench.stage2();
  } else {
    throw Error(ErrorCode::Usage, fmt::format("There is no benchmark '{}' of networks.", request.name));
  }
  return bench.take_results();
}

}  // namespace core::cascade
