// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/nn/stored_tensor.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <fmt/format.h>

#include "core/base/error.h"

namespace core::nn {
namespace {

at::ScalarType scalar_type(io::Dtype dtype) {
  switch (dtype) {
    case io::Dtype::Bool:
      return at::kBool;
    case io::Dtype::U8:
      return at::kByte;
    case io::Dtype::I8:
      return at::kChar;
    case io::Dtype::F8E5M2:
      return at::kFloat8_e5m2;
    case io::Dtype::F8E4M3:
      return at::kFloat8_e4m3fn;
    case io::Dtype::F8E8M0:
      return at::kFloat8_e8m0fnu;
    case io::Dtype::F8E4M3Fnuz:
      return at::kFloat8_e4m3fnuz;
    case io::Dtype::F8E5M2Fnuz:
      return at::kFloat8_e5m2fnuz;
    case io::Dtype::I16:
      return at::kShort;
    case io::Dtype::U16:
      return at::kUInt16;
    case io::Dtype::F16:
      return at::kHalf;
    case io::Dtype::BF16:
      return at::kBFloat16;
    case io::Dtype::I32:
      return at::kInt;
    case io::Dtype::U32:
      return at::kUInt32;
    case io::Dtype::F32:
      return at::kFloat;
    case io::Dtype::F64:
      return at::kDouble;
    case io::Dtype::I64:
      return at::kLong;
    case io::Dtype::U64:
      return at::kUInt64;
  }
  throw Error(ErrorCode::Internal, "An element type has no counterpart among tensors.");
}

}  // namespace

at::Tensor tensor_of(const io::TensorFile& file, const io::StoredTensor& stored) {
  const at::ScalarType dtype = scalar_type(stored.dtype);
  if (stored.is_aligned() && stored.num_elements() > 0) {
    auto* elements = const_cast<std::uint8_t*>(stored.bytes.data());  // LibTorch has no tensors of constant elements
    return at::from_blob(
        elements, stored.shape, stored.strides, [content = file.content()](void*) {}, dtype);
  }
  const at::Tensor copy = at::empty(stored.shape, dtype);
  io::copy_elements(stored, {static_cast<std::uint8_t*>(copy.mutable_data_ptr()), stored.num_bytes()});
  return copy;
}

at::Tensor tensor_of(const io::TensorFile& file, std::string_view name) {
  const io::StoredTensor* stored = file.find(name);
  if (stored == nullptr) {
    throw Error(ErrorCode::BadFormat, fmt::format("'{}' holds no tensor '{}'.", file.path().string(), name));
  }
  return tensor_of(file, *stored);
}

}  // namespace core::nn
