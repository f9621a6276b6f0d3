// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "core/cascade/pipe_networks.h"
#include "core/nn/stored_tensor.h"
#include "tests/support/golden.h"

// Networks in bf16 against the same in float32. Beside rounding, bf16 takes other layouts and kernels.
namespace core::cascade {
namespace {

using nn::tensor_of;

const nn::WeightPlacement kBf16 = {.dtype = at::kBFloat16};

double cosine(const at::Tensor& a, const at::Tensor& b) {
  const at::Tensor x = a.to(at::kDouble).flatten(), y = b.to(at::kDouble).flatten();
  return (x.dot(y) / (x.norm() * y.norm())).item<double>();
}

TEST(Precision, ACallOfTheAnchorNetworkInBf16AgreesWithFloat32) {
  ENVISION3D_NEED_GOLDEN("stage1/unet_call.safetensors");
  ENVISION3D_NEED_GOLDEN("stage1/pack/s1_pipe/unet/config.json");
  const std::filesystem::path pipe =
      support::golden_path("stage1/pack/s1_pipe/unet/config.json").parent_path().parent_path();
  const io::TensorFile golden = io::open_tensor_file(support::golden_path("stage1/unet_call.safetensors"));
  const auto call = [&](const nn::WeightPlacement& placement) {
    const auto unet = load_multiview_unet(pipe, placement);
    return unet->forward(tensor_of(golden, "sample").to(placement.dtype), tensor_of(golden, "timestep").item<double>(),
                         tensor_of(golden, "class_labels"),
                         tensor_of(golden, "encoder_hidden_states").to(placement.dtype));
  };
  EXPECT_GT(cosine(call(kBf16), call({})), 0.999);
}

TEST(Precision, ACallOfTheClipNetworkInBf16AgreesWithFloat32) {
  ENVISION3D_NEED_GOLDEN("stage2/unet_call.safetensors");
  const io::TensorFile golden = io::open_tensor_file(support::golden_path("stage2/unet_call.safetensors"));
  const auto call = [&](const nn::WeightPlacement& placement) {
    const auto unet = load_spatio_temporal_unet(support::golden_path("stage2/pack/s2_pipe"), placement);
    return unet->forward(tensor_of(golden, "sample").flatten(0, 1).to(placement.dtype),
                         tensor_of(golden, "timestep").item<double>(), tensor_of(golden, "added_time_ids"),
                         tensor_of(golden, "class_labels"),
                         tensor_of(golden, "encoder_hidden_states").to(placement.dtype));
  };
  EXPECT_GT(cosine(call(kBf16), call({})), 0.999);
}

TEST(Precision, ClipsDecodedInBf16AgreeWithFloat32) {
  ENVISION3D_NEED_GOLDEN("stage2/run.safetensors");
  const io::TensorFile golden = io::open_tensor_file(support::golden_path("stage2/run.safetensors"));
  const at::Tensor latents = tensor_of(golden, "clip0.latents_after_step9").squeeze(0);
  const auto decoded = [&](const nn::WeightPlacement& placement) {
    const auto autoencoder = load_temporal_autoencoder(support::golden_path("stage2/pack/s2_pipe"), placement);
    const at::Tensor frames = autoencoder->decode((latents / autoencoder->options.scaling_factor).to(placement.dtype));
    return (frames.to(at::kFloat) / 2.0 + 0.5).clamp(0.0, 1.0);
  };
  const double mean_square = (decoded(kBf16) - decoded({})).square().mean().item<double>();
  EXPECT_GT(-10.0 * std::log10(mean_square), 30.0);
}

}  // namespace
}  // namespace core::cascade
