// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/weight_cache.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdlib>
#include <optional>

#include "core/base/content_key.h"
#include "core/base/error.h"
#include "core/io/safetensors.h"

namespace core::io {
namespace {

namespace fs = std::filesystem;

/// Raised when the same checkpoint is to give other tensors than before.
constexpr int kConversionVersion = 1;

/// The conversion, if there is a usable one.
std::optional<TensorFile> open_conversion(const fs::path& path) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return std::nullopt;
  try {
    return open_tensor_file(path);
  } catch (const Error&) {
    return std::nullopt;  // damaged: it is made again
  }
}

bool is_pickled(const TensorFile& file) { return file.format().starts_with("PyTorch"); }

}  // namespace

fs::path weight_cache_folder() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache != '\0')
    return fs::path(cache) / "envision3d" / "weights";
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home == '\0') {
    throw Error(ErrorCode::NotFound, "There is no folder for converted weights: set XDG_CACHE_HOME or HOME.");
  }
  return fs::path(home) / ".cache" / "envision3d" / "weights";
}

fs::path cached_weights_path(const fs::path& checkpoint, const fs::path& cache_folder) {
  struct stat status {};
  if (::stat(checkpoint.c_str(), &status) != 0)
    throw Error(ErrorCode::NotFound, fmt::format("'{}' does not exist.", checkpoint.string()));
  std::error_code ignored;
  ContentHasher hasher;
  hasher.add(kConversionVersion).add(fs::weakly_canonical(checkpoint, ignored).string());
  hasher.add(static_cast<std::int64_t>(status.st_size));
  hasher.add(static_cast<std::int64_t>(status.st_mtim.tv_sec)).add(static_cast<std::int64_t>(status.st_mtim.tv_nsec));
  return cache_folder /
         fmt::format("{}-{}.safetensors", checkpoint.stem().string().substr(0, 100), hasher.key().text());
}

TensorFile open_cached_tensors(const fs::path& path, const fs::path& cache_folder) {
  const fs::path conversion = cached_weights_path(path, cache_folder);
  if (auto cached = open_conversion(conversion)) return *std::move(cached);
  TensorFile file = open_tensor_file(path);
  if (!is_pickled(file)) return file;
  try {
    std::error_code ignored;
    fs::create_directories(cache_folder, ignored);
    write_safetensors(conversion, file.tensors(), {{"source", fs::absolute(path, ignored).string()}});
    return open_tensor_file(conversion);
  } catch (const Error& error) {
    return file.with_note(fmt::format("Its conversion was not kept: {}", error.what()));
  }
}

}  // namespace core::io
