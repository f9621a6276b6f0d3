// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/anchor_predictor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/diffusion/sampler.h"
#include "core/diffusion/schedulers/pndm.h"
#include "core/nn/stored_tensor.h"
#include "tests/support/golden.h"
#include "tests/support/module_weights.h"

namespace core::cascade {
namespace {

using support::TensorNear;

models::MultiviewUnet tiny_unet() {
  models::MultiviewUnetOptions options;
  options.shape = {
      .channels = {8, 16}, .has_attention_down = {true, false}, .has_attention_up = {false, true}, .num_layers = 1};
  options.num_heads = {2, 2};
  options.context_channels = 6;
  options.num_groups = 4;
  models::MultiviewUnet unet(options);
  support::fill_weights(*unet);
  return unet;
}

AnchorCondition small_condition() {
  return {.latents = at::linspace(-1.0, 1.0, 2 * 4 * 4 * 4).view({2, 4, 4, 4}).sin(),
          .tokens = at::linspace(-2.0, 2.0, 12).view({2, 6})};
}

at::Tensor small_latents() { return at::linspace(-8.0, 8.0, 16 * 4 * 4 * 4).view({16, 4, 4, 4}).cos(); }

TEST(AnchorLabels, HaveTheBitsOfTheReference) {
  const io::TensorFile golden = io::open_tensor_file(support::golden_path("stage1/modules.safetensors"));
  EXPECT_TRUE(anchor_label_values().equal(nn::tensor_of(golden, "labels.angles_f16")));
  EXPECT_TRUE(anchor_labels().to(at::kHalf).equal(nn::tensor_of(golden, "labels.sincos_f16")));
  EXPECT_TRUE(anchor_labels().equal(nn::tensor_of(golden, "labels.sincos")));
}

TEST(AnchorPredictor, PutsThePictureBehindTheViewsOfEachDomain) {
  const models::MultiviewUnet unet = tiny_unet();
  const AnchorCondition condition = small_condition();
  const at::Tensor latents = small_latents();
  std::vector<at::Tensor> rows, contexts;
  for (std::int64_t domain = 0; domain < 2; ++domain) {
    const at::Tensor clean = condition.latents.narrow(0, domain, 1);
    rows.push_back(at::cat({latents.narrow(0, 8 * domain, 8), clean.expand({8, 4, 4, 4})}, 1));
    rows.push_back(at::cat({clean, clean}, 1));
    contexts.push_back(condition.tokens.narrow(0, domain, 1).expand({9, 6}).unsqueeze(1));
  }
  const at::Tensor wanted = unet->forward(at::cat(rows), 481, anchor_labels(), at::cat(contexts));
  const AnchorPredictor predictor(unet, condition);
  EXPECT_THAT(predictor.predict_all_rows(latents, 481), TensorNear(wanted, 1e-6));
  EXPECT_THAT(predictor(latents, 481), TensorNear(at::cat({wanted.narrow(0, 0, 8), wanted.narrow(0, 9, 8)}), 1e-6));
}

TEST(AnchorPredictor, SteppingAllRowsAndPuttingThePictureBackGivesTheSame) {
  const AnchorCondition condition = small_condition();
  const AnchorPredictor predictor(tiny_unet(), condition);
  diffusion::PndmScheduler scheduler(diffusion::NoiseSchedule{}), of_all_rows(diffusion::NoiseSchedule{});
  const at::Tensor result =
      diffusion::denoise(scheduler, 3, small_latents(), predictor, [](std::size_t, std::size_t, const at::Tensor&) {});

  of_all_rows.set_timesteps(3);
  at::Tensor latents = small_latents();
  for (std::size_t call = 0; call < of_all_rows.timesteps().size(); ++call) {
    const at::Tensor prediction = predictor.predict_all_rows(latents, of_all_rows.timesteps()[call]);
    const at::Tensor rows = at::cat({latents.view({2, 8, 4, 4, 4}), condition.latents.unsqueeze(1)}, 1).flatten(0, 1);
    latents = of_all_rows.step(prediction, call, rows).view({2, 9, 4, 4, 4}).narrow(1, 0, 8).flatten(0, 1);
  }
  EXPECT_TRUE(result.equal(latents));
}

TEST(AnchorPredictor, AnotherNetworkIsRefused) {
  AnchorCondition condition = small_condition();
  condition.tokens = at::zeros({2, 7});
  EXPECT_THROW(AnchorPredictor(tiny_unet(), condition), Error);
}

}  // namespace
}  // namespace core::cascade
