// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "core/io/tensor_file.h"

/// Which deviation a tensor of a file may have, by patterns of both names (`*` stands for anything); the first row that
/// fits counts.
struct Tolerance {
  const char* file;
  const char* tensor;
  double max_rel_error;
};

/// A file of reference tensors whose outputs are recomputed one by one, each with a JSON line on standard output.
class GoldenFile {
 public:
  /// @param file_name  of a file in `folder`; if there is none, nothing is checked
  GoldenFile(const std::filesystem::path& folder, const std::string& file_name, std::span<const Tolerance> tolerances);

  explicit operator bool() const { return file_.has_value(); }
  bool holds(const std::string& tensor) const { return file_ && file_->find(tensor) != nullptr; }
  /// An input.
  at::Tensor operator[](const std::string& tensor) const;
  const core::io::TensorFile& tensors() const { return *file_; }

  /// Recomputes a tensor, if the file holds it, and compares. Pictures (bytes) may differ by one level and must besides
  /// have a PSNR above 60 dB.
  void check(const std::string& tensor, const std::function<at::Tensor()>& compute);
  void check(const std::string& tensor, const at::Tensor& recomputed);
  bool all_passed() const { return all_passed_; }

 private:
  std::string name_;
  std::optional<core::io::TensorFile> file_;
  std::span<const Tolerance> tolerances_;
  bool all_passed_ = true;
};

/// The folders of reference data that are known. Prints a line for each tensor. @return whether all passed
bool check_stage1(const std::filesystem::path& folder);
bool check_stage2(const std::filesystem::path& folder);
