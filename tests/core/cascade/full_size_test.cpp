// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "core/cascade/network_configs.h"
#include "core/models/dpt_normal.h"
#include "core/models/temporal_autoencoder.h"
#include "tests/support/golden.h"

// Names and shapes of the full-size networks against the lists of the reference. The networks are built but hold
// nothing: memory is reserved and never touched.
namespace core::cascade {
namespace {

using Shapes = std::map<std::string, std::string>;

/// name<TAB>sizes separated by commas or the letter x, a tensor a line.
Shapes read_list(const std::filesystem::path& path) {
  Shapes shapes;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const std::size_t tab = line.find('\t');
    std::string sizes = line.substr(tab + 1);
    std::replace(sizes.begin(), sizes.end(), 'x', ',');
    shapes[line.substr(0, tab)] = sizes;
  }
  return shapes;
}

Shapes shapes_of(const torch::nn::Module& network) {
  Shapes shapes;
  for (const auto& item : network.named_parameters()) {
    std::ostringstream sizes;
    for (const std::int64_t size : item.value().sizes()) sizes << (sizes.tellp() > 0 ? "," : "") << size;
    shapes[item.key()] = sizes.str();
  }
  return shapes;
}

void expect_list(const torch::nn::Module& network, const std::string& list, std::size_t num_tensors) {
  const Shapes wanted = read_list(support::golden_path(list));
  EXPECT_EQ(wanted.size(), num_tensors);
  EXPECT_THAT(shapes_of(network), testing::ContainerEq(wanted));
}

TEST(FullSize, TheMultiviewUnetHasTheTensorsOfTheReference) {
  ENVISION3D_NEED_GOLDEN("full_size/stage1_unet.tsv");
  const models::MultiviewUnet unet(
      read_multiview_unet_config(support::golden_path("full_size/stage1_unet_config.json")));
  expect_list(*unet, "full_size/stage1_unet.tsv", 802);
}

TEST(FullSize, TheAutoencoderHasTheTensorsOfTheReference) {
  ENVISION3D_NEED_GOLDEN("full_size/stage1_vae.tsv");
  const models::AutoencoderKl autoencoder(
      read_autoencoder_config(support::golden_path("full_size/stage1_vae_config.json")));
  expect_list(*autoencoder, "full_size/stage1_vae.tsv", 248);
}

TEST(FullSize, TheSpatioTemporalUnetHasTheTensorsOfTheReference) {
  ENVISION3D_NEED_GOLDEN("full_size/stage2_unet.tsv");
  const models::SpatioTemporalUnet unet(
      read_spatio_temporal_unet_config(support::golden_path("full_size/stage2_unet.config.json")));
  expect_list(*unet, "full_size/stage2_unet.tsv", 1432);
}

TEST(FullSize, TheTemporalAutoencoderHasTheTensorsOfTheReference) {
  ENVISION3D_NEED_GOLDEN("full_size/stage2_vae.tsv");
  const models::TemporalAutoencoder autoencoder(
      read_autoencoder_config(support::golden_path("full_size/stage2_vae.config.json")));
  expect_list(*autoencoder, "full_size/stage2_vae.tsv", 374);
}

TEST(FullSize, TheNormalNetworkHasTheTensorsOfTheReferenceButForTheUnusedClassifier) {
  ENVISION3D_NEED_GOLDEN("full_size/omnidata_dpt.tsv");
  Shapes wanted = read_list(support::golden_path("full_size/omnidata_dpt.tsv"));
  EXPECT_EQ(wanted.size(), 368u);
  for (const std::string& unused : models::dpt_normal_name_rules().ignored) EXPECT_EQ(wanted.erase(unused), 1u);
  EXPECT_THAT(shapes_of(*models::DptNormal()), testing::ContainerEq(wanted));
}

TEST(FullSize, BothImageEncodersHaveTheTensorsOfTheReference) {
  ENVISION3D_NEED_GOLDEN("full_size/stage2_clip.tsv");
  const models::ClipVision stage1(read_clip_vision_config(support::golden_path("full_size/stage1_clip_config.json")));
  expect_list(*stage1, "full_size/stage1_clip.tsv", 392);
  const models::ClipVision stage2(read_clip_vision_config(support::golden_path("full_size/stage2_clip.config.json")));
  expect_list(*stage2, "full_size/stage2_clip.tsv", 520);
}

}  // namespace
}  // namespace core::cascade
