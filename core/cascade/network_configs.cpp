// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/network_configs.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/cascade/config_reader.h"

namespace core::cascade {
namespace {

constexpr Range<std::int64_t> kChannels{1, 1 << 14};
constexpr Range<std::int64_t> kLayers{1, 128};
constexpr Range<std::int64_t> kRows{1, 64};
constexpr Range<double> kEps{1e-12, 1e-2};
constexpr std::size_t kMaxLevels = 8;

void expect_divisible(const ConfigReader& config, std::string_view key, const std::vector<std::int64_t>& channels,
                      const std::vector<std::int64_t>& parts) {
  for (std::size_t i = 0; i < channels.size(); ++i) {
    if (channels[i] % parts[i] != 0) {
      config.fail(key, fmt::format("does not divide {} channels of level {}", channels[i], i));
    }
  }
}

std::vector<std::int64_t> read_block_channels(const ConfigReader& config) {
  std::vector<std::int64_t> channels = config.counts("block_out_channels", kChannels);
  if (channels.size() > kMaxLevels) config.fail("block_out_channels", "lists too many levels");
  return channels;
}

/// Which levels of a list of block types have transformers.
std::vector<bool> attention_levels(const ConfigReader& config, std::string_view key, std::string_view with,
                                   std::string_view without, std::size_t num_levels) {
  const std::vector<std::string> types = config.texts(key);
  if (types.size() != num_levels)
    config.fail(key, fmt::format("lists {} levels instead of {}", types.size(), num_levels));
  std::vector<bool> has_attention;
  for (const std::string& type : types) {
    if (type != with && type != without) config.fail(key, fmt::format("lists the unknown type '{}'", type));
    has_attention.push_back(type == with);
  }
  return has_attention;
}

/// Settings of the original's class that every known network of stage I leaves at the same value.
void expect_plain_unet(const ConfigReader& config) {
  config.expect("_class_name", "UNetMV2DConditionModel");
  config.expect("mid_block_type", "UNetMidBlockMV2DCrossAttn");
  config.expect("act_fn", "silu");
  config.expect("class_embed_type", "projection");
  config.expect("resnet_time_scale_shift", "default");
  config.expect("time_embedding_type", "positional");
  for (const char* key : {"class_embeddings_concat", "dual_cross_attention", "only_cross_attention",
                          "center_input_sample", "resnet_skip_time_act"}) {
    config.expect_flag(key, false);
  }
  for (const char* key : {"addition_embed_type", "encoder_hid_dim", "encoder_hid_dim_type", "num_class_embeds",
                          "num_attention_heads", "time_cond_proj_dim", "time_embedding_act_fn", "time_embedding_dim",
                          "timestep_post_act", "cross_attention_norm"}) {
    config.expect_absent(key);
  }
}

nn::ViewMixing read_view_mixing(const ConfigReader& config) {
  if (!config.flag_or("multiview_attention", true)) return nn::ViewMixing::OwnView;
  return config.flag_or("sparse_mv_attention", false) ? nn::ViewMixing::FirstAndOwn : nn::ViewMixing::AllViews;
}

}  // namespace

models::MultiviewUnetOptions read_multiview_unet_config(const std::filesystem::path& path) {
  const io::JsonValue json = io::read_json(path);
  const ConfigReader config(json, path.string());
  expect_plain_unet(config);

  models::MultiviewUnetOptions options;
  options.shape.channels = read_block_channels(config);
  const std::size_t num_levels = options.shape.channels.size();
  options.shape.has_attention_down =
      attention_levels(config, "down_block_types", "CrossAttnDownBlockMV2D", "DownBlock2D", num_levels);
  options.shape.has_attention_up =
      attention_levels(config, "up_block_types", "CrossAttnUpBlockMV2D", "UpBlock2D", num_levels);
  options.shape.num_layers = config.count("layers_per_block", kLayers);
  options.in_channels = config.count("in_channels", kChannels);
  options.out_channels = config.count("out_channels", kChannels);
  options.num_heads = config.counts_of_each("attention_head_dim", kChannels, num_levels);
  options.transformer_layers = config.count_or("transformer_layers_per_block", kLayers, 1);
  options.context_channels = config.count("cross_attention_dim", kChannels);
  options.label_channels = config.count("projection_class_embeddings_input_dim", kChannels);
  options.num_groups = config.count("norm_num_groups", kChannels);
  options.norm_eps = config.number("norm_eps", kEps);
  options.cosines_first = config.flag_or("flip_sin_to_cos", true);
  options.freq_shift = config.number_or("freq_shift", {0.0, 1.0}, 0.0);
  options.num_views = config.count("num_views", kRows);
  options.num_domains = config.count("num_task", {2, 3});
  options.mixing = read_view_mixing(config);
  options.joint_mid = config.flag_or("cd_attention_mid", false);
  options.joint_last = config.flag_or("cd_attention_last", false);
  options.per_domain = config.flag_or("moe_mlp", false);
  options.use_linear_projection = config.flag_or("use_linear_projection", false);
  expect_divisible(config, "attention_head_dim", options.shape.channels, options.num_heads);
  expect_divisible(config, "norm_num_groups", options.shape.channels,
                   std::vector<std::int64_t>(num_levels, options.num_groups));
  return options;
}

models::SpatioTemporalUnetOptions read_spatio_temporal_unet_config(const std::filesystem::path& path) {
  const io::JsonValue json = io::read_json(path);
  const ConfigReader config(json, path.string());
  config.expect("_class_name", "UNetSpatioTemporalConditionModel");

  models::SpatioTemporalUnetOptions options;
  options.shape.channels = read_block_channels(config);
  const std::size_t num_levels = options.shape.channels.size();
  options.shape.has_attention_down = attention_levels(config, "down_block_types", "CrossAttnDownBlockSpatioTemporal",
                                                      "DownBlockSpatioTemporal", num_levels);
  options.shape.has_attention_up =
      attention_levels(config, "up_block_types", "CrossAttnUpBlockSpatioTemporal", "UpBlockSpatioTemporal", num_levels);
  options.shape.num_layers = config.count("layers_per_block", kLayers);
  options.in_channels = config.count("in_channels", kChannels);
  options.out_channels = config.count("out_channels", kChannels);
  options.num_heads = config.counts_of_each("num_attention_heads", kChannels, num_levels);
  options.transformer_layers = config.count_or("transformer_layers_per_block", kLayers, 1);
  options.context_channels = config.count("cross_attention_dim", kChannels);
  options.time_id_channels = config.count("addition_time_embed_dim", kChannels);
  const std::int64_t added_channels = config.count("projection_class_embeddings_input_dim", kChannels);
  options.num_time_ids = added_channels / options.time_id_channels;
  options.camera_channels = config.count("projection_class_embeddings_input_dim_", kChannels);
  options.num_frames = config.count("num_views", kRows);
  if (options.num_time_ids * options.time_id_channels != added_channels) {
    config.fail("projection_class_embeddings_input_dim", "is not a multiple of \"addition_time_embed_dim\"");
  }
  expect_divisible(config, "num_attention_heads", options.shape.channels, options.num_heads);
  for (const std::int64_t channels : options.shape.channels) {
    if (channels % models::kSpatioTemporalGroups != 0)
      config.fail("block_out_channels", "lists a level that is not a multiple of 32");
  }
  return options;
}

models::AutoencoderOptions read_autoencoder_config(const std::filesystem::path& path) {
  const io::JsonValue json = io::read_json(path);
  const ConfigReader config(json, path.string());
  config.choice("_class_name", {"AutoencoderKL", "AutoencoderKLTemporalDecoder"});
  config.expect("act_fn", "silu");

  models::AutoencoderOptions options;
  options.in_channels = config.count_or("in_channels", kChannels, 3);
  options.out_channels = config.count_or("out_channels", kChannels, 3);
  options.latent_channels = config.count("latent_channels", kChannels);
  options.block_out_channels = read_block_channels(config);
  options.layers_per_block = config.count("layers_per_block", kLayers);
  options.norm_num_groups = config.count_or("norm_num_groups", kChannels, 32);
  options.scaling_factor = config.number_or("scaling_factor", {1e-3, 1e3}, options.scaling_factor);
  expect_divisible(config, "norm_num_groups", options.block_out_channels,
                   std::vector<std::int64_t>(options.block_out_channels.size(), options.norm_num_groups));
  return options;
}

models::ClipVisionOptions read_clip_vision_config(const std::filesystem::path& path) {
  const io::JsonValue json = io::read_json(path);
  const ConfigReader config(json, path.string());
  config.expect("model_type", "clip_vision_model");

  models::ClipVisionOptions options;
  options.hidden_size = config.count("hidden_size", kChannels);
  options.intermediate_size = config.count("intermediate_size", {1, 1 << 16});
  options.num_hidden_layers = config.count("num_hidden_layers", kLayers);
  options.num_attention_heads = config.count("num_attention_heads", kChannels);
  options.num_channels = config.count_or("num_channels", {3, 3}, 3);
  options.image_size = config.count("image_size", {1, 1024});
  options.patch_size = config.count("patch_size", {1, options.image_size});
  options.projection_dim = config.count("projection_dim", kChannels);
  options.layer_norm_eps = config.number_or("layer_norm_eps", kEps, options.layer_norm_eps);
  options.hidden_act = static_cast<models::ClipActivation>(config.choice("hidden_act", {"quick_gelu", "gelu"}));
  expect_divisible(config, "num_attention_heads", {options.hidden_size}, {options.num_attention_heads});
  return options;
}

diffusion::NoiseSchedule read_noise_schedule(const std::filesystem::path& path) {
  const io::JsonValue json = io::read_json(path);
  const ConfigReader config(json, path.string());
  config.expect_flag("thresholding", false);
  config.expect_flag("rescale_betas_zero_snr", false);
  config.expect_absent("trained_betas");

  // Settings that are absent have the defaults of the original's classes, not all of which are known here.
  diffusion::NoiseSchedule schedule;
  schedule.class_name = config.text("_class_name");
  const bool is_ddim = schedule.class_name == "DDIMScheduler",
             is_euler = schedule.class_name == "EulerDiscreteScheduler";
  if (config.text_or("timestep_spacing", is_euler ? "linspace" : "leading") != "leading")
    config.refuse("timestep_spacing");
  if (config.flag_or("clip_sample", is_ddim)) config.refuse("clip_sample");
  if (schedule.class_name == "PNDMScheduler" && !config.flag_or("skip_prk_steps", false))
    config.refuse("skip_prk_steps");
  if (is_euler) {
    if (!config.flag_or("use_karras_sigmas", false)) config.refuse("use_karras_sigmas");
    if (config.text_or("timestep_type", "discrete") != "continuous") config.refuse("timestep_type");
    schedule.sigma_min = config.number("sigma_min", {1e-6, 1e6});
    schedule.sigma_max = config.number("sigma_max", {1e-6, 1e6});
  }
  schedule.num_train_timesteps = config.count("num_train_timesteps", {1, 100'000});
  schedule.beta_start = config.number("beta_start", {0.0, 1.0});
  schedule.beta_end = config.number("beta_end", {0.0, 1.0});
  schedule.beta_schedule =
      static_cast<diffusion::BetaSchedule>(config.choice("beta_schedule", {"linear", "scaled_linear"}));
  if (config.has("prediction_type")) {
    schedule.prediction_type =
        static_cast<diffusion::PredictionType>(config.choice("prediction_type", {"epsilon", "v_prediction"}));
  }
  schedule.steps_offset = config.count_or("steps_offset", {0, 1}, 0);
  schedule.set_alpha_to_one = config.flag_or("set_alpha_to_one", is_ddim);
  return schedule;
}

}  // namespace core::cascade
