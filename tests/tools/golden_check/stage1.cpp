// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <ATen/ATen.h>
#include <fmt/format.h>

#include <map>
#include <set>

#include "core/cascade/anchor_predictor.h"
#include "core/cascade/network_configs.h"
#include "core/cascade/pipe_networks.h"
#include "core/diffusion/sampler.h"
#include "core/diffusion/scheduler_registry.h"
#include "core/image/resize.h"
#include "core/io/image_file.h"
#include "core/nn/tensor_image.h"
#include "tests/tools/golden_check/report.h"

// What each tensor means stands in the README of the reference data.
namespace {

using namespace core;

constexpr Tolerance kTolerances[] = {
    {"modules.safetensors", "*.timesteps", 0.0},
    {"modules.safetensors", "labels.*", 0.0},
    {"modules.safetensors", "*.resized_u8", 0.0},
    {"modules.safetensors", "*.pixel_values_*", 1e-6},
    {"modules.safetensors", "time_proj.out", 1e-4},
    {"modules.safetensors", "clip.*", 2e-5},
    {"modules.safetensors", "vae_encode.*", 2e-5},
    {"modules.safetensors", "vae_decode.*", 2e-5},
    {"modules.safetensors", "vae_canvas.*", 2e-5},
    {"modules.safetensors", "*", 1e-5},
    {"unet_call.safetensors", "*", 2e-5},
    {"run.safetensors", "timesteps*", 0.0},
    {"run.safetensors", "clip_embeds", 2e-5},
    {"run.safetensors", "cond_latents", 2e-5},
    {"run.safetensors", "*.images_u8", 1.0 / 255.0},
    {"run.safetensors", "s50.latents.*", 1e-3},
    {"run.safetensors", "*", 1e-4},
};

/// A pack of stage I in float32 on the CPU, and what the run's two canvases give.
struct Stage1 {
  explicit Stage1(const std::filesystem::path& folder)
      : pipe(folder / "pack/s1_pipe"),
        unet(cascade::load_multiview_unet(pipe)),
        autoencoder(cascade::load_autoencoder(pipe)),
        encoder(cascade::load_image_encoder(pipe)),
        schedule(cascade::read_noise_schedule(pipe / "scheduler/scheduler_config.json")),
        colour(read_canvas(folder / "run/canvas_color.png")),
        normal(read_canvas(folder / "run/canvas_normal.png")) {}

  static image::Image8 read_canvas(const std::filesystem::path& path) {
    const image::Image8 rgba = io::read_picture(path).rgba;
    image::Image8 rgb(rgba.width(), rgba.height(), 3);
    for (int y = 0; y < rgb.height(); ++y) {
      for (int x = 0; x < rgb.width(); ++x) std::copy_n(rgba.pixel(x, y), 3, rgb.pixel(x, y));
    }
    return rgb;
  }

  image::Image8 resized(const image::Image8& canvas) const {
    const int side = static_cast<int>(encoder->options.image_size);
    return image::resize(canvas, side, side);
  }
  at::Tensor pixels(const image::Image8& canvas) const {
    return models::normalized_for_clip(nn::tensor_from_image(resized(canvas)));
  }
  at::Tensor latents(const image::Image8& canvas) const {
    return autoencoder->encode(2.0 * nn::tensor_from_image(canvas) - 1.0);
  }

  std::filesystem::path pipe;
  models::MultiviewUnet unet;
  models::AutoencoderKl autoencoder;
  models::ClipVision encoder;
  diffusion::NoiseSchedule schedule;
  image::Image8 colour, normal;
};

// ---- modules.safetensors

void check_unet_modules(GoldenFile& golden, const Stage1& stage) {
  const auto& unet = *stage.unet;
  const auto forward = [&](const std::string& name, const auto& module) {
    golden.check(name + ".out", [&] { return module->forward(golden[name + ".in"]); });
  };
  const auto resnet = [&](const std::string& name, const nn::ResnetBlock& module) {
    golden.check(name + ".out", [&] { return module->forward(golden[name + ".in"], golden[name + ".temb"]); });
  };
  golden.check("time_proj.out", [&] {
    return nn::sinusoidal_embedding(golden["time_proj.t"], unet.options.shape.channels.front(),
                                    unet.options.cosines_first, unet.options.freq_shift);
  });
  golden.check("labels.angles_f16", [] { return cascade::anchor_label_values(); });
  golden.check("labels.sincos_f16", [] { return cascade::anchor_labels().to(at::kHalf); });
  golden.check("labels.sincos", [] { return cascade::anchor_labels(); });
  golden.check("emb_981.out", [&] { return unet.embedding(981, cascade::anchor_labels()); });
  forward("time_embedding", unet.time_embedding);
  forward("class_embedding", unet.class_embedding);
  const auto& down = unet.down_blocks->items;
  const auto& up = unet.up_blocks->items;
  resnet("resnet_plain", (*down[0]->resnets)[0]);
  resnet("resnet_shortcut", (*down[1]->resnets)[0]);
  resnet("resnet_up", (*up.back()->resnets)[0]);
  forward("unet_down", (*down[0]->downsamplers)[0]);
  forward("unet_up", (*up[0]->upsamplers)[0]);

  const models::MultiviewTransformer& transformer = (*down[1]->attentions)[0];
  const models::MultiviewBlock& block = (*transformer->transformer_blocks)[0];
  forward("layer_norm", block->norm1);
  forward("group_norm_transformer", transformer->norm);
  forward("geglu", block->feed_forwards[0]->gated);
  forward("ff", block->feed_forwards[0]);
  golden.check("mv_attn.out", [&] {
    return nn::attend_across_views(*block->attn1, golden["mv_attn.in"], unet.options.num_views, unet.options.mixing);
  });
  golden.check("joint_attn.out", [&] {
    return nn::attend_across_domains(*block->attn_joint_mid, golden["joint_attn.in"], unet.options.num_domains);
  });
  golden.check("cross_attn.out",
               [&] { return block->attn2->forward(golden["cross_attn.in"], golden["cross_attn.enc"]); });
  golden.check("block.out", [&] { return block->forward(golden["block.in"], golden["block.enc"]); });
  golden.check("transformer.out",
               [&] { return transformer->forward(golden["transformer.in"], golden["transformer.enc"]); });
}

void check_autoencoder(GoldenFile& golden, const Stage1& stage) {
  const auto& autoencoder = *stage.autoencoder;
  const auto& down = autoencoder.encoder->down_blocks->items;
  golden.check("vae_down.out", [&] { return (*down[0]->downsamplers)[0]->forward(golden["vae_down.in"]); });
  golden.check("vae_resnet.out", [&] { return (*down[1]->resnets)[0]->forward(golden["vae_resnet.in"]); });
  golden.check("vae_mid_attn.out",
               [&] { return (*autoencoder.encoder->mid_block->attentions)[0]->forward(golden["vae_mid_attn.in"]); });
  golden.check("vae_up.out", [&] {
    return (*autoencoder.decoder->up_blocks->items[0]->upsamplers)[0]->forward(golden["vae_up.in"]);
  });
  golden.check("vae_encode.moments", [&] { return autoencoder.encode_moments(golden["vae_encode.in"]); });
  golden.check("vae_encode.mean", [&] { return autoencoder.encode(golden["vae_encode.in"]); });
  golden.check("vae_decode.out", [&] { return autoencoder.decode(golden["vae_decode.in"]); });
  const at::Tensor colour = stage.latents(stage.colour);
  golden.check("vae_canvas.color.mean", colour);
  golden.check("vae_canvas.normal.mean", [&] { return stage.latents(stage.normal); });
  golden.check("vae_canvas.color.decoded_rows96to159", [&] { return autoencoder.decode(colour).narrow(2, 96, 64); });
}

void check_image_encoder(GoldenFile& golden, const Stage1& stage) {
  const auto bytes = [&](const image::Image8& canvas) {
    return (nn::tensor_from_image(stage.resized(canvas)).squeeze(0) * 255.0).round().to(at::kByte).permute({1, 2, 0});
  };
  golden.check("clip.color.resized_u8", [&] { return bytes(stage.colour); });
  golden.check("clip.normal.resized_u8", [&] { return bytes(stage.normal); });
  const at::Tensor pixels = stage.pixels(stage.colour);
  golden.check("clip.color.pixel_values_rows80to143", [&] { return pixels.narrow(2, 80, 64); });
  at::Tensor hidden = stage.encoder->embedded(pixels);
  golden.check("clip.color.hidden0", hidden);
  for (std::size_t i = 0; i < stage.encoder->layers->size(); ++i) {
    hidden = (*stage.encoder->layers)[i]->forward(hidden);
    golden.check(fmt::format("clip.color.hidden{}", i + 1), hidden);
  }
  golden.check("clip.color.image_embeds", [&] { return stage.encoder->projected(hidden); });
  golden.check("clip.normal.image_embeds", [&] { return stage.encoder->forward(stage.pixels(stage.normal)); });
}

/// Scheduler traces: "sched.CLASS STEPS[_vpred].x", the prediction being sin(x + t / 1000).
void check_schedulers(GoldenFile& golden, const Stage1& stage) {
  golden.check("sched.alphas_cumprod", [&] { return at::tensor(diffusion::alphas_cumprod(stage.schedule)); });
  for (const io::StoredTensor& tensor : golden.tensors().tensors()) {
    if (!tensor.name.starts_with("sched.") || !tensor.name.ends_with(".x")) continue;
    const std::string name = tensor.name.substr(0, tensor.name.size() - 2), kind = name.substr(6);
    diffusion::NoiseSchedule schedule = stage.schedule;
    if (kind.starts_with("ddim")) schedule.class_name = "DDIMScheduler";
    if (kind.ends_with("_vpred")) schedule.prediction_type = diffusion::PredictionType::VPrediction;
    const auto scheduler = diffusion::make_scheduler(schedule);
    std::vector<at::Tensor> samples;
    diffusion::denoise(
        *scheduler, std::stoi(kind.substr(4)), golden["sched.x0"],
        [](const at::Tensor& x, double timestep) { return (x + timestep / 1000.0).sin(); },
        [&](std::size_t, std::size_t, const at::Tensor& latents) { samples.push_back(latents); });
    golden.check(name + ".timesteps", at::tensor(scheduler->timesteps()).to(at::kLong));
    golden.check(tensor.name, at::stack(samples));
  }
}

// ---- unet_call.safetensors

/// The outputs of the network's parts under the names of the reference data.
std::map<std::string, at::Tensor> taps_of(const models::MultiviewUnetImpl& unet, const at::Tensor& sample,
                                          const at::Tensor& embedding, const at::Tensor& context) {
  std::map<std::string, at::Tensor> taps;
  at::Tensor x = unet.convs_in[0]->forward(sample);
  taps["conv_in"] = x;
  std::vector<at::Tensor> skips = {x};
  const auto layers = [&](const auto& block, const std::string& name, const auto& input_of) {
    at::Tensor hidden = x;
    for (std::size_t i = 0; i < block->resnets->size(); ++i) {
      hidden = (*block->resnets)[i]->forward(input_of(hidden, i), embedding);
      taps[fmt::format("{}.resnet{}", name, i)] = hidden;
      if (!block->attentions) continue;
      hidden = (*block->attentions)[i]->forward(hidden, context);
      taps[fmt::format("{}.attn{}", name, i)] = hidden;
    }
  };
  for (std::size_t level = 0; level < unet.down_blocks->size(); ++level) {
    const auto& block = (*unet.down_blocks)[level];
    const std::string name = fmt::format("down{}", level);
    layers(block, name, [](const at::Tensor& hidden, std::size_t) { return hidden; });
    taps[name] = x = block->down(x, embedding, context, skips);
  }
  taps["mid"] = x = unet.mid_block->middle(x, embedding, context);
  for (std::size_t i = 0; i < unet.up_blocks->size(); ++i) {
    const auto& block = (*unet.up_blocks)[i];
    const std::string name = fmt::format("up{}", i);
    layers(block, name, [&](const at::Tensor& hidden, std::size_t layer) {
      return at::cat({hidden, skips[skips.size() - 1 - layer]}, 1);
    });
    taps[name] = x = block->up(x, embedding, context, skips);
  }
  return taps;
}

void check_unet_call(GoldenFile& golden, const Stage1& stage) {
  const at::Tensor sample = golden["sample"], labels = golden["class_labels"],
                   context = golden["encoder_hidden_states"];
  const auto timestep = golden["timestep"].item<double>();
  const at::Tensor kept_rows = golden["kept_rows"];
  for (const auto& [name, output] : taps_of(*stage.unet, sample, stage.unet->embedding(timestep, labels), context)) {
    golden.check("hook." + name, [&] { return output.index_select(0, kept_rows); });
  }
  golden.check("output", stage.unet->forward(sample, timestep, labels, context));
}

// ---- run.safetensors

at::Tensor decoded_bytes(const models::AutoencoderKl& autoencoder, const at::Tensor& latents, double scaling_factor) {
  std::vector<at::Tensor> pictures;
  for (std::int64_t row = 0; row < latents.size(0); ++row) {
    const at::Tensor picture = autoencoder->decode(latents.narrow(0, row, 1) / scaling_factor) / 2.0 + 0.5;
    pictures.push_back((picture * 255.0 + 0.5).clamp(0.0, 255.0).to(at::kByte));
  }
  return at::cat(pictures);
}

void check_run(GoldenFile& golden, const Stage1& stage, int num_steps, const cascade::AnchorCondition& condition) {
  const std::string prefix = fmt::format("s{}.", num_steps);
  const cascade::AnchorPredictor predictor(stage.unet, condition);
  const auto scheduler = diffusion::make_scheduler(stage.schedule);
  std::size_t call = 0;
  const auto predict = [&](const at::Tensor& latents, double timestep) {
    golden.check(fmt::format("{}eps.{}", prefix, call), [&] { return predictor.predict_all_rows(latents, timestep); });
    return predictor(latents, timestep);
  };
  const at::Tensor latents = diffusion::denoise(*scheduler, num_steps, golden["noise"], predict,
                                                [&](std::size_t num_done, std::size_t, const at::Tensor& now) {
                                                  golden.check(fmt::format("{}latents.{}", prefix, num_done - 1), now);
                                                  call = num_done;
                                                });
  golden.check(fmt::format("timesteps{}", num_steps), at::tensor(scheduler->timesteps()).to(at::kLong));
  golden.check(prefix + "images_u8", [&] {
    const std::string rows = prefix + "image_rows";
    return decoded_bytes(stage.autoencoder, golden.holds(rows) ? latents.index_select(0, golden[rows]) : latents,
                         stage.autoencoder->options.scaling_factor);
  });
}

void check_runs(GoldenFile& golden, const Stage1& stage) {
  const cascade::AnchorCondition condition = {
      .latents = at::cat({stage.latents(stage.colour), stage.latents(stage.normal)}) *
                 stage.autoencoder->options.scaling_factor,
      .tokens = at::cat(
          {stage.encoder->forward(stage.pixels(stage.colour)), stage.encoder->forward(stage.pixels(stage.normal))})};
  golden.check("cond_latents", condition.latents);
  golden.check("clip_embeds", condition.tokens);
  std::set<int> runs;
  for (const io::StoredTensor& tensor : golden.tensors().tensors()) {
    if (tensor.name.starts_with("timesteps")) runs.insert(std::stoi(tensor.name.substr(9)));
  }
  for (const int num_steps : runs) check_run(golden, stage, num_steps, condition);
}

}  // namespace

bool check_stage1(const std::filesystem::path& folder) {
  const Stage1 stage(folder);
  GoldenFile modules(folder, "modules.safetensors", kTolerances);
  if (modules) {
    check_unet_modules(modules, stage);
    check_autoencoder(modules, stage);
    check_image_encoder(modules, stage);
    check_schedulers(modules, stage);
  }
  GoldenFile call(folder, "unet_call.safetensors", kTolerances);
  if (call) check_unet_call(call, stage);
  GoldenFile run(folder, "run.safetensors", kTolerances);
  if (run) check_runs(run, stage);
  return modules.all_passed() && call.all_passed() && run.all_passed();
}
