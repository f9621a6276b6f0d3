// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/packs/model_pack.h"

#include <gtest/gtest.h>

#include <functional>

#include "core/base/random.h"
#include "core/io/atomic_file.h"
#include "tests/core/cascade/packs/pack_inputs.h"
#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"

namespace core::cascade {
namespace {

namespace fs = std::filesystem;

using support::error_of;

void expect_part(const Error& error, ErrorCode code, std::string_view words) {
  EXPECT_EQ(error.code(), code) << error.what();
  EXPECT_NE(std::string_view(error.what()).find(words), std::string_view::npos) << error.what();
}

class ModelPackFolder : public ::testing::Test {
 protected:
  void SetUp() override {
    if (testing::golden_folder().empty()) GTEST_SKIP() << "The reference packs are not here: set ENVISION3D_SHARED.";
  }
  fs::path tiny() const {
    testing::copy_tiny_pack(folder_ / "tiny");
    return folder_ / "tiny";
  }
  static void check_anchors(const fs::path& pack) { read_model_pack(pack).check(PackPart::Anchors); }

  support::TemporaryFolder folder_;
};

TEST_F(ModelPackFolder, ATinyPackOfBothStagesIsUsable) {
  const ModelPack pack = read_model_pack(tiny());
  EXPECT_EQ(pack.name, "tiny");
  EXPECT_EQ(pack.networks.size(), 6u);
  pack.check(PackPart::Anchors);
  pack.check(PackPart::InBetweens);
  const PackNetwork* unet = pack.find(PackPart::InBetweens, NetworkKind::InterpolationUnet);
  ASSERT_NE(unet, nullptr);
  EXPECT_EQ(unet->tensors.size(), 1432u);
  EXPECT_EQ(unet->dtypes(), "F16");
  EXPECT_TRUE(unet->has_known_names);
  for (const PackNetwork& network : pack.networks) {
    EXPECT_FALSE(network.problem) << network.problem->message;
    EXPECT_TRUE(network.has_known_names) << network.folder;
  }
  EXPECT_FALSE(pack.has(PackPart::Normals));
  expect_part(error_of([&] { pack.check(PackPart::Normals); }), ErrorCode::MissingWeights,
              "omnidata_dpt_normal_v2.ckpt");
}

TEST_F(ModelPackFolder, TheFullSizeOriginalIsRecognisedByItsHeaders) {
  testing::make_full_size_pack(folder_ / "Envision3D");
  const ModelPack pack = read_model_pack(folder_ / "Envision3D");
  ASSERT_EQ(pack.networks.size(), 7u);
  for (const PackNetwork& network : pack.networks) {
    EXPECT_FALSE(network.problem) << network.problem->message;
    EXPECT_EQ(network.num_parameters(), network.known->num_parameters);
    EXPECT_EQ(network.tensors.size(), network.known->num_tensors);
    EXPECT_EQ(network.dtypes(), network.known->dtype);
  }
  pack.check(PackPart::Normals);
}

TEST_F(ModelPackFolder, PackJsonGivesNameLicenceAndSource) {
  const fs::path folder = tiny();
  testing::write_text(folder / "pack.json", R"({"name":"Mine","licence":"MIT","source":"here","stages":[1,2]})");
  const ModelPack pack = read_model_pack(folder);
  EXPECT_EQ(pack.name, "Mine");
  EXPECT_EQ(pack.licence, "MIT");
  EXPECT_EQ(pack.source, "here");
  testing::write_text(folder / "pack.json", "{");
  expect_part(error_of([&] { read_model_pack(folder); }), ErrorCode::BadFormat, "pack.json");
}

TEST_F(ModelPackFolder, APackOfOneStageSaysWhatToFetchForTheOther) {
  const fs::path folder = tiny();
  fs::remove_all(folder / "s2_pipe");
  const ModelPack pack = read_model_pack(folder);
  pack.check(PackPart::Anchors);
  const Error error = error_of([&] { pack.check(PackPart::InBetweens); });
  expect_part(error, ErrorCode::MissingWeights, "has no stage II");
  expect_part(error, ErrorCode::MissingWeights, "s2_pipe/unet/diffusion_pytorch_model.safetensors (6.11 GB)");
  expect_part(error, ErrorCode::MissingWeights, folder.string());
  EXPECT_EQ(exit_status(error.code()), 4);
}

TEST_F(ModelPackFolder, MissingFilesAreNamed) {
  const fs::path folder = tiny();
  fs::remove(folder / "s1_pipe/vae/diffusion_pytorch_model.safetensors");
  expect_part(error_of([&] { check_anchors(folder); }), ErrorCode::MissingWeights,
              "weights of the picture VAE are missing");
  fs::remove(folder / "s1_pipe/unet/config.json");
  expect_part(error_of([&] { check_anchors(folder); }), ErrorCode::MissingWeights, "unet/config.json' is missing");
}

TEST_F(ModelPackFolder, AHalfFetchedFileIsSaidToBeSoWithBothSizes) {
  const fs::path folder = tiny(), unet = folder / "s1_pipe/unet/diffusion_pytorch_model.safetensors";
  const std::uintmax_t size = fs::file_size(unet);
  fs::resize_file(unet, size / 3);
  expect_part(error_of([&] { check_anchors(folder); }), ErrorCode::BadFormat,
              std::to_string(size / 3) + " of " + std::to_string(size) + " bytes");
}

TEST_F(ModelPackFolder, WeightsAreFoundUnderTheirOtherNames) {
  const fs::path folder = tiny(), unet = folder / "s1_pipe/unet";
  fs::rename(unet / "diffusion_pytorch_model.safetensors", unet / "diffusion_pytorch_model.fp16.safetensors");
  check_anchors(folder);
  fs::rename(unet / "diffusion_pytorch_model.fp16.safetensors", unet / "part.safetensors");
  std::string map;
  const io::TensorFile part = io::open_tensor_file(unet / "part.safetensors");
  for (const io::StoredTensor& tensor : part.tensors())
    map += (map.empty() ? "\"" : ",\"") + tensor.name + "\":\"part.safetensors\"";
  testing::write_text(unet / "diffusion_pytorch_model.safetensors.index.json", "{\"weight_map\":{" + map + "}}");
  check_anchors(folder);
  fs::rename(unet / "diffusion_pytorch_model.safetensors.index.json",
             unet / "diffusion_pytorch_model.safetensors.index.fp16.json");
  check_anchors(folder);
}

TEST_F(ModelPackFolder, MissingAndForeignTensorsAreNamed) {
  const fs::path folder = tiny(), vae = folder / "s1_pipe/vae/diffusion_pytorch_model.safetensors";
  std::vector<io::TensorHead> heads;
  const io::TensorFile whole = io::open_tensor_file(vae);
  for (const io::StoredTensor& tensor : whole.tensors()) {
    heads.push_back(tensor);
    if (tensor.name == "quant_conv.bias") heads.back().name = "quant_conv.bios";
  }
  fs::remove(vae);  // the old one is still mapped
  testing::write_hollow_weights(vae, heads);
  const ModelPack pack = read_model_pack(folder);
  const PackNetwork* network = pack.find(PackPart::Anchors, NetworkKind::ImageVae);
  EXPECT_EQ(network->missing, std::vector<std::string>{"quant_conv.bias"});
  EXPECT_EQ(network->foreign, std::vector<std::string>{"quant_conv.bios"});
  expect_part(error_of([&] { pack.check(PackPart::Anchors); }), ErrorCode::BadFormat,
              "1 of its tensors are missing: quant_conv.bias, 1 are too many: quant_conv.bios");
}

TEST_F(ModelPackFolder, TheWrongNetworkIsNamed) {
  const fs::path folder = tiny();
  fs::copy_file(testing::golden_folder() / "zero123_diffusers/unet/diffusion_pytorch_model.safetensors",
                folder / "s1_pipe/unet/diffusion_pytorch_model.safetensors", fs::copy_options::overwrite_existing);
  expect_part(error_of([&] { check_anchors(folder); }), ErrorCode::Unsupported, "Zero-1-to-3");
  fs::copy_file(folder / "s1_pipe/vae/diffusion_pytorch_model.safetensors",
                folder / "s2_pipe/vae/diffusion_pytorch_model.safetensors", fs::copy_options::overwrite_existing);
  expect_part(error_of([&] { read_model_pack(folder).check(PackPart::InBetweens); }), ErrorCode::Unsupported,
              "it is a VAE of pictures, but should be the VAE with temporal decoder");
}

TEST_F(ModelPackFolder, FoldersOfOtherSystemsAreNamed) {
  EXPECT_TRUE(is_pipeline(testing::golden_folder() / "zero123_diffusers"));
  EXPECT_FALSE(is_model_pack(testing::golden_folder() / "zero123_diffusers"));
  expect_part(error_of([] { read_model_pack(testing::golden_folder() / "zero123_diffusers"); }), ErrorCode::Unsupported,
              "its unet is a UNet of Stable Diffusion that takes a picture (such as Zero-1-to-3)");
  expect_part(error_of([] { read_model_pack(testing::golden_folder() / "stage1/pack/s1_pipe"); }),
              ErrorCode::Unsupported, "one stage of a pack");
  expect_part(error_of([&] { read_model_pack(folder_.path()); }), ErrorCode::Unsupported, "neither pack.json nor");
}

TEST_F(ModelPackFolder, ConfigurationsWithChangedBytesAreReadOrRefused) {
  const fs::path folder = tiny(), config = folder / "s1_pipe/vae/config.json";
  const std::vector<std::uint8_t> whole = io::read_file(config, 1 << 20);
  for (const char* name : {"unet", "image_encoder"}) fs::remove_all(folder / "s1_pipe" / name);
  fs::remove_all(folder / "s2_pipe");
  int num_usable = 0;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    Random random(seed);
    std::string changed(whole.begin(), whole.end());
    for (std::uint32_t left = 1 + random.next_u32() % 3; left > 0; --left)
      changed[random.next_u32() % changed.size()] = static_cast<char>(random.next_u32());
    fs::remove(config);
    testing::write_text(config, changed);
    const ModelPack pack = read_model_pack(folder);
    const PackNetwork* vae = pack.find(PackPart::Anchors, NetworkKind::ImageVae);
    num_usable += !vae->problem;
    if (vae->problem) {
      EXPECT_NE(vae->problem->code, ErrorCode::Internal) << vae->problem->message;
    }
  }
  EXPECT_LT(num_usable, 900);
}

}  // namespace
}  // namespace core::cascade
