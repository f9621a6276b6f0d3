// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <ATen/ATen.h>
#include <fmt/format.h>

#include <map>
#include <set>

#include "core/cascade/clip_predictor.h"
#include "core/cascade/network_configs.h"
#include "core/cascade/pipe_networks.h"
#include "core/diffusion/sampler.h"
#include "core/diffusion/scheduler_registry.h"
#include "core/diffusion/schedulers/euler.h"
#include "core/views/clip_table.h"
#include "tests/tools/golden_check/report.h"

// What each tensor means stands in the README of the reference data.
namespace {

using namespace core;

constexpr Tolerance kTolerances[] = {
    {"modules.safetensors", "camera.table_f16", 0.0},
    {"modules.safetensors", "ids.values", 0.0},
    {"modules.safetensors", "euler*", 1e-6},
    {"modules.safetensors", "prep.*", 1e-4},
    {"modules.safetensors", "clip.*", 1e-4},
    {"modules.safetensors", "vae.*", 5e-5},
    {"modules.safetensors", "trace*.scaled.*", 2e-5},
    {"modules.safetensors", "trace*.raw.*", 1e-3},
    {"modules.safetensors", "*", 1e-5},
    {"unet_call.safetensors", "*", 2e-5},
    {"run.safetensors", "clip_table", 0.0},
    {"run.safetensors", "view*_index", 0.0},
    {"run.safetensors", "view_order_written", 0.0},
    {"run.safetensors", "anchor_latents", 5e-5},
    {"run.safetensors", "views", 1.0 / 255.0},
    {"run.safetensors", "*", 1e-4},
};

/// A pack of stage II in float32 on the CPU.
struct Stage2 {
  explicit Stage2(const std::filesystem::path& folder)
      : pipe(folder / "pack/s2_pipe"),
        unet(cascade::load_spatio_temporal_unet(pipe)),
        autoencoder(cascade::load_temporal_autoencoder(pipe)),
        encoder(cascade::load_image_encoder(pipe)),
        schedule(cascade::read_noise_schedule(pipe / "scheduler/scheduler_config.json")) {}

  /// @param picture  [3, H, W], bytes
  at::Tensor pixels(const at::Tensor& picture) const {
    return cascade::image_encoder_pixels(picture.unsqueeze(0).to(at::kFloat) / 255.0, encoder->options.image_size);
  }

  std::filesystem::path pipe;
  models::SpatioTemporalUnet unet;
  models::TemporalAutoencoder autoencoder;
  models::ClipVision encoder;
  diffusion::NoiseSchedule schedule;
};

// ---- modules.safetensors

void check_resnet(GoldenFile& golden, const std::string& name, const models::SpatioTemporalResnet& resnet) {
  if (!golden.holds(name + ".x")) return;
  const at::Tensor x = golden[name + ".x"],
                   embedding = golden.holds(name + ".emb") ? golden[name + ".emb"] : at::Tensor();
  const at::Tensor spatial = resnet->spatial_res_block->forward(x, embedding);
  golden.check(name + ".spatial", spatial);
  golden.check(name + ".temporal", [&] {
    const std::int64_t num_frames = resnet->num_frames > 0 ? resnet->num_frames : x.size(0);
    return models::frames_from_clips(
        resnet->temporal_res_block->forward(models::clips_from_frames(spatial, num_frames), embedding));
  });
  golden.check(name + ".y", [&] { return resnet->forward(x, embedding); });
}

void check_transformer(GoldenFile& golden, const std::string& name,
                       const models::SpatioTemporalTransformer& transformer) {
  if (!golden.holds(name + ".x")) return;
  const at::Tensor x = golden[name + ".x"], context = golden[name + ".context"];
  const at::Tensor positions = transformer->frame_positions();
  golden.check(name + ".frame_pos", positions);
  const at::Tensor hidden = transformer->proj_in->forward(nn::tokens_from_map(transformer->norm->forward(x)));
  golden.check(name + ".proj_in", hidden);
  const at::Tensor spatial =
      (*transformer->transformer_blocks)[0]->forward(hidden, context.repeat_interleave(x.size(0) / context.size(0), 0));
  golden.check(name + ".spatial", spatial);
  const at::Tensor temporal = (*transformer->temporal_transformer_blocks)[0]->forward(
      spatial + positions.repeat({context.size(0), 1}).unsqueeze(1), context);
  golden.check(name + ".temporal", temporal);
  const at::Tensor blended = transformer->time_mixer->forward(spatial, temporal);
  golden.check(name + ".blended", blended);
  golden.check(name + ".proj_out", [&] { return transformer->proj_out->forward(blended); });
  golden.check(name + ".y", [&] { return transformer->forward(x, context); });
}

/// The parts of a block in space or time, each of what comes before it; `x` as the block's attention sees it.
void check_block_parts(GoldenFile& golden, const std::string& name, const models::SpatialBlockImpl& block, at::Tensor x,
                       const at::Tensor& context) {
  at::Tensor part = block.norm1->forward(x);
  golden.check(name + ".norm1", part);
  golden.check(name + ".attn1", part = block.attn1->forward(part, part));
  x = x + part;
  golden.check(name + ".norm2", part = block.norm2->forward(x));
  golden.check(name + ".attn2", part = block.attn2->forward(part, context));
  x = x + part;
  golden.check(name + ".norm3", part = block.norm3->forward(x));
  golden.check(name + ".ff", [&] { return block.ff->forward(part); });
}

void check_blocks(GoldenFile& golden, const models::SpatioTemporalTransformer& transformer) {
  const models::SpatialBlock& spatial = (*transformer->transformer_blocks)[0];
  const models::TemporalBlock& temporal = (*transformer->temporal_transformer_blocks)[0];
  if (golden.holds("sblock.x")) {
    check_block_parts(golden, "sblock", *spatial, golden["sblock.x"], golden["sblock.context"]);
    golden.check("sblock.y", [&] { return spatial->forward(golden["sblock.x"], golden["sblock.context"]); });
  }
  if (golden.holds("tblock.x")) {
    const at::Tensor frames = golden["tblock.x"].transpose(0, 1).contiguous();
    const at::Tensor normed = temporal->norm_in->forward(frames), fed = temporal->ff_in->forward(normed);
    golden.check("tblock.norm_in", normed);
    golden.check("tblock.ff_in", fed);
    check_block_parts(golden, "tblock", *temporal, frames + fed,
                      golden["tblock.context"].repeat_interleave(frames.size(0), 0));
    golden.check("tblock.y", [&] { return temporal->forward(golden["tblock.x"], golden["tblock.context"]); });
  }
}

void check_embeddings(GoldenFile& golden, const models::SpatioTemporalUnetImpl& unet) {
  const std::int64_t width = unet.options.shape.channels.front();
  golden.check("camera.table_before_rounding", [] { return cascade::clip_camera_values(); });
  golden.check("camera.table_f16", [] { return cascade::clip_cameras().to(at::kHalf); });
  golden.check("camera.embedding", [&] { return unet.class_embedding->forward(cascade::clip_cameras()); });
  golden.check("ids.values", [] { return cascade::clip_time_ids(); });
  const at::Tensor ids =
      nn::sinusoidal_embedding(cascade::clip_time_ids().flatten(), unet.options.time_id_channels).view({1, -1});
  golden.check("ids.sinusoid", ids);
  golden.check("ids.embedding", [&] { return unet.add_embedding->forward(ids); });
  golden.check("time.sinusoid", [&] { return nn::sinusoidal_embedding(golden["time.timestep"], width); });
  golden.check("time.embedding", [&] { return unet.time_embedding->forward(golden["time.sinusoid"]); });
  golden.check("emb.frames", [&] {
    return unet.embedding(golden["time.timestep"][1].item<double>(), cascade::clip_time_ids(), cascade::clip_cameras());
  });
  const models::SpatioTemporalTransformer& transformer = (*unet.down_blocks->items[0]->attentions)[0];
  golden.check("frame_pos.sinusoid",
               [&] { return nn::sinusoidal_embedding(at::arange(unet.options.num_frames, at::kFloat), width); });
  golden.check("frame_pos.embedding", [&] { return transformer->frame_positions(); });
}

void check_unet_modules(GoldenFile& golden, const models::SpatioTemporalUnetImpl& unet) {
  const auto& down = unet.down_blocks->items;
  const auto& up = unet.up_blocks->items;
  check_resnet(golden, "res.eps6", (*down[0]->resnets)[0]);
  check_resnet(golden, "res.eps6_small", (*down[0]->resnets)[0]);
  check_resnet(golden, "res.two_clips", (*down[0]->resnets)[1]);
  check_resnet(golden, "res.eps5_down3_small", (*down.back()->resnets)[1]);
  check_resnet(golden, "res.eps5_mid", (*unet.mid_block->resnets)[0]);
  check_resnet(golden, "res.eps5_mid_small", (*unet.mid_block->resnets)[0]);
  check_resnet(golden, "res.eps6_up0_small", (*up[0]->resnets)[1]);
  check_resnet(golden, "res.eps6_shortcut", (*up[2]->resnets)[0]);
  check_transformer(golden, "tf.level0", (*down[0]->attentions)[0]);
  check_transformer(golden, "tf.level0_small", (*down[0]->attentions)[0]);
  check_transformer(golden, "tf.level1", (*down[1]->attentions)[1]);
  check_transformer(golden, "tf.level2", (*up[1]->attentions)[0]);
  check_transformer(golden, "tf.mid", (*unet.mid_block->attentions)[0]);
  check_blocks(golden, (*down[2]->attentions)[0]);
  golden.check("down.y", [&] { return (*down[0]->downsamplers)[0]->forward(golden["down.x"]); });
  golden.check("up.y", [&] { return (*up[0]->upsamplers)[0]->forward(golden["up.x"]); });
  golden.check("head.y_small",
               [&] { return unet.conv_out->forward(at::silu(unet.conv_norm_out->forward(golden["head.x_small"]))); });
  golden.check("blend.unet", [&] {
    return (*down[0]->resnets)[0]->time_mixer->forward(golden["blend.spatial"], golden["blend.temporal"]);
  });
}

void check_autoencoder(GoldenFile& golden, const models::TemporalAutoencoderImpl& autoencoder) {
  const auto& decoder = *autoencoder.decoder;
  const auto& encoder = *autoencoder.encoder;
  const models::SpatioTemporalResnet& resnet = (*decoder.mid_block->resnets)[0];
  const nn::MapAttention& attention = (*decoder.mid_block->attentions)[0];
  check_resnet(golden, "vae_res", resnet);
  check_resnet(golden, "vae_res_small", resnet);
  golden.check("vae_res_temporal_small.y",
               [&] { return resnet->temporal_res_block->forward(golden["vae_res_temporal_small.x"], {}); });
  golden.check("blend.vae",
               [&] { return resnet->time_mixer->forward(golden["blend.spatial"], golden["blend.temporal"]); });
  golden.check("vae_attn.y", [&] { return attention->forward(golden["vae_attn.x"]); });
  golden.check("vae_attn_small.y", [&] { return attention->forward(golden["vae_attn_small.x"]); });
  golden.check("vae_down.y",
               [&] { return (*encoder.down_blocks->items[0]->downsamplers)[0]->forward(golden["vae_down.x"]); });
  golden.check("vae.enc_mid", [&] {
    at::Tensor x = encoder.conv_in->forward(golden["vae.enc_in"]);
    for (const auto& level : encoder.down_blocks->items) x = level->forward(x);
    return encoder.mid_block->forward(x);
  });
  golden.check("vae.enc_mean", [&] { return autoencoder.encode(golden["vae.enc_in"]); });
  golden.check("vae.dec_conv_in", [&] { return decoder.conv_in->forward(golden["vae.dec_in"]); });
  golden.check("vae.dec_mid",
               [&] { return decoder.mid_block->forward(decoder.conv_in->forward(golden["vae.dec_in"])); });
  golden.check("vae.dec_out", [&] { return autoencoder.decode(golden["vae.dec_in"]); });
}

void check_image_encoder(GoldenFile& golden, const Stage2& stage) {
  golden.check("prep.blur_out", [&] {
    const at::Tensor wanted = golden["prep.blur_out"];
    return cascade::antialiased_resize(2.0 * golden["prep.blur_in"] - 1.0, wanted.size(2), wanted.size(3));
  });
  if (!golden.holds("prep.image")) return;
  const at::Tensor pixels = stage.pixels(golden["prep.image"]);
  golden.check("prep.pixel_values_every_4th_row", [&] { return pixels.slice(2, 0, {}, 4); });
  at::Tensor hidden = stage.encoder->embedded(pixels);
  golden.check("clip.after_pre_norm", hidden);
  for (const models::ClipLayer& layer : stage.encoder->layers->items) hidden = layer->forward(hidden);
  golden.check("clip.last_hidden", hidden);
  golden.check("clip.embeds", [&] { return stage.encoder->projected(hidden).unsqueeze(1); });
}

/// Traces: "traceSTEPS.raw|scaled.after_stepI", the prediction being sin(x + t) of the sample or the scaled sample.
void check_schedulers(GoldenFile& golden, const diffusion::NoiseSchedule& schedule) {
  diffusion::EulerScheduler scheduler(schedule);
  for (const io::StoredTensor& tensor : golden.tensors().tensors()) {
    if (!tensor.name.starts_with("euler") || !tensor.name.ends_with(".sigmas")) continue;
    const std::string name = tensor.name.substr(0, tensor.name.size() - 7);
    scheduler.set_timesteps(std::stoi(name.substr(5)));
    golden.check(name + ".sigmas", at::tensor(scheduler.sigmas()));
    golden.check(name + ".timesteps", at::tensor(scheduler.timesteps()));
    golden.check(name + ".initial_scale", at::tensor({scheduler.initial_scale()}));
  }
  std::set<std::string> traces;
  for (const io::StoredTensor& tensor : golden.tensors().tensors()) {
    const std::size_t end = tensor.name.find(".after_step");
    if (tensor.name.starts_with("trace") && end != std::string::npos) traces.insert(tensor.name.substr(0, end));
  }
  for (const std::string& name : traces) {
    const bool is_scaled = name.ends_with(".scaled");
    scheduler.set_timesteps(std::stoi(name.substr(5)));
    at::Tensor latents = golden["trace.noise"] * scheduler.initial_scale();
    for (std::size_t call = 0; call < scheduler.timesteps().size(); ++call) {
      const at::Tensor x = is_scaled ? scheduler.scaled_input(latents, call) : latents;
      latents = scheduler.step((x + scheduler.timesteps()[call]).sin(), call, latents);
      golden.check(fmt::format("{}.after_step{}", name, call), latents);
    }
  }
}

// ---- unet_call.safetensors

void check_unet_call(GoldenFile& golden, const models::SpatioTemporalUnetImpl& unet) {
  const at::Tensor sample = golden["sample"].flatten(0, 1), ids = golden["added_time_ids"],
                   cameras = golden["class_labels"], context = golden["encoder_hidden_states"];
  const auto timestep = golden["timestep"].item<double>();
  const at::Tensor embedding = unet.embedding(timestep, ids, cameras);
  at::Tensor x = unet.conv_in->forward(sample);
  golden.check("hook.conv_in.frames_0_4_8", [&] { return x.slice(0, 0, {}, 4); });
  std::vector<at::Tensor> skips = {x};
  for (std::size_t i = 0; i < unet.down_blocks->size(); ++i) {
    x = (*unet.down_blocks)[i]->down(x, embedding, context, skips);
    golden.check(fmt::format("hook.down_blocks.{}", i), x);
  }
  x = unet.mid_block->middle(x, embedding, context);
  golden.check("hook.mid_block", x);
  for (std::size_t i = 0; i < unet.up_blocks->size(); ++i) {
    x = (*unet.up_blocks)[i]->up(x, embedding, context, skips);
    golden.check(fmt::format("hook.up_blocks.{}", i), x);
    golden.check(fmt::format("hook.up_blocks.{}.frame_4", i), [&] { return x.narrow(0, 4, 1); });
  }
  golden.check("output", [&] { return unet.forward(sample, timestep, ids, cameras, context).unsqueeze(0); });
}

// ---- run.safetensors

void check_tables(GoldenFile& golden) {
  std::vector<int> anchors, order;
  for (int clip = 0; clip < views::kNumClips; ++clip) {
    for (const int anchor : views::clip_anchors(clip)) anchors.push_back(anchor);
    for (const int view : views::clip_views(clip)) order.push_back(view);
  }
  golden.check("clip_table", at::tensor(anchors, at::kInt).view({views::kNumClips, 3}));
  golden.check("view_order_written", at::tensor(order, at::kInt));
  std::sort(order.begin(), order.end());
  golden.check("view_index", at::tensor(order, at::kInt));
}

/// Denoises a clip and compares its samples. @return [9, 4, h, w], the last sample
at::Tensor run_clip(GoldenFile& golden, const Stage2& stage, int clip, int num_steps, const diffusion::Predict& predict,
                    const std::string& prefix) {
  const auto scheduler = diffusion::make_scheduler(stage.schedule);
  return diffusion::denoise(*scheduler, num_steps, golden["noise"][clip].to(at::kFloat), predict,
                            [&](std::size_t num_done, std::size_t, const at::Tensor& latents) {
                              const std::string name = fmt::format("{}latents_after_step{}", prefix, num_done - 1);
                              golden.check(name, latents.unsqueeze(0));
                              golden.check(name + ".frame_4", latents.narrow(0, 4, 1));
                            });
}

/// The prediction with camera table and time ids left in float32, which the original rounds to fp16.
diffusion::Predict with_unrounded_tables(const Stage2& stage, const cascade::ClipCondition& condition) {
  return [&](const at::Tensor& latents, double timestep) {
    const at::Tensor held = condition.latents.repeat_interleave(4, 0).narrow(0, 0, cascade::kClipFrames);
    return stage.unet->forward(at::cat({latents, held}, 1), timestep, at::tensor({7.0f, 127.0f, 0.02f}).unsqueeze(0),
                               cascade::clip_camera_values(), condition.token.unsqueeze(1));
  };
}

void check_run(GoldenFile& golden, const Stage2& stage) {
  constexpr int kSteps = 10, kManySteps = 50;
  check_tables(golden);
  const at::Tensor anchors = golden["anchors"];
  std::vector<at::Tensor> means;
  for (std::int64_t i = 0; i < anchors.size(0); ++i) {
    means.push_back(stage.autoencoder->encode(2.0 * (anchors.narrow(0, i, 1).to(at::kFloat) / 255.0) - 1.0));
  }
  const at::Tensor latents = at::cat(means);
  golden.check("anchor_latents", latents);

  std::map<int, at::Tensor> pictures;
  for (int clip = 0; clip < views::kNumClips; ++clip) {
    const auto held = views::clip_anchors(clip);
    const cascade::ClipCondition condition = {
        .latents = latents.index_select(0, at::tensor(std::vector<std::int64_t>(held.begin(), held.end()))),
        .token = stage.encoder->forward(stage.pixels(anchors[held[0]]))};
    const std::string prefix = fmt::format("clip{}.", clip);
    golden.check(prefix + "embeds", condition.token.unsqueeze(0));
    const cascade::ClipPredictor predictor(stage.unet, condition);
    const at::Tensor last = run_clip(golden, stage, clip, kSteps, predictor, prefix);
    const at::Tensor frames = stage.autoencoder->decode(last / stage.autoencoder->options.scaling_factor) / 2.0 + 0.5;
    golden.check(prefix + "frame1_float_crop",
                 [&] { return frames[1].clamp(0.0, 1.0).narrow(1, 96, 64).narrow(2, 96, 64); });
    const auto kept = views::clip_views(clip);
    for (std::size_t i = 0; i < kept.size(); ++i) {
      const at::Tensor& frame = frames[views::clip_frame(static_cast<int>(i))];
      pictures[kept[i]] = (frame.clamp(0.0, 1.0) * 255.0 + 0.5).to(at::kByte);
    }
    const std::string long_run = fmt::format("{}steps{}.", prefix, kManySteps),
                      unrounded = prefix + "unrounded_tables.";
    if (golden.holds(fmt::format("{}latents_after_step{}", long_run, kManySteps - 1))) {
      run_clip(golden, stage, clip, kManySteps, predictor, long_run);
    }
    if (golden.holds(fmt::format("{}latents_after_step{}.frame_4", unrounded, kSteps - 1))) {
      run_clip(golden, stage, clip, kSteps, with_unrounded_tables(stage, condition), unrounded);
    }
  }
  std::vector<at::Tensor> views;
  for (const auto& [view, picture] : pictures) views.push_back(picture);
  golden.check("views", at::stack(views));
}

}  // namespace

bool check_stage2(const std::filesystem::path& folder) {
  const Stage2 stage(folder);
  GoldenFile modules(folder, "modules.safetensors", kTolerances);
  if (modules) {
    check_embeddings(modules, *stage.unet);
    check_unet_modules(modules, *stage.unet);
    check_autoencoder(modules, *stage.autoencoder);
    check_image_encoder(modules, stage);
    check_schedulers(modules, stage.schedule);
  }
  GoldenFile call(folder, "unet_call.safetensors", kTolerances);
  if (call) check_unet_call(call, *stage.unet);
  GoldenFile run(folder, "run.safetensors", kTolerances);
  if (run) check_run(run, stage);
  return modules.all_passed() && call.all_passed() && run.all_passed();
}
