// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/nn/tensor_image.h"

#include <ATen/ops/empty.h>

#include <algorithm>

namespace core::nn {

at::Tensor tensor_from_image(const image::Image8& picture) {
  const at::Tensor bytes = at::empty({picture.height(), picture.width(), picture.channels()}, at::kByte);
  std::copy(picture.data().begin(), picture.data().end(), bytes.mutable_data_ptr<std::uint8_t>());
  return (bytes.permute({2, 0, 1}).to(at::kFloat) / 255.0).contiguous().unsqueeze(0);
}

image::Image8 image_from_tensor(const at::Tensor& tensor) {
  const at::Tensor planes = tensor.dim() == 4 ? tensor.squeeze(0) : tensor;
  const at::Tensor bytes = (planes.to(at::kCPU, at::kFloat) * 255.0 + 0.5)
                               .nan_to_num(0.0)
                               .clamp(0.0, 255.0)
                               .to(at::kByte)
                               .permute({1, 2, 0})
                               .contiguous();
  image::Image8 picture(static_cast<int>(bytes.size(1)), static_cast<int>(bytes.size(0)),
                        static_cast<int>(bytes.size(2)));
  const std::uint8_t* source = bytes.const_data_ptr<std::uint8_t>();
  std::copy(source, source + bytes.numel(), picture.data().begin());
  return picture;
}

}  // namespace core::nn
