// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/operation_count.h"

#include <ATen/core/Tensor.h>
#include <ATen/record_function.h>

#include <string_view>

namespace core::cascade {
namespace {

thread_local double counted = 0.0;

/// Of one call, of which `inputs` are the arguments and whose result is not known yet.
double operations_of(std::string_view name, c10::ArrayRef<const c10::IValue> inputs) {
  const auto tensor = [&](std::size_t i) -> const at::Tensor& { return inputs[i].toTensor(); };
  const auto rows = [](const at::Tensor& x) { return static_cast<double>(x.numel() / x.size(-1)); };
  if (name == "aten::linear") return 2.0 * rows(tensor(0)) * static_cast<double>(tensor(1).numel());
  if (name == "aten::matmul")
    return 2.0 * rows(tensor(0)) * static_cast<double>(tensor(1).size(-2) * tensor(1).size(-1));
  if (name == "aten::scaled_dot_product_attention") {
    return 4.0 * static_cast<double>(tensor(0).numel()) * static_cast<double>(tensor(1).size(-2));
  }
  if (name != "aten::convolution") return 0.0;
  const at::Tensor& x = tensor(0);
  const at::Tensor& weight = tensor(1);
  const std::vector<std::int64_t> stride = inputs[3].toIntVector(), padding = inputs[4].toIntVector();
  double positions = static_cast<double>(x.size(0));
  for (std::size_t i = 0; i < stride.size(); ++i) {
    const auto axis = static_cast<std::int64_t>(i) + 2;
    positions *= static_cast<double>((x.size(axis) + 2 * padding[i] - weight.size(axis)) / stride[i] + 1);
  }
  return 2.0 * positions * static_cast<double>(weight.numel());
}

std::unique_ptr<at::ObserverContext> on_call(const at::RecordFunction& call) {
  counted += operations_of(call.name(), call.inputs());
  return nullptr;
}

}  // namespace

double count_operations(const std::function<void()>& work) {
  counted = 0.0;
  const at::CallbackHandle handle = at::addThreadLocalCallback(
      at::RecordFunctionCallback(on_call).needsInputs(true).scopes({at::RecordScope::FUNCTION}));
  work();
  at::removeCallback(handle);
  return counted;
}

}  // namespace core::cascade
