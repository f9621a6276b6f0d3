// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/nn/load_weights.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <new>

#include "core/base/error.h"
#include "core/nn/stored_tensor.h"

namespace core::nn {
namespace {

using Shape = std::vector<std::int64_t>;

/// Compares what a network wants with what a file holds, and remembers the differences.
struct Differences {
  std::size_t num_missing = 0, num_left_over = 0, num_misshapen = 0;
  std::vector<std::string> first;

  void add(std::size_t& count, std::string text) {
    constexpr std::size_t kMaxListed = 10;
    ++count;
    if (first.size() < kMaxListed) first.push_back(std::move(text));
  }
  bool any() const { return num_missing + num_left_over + num_misshapen > 0; }
};

bool ends_with_any(const std::string& name, const std::vector<std::string>& endings) {
  return std::any_of(endings.begin(), endings.end(), [&](const std::string& ending) { return name.ends_with(ending); });
}

/// The tensors of a file under the names that the network gives them.
std::map<std::string, const io::StoredTensor*> renamed_tensors(const io::TensorFile& file, const NameRules& rules) {
  std::map<std::string, const io::StoredTensor*> tensors;
  for (const io::StoredTensor& tensor : file.tensors()) {
    if (ends_with_any(tensor.name, rules.ignored)) continue;
    std::string name = tensor.name;
    for (const auto& [from, to] : rules.renamed) {
      const std::size_t place = name.find(from);
      if (place == std::string::npos) continue;
      name.replace(place, from.size(), to);
      break;
    }
    if (!tensors.emplace(name, &tensor).second) {
      throw Error(ErrorCode::BadFormat,
                  fmt::format("'{}' holds the tensor '{}' under two names.", file.path().string(), name));
    }
  }
  return tensors;
}

bool fits(const Shape& stored, at::IntArrayRef wanted) {
  if (at::IntArrayRef(stored) == wanted) return true;
  return stored.size() == 4 && wanted.size() == 2 && stored[2] == 1 && stored[3] == 1 && stored[0] == wanted[0] &&
         stored[1] == wanted[1];
}

std::string shape_text(at::IntArrayRef shape) {
  return fmt::format("[{}]", fmt::join(shape.begin(), shape.end(), ", "));
}

}  // namespace

void place(const at::Tensor& weight, const at::Tensor& elements, const WeightPlacement& placement) {
  at::Tensor placed = elements.to(placement.device, placement.dtype);
  if (placement.dtype != at::kFloat && weight.dim() == 4) placed = placed.contiguous(at::MemoryFormat::ChannelsLast);
  if (placement.dtype != at::kFloat && weight.dim() == 5) placed = placed.contiguous(at::MemoryFormat::ChannelsLast3d);
  weight.set_data(placed);
}

void load_weights(torch::nn::Module& network, const io::TensorFile& file, const NameRules& rules,
                  const WeightPlacement& placement) {
  std::map<std::string, const io::StoredTensor*> tensors = renamed_tensors(file, rules);
  Differences differences;
  std::vector<std::pair<at::Tensor, const io::StoredTensor*>> pairs;
  for (const auto& item : network.named_parameters()) {
    const auto found = tensors.find(item.key());
    if (found == tensors.end()) {
      differences.add(differences.num_missing,
                      fmt::format("missing {} {}", item.key(), shape_text(item.value().sizes())));
      continue;
    }
    if (fits(found->second->shape, item.value().sizes())) {
      pairs.emplace_back(item.value(), found->second);
    } else {
      differences.add(differences.num_misshapen,
                      fmt::format("{} is {} instead of {}", item.key(), shape_text(found->second->shape),
                                  shape_text(item.value().sizes())));
    }
    tensors.erase(found);
  }
  for (const auto& [name, tensor] : tensors) {
    differences.add(differences.num_left_over, fmt::format("left over {} {}", name, shape_text(tensor->shape)));
  }
  if (differences.any()) {
    throw Error(
        ErrorCode::BadFormat,
        fmt::format("The weights in '{}' do not fit this network: {} tensors are missing, {} are left over, {} have "
                    "another shape. First of them: {}.",
                    file.path().string(), differences.num_missing, differences.num_left_over, differences.num_misshapen,
                    fmt::join(differences.first, "; ")));
  }
  try {
    for (const auto& [parameter, stored] : pairs) {
      place(parameter, tensor_of(file, *stored).reshape(parameter.sizes()), placement);
    }
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::OutOfMemory,
                fmt::format("There is not enough memory for the weights in '{}'.", file.path().string()));
  }
}

}  // namespace core::nn
