// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/pickle/torch_checkpoint.h"

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "tests/core/io/mesh_formats/mesh_inputs.h"
#include "tests/core/io/pickle/checkpoint_inputs.h"
#include "tests/support/temporary_folder.h"

namespace core::io {
namespace {

namespace fs = std::filesystem;
using testing::Bytes;
using testing::bytes_of;
using testing::error_of;
using testing::PickleWriter;
using testing::zip_checkpoint;
using View = PickleWriter::View;

class TorchCheckpoint : public ::testing::Test {
 protected:
  TensorFile open(const Bytes& bytes) const {
    testing::replace_file(folder_ / "a.ckpt", bytes);
    return open_tensor_file(folder_ / "a.ckpt");
  }
  /// A checkpoint of one tensor "t" with a storage of four floats.
  TensorFile open_view(const View& view) const {
    return open(zip_checkpoint(PickleWriter().op("}").text("t").tensor(view).op("s").end(), {four_floats()}));
  }
  void expect_refused(const Bytes& bytes, std::string_view why, ErrorCode code = ErrorCode::BadFormat) const {
    const auto refusal = error_of([&] { open(bytes); });
    EXPECT_EQ(refusal.code(), code) << refusal.what();
    EXPECT_NE(std::string_view(refusal.what()).find("a.ckpt"), std::string::npos) << refusal.what();
    EXPECT_NE(std::string_view(refusal.what()).find(why), std::string::npos) << refusal.what();
  }
  void expect_view_refused(const View& view, std::string_view why, ErrorCode code = ErrorCode::BadFormat) const {
    expect_refused(zip_checkpoint(PickleWriter().op("}").text("t").tensor(view).op("s").end(), {four_floats()}), why,
                   code);
  }
  static Bytes four_floats() { return bytes_of(std::vector<float>{1, 2, 3, 4}); }

  support::TemporaryFolder folder_;
};

TEST_F(TorchCheckpoint, BothLayoutsGiveTheSameTensors) {
  for (const bool is_legacy : {false, true}) {
    const TensorFile file = open(testing::small_checkpoint(is_legacy));
    ASSERT_EQ(file.tensors().size(), 2u);
    const StoredTensor& weight = *file.find("a.weight");
    EXPECT_EQ(weight.shape, (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(testing::elements_of<float>(weight), (std::vector<float>{0, 1, 2, 3, 4, 5}));
    EXPECT_EQ(file.find("a.bias")->dtype, Dtype::F16);
    EXPECT_EQ(testing::elements_of<std::uint16_t>(*file.find("a.bias")), (std::vector<std::uint16_t>{0x3c00, 0xc000}));
    EXPECT_TRUE(file.notes().empty());
    EXPECT_EQ(file.format(), is_legacy ? "PyTorch checkpoint (before 1.6)" : "PyTorch checkpoint");
  }
}

TEST_F(TorchCheckpoint, ElementsAreMappedNotCopied) {
  const Bytes bytes = testing::small_checkpoint(false);
  const TensorFile file = open(bytes);
  const auto& weight = file.find("a.weight")->bytes;
  const auto mapped = static_cast<const MappedFile*>(file.content().get())->bytes();
  EXPECT_GE(weight.data(), mapped.data());
  EXPECT_LE(weight.data() + weight.size(), mapped.data() + mapped.size());
}

TEST_F(TorchCheckpoint, ViewsKeepTheirStridesAndShareTheirStorage) {
  const TensorFile transposed = open_view({.storage_size = 4, .shape = {2, 2}, .strides = {1, 2}});
  EXPECT_EQ(testing::elements_of<float>(*transposed.find("t")), (std::vector<float>{1, 3, 2, 4}));
  const TensorFile last = open_view({.storage_size = 4, .first = 3, .shape = {}, .strides = {}});
  EXPECT_EQ(testing::elements_of<float>(*last.find("t")), std::vector<float>{4});
  const TensorFile repeated = open_view({.storage_size = 4, .first = 1, .shape = {2, 3}, .strides = {0, 1}});
  EXPECT_EQ(testing::elements_of<float>(*repeated.find("t")), (std::vector<float>{2, 3, 4, 2, 3, 4}));
  // The stride of a size of one means nothing, whatever it is.
  const TensorFile single = open_view({.storage_size = 4, .shape = {1, 4}, .strides = {std::int64_t{1} << 62, 1}});
  EXPECT_TRUE(single.find("t")->is_contiguous());
  EXPECT_EQ(open_view({.storage_size = 4, .first = 4, .shape = {0, 3}, .strides = {3, 1}}).find("t")->num_bytes(), 0u);
}

TEST_F(TorchCheckpoint, RefusesViewsThatReachOverTheirStorage) {
  const std::int64_t huge = std::int64_t{1} << 62;
  expect_view_refused({.storage_size = 4, .shape = {5}, .strides = {1}}, "reaches over the 4 elements");
  expect_view_refused({.storage_size = 4, .first = 1, .shape = {2, 2}, .strides = {2, 1}}, "tensor 't'");
  expect_view_refused({.storage_size = 4, .first = 4, .shape = {1}, .strides = {1}}, "reaches over");
  expect_view_refused({.storage_size = 4, .shape = {2}, .strides = {huge}}, "reaches over");
  expect_view_refused({.storage_size = 4, .shape = {huge}, .strides = {0}}, "do not fit");
  expect_view_refused({.storage_size = 4, .shape = {huge, huge}, .strides = {0, 0}}, "do not fit");
  expect_view_refused({.storage_size = 4, .first = -1, .shape = {1}, .strides = {1}}, "do not fit");
  expect_view_refused({.storage_size = 4, .shape = {-1}, .strides = {1}}, "size or stride of the tensor 't'");
  expect_view_refused({.storage_size = 4, .shape = {2}, .strides = {-1}}, "size or stride of the tensor 't'");
  expect_view_refused({.storage_size = 4, .shape = {2, 2}, .strides = {1}}, "do not fit");
  expect_view_refused({.storage_size = 4, .shape = {1 << 30}, .strides = {0}}, "repeat elements",
                      ErrorCode::LimitExceeded);
}

TEST_F(TorchCheckpoint, RefusesStoragesThatAreMissingOrOfAnotherSize) {
  expect_view_refused({.key = "7", .storage_size = 4, .shape = {4}, .strides = {1}}, "storage '7' is missing");
  expect_view_refused({.storage_size = 3, .shape = {3}, .strides = {1}}, "storage '0' has 16 bytes");
  expect_view_refused({.type = "ComplexFloatStorage", .storage_size = 2, .shape = {2}, .strides = {1}},
                      "'ComplexFloatStorage'", ErrorCode::Unsupported);
  expect_view_refused({.type = "Tensor", .storage_size = 4, .shape = {4}, .strides = {1}}, "no class, key or size");
}

TEST_F(TorchCheckpoint, LightningCheckpointsGiveTheirWeightsAndTellWhatIsLeftOut) {
  PickleWriter writer;
  writer.op("}(").text("epoch").integer(3).text("state_dict").op("}(");
  writer.text("model.w").tensor({.storage_size = 4, .shape = {4}, .strides = {1}}).op("u");
  writer.text("callbacks").op("}(").global("pytorch_lightning.callbacks", "ModelCheckpoint").op("}(");
  writer.text("best").global("numpy.core.multiarray", "scalar").op(")Ruu");
  writer.text("optimizer").op("](").tensor({.key = "9", .storage_size = 4, .shape = {4}, .strides = {1}}).op("eu");
  const TensorFile file = open(zip_checkpoint(writer.end(), {four_floats()}));
  ASSERT_EQ(file.tensors().size(), 1u);
  EXPECT_EQ(file.tensors()[0].name, "model.w");
  ASSERT_EQ(file.notes().size(), 2u);
  EXPECT_EQ(file.notes()[0], "Left out beside the weights: epoch, callbacks, optimizer.");
  EXPECT_EQ(
      file.notes()[1],
      "Named in the file, but not used: numpy.core.multiarray.scalar, pytorch_lightning.callbacks.ModelCheckpoint.");
}

TEST_F(TorchCheckpoint, DictsAndListsGiveDottedNames) {
  PickleWriter writer;
  writer.op("}(").text("args").global("argparse", "Namespace").op(")\x81}b").text("model").op("}(");
  writer.text("w").tensor({.storage_size = 4, .shape = {4}, .strides = {1}});
  writer.text("list").op("](").tensor({.storage_size = 4, .shape = {1}, .strides = {1}}).text("no tensor").op("eu");
  writer.integer(7).global("torch._utils", "_rebuild_parameter").op("(");
  writer.tensor({.storage_size = 4, .shape = {2}, .strides = {1}}).op("\x88)tRu");
  const TensorFile file = open(zip_checkpoint(writer.end(), {four_floats()}));
  std::vector<std::string> names;
  for (const StoredTensor& tensor : file.tensors()) names.push_back(tensor.name);
  EXPECT_EQ(names, (std::vector<std::string>{"7", "model.list.0", "model.w"}));
}

TEST_F(TorchCheckpoint, NewerTypesAreToldByTheTensor) {
  PickleWriter writer;
  writer.op("}")
      .text("t")
      .global("torch._utils", "_rebuild_tensor_v3")
      .op("(")
      .storage("UntypedStorage", "0", 16)
      .integer(1);
  writer.integers({3})
      .integers({2})
      .op("\x89")
      .global("collections", "OrderedDict")
      .op(")R")
      .global("torch", "uint16")
      .op("tRs");
  const TensorFile file =
      open(zip_checkpoint(writer.end(), {bytes_of(std::vector<std::uint16_t>{0, 1, 2, 3, 4, 5, 6, 7})}));
  EXPECT_EQ(file.find("t")->dtype, Dtype::U16);
  EXPECT_EQ(testing::elements_of<std::uint16_t>(*file.find("t")), (std::vector<std::uint16_t>{1, 3, 5}));
}

TEST_F(TorchCheckpoint, RefusesOtherThingsThanTensorsByName) {
  expect_refused(zip_checkpoint(PickleWriter().global("models", "Net").op(")R").end(), {}), "class models.Net",
                 ErrorCode::Empty);
  expect_refused(zip_checkpoint(PickleWriter().op("}").end(), {}), "no tensors", ErrorCode::Empty);
  expect_refused(zip_checkpoint(PickleWriter().op("}").end(), {}, {{"model/constants.pkl", {}}}), "TorchScript",
                 ErrorCode::Unsupported);
  PickleWriter source;  // a class with its source text, as the older layout keeps it
  source.op("(").text("module").global("models", "Net").text("models.py").text("class Net").op("tQ");
  expect_refused(testing::legacy_checkpoint(source.end(), {}, {}), "no tensors", ErrorCode::Empty);
  expect_refused(testing::stored_zip({{"readme.txt", {}}}), "no data.pkl", ErrorCode::Unsupported);
  expect_refused(testing::stored_zip({{"m/data.pkl", PickleWriter().op("}").end()}, {"m/byteorder", bytes_of("big")}}),
                 "big-endian", ErrorCode::Unsupported);
}

TEST_F(TorchCheckpoint, ManyWaysToOneValueEndInALimit) {
  // Sixty lists, each holding the one before twice: 2^60 ways.
  PickleWriter doubling;
  doubling.op("N");
  for (int i = 0; i < 60; ++i) doubling.op("2\x86");
  expect_refused(zip_checkpoint(doubling.end(), {four_floats()}), "entries", ErrorCode::LimitExceeded);
  PickleWriter circle;
  circle.op(
      std::string_view("]q\x00h\x00"
                       "a",
                       6));
  expect_refused(zip_checkpoint(circle.end(), {}), "deep", ErrorCode::LimitExceeded);
  // A parameter that is its own content: arguments that hold the call which they belong to.
  PickleWriter parameter;
  parameter.global("torch._tensor", "_rebuild_from_type_v2")
      .op("(")
      .global("torch._utils", "_rebuild_parameter")
      .op("N]");
  parameter.op(
      std::string_view("q\x00tRq\x01h\x00h\x01"
                       "a0",
                       11));
  expect_refused(zip_checkpoint(parameter.end(), {}), "deep", ErrorCode::LimitExceeded);
}

TEST_F(TorchCheckpoint, TwoTensorsOfOneNameAreRefused) {
  PickleWriter writer;
  writer.op("}(").text("a.b").tensor({.storage_size = 4, .shape = {4}, .strides = {1}});
  writer.text("a").op("}").text("b").tensor({.storage_size = 4, .shape = {4}, .strides = {1}}).op("su");
  expect_refused(zip_checkpoint(writer.end(), {four_floats()}), "'a.b'");
}

TEST_F(TorchCheckpoint, DamagedArchivesAreRefused) {
  const Bytes whole = testing::small_checkpoint(false);
  Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(whole.size() / 2));
  expect_refused(cut, "cut off after");
  Bytes twice = testing::stored_zip({{"m/data.pkl", {}}, {"m/data.pkl", {}}});
  expect_refused(twice, "stands there twice");
  const auto at_directory = [&](std::size_t field, std::uint8_t value) {
    Bytes bytes = whole;
    const std::array<std::uint8_t, 4> mark = {'P', 'K', 1, 2};
    const auto entry = std::search(bytes.begin(), bytes.end(), mark.begin(), mark.end());
    entry[static_cast<std::ptrdiff_t>(field)] = value;
    return bytes;
  };
  expect_refused(at_directory(8, 1), "compressed", ErrorCode::Unsupported);
  expect_refused(at_directory(10, 8), "compressed", ErrorCode::Unsupported);
  expect_refused(at_directory(20, 99), "sizes of its part 'model/data.pkl' differ");
  expect_refused(at_directory(45, 0x7f), "outside the file");
  expect_refused(at_directory(42, 1), "not where it should be");
}

TEST_F(TorchCheckpoint, ALegacyFileThatIsCutOffSaysWhatIsMissing) {
  Bytes bytes = testing::small_checkpoint(true);
  bytes.resize(bytes.size() - 1);
  expect_refused(bytes, "storage '1' needs 2 elements of 2 bytes, 3 bytes are left");
  bytes.resize(bytes.size() - 10);
  expect_refused(bytes, "cut off before the storage '1'");
}

TEST_F(TorchCheckpoint, IsReadOrRefusedWithChangedBytes) {
  static constexpr std::string_view kParts[] = {"(",
                                                "t",
                                                "R",
                                                "}",
                                                "]",
                                                ".",
                                                "Q",
                                                "s",
                                                "b",
                                                "0",
                                                "2",
                                                "h",
                                                std::string_view("K\x00", 2),
                                                std::string_view("J\xff\xff\xff\xff", 5),
                                                std::string_view("\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f", 10)};
  for (const bool is_legacy : {false, true}) {
    const Bytes whole = testing::small_checkpoint(is_legacy);
    int num_read = 0;
    for (std::uint64_t seed = 0; seed < 4000; ++seed) {
      Random random(seed, is_legacy);
      Bytes bytes = whole;
      for (std::uint32_t left = 1 + random.next_u32() % 3; left > 0; --left) {
        const std::size_t at = random.next_u32() % bytes.size();
        const std::string_view part = kParts[random.next_u32() % std::size(kParts)];
        switch (random.next_u32() % 8) {
          case 0:
            bytes.resize(at + 1);
            break;
          case 1:
          case 2:
            bytes[at] = static_cast<std::uint8_t>(random.next_u32());
            break;
          case 3:
          case 4:
            bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ 1u << random.next_u32() % 8);
            break;
          default:
            std::copy_n(part.begin(), std::min(part.size(), bytes.size() - at),
                        bytes.begin() + static_cast<std::ptrdiff_t>(at));
        }
      }
      try {
        testing::touch_all(open(bytes));
        ++num_read;
      } catch (const Error& error) {
        EXPECT_NE(error.code(), ErrorCode::Internal) << error.what();
        EXPECT_NE(std::string_view(error.what()).find("a.ckpt"), std::string_view::npos) << error.what();
      }
    }
    EXPECT_GT(num_read, 100);
  }
}

class ReferenceCheckpoint : public TorchCheckpoint {
 protected:
  void SetUp() override {
    if (testing::golden_folder().empty()) GTEST_SKIP() << "The reference tensors are not here: set ENVISION3D_SHARED.";
  }
  static TensorFile golden(const char* path) { return open_tensor_file(testing::golden_folder() / path); }

  /// Every tensor of `expected` stands in the checkpoint with the same type, shape and elements.
  static void expect_same(const TensorFile& checkpoint, const TensorFile& expected, const std::string& prefix = "") {
    ASSERT_GT(expected.tensors().size(), 100u);
    EXPECT_EQ(checkpoint.tensors().size(), expected.tensors().size());
    for (const StoredTensor& tensor : expected.tensors()) {
      const StoredTensor* read = checkpoint.find(prefix + tensor.name);
      ASSERT_NE(read, nullptr) << tensor.name;
      EXPECT_EQ(read->dtype, tensor.dtype) << tensor.name;
      EXPECT_EQ(read->shape, tensor.shape) << tensor.name;
      Bytes dense(static_cast<std::size_t>(read->num_bytes()));
      copy_elements(*read, dense);
      EXPECT_TRUE(std::equal(dense.begin(), dense.end(), tensor.bytes.begin(), tensor.bytes.end())) << tensor.name;
    }
  }
};

TEST_F(ReferenceCheckpoint, HoldsTheTensorsOfTheSafetensorsBesideIt) {
  expect_same(golden("depth_anything/model.pth"), golden("depth_anything/model.safetensors"));
  expect_same(golden("triposr/model.ckpt"), golden("triposr/model.safetensors"));
  expect_same(golden("glpn/pytorch_model.bin"), golden("glpn/model.safetensors"));
  expect_same(golden("mast3r/model.pth"), golden("mast3r/model.safetensors"), "model.");
}

TEST_F(ReferenceCheckpoint, ATrainingCheckpointGivesItsWeightsAndNamesTheRest) {
  const TensorFile file = golden("zero123/model.ckpt");
  EXPECT_NE(file.find("cc_projection.weight"), nullptr);
  // Constant tensors are stored as one element that is repeated.
  const StoredTensor* decoy = file.find("model.diffusion_model.out.2.weight");
  ASSERT_NE(decoy, nullptr);
  EXPECT_FALSE(decoy->is_contiguous());
  for (const float value : testing::elements_of<float>(*decoy)) EXPECT_EQ(value, 0.01f);
  ASSERT_EQ(file.notes().size(), 2u);
  EXPECT_NE(file.notes()[0].find("optimizer_states"), std::string::npos) << file.notes()[0];
  EXPECT_NE(file.notes()[1].find("ModelCheckpoint"), std::string::npos) << file.notes()[1];
}

}  // namespace
}  // namespace core::io
