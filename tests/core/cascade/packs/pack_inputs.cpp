// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "tests/core/cascade/packs/pack_inputs.h"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>

namespace core::cascade::testing {

namespace fs = std::filesystem;

void write_text(const fs::path& path, std::string_view text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

void write_hollow_weights(const fs::path& path, const std::vector<io::TensorHead>& heads) {
  std::string header;
  std::uint64_t offset = 0;
  for (const io::TensorHead& head : heads) {
    header += fmt::format(R"({}"{}":{{"dtype":"{}","shape":[{}],"data_offsets":[{},{}]}})", header.empty() ? "{" : ",",
                          head.name, io::dtype_name(head.dtype), fmt::join(head.shape, ","), offset,
                          offset + head.num_bytes());
    offset += head.num_bytes();
  }
  header += "}";
  const std::uint64_t length = header.size();
  write_text(path, std::string(reinterpret_cast<const char*>(&length), sizeof(length)) + header);
  fs::resize_file(path, sizeof(length) + length + offset);
}

fs::path golden_folder() {
  const char* shared = std::getenv("ENVISION3D_SHARED");
  return shared != nullptr ? fs::path(shared) / "golden" : fs::path();
}

std::vector<io::TensorHead> full_size_heads(const std::string& list, io::Dtype dtype) {
  std::ifstream stream(golden_folder() / "full_size" / (list + ".tsv"));
  std::vector<io::TensorHead> heads;
  for (std::string line; std::getline(stream, line);) {
    const std::size_t tab = line.find('\t');
    io::TensorHead head{line.substr(0, tab), dtype, {}};
    // One list separates sizes by commas, another by x.
    for (std::size_t at = tab; at < line.size(); at = line.find_first_of(",x", at + 1))
      head.shape.push_back(std::atoll(line.c_str() + at + 1));
    heads.push_back(std::move(head));
  }
  return heads;
}

void make_full_size_pack(const fs::path& folder) {
  const auto add = [&](const char* place, const char* list, const char* config, const char* file, io::Dtype dtype) {
    write_hollow_weights(folder / place / file, [&] {
      fs::create_directories(folder / place);
      return full_size_heads(list, dtype);
    }());
    fs::copy_file(golden_folder() / "full_size" / config, folder / place / "config.json");
  };
  constexpr const char* kDiffusion = "diffusion_pytorch_model.safetensors";
  add("s1_pipe/unet", "stage1_unet", "stage1_unet_config.json", kDiffusion, io::Dtype::F32);
  add("s1_pipe/vae", "stage1_vae", "stage1_vae_config.json", kDiffusion, io::Dtype::F16);
  add("s1_pipe/image_encoder", "stage1_clip", "stage1_clip_config.json", "model.safetensors", io::Dtype::F16);
  add("s2_pipe/unet", "stage2_unet", "stage2_unet.config.json", kDiffusion, io::Dtype::F32);
  add("s2_pipe/vae", "stage2_vae", "stage2_vae.config.json", kDiffusion, io::Dtype::F32);
  add("s2_pipe/image_encoder", "stage2_clip", "stage2_clip.config.json", "model.safetensors", io::Dtype::F32);
  write_hollow_weights(folder / "normal" / "omnidata_dpt_normal_v2.safetensors",
                       full_size_heads("omnidata_dpt", io::Dtype::F32));
}

void copy_tiny_pack(const fs::path& folder) {
  fs::create_directories(folder);
  for (const char* stage : {"stage1", "stage2"})
    fs::copy(golden_folder() / stage / "pack", folder, fs::copy_options::recursive);
  // The reference data may be read-only.
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    fs::permissions(entry.path(), fs::perms::owner_all, fs::perm_options::add);
}

}  // namespace core::cascade::testing
