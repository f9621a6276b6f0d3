// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/packs/pack_manifest.h"

#include <gtest/gtest.h>

#include "tests/core/cascade/packs/pack_inputs.h"

namespace core::cascade {
namespace {

const KnownNetwork& known(PackPart part, NetworkKind kind) {
  for (const KnownNetwork& network : pack_manifest().networks) {
    if (network.part == part && network.kind == kind) return network;
  }
  ADD_FAILURE() << "the manifest lacks a network";
  return pack_manifest().networks.front();
}

TEST(PackManifest, NamesTheSevenNetworksOfTheOriginal) {
  EXPECT_EQ(pack_manifest().networks.size(), 7u);
  const KnownNetwork& unet = known(PackPart::InBetweens, NetworkKind::InterpolationUnet);
  EXPECT_EQ(unet.file, "s2_pipe/unet/diffusion_pytorch_model.safetensors");
  EXPECT_EQ(unet.listed_size, "6.11 GB");
  EXPECT_EQ(unet.sha256.size(), 64u);
  EXPECT_EQ(known(PackPart::Anchors, NetworkKind::AnchorUnet).sha256, "");
}

TEST(PackManifest, ItsPatternsGiveTheTensorsOfTheFullSizeNetworks) {
  if (testing::golden_folder().empty()) GTEST_SKIP() << "The reference lists are not here: set ENVISION3D_SHARED.";
  struct Row {
    PackPart part;
    NetworkKind kind;
    const char *list, *config;
  };
  for (const Row& row :
       {Row{PackPart::Anchors, NetworkKind::AnchorUnet, "stage1_unet", "stage1_unet_config.json"},
        Row{PackPart::Anchors, NetworkKind::ImageVae, "stage1_vae", "stage1_vae_config.json"},
        Row{PackPart::Anchors, NetworkKind::ClipVision, "stage1_clip", "stage1_clip_config.json"},
        Row{PackPart::InBetweens, NetworkKind::InterpolationUnet, "stage2_unet", "stage2_unet.config.json"},
        Row{PackPart::InBetweens, NetworkKind::VideoVae, "stage2_vae", "stage2_vae.config.json"},
        Row{PackPart::InBetweens, NetworkKind::ClipVision, "stage2_clip", "stage2_clip.config.json"},
        Row{PackPart::Normals, NetworkKind::NormalDpt, "omnidata_dpt", nullptr}}) {
    const KnownNetwork& network = known(row.part, row.kind);
    const io::JsonValue config =
        row.config != nullptr ? io::read_json(testing::golden_folder() / "full_size" / row.config) : io::JsonValue();
    std::set<std::string> expected;
    std::uint64_t num_parameters = 0;
    for (const io::TensorHead& head : testing::full_size_heads(row.list, io::Dtype::F32)) {
      expected.insert(head.name);
      num_parameters += head.num_elements();
    }
    EXPECT_EQ(network.tensor_names(config), expected) << row.list;
    EXPECT_EQ(network.num_tensors, expected.size()) << row.list;
    EXPECT_EQ(network.num_parameters, num_parameters) << row.list;
  }
}

TEST(PackManifest, KnowsNoNamesForANetworkThatIsBuiltInAnotherWay) {
  const KnownNetwork& vae = known(PackPart::Anchors, NetworkKind::ImageVae);
  const auto names = [&](std::string_view text) {
    const std::string bytes(text);
    return vae.tensor_names(io::parse_json({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}, "a"));
  };
  EXPECT_TRUE(names(R"({"layers_per_block":2,"block_out_channels":[1,2,4,4]})"));
  EXPECT_FALSE(names(R"({"layers_per_block":3,"block_out_channels":[1,2,4,4]})"));
  EXPECT_FALSE(names(R"({"layers_per_block":2,"block_out_channels":[1,2,4,8]})"));
  EXPECT_FALSE(names(R"({"layers_per_block":2,"block_out_channels":[1,2]})"));
  EXPECT_FALSE(names(R"({"layers_per_block":"2"})"));
  EXPECT_FALSE(names("{}"));
  EXPECT_FALSE(known(PackPart::Anchors, NetworkKind::ClipVision).tensor_names(io::JsonValue()));
}

TEST(PackManifest, TheAdviceNamesFilesSizesOriginLicenceAndPlace) {
  const std::string advice = fetch_advice(PackPart::InBetweens, "/packs/mine");
  for (const char* part :
       {"s2_pipe/unet/diffusion_pytorch_model.safetensors (6.11 GB)", "s2_pipe/image_encoder/model.safetensors",
        "6 small .json files", "pytttttt/Envision3D", "MIT", "'/packs/mine'"}) {
    EXPECT_NE(advice.find(part), std::string::npos) << part << " is not in: " << advice;
  }
  const std::string normals = fetch_advice(PackPart::Normals, "/packs/mine");
  EXPECT_NE(normals.find("CC-BY-NC-4.0"), std::string::npos) << normals;
  EXPECT_EQ(normals.find("json"), std::string::npos) << normals;
}

}  // namespace
}  // namespace core::cascade
