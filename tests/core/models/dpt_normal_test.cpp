// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/models/dpt_normal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.h"
#include "core/io/image_file.h"
#include "core/nn/stored_tensor.h"
#include "core/nn/tensor_image.h"
#include "tests/support/golden.h"

namespace core::models {
namespace {

using nn::tensor_of;
using support::TensorNear;

/// The weights of the reference data: made of each tensor's name, so that no file is needed.
void fill_hashed(torch::nn::Module& network) {
  constexpr std::uint64_t kSalt = 0x5eed1;
  for (const auto& item : network.named_parameters()) {
    const std::string& name = item.key();
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    const at::Tensor weight = at::empty(item.value().sizes(), at::kFloat);
    const double fan_in = static_cast<double>(weight.numel()) / static_cast<double>(weight.size(0));
    double middle = 0.0, width = 2.0 * std::sqrt(3.0 / fan_in);
    if (name == "scratch.output_conv.4.weight") {
      width = 2.0 * 0.015;
    } else if (name == "scratch.output_conv.4.bias") {
      middle = 0.5;
      width = 0.1;
    } else if (name.ends_with("cls_token") || name.ends_with("pos_embed")) {
      width = 2.0 * 0.5;
    } else if (weight.dim() == 1) {
      middle = name.ends_with("weight") ? 1.0 : 0.0;
      width = name.ends_with("weight") ? 0.1 : 2.0 * 0.05;
    }
    float* elements = weight.mutable_data_ptr<float>();
    for (std::int64_t i = 0; i < weight.numel(); ++i) {
      std::uint64_t z = (hash ^ kSalt) + static_cast<std::uint64_t>(i) + 0x9e3779b97f4a7c15;
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
      z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
      z = z ^ (z >> 31);
      const double u = static_cast<double>(z >> 40) / 16777216.0;
      elements[i] = static_cast<float>(middle + (u - 0.5) * width);
    }
    item.value().set_data(weight);
  }
}

/// Every `stride`-th element of a map, as the taps are stored.
at::Tensor sampled(const at::Tensor& map, std::int64_t stride) { return map.flatten().slice(0, 0, {}, stride); }

TEST(DptNormal, AgreesWithTheReferenceOnHashedWeights) {
  ENVISION3D_NEED_GOLDEN("dpt/dpt.safetensors");
  const io::TensorFile golden = io::open_tensor_file(support::golden_path("dpt/dpt.safetensors"));
  const at::Tensor picture =
      nn::tensor_from_image(io::read_picture(support::golden_path("dpt/input.png")).rgba).narrow(1, 0, 3);
  DptNormal network;
  fill_hashed(*network);
  EXPECT_FLOAT_EQ(network->model->cls_token.flatten()[0].item<float>(), 0.267384708f);

  EXPECT_THAT(sampled(network->model->stem(picture), 145), TensorNear(tensor_of(golden, "tap.stem_pool"), 1e-5));
  const DptTaps taps = network->model->forward(picture);
  EXPECT_THAT(sampled(taps.stage0, 577), TensorNear(tensor_of(golden, "tap.stage0"), 1e-5));
  EXPECT_THAT(sampled(taps.stage1, 289), TensorNear(tensor_of(golden, "tap.stage1"), 5e-5));
  EXPECT_THAT(sampled(taps.block8, 109), TensorNear(tensor_of(golden, "tap.block8"), 5e-4));
  EXPECT_THAT(sampled(taps.block11, 109), TensorNear(tensor_of(golden, "tap.block11"), 5e-4));
  const at::Tensor output = network->from_taps(taps).squeeze(0);
  EXPECT_THAT(output.slice(1, 0, {}, 4).slice(2, 0, {}, 4), TensorNear(tensor_of(golden, "output_stride4"), 5e-4));
  EXPECT_THAT(output, TensorNear(tensor_of(golden, "output_f16"), 1e-3));
}

TEST(DptNormal, SamePaddingPutsTheSmallerHalfFirst) {
  const at::Tensor padded = padded_same(at::ones({1, 1, 384, 384}), 7, 2);
  EXPECT_EQ(padded.size(2), 384 + 5);
  EXPECT_EQ(padded[0][0][1].sum().item<float>(), 0.0f);
  EXPECT_EQ(padded[0][0][2].sum().item<float>(), 384.0f);
  EXPECT_EQ(padded_same(at::ones({1, 1, 8, 9}), 1, 1).sizes(), (std::vector<std::int64_t>{1, 1, 8, 9}));
}

TEST(DptNormal, FiltersAreStandardisedWhateverTheirScale) {
  StandardizedConv plain(2, 3, 3, 1), scaled(2, 3, 3, 1);
  const at::Tensor weight = at::linspace(-1.0, 2.0, 54).view({3, 2, 3, 3}).sin();
  plain->weight.set_data(weight);
  scaled->weight.set_data(weight * 10.0 + 3.0);
  const at::Tensor x = at::linspace(0.0, 5.0, 50).view({1, 2, 5, 5}).cos();
  EXPECT_THAT(scaled->forward(x), TensorNear(plain->forward(x), 1e-5));
}

TEST(DptNormal, PicturesOfAnotherSizeAreRefused) {
  EXPECT_THROW(DptNormal()->forward(at::zeros({1, 3, 256, 256})), Error);
}

}  // namespace
}  // namespace core::models
