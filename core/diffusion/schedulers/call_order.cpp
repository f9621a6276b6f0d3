// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/diffusion/schedulers/call_order.h"

#include <fmt/format.h>

#include "core/base/error.h"

namespace core::diffusion {

void CallOrder::begin(std::size_t num_calls) {
  next_call_ = 0;
  num_calls_ = num_calls;
}

at::Tensor CallOrder::next(const at::Tensor& prediction, std::size_t call, const at::Tensor& latents) {
  if (call != next_call_ || call >= num_calls_) {
    throw Error(ErrorCode::Usage,
                fmt::format("Step {} of a denoising run of {} calls was asked for where step {} is due.", call,
                            num_calls_, next_call_));
  }
  if (prediction.sizes() != latents.sizes() || latents.scalar_type() != at::kFloat) {
    throw Error(ErrorCode::Usage, "A denoising step needs a prediction and a float32 sample of one shape.");
  }
  ++next_call_;
  return prediction.to(at::kFloat);
}

}  // namespace core::diffusion
