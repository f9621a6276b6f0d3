// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/views/view_set.h"

/// View folders: the pictures of a ring as files, exactly as contracts.md section 2 fixes them, so that folders of the
/// original program are read and what is written here can be read there.
namespace core::io {

/// What views.json holds beside the pictures; every field has the value of a folder without views.json.
struct ViewFolderInfo {
  std::string source = "folder";    ///< "sketch", a pack's name, or "folder" when unknown
  std::optional<std::string> pack;  ///< name of the model pack that drew the views
  int steps = 50;                   ///< of denoising, with a pack
  float framing_ratio = 0.875f;
  std::optional<std::string> sketch_body;  ///< "inflated", "lathe", "extruded"
  float sketch_depth = 1.0f;
  float sketch_relief = 0.3f;
  std::string sketch_unseen = "mirror";
  std::array<bool, geometry::kNumViews> locked{};
};

struct ViewFolder {
  views::ViewSet set;
  ViewFolderInfo info;
  /// The canvas of the photo (RGBA, picture.png) where a pack drew view 0 and it is not the photo itself; null
  /// otherwise.
  std::shared_ptr<const image::Image8> picture;
  bool has_views_json = false;
  bool has_camera = false;  ///< views.json says how the views were taken; else set.ring is the usual ring
};

struct ViewFolderOptions {
  std::filesystem::path second;  ///< stage II results when they lie apart; empty otherwise
  bool need_normals = true;      ///< refuse a folder without any anchor normal
};

/// Reads a view folder. On reading only the alpha of the RGBA files is trusted and colour comes from rgb{k}.png; a
/// missing masked file is made by matting the white background. Pictures larger than 256 are kept at their size.
/// What networks drew before it was cut out is kept (View::uncut_rgb; of folders whose source is a pack, uncut_normal
/// from normals/normal{k}.png). A view that shows nothing comes without trust. What the pictures themselves are short
/// of (normals of an anchor among it) is left to reconstruct::check_views.
/// @param warn  called with a sentence for views that are missing or show nothing but are not needed
/// @throws Error NotFound (no such folder), BadFormat or Empty naming the view: a missing anchor, no anchor normals at
/// all,
///         pictures of differing size, not square, not a multiple of 64, under 256; all masks empty; a cut-out under 16
///         pixels
ViewFolder read_view_folder(const std::filesystem::path& folder, const ViewFolderOptions& options,
                            const std::function<void(const std::string&)>& warn);

/// Writes views as files, rgb{k}.png as networks drew it where that is kept. Makes the folder; each file is whole or
/// not at all; views.json comes last.
/// @param only  indices to write (the rest of the folder stays as it is); empty means all that are present
void write_view_folder(const std::filesystem::path& folder, const ViewFolder& content,
                       const std::vector<int>& only = {});

/// Path of the colour picture of a view inside a folder, as events report it.
std::filesystem::path view_color_path(const std::filesystem::path& folder, int index);

}  // namespace core::io
