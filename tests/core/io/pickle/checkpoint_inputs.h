// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/core/io/tensor_inputs.h"

/// Pickles and checkpoints made by hand.
namespace core::io::testing {

/// Writes a pickle of protocol 2, opcode by opcode.
class PickleWriter {
 public:
  PickleWriter() { op("\x80\x02"); }

  PickleWriter& op(std::string_view bytes);
  PickleWriter& text(std::string_view value);  ///< BINUNICODE
  PickleWriter& integer(std::int64_t value);   ///< BININT, LONG1 where that is too small
  PickleWriter& global(std::string_view module, std::string_view name);
  PickleWriter& integers(const std::vector<std::int64_t>& values);  ///< a tuple
  /// A view as torch.save writes it: a call of `function` with a storage, an offset, sizes, strides and two more.
  struct View {
    std::string key = "0";
    std::string type = "FloatStorage";
    std::int64_t storage_size = 0;
    std::int64_t first = 0;
    std::vector<std::int64_t> shape, strides;
  };
  PickleWriter& storage(const std::string& type, const std::string& key, std::int64_t size, bool is_legacy = false);
  PickleWriter& tensor(const View& view, bool is_legacy = false);
  /// STOP. @return the pickle
  Bytes end();

 private:
  Bytes bytes_;
};

using Parts = std::vector<std::pair<std::string, Bytes>>;
/// A zip archive whose parts are stored.
Bytes stored_zip(const Parts& parts);

/// A checkpoint of the zip layout: a pickle and storages "0", "1" ...
Bytes zip_checkpoint(const Bytes& pickle, const std::vector<Bytes>& storages, const Parts& more = {});
/// The same in the older layout. @param element_sizes  of the storages
Bytes legacy_checkpoint(const Bytes& pickle, const std::vector<Bytes>& storages,
                        const std::vector<std::size_t>& element_sizes);

/// {"a.weight": 2 x 3 floats 0..5, "a.bias": 2 halves} in either layout.
Bytes small_checkpoint(bool is_legacy);

}  // namespace core::io::testing
