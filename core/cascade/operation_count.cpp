// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/operation_count.h"

#include <ATen/core/Tensor.h>
#include <ATen/record_function.h>

#include <chrono>
#include <memory>
#include <string_view>

#include "core/base/elapsed.h"
#include "core/nn/attention.h"

namespace core::cascade {
namespace {

thread_local OperationCount counted;

/// Of one call, of which `inputs` are the arguments and whose result is not known yet.
double operations_of(std::string_view name, c10::ArrayRef<const c10::IValue> inputs) {
  const auto tensor = [&](std::size_t i) -> const at::Tensor& { return inputs[i].toTensor(); };
  const auto rows = [](const at::Tensor& x) { return static_cast<double>(x.numel() / x.size(-1)); };
  if (name == "aten::linear") return 2.0 * rows(tensor(0)) * static_cast<double>(tensor(1).numel());
  if (name == "aten::matmul")
    return 2.0 * rows(tensor(0)) * static_cast<double>(tensor(1).size(-2) * tensor(1).size(-1));
  if (name == nn::kOwnAttention) {
    return 4.0 * static_cast<double>(tensor(0).numel()) * static_cast<double>(tensor(1).size(1));
  }
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

std::string_view kind_of(std::string_view name) {
  struct Kind {
    std::string_view part, kind;
  };
  constexpr Kind kKinds[] = {
      {"conv", "convolution"},   {"attention", "attention"}, {"linear", "linear"},   {"mm", "linear"},
      {"matmul", "linear"},      {"norm", "norm"},           {"silu", "activation"}, {"gelu", "activation"},
      {"sigmoid", "activation"}, {"contiguous", "copy"},     {"cat", "copy"},        {"reshape", "copy"},
      {"repeat", "copy"},        {"clone", "copy"},          {"upsample", "copy"}};
  for (const Kind& known : kKinds) {
    if (name.find(known.part) != std::string_view::npos) return known.kind;
  }
  return name == "aten::to" ? "copy" : "other";
}

/// The operation that no other called, while it runs.
struct Outermost : at::ObserverContext {
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
};

thread_local int depth = 0;

std::unique_ptr<at::ObserverContext> on_call(const at::RecordFunction& call) {
  counted.operations += operations_of(call.name(), call.inputs());
  return ++depth == 1 ? std::make_unique<Outermost>() : nullptr;
}

void on_return(const at::RecordFunction& call, at::ObserverContext* context) {
  --depth;
  if (const auto* outermost = static_cast<const Outermost*>(context)) {
    counted.seconds[std::string(kind_of(call.name()))] += seconds_since(outermost->start);
  }
}

}  // namespace

OperationCount count_operations(const std::function<void()>& work) {
  counted = {};
  const at::CallbackHandle handle = at::addThreadLocalCallback(
      at::RecordFunctionCallback(on_call, on_return).needsInputs(true).scopes({at::RecordScope::FUNCTION}));
  work();
  at::removeCallback(handle);
  return std::move(counted);
}

}  // namespace core::cascade
