// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/packs/network_kind.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace core::cascade {
namespace {

constexpr std::array<std::pair<NetworkKind, std::string_view>, 7> kNames = {
    {{NetworkKind::AnchorUnet, "anchor_unet"},
     {NetworkKind::InterpolationUnet, "interpolation_unet"},
     {NetworkKind::ImageVae, "image_vae"},
     {NetworkKind::VideoVae, "video_vae"},
     {NetworkKind::ClipVision, "clip_vision"},
     {NetworkKind::NormalDpt, "normal_dpt"},
     {NetworkKind::Other, "other"}}};

// Numbers that condition a frame or row. Sources: reference of stage I, section 2.3 and 7.2; of stage II, section 2.3.
constexpr std::int64_t kAnchorLabels = 12, kWonder3dLabels = 10, kCameraNumbers = 6;

/// Questions about the tensors of one file.
class Tensors {
 public:
  explicit Tensors(const io::TensorFile& file) : file_(file) {}

  bool has(std::string_view name) const { return file_.find(name) != nullptr; }
  bool any_starts(std::string_view start) const {
    return any([&](std::string_view name) { return name.starts_with(start); });
  }
  bool any_contains(std::string_view part) const {
    return any([&](std::string_view name) { return name.find(part) != std::string_view::npos; });
  }
  /// A size of a tensor; none if it has no such dimension or is not there.
  std::optional<std::int64_t> size(std::string_view name, std::size_t dimension) const {
    const io::StoredTensor* tensor = file_.find(name);
    if (tensor == nullptr || tensor->shape.size() <= dimension) return std::nullopt;
    return tensor->shape[dimension];
  }

 private:
  bool any(const auto& fits) const {
    return std::any_of(file_.tensors().begin(), file_.tensors().end(),
                       [&](const io::StoredTensor& tensor) { return fits(tensor.name); });
  }

  const io::TensorFile& file_;
};

NetworkIdentity other(std::string words) { return {NetworkKind::Other, std::move(words)}; }

NetworkIdentity video_unet(const Tensors& tensors) {
  const auto camera = tensors.size("class_embedding.linear_1.weight", 1);
  if (!camera) return other("the UNet of Stable Video Diffusion, without the camera MLP that Envision3D adds");
  if (*camera == kCameraNumbers) return {NetworkKind::InterpolationUnet, "the spatio-temporal UNet of Envision3D"};
  return other(fmt::format("a video UNet with {} camera numbers; Envision3D's has {}", *camera, kCameraNumbers));
}

NetworkIdentity picture_unet(const Tensors& tensors) {
  if (const auto labels = tensors.size("class_embedding.linear_1.weight", 1)) {
    if (*labels == kAnchorLabels) return {NetworkKind::AnchorUnet, "the multi-view UNet of Envision3D"};
    if (*labels == kWonder3dLabels)
      return other(fmt::format("the UNet of Wonder3D (labels of {} numbers; Envision3D's have {})", kWonder3dLabels,
                               kAnchorLabels));
    return other(
        fmt::format("a multi-view UNet with labels of {} numbers; Envision3D's have {}", *labels, kAnchorLabels));
  }
  if (tensors.any_starts("add_embedding.")) return other("the UNet of Stable Diffusion XL");
  const auto channels = tensors.size("conv_in.weight", 1);
  if (channels == 8)
    return other("a UNet of Stable Diffusion that takes a picture (such as Zero-1-to-3), not of Envision3D");
  const auto context = tensors.size("down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.weight", 1);
  if (channels == 4 && context == 768) return other("the UNet of Stable Diffusion 1.x");
  if (channels == 4 && context == 1024) return other("the UNet of Stable Diffusion 2.x");
  return other("a UNet of the Stable Diffusion family, not of Envision3D");
}

NetworkIdentity latent_diffusion(const Tensors& tensors) {
  if (tensors.has("cc_projection.weight")) return other("a training checkpoint of Zero-1-to-3");
  if (tensors.any_starts("cond_stage_model.transformer."))
    return other("a checkpoint of Stable Diffusion 1.x in its original layout");
  return other("a checkpoint of latent diffusion in its original layout");
}

NetworkIdentity clip(const Tensors& tensors) {
  if (tensors.any_starts("text_model."))
    return other(tensors.any_starts("vision_model.") ? "a whole CLIP model with its text part" : "a CLIP text encoder");
  if (tensors.has("visual_projection.weight")) return {NetworkKind::ClipVision, "a CLIP picture encoder"};
  return other("a CLIP picture encoder without its projection");
}

NetworkIdentity dpt(const Tensors& tensors, std::string_view prefix) {
  const auto channels = tensors.size(fmt::format("{}scratch.output_conv.4.weight", prefix), 0);
  if (channels == 3) return {NetworkKind::NormalDpt, "the DPT-hybrid of Omnidata for normals"};
  return other("a DPT-hybrid that gives no normals (one for depth)");
}

}  // namespace

std::string_view kind_name(NetworkKind kind) {
  return std::find_if(kNames.begin(), kNames.end(), [&](const auto& row) { return row.first == kind; })->second;
}

std::optional<NetworkKind> kind_from_name(std::string_view name) {
  for (const auto& [kind, text] : kNames) {
    if (text == name) return kind;
  }
  return std::nullopt;
}

NetworkIdentity identify_network(const io::TensorFile& file) {
  const Tensors tensors(file);
  if (tensors.any_starts("model.diffusion_model.")) return latent_diffusion(tensors);
  if (tensors.any_contains("temporal_transformer_blocks.")) return video_unet(tensors);
  if (tensors.has("conv_in.weight") && tensors.has("time_embedding.linear_1.weight")) return picture_unet(tensors);
  if (tensors.has("encoder.conv_in.weight") && tensors.has("decoder.conv_in.weight")) {
    return tensors.any_contains(".temporal_res_block.")
               ? NetworkIdentity{NetworkKind::VideoVae, "a VAE with temporal decoder"}
               : NetworkIdentity{NetworkKind::ImageVae, "a VAE of pictures"};
  }
  if (tensors.any_starts("vision_model.") || tensors.any_starts("text_model.")) return clip(tensors);
  for (const std::string_view prefix : {"", "model."}) {
    if (tensors.has(fmt::format("{}pretrained.model.patch_embed.backbone.stem.conv.weight", prefix)))
      return dpt(tensors, prefix);
  }
  if (tensors.any_starts("depth_head.") && tensors.any_starts("pretrained.blocks.")) return other("Depth Anything");
  if (tensors.any_starts("image_tokenizer.") && tensors.any_starts("backbone.transformer_blocks."))
    return other("TripoSR");
  if (tensors.any_starts("glpn.")) return other("GLPN (depth)");
  if (tensors.any_contains("dec_blocks.") && tensors.any_contains("downstream_head1."))
    return other("DUSt3R or MASt3R");
  return other("a network that is not known");
}

}  // namespace core::cascade
