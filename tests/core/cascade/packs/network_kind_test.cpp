// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/packs/network_kind.h"

#include <gtest/gtest.h>

#include "tests/core/cascade/packs/pack_inputs.h"
#include "tests/support/temporary_folder.h"

namespace core::cascade {
namespace {

using io::Dtype;
using io::TensorHead;

NetworkIdentity identify(const std::vector<TensorHead>& heads) {
  const support::TemporaryFolder folder;
  testing::write_hollow_weights(folder / "a.safetensors", heads);
  return identify_network(io::open_tensor_file(folder / "a.safetensors"));
}

/// The tensors by which a UNet is told, with so many channels, context and label numbers (0: no labels).
std::vector<TensorHead> unet_heads(std::int64_t channels, std::int64_t context, std::int64_t labels) {
  std::vector<TensorHead> heads = {
      {"conv_in.weight", Dtype::F16, {320, channels, 3, 3}},
      {"time_embedding.linear_1.weight", Dtype::F16, {1280, 320}},
      {"down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.weight", Dtype::F16, {320, context}}};
  if (labels > 0) heads.push_back({"class_embedding.linear_1.weight", Dtype::F16, {1280, labels}});
  return heads;
}

TEST(NetworkKind, UnetsAreToldByTheirLabelsAndChannels) {
  EXPECT_EQ(identify(unet_heads(8, 768, 12)).kind, NetworkKind::AnchorUnet);
  const auto words = [](std::int64_t channels, std::int64_t context, std::int64_t labels) {
    const NetworkIdentity identity = identify(unet_heads(channels, context, labels));
    EXPECT_EQ(identity.kind, NetworkKind::Other);
    return identity.words;
  };
  EXPECT_NE(words(8, 768, 10).find("Wonder3D"), std::string::npos);
  EXPECT_NE(words(8, 768, 11).find("11 numbers"), std::string::npos);
  EXPECT_NE(words(4, 768, 0).find("Stable Diffusion 1.x"), std::string::npos);
  EXPECT_NE(words(4, 1024, 0).find("Stable Diffusion 2.x"), std::string::npos);
  EXPECT_NE(words(8, 768, 0).find("Zero-1-to-3"), std::string::npos);
}

TEST(NetworkKind, AVideoUnetIsToldByItsCameraMlp) {
  std::vector<TensorHead> heads = unet_heads(8, 1024, 0);
  heads.push_back({"down_blocks.0.attentions.0.temporal_transformer_blocks.0.norm1.weight", Dtype::F16, {320}});
  EXPECT_NE(identify(heads).words.find("Stable Video Diffusion, without the camera MLP"), std::string::npos);
  heads.push_back({"class_embedding.linear_1.weight", Dtype::F16, {1280, 6}});
  EXPECT_EQ(identify(heads).kind, NetworkKind::InterpolationUnet);
  heads.back().shape = {1280, 7};
  EXPECT_EQ(identify(heads).kind, NetworkKind::Other);
}

TEST(NetworkKind, ANameWithAnImpossibleShapeIsNoNetwork) {
  EXPECT_EQ(identify({{"conv_in.weight", Dtype::F16, {}}, {"time_embedding.linear_1.weight", Dtype::F16, {}}}).kind,
            NetworkKind::Other);
  EXPECT_EQ(identify({{"pretrained.model.patch_embed.backbone.stem.conv.weight", Dtype::F16, {1}}}).kind,
            NetworkKind::Other);
  EXPECT_EQ(identify({{"x", Dtype::F16, {1}}}).words, "a network that is not known");
}

TEST(NetworkKind, EveryReferenceNetworkIsRecognised) {
  const std::filesystem::path golden = testing::golden_folder();
  if (golden.empty()) GTEST_SKIP() << "The reference networks are not here: set ENVISION3D_SHARED.";
  const auto kind_of = [&](const char* path) { return identify_network(io::open_tensor_file(golden / path)).kind; };
  const auto words_of = [&](const char* path) { return identify_network(io::open_tensor_file(golden / path)).words; };
  EXPECT_EQ(kind_of("stage1/pack/s1_pipe/unet/diffusion_pytorch_model.safetensors"), NetworkKind::AnchorUnet);
  EXPECT_EQ(kind_of("stage1/pack/s1_pipe/vae/diffusion_pytorch_model.safetensors"), NetworkKind::ImageVae);
  EXPECT_EQ(kind_of("stage1/pack/s1_pipe/image_encoder/model.safetensors"), NetworkKind::ClipVision);
  EXPECT_EQ(kind_of("stage2/pack/s2_pipe/unet/diffusion_pytorch_model.safetensors"), NetworkKind::InterpolationUnet);
  EXPECT_EQ(kind_of("stage2/pack/s2_pipe/vae/diffusion_pytorch_model.safetensors"), NetworkKind::VideoVae);
  EXPECT_EQ(kind_of("stage2/pack/s2_pipe/image_encoder/model.safetensors"), NetworkKind::ClipVision);
  EXPECT_NE(words_of("zero123/model.ckpt").find("Zero-1-to-3"), std::string::npos);
  EXPECT_NE(words_of("zero123_diffusers/unet/diffusion_pytorch_model.safetensors").find("Zero-1-to-3"),
            std::string::npos);
  EXPECT_EQ(words_of("depth_anything/model.pth"), "Depth Anything");
  EXPECT_EQ(words_of("triposr/model.ckpt"), "TripoSR");
  EXPECT_EQ(words_of("glpn/pytorch_model.bin"), "GLPN (depth)");
  EXPECT_EQ(words_of("mast3r/model.safetensors"), "DUSt3R or MASt3R");
}

}  // namespace
}  // namespace core::cascade
