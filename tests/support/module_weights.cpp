// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "tests/support/module_weights.h"

#include <memory>

#include "core/base/random.h"

namespace support {

using core::io::StoredTensor;
using core::io::TensorFile;

void load_module(torch::nn::Module& module, const TensorFile& file, const std::string& prefix) {
  TensorFile::Parts parts = {.path = file.path(),
                             .format = file.format(),
                             .tensors = {},
                             .metadata = {},
                             .notes = {},
                             .content = file.content()};
  for (const StoredTensor& tensor : file.tensors()) {
    if (tensor.name.rfind(prefix, 0) != 0) continue;
    parts.tensors.push_back(tensor);
    parts.tensors.back().name = tensor.name.substr(prefix.size());
  }
  core::nn::load_weights(module, TensorFile(std::move(parts)));
}

void fill_weights(torch::nn::Module& network, std::uint64_t seed) {
  core::Random random(seed);
  for (const auto& item : network.named_parameters()) {
    const at::Tensor weight = at::empty(item.value().sizes(), at::kFloat);
    const float middle = weight.dim() == 1 && item.key().ends_with("weight") ? 1.0f : 0.0f;
    float* elements = weight.mutable_data_ptr<float>();
    for (std::int64_t i = 0; i < weight.numel(); ++i) elements[i] = middle + random.uniform(-0.05f, 0.05f);
    item.value().set_data(weight);
  }
}

TensorFile file_of(const std::vector<std::pair<std::string, at::Tensor>>& tensors) {
  const auto held = std::make_shared<std::vector<at::Tensor>>();
  TensorFile::Parts parts = {
      .path = "tensors in memory", .format = "memory", .tensors = {}, .metadata = {}, .notes = {}, .content = held};
  for (const auto& [name, tensor] : tensors) {
    held->push_back(tensor.to(at::kFloat).contiguous());
    StoredTensor stored;
    stored.name = name;
    stored.shape = tensor.sizes().vec();
    stored.strides = core::io::dense_strides(stored.shape);
    stored.bytes = {static_cast<const std::uint8_t*>(held->back().const_data_ptr()), held->back().nbytes()};
    parts.tensors.push_back(std::move(stored));
  }
  return TensorFile(std::move(parts));
}

}  // namespace support
