// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/safetensors.h"

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/io/atomic_file.h"
#include "tests/core/io/mesh_formats/mesh_inputs.h"
#include "tests/core/io/tensor_inputs.h"
#include "tests/support/file_size_limit.h"
#include "tests/support/temporary_folder.h"

namespace core::io {
namespace {

namespace fs = std::filesystem;
using testing::Bytes;
using testing::bytes_of;
using testing::error_of;
using testing::safetensors_bytes;

class Safetensors : public ::testing::Test {
 protected:
  fs::path put(const Bytes& bytes, const std::string& name = "a.safetensors") const {
    testing::replace_file(folder_ / name, bytes);
    return folder_ / name;
  }
  TensorFile read(std::string_view header, const Bytes& data) const {
    return open_tensor_file(put(safetensors_bytes(header, data)));
  }
  /// The sentence of a file that is refused, which must name the file.
  std::string message_of(std::string_view header, const Bytes& data, ErrorCode code = ErrorCode::BadFormat) const {
    const auto refusal = error_of([&] { read(header, data); });
    EXPECT_EQ(refusal.code(), code) << refusal.what();
    EXPECT_NE(std::string_view(refusal.what()).find("a.safetensors"), std::string::npos) << refusal.what();
    return refusal.what();
  }
  void expect_refused(std::string_view header, const Bytes& data, std::string_view why,
                      ErrorCode code = ErrorCode::BadFormat) const {
    const std::string message = message_of(header, data, code);
    EXPECT_NE(message.find(why), std::string::npos) << message;
  }

  support::TemporaryFolder folder_;
};

TEST_F(Safetensors, GivesNamesTypesShapesAndBytes) {
  const TensorFile file =
      read(R"({"b":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},)"
           R"("__metadata__":{"format":"pt"},"a":{"dtype":"I64","shape":[],"data_offsets":[8,16]}}  )",
           [] {
             Bytes data = bytes_of(std::vector<float>{1.5f, -2.0f});
             testing::append(data, bytes_of(std::vector<std::int64_t>{-7}));
             return data;
           }());
  ASSERT_EQ(file.tensors().size(), 2u);
  EXPECT_EQ(file.tensors()[0].name, "a");
  EXPECT_EQ(file.format(), "safetensors");
  EXPECT_EQ(file.metadata().at("format"), "pt");
  const StoredTensor& b = *file.find("b");
  EXPECT_EQ(b.dtype, Dtype::F32);
  EXPECT_EQ(b.shape, (std::vector<std::int64_t>{2, 1}));
  EXPECT_EQ(testing::elements_of<float>(b), (std::vector<float>{1.5f, -2.0f}));
  EXPECT_TRUE(file.find("a")->shape.empty());
  EXPECT_EQ(testing::elements_of<std::int64_t>(*file.find("a")), std::vector<std::int64_t>{-7});
  EXPECT_EQ(file.find("c"), nullptr);
}

TEST_F(Safetensors, BytesLiveAsLongAsTheContentIsHeld) {
  std::shared_ptr<const void> content;
  std::span<const std::uint8_t> bytes;
  {
    const TensorFile file = read(R"({"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}})", {7, 8, 9});
    content = file.content();
    bytes = file.find("a")->bytes;
  }
  fs::remove(folder_ / "a.safetensors");
  EXPECT_EQ(Bytes(bytes.begin(), bytes.end()), (Bytes{7, 8, 9}));
}

TEST_F(Safetensors, EveryTypeIsReadAndWrittenUnderItsName) {
  for (int i = 0; i <= static_cast<int>(Dtype::U64); ++i) {
    const auto dtype = static_cast<Dtype>(i);
    const Bytes data(3 * size_of(dtype), static_cast<std::uint8_t>(i));
    const std::vector<StoredTensor> tensors = {{{"t", dtype, {3}}, {1}, data}};
    write_safetensors(folder_ / "a.safetensors", tensors);
    const TensorFile file = open_tensor_file(folder_ / "a.safetensors");
    EXPECT_EQ(file.find("t")->dtype, dtype);
    EXPECT_EQ(dtype_from_name(dtype_name(dtype)), dtype);
    EXPECT_EQ(testing::elements_of<std::uint8_t>(
                  {{"t", Dtype::U8, {3 * (std::int64_t)size_of(dtype)}}, {1}, file.find("t")->bytes}),
              data);
  }
}

TEST_F(Safetensors, DataThatIsNotAlignedIsSaidToBeSo) {
  const Bytes data = bytes_of(std::vector<float>{1.0f, 2.0f});
  const std::string header = R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})";
  const TensorFile aligned = read(header + std::string(8 - header.size() % 8, ' '), data);
  EXPECT_TRUE(aligned.find("a")->is_aligned());
  const TensorFile shifted = read(header + std::string(9 - header.size() % 8, ' '), data);
  EXPECT_FALSE(shifted.find("a")->is_aligned());
  EXPECT_EQ(testing::elements_of<float>(*shifted.find("a")), (std::vector<float>{1.0f, 2.0f}));
}

TEST_F(Safetensors, EmptyTensorsAndEmptyFilesAreFine) {
  const TensorFile file = read(R"({"a":{"dtype":"F32","shape":[0,4],"data_offsets":[0,0]},)"
                               R"("b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})",
                               {5});
  EXPECT_EQ(file.find("a")->num_bytes(), 0u);
  EXPECT_TRUE(read("{}", {}).tensors().empty());
}

TEST_F(Safetensors, RefusesHeadersThatAreDamaged) {
  expect_refused("{", {}, "at byte");
  expect_refused(R"({"a":1})", {}, "tensor 'a'");
  expect_refused(R"({"a":{"dtype":"U8","shape":[1]}})", {1}, "tensor 'a'");
  expect_refused(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"more":1}})", {1}, "tensor 'a'");
  expect_refused(R"({"a":{"dtype":"U8","shape":1,"data_offsets":[0,1]}})", {1}, "tensor 'a'");
  expect_refused(
      R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})",
      {1}, "'a' stands twice");
  expect_refused(R"({"__metadata__":{"a":1}})", {}, "metadata 'a'");
  expect_refused(R"({"a":{"dtype":"F4","shape":[2],"data_offsets":[0,1]}})", {1}, "type 'F4'", ErrorCode::Unsupported);
}

TEST_F(Safetensors, RefusesShapesThatDoNotFitTheirBytes) {
  expect_refused(R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", Bytes(8), "shape [3]");
  expect_refused(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,9]}})", Bytes(9), "tensor 'a'");
  expect_refused(R"({"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}})", {1}, "tensor 'a'");
  expect_refused(R"({"a":{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}})", {1}, "tensor 'a'");
  // 2^32 * 2^32 is 0 in 64 bits.
  expect_refused(R"({"a":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0]}})", {}, "overflow");
  expect_refused(R"({"a":{"dtype":"U8","shape":[0,4611686018427387904,4],"data_offsets":[0,0]}})", {}, "overflow");
  expect_refused(R"({"a":{"dtype":"U8","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"data_offsets":[0,1]}})", {1},
                 "17 dimensions");
}

TEST_F(Safetensors, RefusesOverlapsHolesAndOffsetsOutsideTheFile) {
  const auto two = [](const char* first, const char* second) {
    return std::string(R"({"a":{"dtype":"U8","shape":[4],"data_offsets":)") + first +
           R"(},"b":{"dtype":"U8","shape":[4],"data_offsets":)" + second + "}}";
  };
  EXPECT_EQ(read(two("[4,8]", "[0,4]"), Bytes(8)).tensors().size(), 2u);
  expect_refused(two("[0,4]", "[2,6]"), Bytes(6), "tensor 'b' start at 2 of the data, which overlaps");
  expect_refused(two("[0,4]", "[0,4]"), Bytes(4), "overlaps");
  expect_refused(two("[0,4]", "[5,9]"), Bytes(9), "leaves a hole after byte 4");
  expect_refused(two("[1,5]", "[5,9]"), Bytes(9), "leaves a hole after byte 0");
  expect_refused(two("[0,4]", "[4,8]"), Bytes(9), "1 bytes after its last tensor");
  expect_refused(two("[0,4]", "[18446744073709551612,18446744073709551615]"), Bytes(8), "tensor 'b'");
  expect_refused(two("[0,4]", "[8,4]"), Bytes(8), "tensor 'b'");
  expect_refused(two("[0,4]", "[4]"), Bytes(8), "tensor 'b'");
}

TEST_F(Safetensors, AHalfFetchedFileIsSaidToBeSoWithBothSizes) {
  const std::string header = R"({"a":{"dtype":"U8","shape":[100],"data_offsets":[0,100]}})";
  const std::size_t whole = 8 + header.size() + 100;
  expect_refused(header, Bytes(60), "cut off: " + std::to_string(whole - 40) + " of " + std::to_string(whole));
  Bytes start = safetensors_bytes(header, {});
  start.resize(20);
  const auto refusal = error_of([&] { open_tensor_file(put(start)); });
  EXPECT_NE(std::string_view(refusal.what()).find("cut off: 20 of " + std::to_string(8 + header.size())),
            std::string::npos);
}

TEST_F(Safetensors, RefusesALengthOverTheLimitBeforeAnythingIsRead) {
  Bytes bytes = bytes_of(std::vector<std::uint64_t>{kMaxSafetensorsHeader + 1});
  testing::append(bytes, bytes_of("{}"));
  EXPECT_EQ(error_of([&] { open_tensor_file(put(bytes)); }).code(), ErrorCode::LimitExceeded);
  bytes = bytes_of(std::vector<std::uint64_t>{~std::uint64_t{0}});
  testing::append(bytes, bytes_of("{}"));
  EXPECT_EQ(error_of([&] { open_tensor_file(put(bytes)); }).code(), ErrorCode::LimitExceeded);
}

TEST_F(Safetensors, OtherFilesAreSaidToBeNoWeightFiles) {
  for (const Bytes& bytes : {Bytes{}, Bytes{1, 2, 3}, Bytes(100, 0)}) {
    EXPECT_EQ(error_of([&] { open_tensor_file(put(bytes)); }).code(), ErrorCode::Unsupported);
  }
  const Error pointer =
      error_of([&] { open_tensor_file(put(bytes_of("version https://git-lfs.github.com/spec/v1\n"))); });
  EXPECT_EQ(pointer.code(), ErrorCode::BadFormat);
  EXPECT_NE(std::string_view(pointer.what()).find("git lfs pull"), std::string_view::npos) << pointer.what();
  EXPECT_EQ(error_of([&] { open_tensor_file(folder_ / "none"); }).code(), ErrorCode::NotFound);
}

TEST_F(Safetensors, ASetOfFilesIsReadAsOne) {
  put(safetensors_bytes(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", {1}), "m-1.safetensors");
  put(safetensors_bytes(R"({"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", {2}), "m-2.safetensors");
  const auto open_with = [&](const std::string& map) {
    return open_tensor_file(
        put(bytes_of("{\"metadata\":{\"total_size\":2},\"weight_map\":" + map + "}"), "m.index.json"));
  };
  const TensorFile file = open_with(R"({"a":"m-1.safetensors","b":"m-2.safetensors"})");
  EXPECT_EQ(testing::elements_of<std::uint8_t>(*file.find("a")), Bytes{1});
  EXPECT_EQ(testing::elements_of<std::uint8_t>(*file.find("b")), Bytes{2});
  EXPECT_EQ(file.format(), "safetensors in 2 files");

  const auto missing = error_of([&] { open_with(R"({"a":"m-1.safetensors","c":"m-3.safetensors"})"); });
  EXPECT_EQ(missing.code(), ErrorCode::MissingWeights);
  EXPECT_NE(std::string_view(missing.what()).find("m-3.safetensors"), std::string::npos);
  EXPECT_EQ(error_of([&] { open_with(R"({"c":"m-1.safetensors"})"); }).code(), ErrorCode::BadFormat);
  for (const char* outside : {"../m-1.safetensors", "/etc/passwd", "..", "sub/m-1.safetensors", "", "m.index.json"}) {
    const auto refusal = error_of([&] { open_with(std::string("{\"a\":\"") + outside + "\"}"); });
    EXPECT_EQ(refusal.code(), ErrorCode::BadFormat) << outside;
  }
  put(safetensors_bytes(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", {1}), "m-2.safetensors");
  EXPECT_EQ(error_of([&] { open_with(R"({"a":"m-1.safetensors","b":"m-2.safetensors"})"); }).code(),
            ErrorCode::BadFormat);
}

TEST_F(Safetensors, IsWrittenLargerTypesFirstThenByName) {
  const Bytes data(64, 1);
  const std::span<const std::uint8_t> bytes(data);
  const std::vector<StoredTensor> tensors = {{{"z", Dtype::F16, {1}}, {1}, bytes.first(2)},
                                             {{"c", Dtype::F32, {2}}, {1}, bytes.first(8)},
                                             {{"a", Dtype::F32, {}}, {}, bytes.first(4)},
                                             {{"b", Dtype::I64, {1, 1}}, {1, 1}, bytes.first(8)}};
  write_safetensors(folder_ / "a.safetensors", tensors, {{"k", "v"}});
  const Bytes written = read_file(folder_ / "a.safetensors", 1 << 20);
  std::string header(written.begin() + 8, written.end() - 22);
  EXPECT_EQ(header.size() % 8, 0u);
  header.erase(header.find_last_not_of(' ') + 1);
  EXPECT_EQ(header, R"({"__metadata__":{"k":"v"},"b":{"dtype":"I64","shape":[1,1],"data_offsets":[0,8]},)"
                    R"("a":{"dtype":"F32","shape":[],"data_offsets":[8,12]},)"
                    R"("c":{"dtype":"F32","shape":[2],"data_offsets":[12,20]},)"
                    R"("z":{"dtype":"F16","shape":[1],"data_offsets":[20,22]}})");
}

TEST_F(Safetensors, ViewsAreWrittenInTheOrderOfTheirIndices) {
  const Bytes data = bytes_of(std::vector<std::int16_t>{0, 1, 2, 3, 4, 5});
  // The transposed matrix of 2 x 3, and one number repeated.
  const std::vector<StoredTensor> tensors = {{{"t", Dtype::I16, {3, 2}}, {1, 3}, data},
                                             {{"r", Dtype::I16, {2, 2}}, {0, 0}, std::span(data).subspan(2, 2)}};
  write_safetensors(folder_ / "a.safetensors", tensors);
  const TensorFile file = open_tensor_file(folder_ / "a.safetensors");
  EXPECT_EQ(testing::elements_of<std::int16_t>(*file.find("t")), (std::vector<std::int16_t>{0, 3, 1, 4, 2, 5}));
  EXPECT_EQ(testing::elements_of<std::int16_t>(*file.find("r")), (std::vector<std::int16_t>{1, 1, 1, 1}));
}

TEST_F(Safetensors, AFullDiskLeavesNothingAndTheOldFileWhole) {
  put(Bytes{1, 2, 3});
  const std::vector<TensorHead> heads = {{"a", Dtype::U8, {1 << 20}}, {"b", Dtype::U8, {1 << 20}}};
  const Bytes data(1 << 20, 5);
  {
    const support::FileSizeLimit limit(3 << 19);
    const auto refusal = error_of(
        [&] { write_safetensors(folder_ / "a.safetensors", heads, {}, [&](std::size_t) { return std::span(data); }); });
    EXPECT_EQ(refusal.code(), ErrorCode::DiskFull);
  }
  EXPECT_EQ(read_file(folder_ / "a.safetensors", 100), (Bytes{1, 2, 3}));
  EXPECT_EQ(testing::files_below(folder_.path(), "").size(), 1u);
}

TEST_F(Safetensors, RefusesToWriteANameTwiceOrElementsOfAnotherSize) {
  const Bytes data(4);
  const std::vector<TensorHead> twice = {{"a", Dtype::U8, {4}}, {"a", Dtype::U8, {4}}};
  const auto give = [&](std::size_t) { return std::span(data); };
  EXPECT_EQ(error_of([&] { write_safetensors(folder_ / "x", twice, {}, give); }).code(), ErrorCode::Usage);
  const std::vector<TensorHead> larger = {{"a", Dtype::U8, {5}}};
  EXPECT_EQ(error_of([&] { write_safetensors(folder_ / "x", larger, {}, give); }).code(), ErrorCode::Usage);
  EXPECT_TRUE(fs::is_empty(folder_.path()));
}

/// Three tensors with all that a header can have.
Bytes small_file() {
  Bytes data = bytes_of(std::vector<float>(12, 1.0f));
  testing::append(data, Bytes(6, 2));
  return safetensors_bytes(
      R"({"__metadata__":{"format":"pt"},"a.weight":{"dtype":"F32","shape":[3,4],"data_offsets":[0,48]},)"
      R"("a.bias":{"dtype":"F16","shape":[3],"data_offsets":[48,54]},)"
      R"("e":{"dtype":"I64","shape":[0],"data_offsets":[54,54]}})",
      data);
}

TEST_F(Safetensors, IsReadOrRefusedWithChangedBytes) {
  const Bytes whole = small_file();
  static constexpr std::string_view kParts[] = {
      "0", "-1", "4", "99999999999999999999", "{", "}", "[", "]", "\"", ",", "F64", "BOOL", "null", ":", "48", "54"};
  int num_read = 0;
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
    Random random(seed);
    Bytes bytes = whole;
    for (std::uint32_t left = 1 + random.next_u32() % 4; left > 0; --left) {
      const std::size_t at = random.next_u32() % bytes.size();
      const std::string_view part = kParts[random.next_u32() % std::size(kParts)];
      switch (random.next_u32() % 4) {
        case 0:
          bytes[at] = static_cast<std::uint8_t>(random.next_u32());
          break;
        case 1:
          bytes.resize(at + 1);
          break;
        case 2:
          bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(at), part.begin(), part.end());
          break;
        default:
          std::copy_n(part.begin(), std::min(part.size(), bytes.size() - at),
                      bytes.begin() + static_cast<std::ptrdiff_t>(at));
      }
      if (random.next_u32() % 2 == 0 && bytes.size() >= 8)
        bytes[0] = static_cast<std::uint8_t>(bytes[0] + bytes.size() - whole.size());
    }
    try {
      testing::touch_all(open_tensor_file(put(bytes)));
      ++num_read;
    } catch (const Error& error) {
      EXPECT_NE(error.code(), ErrorCode::Internal) << error.what();
      EXPECT_NE(std::string_view(error.what()).find("a.safetensors"), std::string_view::npos) << error.what();
    }
  }
  EXPECT_GT(num_read, 0);
  EXPECT_LT(num_read, 2000);
}

TEST_F(Safetensors, WritesTheFilesOfTheReferenceImplementationByteForByte) {
  const fs::path golden = testing::golden_folder();
  if (golden.empty()) GTEST_SKIP() << "The reference tensors are not here: set ENVISION3D_SHARED.";
  int num_files = 0;
  for (const fs::path& path : testing::files_below(golden, ".safetensors")) {
    const TensorFile file = open_tensor_file(path);
    EXPECT_GT(file.tensors().size(), 0u);
    const fs::path copy = folder_ / "copy.safetensors";
    write_safetensors(copy, file.tensors(), file.metadata());
    const Bytes original = read_file(path, 1 << 30);
    // An empty list of metadata is allowed, but not written here.
    if (std::string_view(reinterpret_cast<const char*>(original.data()) + 8).starts_with(R"({"__metadata__":{},)"))
      continue;
    EXPECT_TRUE(read_file(copy, 1 << 30) == original) << path;
    ++num_files;
  }
  EXPECT_GT(num_files, 30);
}

}  // namespace
}  // namespace core::io
