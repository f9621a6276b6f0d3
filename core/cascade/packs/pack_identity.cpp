// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/packs/pack_identity.h"

#include <algorithm>

#include "core/io/atomic_file.h"

namespace core::cascade {
namespace {

constexpr std::size_t kBytesOfTensor = 64;
constexpr std::uint64_t kMaxSettingsBytes = 1 << 20;

void add_settings(ContentHasher& hasher, const std::filesystem::path& path) {
  try {
    hasher.add_bytes(io::read_file(path, kMaxSettingsBytes));
  } catch (const Error&) {
    hasher.add("none");
  }
}

void add_weights(ContentHasher& hasher, const PackNetwork& network) {
  if (network.problem) return;
  const io::TensorFile file = io::open_tensor_file(network.weights);
  for (const io::StoredTensor& tensor : file.tensors()) {
    hasher.add(tensor.name).add(tensor.dtype);
    for (const std::int64_t size : tensor.shape) hasher.add(size);
    hasher.add_bytes(tensor.bytes.first(std::min(tensor.bytes.size(), kBytesOfTensor)));
  }
}

}  // namespace

ContentKey pack_identity(const ModelPack& pack) {
  ContentHasher hasher;
  for (const auto& settings : {pack_manifest().anchor_settings, pack_manifest().in_between_settings}) {
    for (const std::filesystem::path& file : settings) add_settings(hasher, pack.path / file);
  }
  for (const PackNetwork& network : pack.networks) {
    hasher.add(network.known->kind).add(network.known->part);
    add_weights(hasher, network);
  }
  return hasher.key();
}

}  // namespace core::cascade
