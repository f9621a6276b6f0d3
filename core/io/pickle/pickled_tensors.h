// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/pickle/pickle_value.h"
#include "core/io/tensor_file.h"

namespace core::io {

/// Where the elements of tensors lie: what the persistent values of a checkpoint name.
struct PickledStorage {
  std::string_view key;
  std::optional<Dtype> dtype;       ///< none: bytes whose type the tensor tells
  std::uint64_t num_elements = 0;   ///< bytes if there is no type
  std::uint64_t first_element = 0;  ///< of a storage that is a part of the one that `key` names
};
/// Bytes of a storage, from its first element. @throws Error if it is not there or of another size
using BytesOfStorage = std::function<std::span<const std::uint8_t>(const PickledStorage& storage)>;

/// The tensors of a checkpoint, and sentences about what else it holds.
struct PickledTensors {
  std::vector<StoredTensor> tensors;
  std::vector<std::string> notes;
};

/// Whether a persistent value names a storage; in old files some name the source text of a class.
bool names_storage(const Pickle& pickle, const PickleValue& persistent);
/// A storage as torch.save names it: ('storage', class, key, device, size, ...).
/// @throws Error BadFormat
PickledStorage storage_of(const Pickle& pickle, const PickleValue& persistent, const std::string& name);

/// Finds the tensors that plain dicts and lists lead to from the pickle's root. The names of the way are joined by
/// dots; if the root has an entry 'state_dict' (PyTorch Lightning), only that one is looked at and its name left out.
/// Every view is checked against its storage.
///
/// @param name  stands for the checkpoint in messages
/// @throws Error BadFormat, Unsupported (an element type that is not known), LimitExceeded, Empty (no tensors)
PickledTensors tensors_of(const Pickle& pickle, const BytesOfStorage& bytes_of, const std::string& name);

}  // namespace core::io
