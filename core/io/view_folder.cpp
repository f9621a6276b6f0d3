// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/view_folder.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/image/alpha.h"
#include "core/io/atomic_file.h"
#include "core/io/image_file.h"
#include "core/io/views_json.h"
#include "core/io/white_matte.h"
#include "core/views/framing.h"

namespace core::io {
namespace {

namespace fs = std::filesystem;

constexpr int kMinViewPx = 256;
constexpr const char* kPhotoFile = "picture.png";

fs::path color_path(const fs::path& folder, int k) { return folder / fmt::format("rgb{}.png", k); }
fs::path normal_path(const fs::path& folder, int k) { return folder / fmt::format("normal{}.png", k); }
fs::path uncut_normal_path(const fs::path& folder, int k) {
  return folder / "normals" / fmt::format("normal{}.png", k);
}
fs::path masked_path(const fs::path& folder, int k) {
  return folder / (geometry::is_anchor(k) ? "masked_rgb" : "s2_masked_rgb") / fmt::format("rgb{}.png", k);
}

/// The first of the folders that has the file, or an empty path.
fs::path find_file(const std::vector<fs::path>& folders, int k, fs::path (*name)(const fs::path&, int)) {
  for (const fs::path& folder : folders) {
    std::error_code ignored;
    const fs::path path = name(folder, k);
    if (fs::exists(path, ignored)) return path;
  }
  return {};
}

/// Colour of an object of this coverage that gives `rgb` over white.
std::uint8_t unmixed(int over_white, int alpha) {
  return static_cast<std::uint8_t>(std::clamp((255 * (over_white - 255 + alpha) + alpha / 2) / alpha, 0, 255));
}

/// Colour from the picture over white, alpha from the masked file where there is one. A masked pixel whose own colour
/// gives exactly the picture over white keeps that colour: it is the finer of the two.
image::Image8 combined(const image::Image8& over_white, const image::Image8* masked) {
  image::Image8 rgba(over_white.width(), over_white.height(), 4);
  const std::vector<std::uint8_t> matte =
      masked == nullptr ? alpha_over_white(over_white) : std::vector<std::uint8_t>{};
  const image::Image8 masked_over_white = masked == nullptr ? image::Image8{} : image::over_white(*masked);
  for (std::size_t i = 0; i < rgba.num_pixels(); ++i) {
    const std::uint8_t* color = over_white.data().data() + 3 * i;
    std::uint8_t* out = rgba.data().data() + 4 * i;
    out[3] = masked == nullptr ? matte[i] : masked->data()[4 * i + 3];
    if (out[3] == 0) continue;
    if (masked != nullptr && std::equal(color, color + 3, masked_over_white.data().data() + 3 * i)) {
      std::copy_n(masked->data().data() + 4 * i, 3, out);
    } else {
      for (int c = 0; c < 3; ++c) out[c] = unmixed(color[c], out[3]);
    }
  }
  return rgba;
}

/// Normals are white where alpha is 0.
image::Image8 whitened(const image::Image8& normal) {
  image::Image8 result = normal;
  for (std::size_t i = 0; i < result.num_pixels(); ++i) {
    std::uint8_t* p = result.data().data() + 4 * i;
    if (p[3] == 0) p[0] = p[1] = p[2] = 255;
  }
  return result;
}

void check_size(const image::Image8& picture, const fs::path& path, int expected) {
  if (picture.width() != picture.height()) {
    throw Error(ErrorCode::BadFormat, fmt::format("'{}' is {} x {} pixels; views must be square.", path.string(),
                                                  picture.width(), picture.height()));
  }
  if (picture.width() < kMinViewPx || picture.width() % 64 != 0) {
    throw Error(ErrorCode::BadFormat,
                fmt::format("'{}' is {} pixels on a side; views must be 256 or a larger multiple of 64.", path.string(),
                            picture.width()));
  }
  if (expected != 0 && picture.width() != expected) {
    throw Error(ErrorCode::BadFormat,
                fmt::format("'{}' is {} pixels on a side, but other views are {}; all must be the same.", path.string(),
                            picture.width(), expected));
  }
}

class FolderReader {
 public:
  FolderReader(const fs::path& folder, const ViewFolderOptions& options,
               const std::function<void(const std::string&)>& warn)
      : options_(options), warn_(warn), folders_{folder} {
    if (!options.second.empty()) folders_.push_back(options.second);
    for (const fs::path& each : folders_) {
      std::error_code ignored;
      if (!fs::is_directory(each, ignored)) {
        throw Error(ErrorCode::NotFound,
                    fmt::format("'{}' is not a folder. A view folder holds rgb0.png to rgb31.png.", each.string()));
      }
    }
  }

  ViewFolder read() {
    read_json();
    for (int k = 0; k < geometry::kNumViews; k += geometry::kViewsPerAnchor) {
      if (find_file(folders_, k, color_path).empty()) {
        throw Error(ErrorCode::Empty,
                    fmt::format("'{}' has no rgb{}.png: anchor view {} ({}) is missing. All eight anchors are needed.",
                                folders_.front().string(), k, k, views::view_name(k)));
      }
    }
    for (int k = 0; k < geometry::kNumViews; ++k) read_view(k);
    if (content_.info.pack) read_photo();
    check_content();
    return std::move(content_);
  }

 private:
  void read_json() {
    for (const fs::path& folder : folders_) {
      std::error_code ignored;
      if (!fs::exists(folder / "views.json", ignored)) continue;
      json_ = read_views_json(folder / "views.json");
      content_.has_views_json = true;
      break;
    }
    content_.info = json_.info;
    content_.has_camera = json_.has_camera;
    content_.set.ring = json_.ring;
    content_.set.trust = json_.trust;
  }

  void read_photo() {
    const fs::path path = folders_.front() / kPhotoFile;
    std::error_code ignored;
    if (!fs::exists(path, ignored)) return;
    Picture photo = read_picture(path);
    check_size(photo.rgba, path, size_px_);
    content_.picture = std::make_shared<const image::Image8>(std::move(photo.rgba));
  }

  void read_view(int k) {
    const fs::path color = find_file(folders_, k, color_path);
    if (color.empty()) {
      ++num_missing_;
      return;
    }
    auto view = std::make_shared<views::View>();
    view->index = k;
    view->seed = json_.seeds[static_cast<std::size_t>(k)];
    view->own = json_.own[static_cast<std::size_t>(k)];
    const Picture picture = read_picture(color);
    check_size(picture.rgba, color, size_px_);
    size_px_ = picture.rgba.width();
    const fs::path masked = find_file(folders_, k, masked_path);
    const image::Image8 color_over_white = image::over_white(picture.rgba);
    if (masked.empty()) {
      view->rgba = combined(color_over_white, nullptr);
    } else {
      const Picture mask = read_picture(masked);
      check_size(mask.rgba, masked, size_px_);
      view->rgba = combined(color_over_white, mask.has_alpha ? &mask.rgba : nullptr);
    }
    if (geometry::is_anchor(k)) {
      read_normal(k, *view);
      read_uncut(k, color_over_white, *view);
    }
    content_.set.views[static_cast<std::size_t>(k)] = view;
  }

  void read_normal(int k, views::View& view) {
    const fs::path path = find_file(folders_, k, normal_path);
    if (path.empty()) {
      ++num_missing_normals_;
      return;
    }
    const Picture normal = read_picture(path);
    check_size(normal.rgba, path, size_px_);
    view.normal = normal.rgba;
    for (std::size_t i = 0; !normal.has_alpha && i < view.normal.num_pixels(); ++i) {
      // Without an alpha of its own a normal map is good where the colour is.
      view.normal.data()[4 * i + 3] = view.rgba.data()[4 * i + 3];
    }
    view.normal = whitened(view.normal);
  }

  /// What networks drew, for drawing on; the sketch source draws the object alone.
  void read_uncut(int k, const image::Image8& color_over_white, views::View& view) {
    if (content_.info.source == "sketch") return;
    view.uncut_rgb = color_over_white;
    const fs::path path = find_file(folders_, k, uncut_normal_path);
    if (content_.info.source == "folder" || path.empty()) return;
    const Picture normal = read_picture(path);
    check_size(normal.rgba, path, size_px_);
    view.uncut_normal = image::over_white(normal.rgba);
  }

  void check_content() {
    const std::string name = folders_.front().string();
    if (num_missing_normals_ == geometry::kNumAnchors && options_.need_normals) {
      throw Error(
          ErrorCode::Empty,
          fmt::format("'{}' has no normal0.png to normal28.png: without normals no surface can be solved.", name));
    }
    if (num_missing_ > 0 && warn_) warn_(fmt::format("'{}' lacks {} of the 24 in-between views.", name, num_missing_));
    int num_empty = 0, num_views = 0;
    for (int k = 0; k < geometry::kNumViews; ++k) {
      const views::ViewPtr& view = content_.set.at(k);
      if (!view) continue;
      ++num_views;
      const image::AlphaBox box = image::alpha_box(view->rgba, 127);
      if (box.is_empty()) {
        ++num_empty;
        // A view that shows nothing would carve everything away.
        content_.set.trust[static_cast<std::size_t>(k)] = 0.0f;
        if (warn_) warn_(fmt::format("View {} of '{}' shows nothing of the object; it is not used.", k, name));
      } else if (std::max(box.width(), box.height()) < views::kMinCutoutPx) {
        throw Error(ErrorCode::Empty,
                    fmt::format("View {} of '{}' shows only {} x {} pixels of the object; at least {} are needed.", k,
                                name, box.width(), box.height(), views::kMinCutoutPx));
      }
    }
    if (num_empty == num_views)
      throw Error(ErrorCode::Empty, fmt::format("The masks of all views in '{}' are empty: there is no object.", name));
  }

  const ViewFolderOptions& options_;
  const std::function<void(const std::string&)>& warn_;
  std::vector<fs::path> folders_;
  ViewFolder content_;
  ViewsJson json_;
  int num_missing_normals_ = 0;
  int num_missing_ = 0;
  int size_px_ = 0;
};

void make_folder(const fs::path& folder) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure) {
    throw Error(ErrorCode::NotWritable,
                fmt::format("The folder '{}' cannot be made: {}.", folder.string(), failure.message()));
  }
}

}  // namespace

ViewFolder read_view_folder(const fs::path& folder, const ViewFolderOptions& options,
                            const std::function<void(const std::string&)>& warn) {
  return FolderReader(folder, options, warn).read();
}

void write_view_folder(const fs::path& folder, const ViewFolder& content, const std::vector<int>& only) {
  make_folder(folder);
  make_folder(folder / "masked_rgb");
  std::vector<int> wanted = only;
  for (int k = 0; wanted.size() < geometry::kNumViews && only.empty() && k < geometry::kNumViews; ++k)
    wanted.push_back(k);
  const bool has_in_betweens =
      std::any_of(wanted.begin(), wanted.end(), [&](int k) { return !geometry::is_anchor(k) && content.set.at(k); });
  if (has_in_betweens) make_folder(folder / "s2_masked_rgb");
  const bool has_uncut = std::any_of(wanted.begin(), wanted.end(), [&](int k) {
    return content.set.at(k) && !content.set.at(k)->uncut_normal.is_empty();
  });
  if (has_uncut) make_folder(folder / "normals");
  parallel_for(std::size_t{0}, wanted.size(), std::size_t{1}, [&](std::size_t i) {
    const int k = wanted[i];
    const views::ViewPtr& view = content.set.at(k);
    if (!view) return;
    write_png(color_path(folder, k), views::color_on_white(*view));
    write_png(masked_path(folder, k), view->rgba);
    if (geometry::is_anchor(k) && view->has_normal()) write_png(normal_path(folder, k), whitened(view->normal));
    if (!view->uncut_normal.is_empty()) write_png(uncut_normal_path(folder, k), view->uncut_normal);
  });
  if (content.picture) write_png(folder / kPhotoFile, *content.picture);
  const std::string json = views_json_text(content);
  write_file(folder / "views.json", {reinterpret_cast<const std::uint8_t*>(json.data()), json.size()});
}

fs::path view_color_path(const fs::path& folder, int index) { return color_path(folder, index); }

}  // namespace core::io
