// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/photo_normals.h"

#include <ATen/ops/clamp.h>
#include <ATen/ops/upsample_bicubic2d.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/cascade/compute_type.h"
#include "core/image/alpha.h"
#include "core/image/resize.h"
#include "core/io/image_file.h"
#include "core/models/dpt_normal.h"
#include "core/nn/tensor_image.h"
#include "core/views/framing.h"
#include "core/views/normal_map.h"

namespace core::cascade {
namespace {

/// The network sees 384 x 384 pixels; on more than this its map only grows.
constexpr int kMaxMapPx = 2048;

image::Image8 without_alpha(const image::Image8& rgba) {
  image::Image8 rgb(rgba.width(), rgba.height(), 3);
  for (std::size_t i = 0; i < rgb.num_pixels(); ++i)
    std::copy_n(rgba.data().data() + 4 * i, 3, rgb.data().data() + 3 * i);
  return rgb;
}

image::Image8 framed(const image::Image8& normals, const views::FramedPhoto& photo, const image::Image8& cutout) {
  if (!photo.framing) return normals;
  return views::frame_like_cutout(views::turned_normals(normals, photo.framing->turn_deg), cutout, *photo.framing,
                                  photo.canvas.width());
}

/// What the network says, as a picture of stored normals.
/// @param map  [1, 3, H, W], float32
image::Image8 stored_normals(const at::Tensor& map) {
  image::Image8 normals(static_cast<int>(map.size(3)), static_cast<int>(map.size(2)), 3);
  const float* values = map.const_data_ptr<float>();
  const std::size_t plane = normals.num_pixels();
  for (std::size_t i = 0; i < plane; ++i) {
    const std::array<std::uint8_t, 3> rgb = stored_normal({values[i], values[plane + i], values[2 * plane + i]});
    std::copy(rgb.begin(), rgb.end(), normals.data().data() + 3 * i);
  }
  return normals;
}

}  // namespace

std::array<std::uint8_t, 3> stored_normal(const std::array<float, 3>& value) {
  std::array<float, 3> n;
  float sum = 0.0f;
  for (std::size_t c = 0; c < 3; ++c) {
    n[c] = 2.0f * value[c] - 1.0f;
    sum += n[c] * n[c];
  }
  const float length = std::sqrt(sum) + 1e-6f;
  const auto byte = [&](float component) {
    return static_cast<std::uint8_t>((0.5 * static_cast<double>(component / length) + 0.5) * 255.0);
  };
  return {byte(-n[2]), byte(n[0]), byte(-n[1])};
}

image::Image8 GivenNormals::estimate(const views::FramedPhoto& photo, const geometry::RingGeometry&,
                                     const RunContext&) const {
  const image::Image8 given = without_alpha(io::read_picture(path_).rgba);
  const auto has_size_of = [&](const image::Image8& picture) {
    return given.width() == picture.width() && given.height() == picture.height();
  };
  if (has_size_of(*photo.picture)) return framed(given, photo, photo.cutout);
  if (has_size_of(photo.canvas)) return given;
  throw Error(
      ErrorCode::Usage,
      fmt::format("The normals in '{}' are {} x {} pixels; they must have the size of the picture, {} x {}.",
                  path_.string(), given.width(), given.height(), photo.picture->width(), photo.picture->height()));
}

image::Image8 EstimatedNormals::estimate(const views::FramedPhoto& photo, const geometry::RingGeometry&,
                                         const RunContext& context) const {
  const nn::WeightPlacement placement = exact_placement_of(placement_of(compute_));
  // What is under the transparent parts of a photo was seen by the original too; under those of a canvas is nothing.
  const image::Image8 picture = photo.framing ? without_alpha(*photo.picture) : image::over_white(photo.canvas);
  const image::Image8 seen = image::resize(picture, 384, 384, image::ResizeFilter::Bilinear);
  at::Tensor map;
  {
    models::DptNormal network;
    nn::load_weights(*network, io::open_tensor_file(checkpoint_), models::dpt_normal_name_rules(), placement);
    context.checkpoint();
    map = network->forward(nn::tensor_from_image(seen).to(placement.device)).to(at::kCPU).clamp(0.0, 1.0);
  }
  context.checkpoint();
  const double scale = std::min(1.0, static_cast<double>(kMaxMapPx) / std::max(picture.width(), picture.height()));
  const int width = std::max(1, static_cast<int>(scale * picture.width())),
            height = std::max(1, static_cast<int>(scale * picture.height()));
  const image::Image8 cutout = scale < 1.0 ? image::resize(photo.cutout, width, height) : photo.cutout;
  image::Image8 normals =
      stored_normals(at::upsample_bicubic2d(map, {height, width}, /*align_corners=*/false).contiguous());
  for (std::size_t i = 0; i < normals.num_pixels(); ++i) {
    if (cutout.data()[4 * i + 3] == 0) std::fill_n(normals.data().data() + 3 * i, 3, std::uint8_t{255});
  }
  return framed(normals, photo, cutout);
}

std::optional<std::filesystem::path> find_normal_checkpoint(const std::filesystem::path& pack_folder) {
  for (const std::filesystem::path& folder : {pack_folder, pack_folder / "normal"}) {
    const std::filesystem::path path = folder / "omnidata_dpt_normal_v2.ckpt";
    if (std::filesystem::exists(path)) return path;
  }
  return {};
}

std::shared_ptr<const views::PhotoNormals> choose_photo_normals(const std::filesystem::path& pack_folder,
                                                                const CascadeOptions& options,
                                                                std::shared_ptr<const views::PhotoNormals> fallback) {
  if (!options.normals.empty()) return std::make_shared<GivenNormals>(options.normals);
  if (const auto checkpoint = find_normal_checkpoint(pack_folder))
    return std::make_shared<EstimatedNormals>(*checkpoint, options.compute);
  return fallback;
}

}  // namespace core::cascade
