// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/models/clip_vision.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/image/resize.h"
#include "core/io/image_file.h"
#include "core/nn/stored_tensor.h"
#include "core/nn/tensor_image.h"
#include "tests/support/golden.h"
#include "tests/support/module_weights.h"

namespace core::models {
namespace {

using nn::tensor_of;
using support::TensorNear;

ClipVisionOptions tiny_options() {
  return {.hidden_size = 64,
          .intermediate_size = 160,
          .num_hidden_layers = 2,
          .num_attention_heads = 4,
          .projection_dim = 24};
}

class ClipVisionReference : public testing::Test {
 protected:
  ClipVisionReference() {
    nn::load_weights(*clip,
                     io::open_tensor_file(support::golden_path("stage1/pack/s1_pipe/image_encoder/model.safetensors")),
                     clip_name_rules());
  }
  at::Tensor golden(const std::string& name) const { return tensor_of(tensors, name); }
  at::Tensor pixels(const std::string& name) const {
    return normalized_for_clip(golden(name).permute({2, 0, 1}).unsqueeze(0).to(at::kFloat) / 255.0).contiguous();
  }

  ClipVision clip{tiny_options()};
  io::TensorFile tensors = io::open_tensor_file(support::golden_path("stage1/modules.safetensors"));
};

TEST_F(ClipVisionReference, PixelsAreNormalisedAlike) {
  EXPECT_THAT(pixels("clip.color.resized_u8").narrow(2, 80, 64),
              TensorNear(golden("clip.color.pixel_values_rows80to143"), 1e-6));
}

TEST_F(ClipVisionReference, EveryLayerAndTheEmbeddingAgree) {
  at::Tensor hidden = clip->embedded(pixels("clip.color.resized_u8"));
  EXPECT_THAT(hidden, TensorNear(golden("clip.color.hidden0"), 2e-5));
  for (std::size_t i = 0; i < clip->layers->size(); ++i) {
    hidden = (*clip->layers)[i]->forward(hidden);
    EXPECT_THAT(hidden, TensorNear(golden("clip.color.hidden" + std::to_string(i + 1)), 2e-5));
  }
  EXPECT_THAT(clip->projected(hidden), TensorNear(golden("clip.color.image_embeds"), 2e-5));
  EXPECT_THAT(clip->forward(pixels("clip.normal.resized_u8")), TensorNear(golden("clip.normal.image_embeds"), 2e-5));
}

TEST_F(ClipVisionReference, TheCanvasIsResizedAlike) {
  ENVISION3D_NEED_GOLDEN("stage1/run/canvas_color.png");
  const image::Image8 canvas = io::read_picture(support::golden_path("stage1/run/canvas_color.png")).rgba;
  const at::Tensor resized = nn::tensor_from_image(image::resize(canvas, 224, 224)).narrow(1, 0, 3);
  EXPECT_TRUE(
      (resized * 255.0).round().to(at::kByte).equal(golden("clip.color.resized_u8").permute({2, 0, 1}).unsqueeze(0)));
}

TEST(ClipVision, TheExactActivationDiffersFromTheQuickOne) {
  ClipVisionOptions options = tiny_options();
  options.image_size = 28;
  ClipVision quick(options);
  options.hidden_act = ClipActivation::Gelu;
  ClipVision exact(options);
  support::fill_weights(*quick);
  support::fill_weights(*exact);
  const at::Tensor pixels = at::linspace(-2.0, 2.0, 3 * 28 * 28).view({1, 3, 28, 28}).sin();
  const at::Tensor embedding = quick->forward(pixels);
  EXPECT_THAT(exact->forward(pixels), testing::Not(TensorNear(embedding, 1e-6)));
  EXPECT_THAT(exact->forward(pixels), TensorNear(embedding, 0.1));
}

TEST(ClipVision, PicturesOfAnotherSizeAreRefused) {
  EXPECT_THROW(ClipVision(tiny_options())->forward(at::zeros({1, 3, 256, 256})), Error);
}

}  // namespace
}  // namespace core::models
