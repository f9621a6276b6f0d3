// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "tests/core/io/pickle/checkpoint_inputs.h"

namespace core::io::testing {
namespace {

template <class T>
Bytes number(T value) {
  return bytes_of(std::vector<T>{value});
}

/// Fields of a zip header, little-endian, in order.
class Header {
 public:
  Header& u16(std::size_t value) { return add(number(static_cast<std::uint16_t>(value))); }
  Header& u32(std::size_t value) { return add(number(static_cast<std::uint32_t>(value))); }
  Header& add(const Bytes& bytes) {
    append(bytes_, bytes);
    return *this;
  }
  const Bytes& bytes() const { return bytes_; }

 private:
  Bytes bytes_;
};

}  // namespace

PickleWriter& PickleWriter::op(std::string_view bytes) {
  append(bytes_, bytes_of(bytes));
  return *this;
}

PickleWriter& PickleWriter::text(std::string_view value) {
  op("X");
  append(bytes_, number(static_cast<std::uint32_t>(value.size())));
  return op(value);
}

PickleWriter& PickleWriter::integer(std::int64_t value) {
  const auto small = static_cast<std::int32_t>(value);
  if (small == value) {
    op("J");
    append(bytes_, number(small));
  } else {
    op("\x8a\x08");
    append(bytes_, number(value));
  }
  return *this;
}

PickleWriter& PickleWriter::global(std::string_view module, std::string_view name) {
  return op("c").op(module).op("\n").op(name).op("\n");
}

PickleWriter& PickleWriter::integers(const std::vector<std::int64_t>& values) {
  op("(");
  for (const std::int64_t value : values) integer(value);
  return op("t");
}

PickleWriter& PickleWriter::storage(const std::string& type, const std::string& key, std::int64_t size,
                                    bool is_legacy) {
  op("(").text("storage").global("torch", type).text(key).text("cpu").integer(size);
  return op(is_legacy ? "NtQ" : "tQ");
}

PickleWriter& PickleWriter::tensor(const View& view, bool is_legacy) {
  global("torch._utils", "_rebuild_tensor_v2").op("(");
  storage(view.type, view.key, view.storage_size, is_legacy).integer(view.first);
  integers(view.shape).integers(view.strides).op("\x89");
  return global("collections", "OrderedDict").op(")RtR");
}

Bytes PickleWriter::end() {
  op(".");
  return bytes_;
}

Bytes stored_zip(const Parts& parts) {
  Bytes archive, directory;
  for (const auto& [name, bytes] : parts) {
    const std::size_t offset = archive.size();
    const auto shared = [&, size = bytes.size(), name_size = name.size()](Header& header) {
      header.u16(20).u16(0).u16(0).u16(0).u16(0).u32(0).u32(size).u32(size).u16(name_size).u16(0);
    };
    Header local, entry;
    local.u32(0x04034b50);
    shared(local);
    append(archive, local.add(bytes_of(name)).add(bytes).bytes());
    entry.u32(0x02014b50).u16(20);
    shared(entry);
    entry.u16(0).u16(0).u16(0).u32(0).u32(offset).add(bytes_of(name));
    append(directory, entry.bytes());
  }
  Header end;
  end.u32(0x06054b50)
      .u16(0)
      .u16(0)
      .u16(parts.size())
      .u16(parts.size())
      .u32(directory.size())
      .u32(archive.size())
      .u16(0);
  append(archive, directory);
  append(archive, end.bytes());
  return archive;
}

Bytes zip_checkpoint(const Bytes& pickle, const std::vector<Bytes>& storages, const Parts& more) {
  Parts parts = {{"model/data.pkl", pickle}, {"model/byteorder", bytes_of("little")}};
  for (std::size_t i = 0; i < storages.size(); ++i) parts.emplace_back("model/data/" + std::to_string(i), storages[i]);
  parts.insert(parts.end(), more.begin(), more.end());
  return stored_zip(parts);
}

Bytes legacy_checkpoint(const Bytes& pickle, const std::vector<Bytes>& storages,
                        const std::vector<std::size_t>& element_sizes) {
  Bytes bytes = PickleWriter().op("\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19").end();
  append(bytes, PickleWriter().integer(1001).end());
  append(bytes, PickleWriter().op("}(").text("little_endian").op("\x88u").end());
  append(bytes, pickle);
  PickleWriter keys;
  keys.op("](");
  for (std::size_t i = 0; i < storages.size(); ++i) keys.text(std::to_string(i));
  append(bytes, keys.op("e").end());
  for (std::size_t i = 0; i < storages.size(); ++i) {
    append(bytes, number(static_cast<std::uint64_t>(storages[i].size() / element_sizes[i])));
    append(bytes, storages[i]);
  }
  return bytes;
}

Bytes small_checkpoint(bool is_legacy) {
  PickleWriter writer;
  writer.global("collections", "OrderedDict").op(")R(");
  writer.text("a.weight").tensor({"0", "FloatStorage", 6, 0, {2, 3}, {3, 1}}, is_legacy);
  writer.text("a.bias").tensor({"1", "HalfStorage", 2, 0, {2}, {1}}, is_legacy);
  writer.op("u}").text("_metadata").op("}sb");  // attributes of the dict
  const std::vector<Bytes> storages = {bytes_of(std::vector<float>{0, 1, 2, 3, 4, 5}),
                                       bytes_of(std::vector<std::uint16_t>{0x3c00, 0xc000})};
  return is_legacy ? legacy_checkpoint(writer.end(), storages, {4, 2}) : zip_checkpoint(writer.end(), storages);
}

}  // namespace core::io::testing
