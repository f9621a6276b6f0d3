// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/io/tensor_file.h"

namespace core::cascade {

/// Networks that the cascade is made of; Other is any that it cannot use.
enum class NetworkKind { AnchorUnet, InterpolationUnet, ImageVae, VideoVae, ClipVision, NormalDpt, Other };

/// "anchor_unet"; the name in models/manifest.json.
std::string_view kind_name(NetworkKind kind);
std::optional<NetworkKind> kind_from_name(std::string_view name);

struct NetworkIdentity {
  NetworkKind kind = NetworkKind::Other;
  std::string words;  ///< what it is, for people: "the UNet of Wonder3D (labels of 10 numbers)"
};
/// Which network these tensors are, told by their names and by the few shapes that differ between relatives. Knows the
/// networks of the cascade and those that are easily taken for them.
NetworkIdentity identify_network(const io::TensorFile& file);

}  // namespace core::cascade
