// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/network_configs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/base/error.h"
#include "tests/support/temporary_folder.h"

namespace core::cascade {
namespace {

using testing::HasSubstr;

// The settings of the tiny network of the reference data; settings that do not matter are left out.
constexpr const char* kUnet = R"({
  "_class_name": "UNetMV2DConditionModel", "act_fn": "silu", "attention_head_dim": 4,
  "block_out_channels": [16, 32, 48, 48], "cd_attention_last": false, "cd_attention_mid": true,
  "class_embed_type": "projection", "cross_attention_dim": 24,
  "down_block_types": ["CrossAttnDownBlockMV2D", "CrossAttnDownBlockMV2D", "CrossAttnDownBlockMV2D", "DownBlock2D"],
  "encoder_hid_dim": null, "flip_sin_to_cos": true, "freq_shift": 0, "in_channels": 8, "layers_per_block": 2,
  "mid_block_type": "UNetMidBlockMV2DCrossAttn", "moe_mlp": false, "multiview_attention": true, "norm_eps": 1e-05,
  "norm_num_groups": 8, "num_task": 2, "num_views": 9, "out_channels": 4, "projection_class_embeddings_input_dim": 12,
  "sparse_mv_attention": false, "transformer_layers_per_block": 1,
  "up_block_types": ["UpBlock2D", "CrossAttnUpBlockMV2D", "CrossAttnUpBlockMV2D", "CrossAttnUpBlockMV2D"],
  "use_linear_projection": false
})";

constexpr const char* kScheduler = R"({
  "_class_name": "EulerDiscreteScheduler", "beta_end": 0.012, "beta_schedule": "scaled_linear", "beta_start": 0.00085,
  "num_train_timesteps": 1000, "prediction_type": "v_prediction", "sigma_max": 700.0, "sigma_min": 0.002,
  "steps_offset": 1, "timestep_spacing": "leading", "timestep_type": "continuous", "trained_betas": null,
  "use_karras_sigmas": true
})";

/// A configuration in a file of its own, with one setting written differently.
class NetworkConfigs : public testing::Test {
 protected:
  std::filesystem::path file(std::string text, const std::string& from = "", const std::string& to = "") {
    if (!from.empty()) {
      const std::size_t place = text.find(from);
      EXPECT_NE(place, std::string::npos) << from;
      text.replace(place, from.size(), to);
    }
    std::ofstream(folder_ / "config.json") << text;
    return folder_ / "config.json";
  }

  template <class Read>
  void expect_refused(Read read, const std::filesystem::path& path, ErrorCode code, const std::string& word) {
    try {
      read(path);
      ADD_FAILURE() << "was accepted, though " << word;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), code) << error.what();
      EXPECT_THAT(error.what(), HasSubstr(word));
      EXPECT_THAT(error.what(), HasSubstr("config.json"));
    }
  }

 private:
  support::TemporaryFolder folder_;
};

TEST_F(NetworkConfigs, EveryFlagOfTheMultiviewNetworkIsRead) {
  const models::MultiviewUnetOptions plain = read_multiview_unet_config(file(kUnet));
  EXPECT_EQ(plain.num_heads, (std::vector<std::int64_t>{4, 4, 4, 4}));
  EXPECT_EQ(plain.shape.has_attention_up, (std::vector<bool>{false, true, true, true}));
  EXPECT_EQ(plain.mixing, nn::ViewMixing::AllViews);
  EXPECT_TRUE(plain.joint_mid);
  EXPECT_FALSE(plain.joint_last || plain.per_domain || plain.use_linear_projection);

  EXPECT_EQ(read_multiview_unet_config(file(kUnet, R"("sparse_mv_attention": false)", R"("sparse_mv_attention": true)"))
                .mixing,
            nn::ViewMixing::FirstAndOwn);
  EXPECT_EQ(read_multiview_unet_config(file(kUnet, R"("multiview_attention": true)", R"("multiview_attention": false)"))
                .mixing,
            nn::ViewMixing::OwnView);
  EXPECT_TRUE(read_multiview_unet_config(file(kUnet, R"("moe_mlp": false)", R"("moe_mlp": true)")).per_domain);
  EXPECT_TRUE(read_multiview_unet_config(file(kUnet, R"("cd_attention_last": false)", R"("cd_attention_last": true)"))
                  .joint_last);
  EXPECT_EQ(
      read_multiview_unet_config(file(kUnet, R"("attention_head_dim": 4)", R"("attention_head_dim": [4, 2, 8, 1])"))
          .num_heads,
      (std::vector<std::int64_t>{4, 2, 8, 1}));
}

TEST_F(NetworkConfigs, AnotherNetworkIsRefused) {
  const auto unet = read_multiview_unet_config;
  expect_refused(unet, file(kUnet, "UNetMV2DConditionModel", "UNet2DConditionModel"), ErrorCode::Unsupported,
                 "_class_name");
  expect_refused(unet, file(kUnet, R"("encoder_hid_dim": null)", R"("encoder_hid_dim": 4)"), ErrorCode::Unsupported,
                 "encoder_hid_dim");
  expect_refused(unet, file(kUnet, R"("act_fn": "silu")", R"("act_fn": "relu")"), ErrorCode::Unsupported, "act_fn");
  expect_refused(unet, file(kUnet, R"("UpBlock2D")", R"("SkipUpBlock2D")"), ErrorCode::BadFormat, "up_block_types");
}

TEST_F(NetworkConfigs, SettingsThatCannotBeAreRefusedByName) {
  const auto unet = read_multiview_unet_config;
  expect_refused(unet, file(kUnet, R"("attention_head_dim": 4,)", ""), ErrorCode::BadFormat, "attention_head_dim");
  expect_refused(unet, file(kUnet, R"("attention_head_dim": 4)", R"("attention_head_dim": 5)"), ErrorCode::BadFormat,
                 "attention_head_dim");
  expect_refused(unet, file(kUnet, R"("in_channels": 8)", R"("in_channels": -8)"), ErrorCode::BadFormat, "in_channels");
  expect_refused(unet, file(kUnet, R"("in_channels": 8)", R"("in_channels": 1e30)"), ErrorCode::BadFormat,
                 "in_channels");
  expect_refused(unet, file(kUnet, R"([16, 32, 48, 48])", R"([16, 32, 48, 99999999])"), ErrorCode::BadFormat,
                 "block_out_channels");
  expect_refused(unet, file(kUnet, R"([16, 32, 48, 48])", R"([16, 32, 48])"), ErrorCode::BadFormat, "down_block_types");
  expect_refused(unet, file(kUnet, R"("norm_num_groups": 8)", R"("norm_num_groups": 7)"), ErrorCode::BadFormat,
                 "norm_num_groups");
  expect_refused(unet, file(kUnet, R"("moe_mlp": false)", R"("moe_mlp": "no")"), ErrorCode::BadFormat, "moe_mlp");
  expect_refused(unet, file("[]"), ErrorCode::BadFormat, "not a JSON object");
}

TEST_F(NetworkConfigs, ASchedulerIsReadAndUnknownCombinationsAreRefused) {
  const diffusion::NoiseSchedule schedule = read_noise_schedule(file(kScheduler));
  EXPECT_EQ(schedule.class_name, "EulerDiscreteScheduler");
  EXPECT_EQ(schedule.prediction_type, diffusion::PredictionType::VPrediction);
  EXPECT_EQ(schedule.sigma_max, 700.0);
  expect_refused(read_noise_schedule, file(kScheduler, R"("leading")", R"("trailing")"), ErrorCode::Unsupported,
                 "timestep_spacing");
  expect_refused(read_noise_schedule, file(kScheduler, R"("use_karras_sigmas": true)", R"("use_karras_sigmas": false)"),
                 ErrorCode::Unsupported, "use_karras_sigmas");
  expect_refused(read_noise_schedule, file(kScheduler, R"("trained_betas": null)", R"("trained_betas": [0.1])"),
                 ErrorCode::Unsupported, "trained_betas");
  expect_refused(read_noise_schedule, file(kScheduler, R"("scaled_linear")", R"("squaredcos_cap_v2")"),
                 ErrorCode::Unsupported, "beta_schedule");
  expect_refused(read_noise_schedule, file(kScheduler, "EulerDiscreteScheduler", "PNDMScheduler"),
                 ErrorCode::Unsupported, "skip_prk_steps");
}

TEST_F(NetworkConfigs, AnEncoderOfAnotherKindIsRefused) {
  constexpr const char* kClip = R"({"model_type": "clip_vision_model", "hidden_act": "gelu", "hidden_size": 32,
    "image_size": 224, "intermediate_size": 128, "num_attention_heads": 2, "num_hidden_layers": 3, "patch_size": 14,
    "projection_dim": 24})";
  EXPECT_EQ(read_clip_vision_config(file(kClip)).hidden_act, models::ClipActivation::Gelu);
  expect_refused(read_clip_vision_config, file(kClip, "clip_vision_model", "siglip_vision_model"),
                 ErrorCode::Unsupported, "model_type");
  expect_refused(read_clip_vision_config, file(kClip, R"("gelu")", R"("relu")"), ErrorCode::Unsupported, "hidden_act");
}

}  // namespace
}  // namespace core::cascade
