// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/color_profile.h"

#include <lcms2.h>

#include <algorithm>
#include <array>
#include <memory>

#include "core/base/parallel.h"

namespace core::io {
namespace {

struct CloseProfile {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
struct DeleteTransform {
  void operator()(void* transform) const { cmsDeleteTransform(transform); }
};
using Profile = std::unique_ptr<void, CloseProfile>;
using Transform = std::unique_ptr<void, DeleteTransform>;

Transform transform_to_srgb(cmsHPROFILE from, cmsUInt32Number pixel_type, cmsUInt32Number flags) {
  const Profile srgb(cmsCreate_sRGBProfile());
  return Transform(cmsCreateTransform(from, pixel_type, srgb.get(), TYPE_RGBA_8, INTENT_PERCEPTUAL, flags));
}

/// Grey pictures arrive as RGB with equal channels.
void convert_grey(image::Image8& picture, cmsHTRANSFORM transform) {
  std::array<std::uint8_t, 256> grey{};
  std::array<std::array<std::uint8_t, 4>, 256> rgba{};
  for (std::size_t i = 0; i < grey.size(); ++i) grey[i] = static_cast<std::uint8_t>(i);
  cmsDoTransform(transform, grey.data(), rgba.data(), static_cast<cmsUInt32Number>(grey.size()));
  const auto data = picture.data();
  for (std::size_t i = 0; i < data.size(); i += 4) {
    if (data[i] == data[i + 1] && data[i] == data[i + 2]) std::copy_n(rgba[data[i]].data(), 3, data.data() + i);
  }
}

/// lcms measures ink from 0 (none) to 255, as the decoded picture does.
void convert_by(image::Image8& picture, cmsHTRANSFORM transform) {
  parallel_for(0, picture.height(), 16, [&](int y) {
    std::uint8_t* row = picture.pixel(0, y);
    cmsDoTransform(transform, row, row, static_cast<cmsUInt32Number>(picture.width()));
  });
}

void convert_plainly(std::uint8_t* pixel) {
  const int key = 255 - pixel[3];
  for (int c = 0; c < 3; ++c) pixel[c] = static_cast<std::uint8_t>(((255 - pixel[c]) * key + 127) / 255);
  pixel[3] = 255;
}

/// False if the profile is damaged or of another kind than the picture.
bool convert_by_profile(image::Image8& picture, const std::vector<std::uint8_t>& icc, bool is_cmyk) {
  if (icc.empty()) return false;
  const Profile from(cmsOpenProfileFromMem(icc.data(), static_cast<cmsUInt32Number>(icc.size())));
  if (!from) return false;
  const cmsColorSpaceSignature space = cmsGetColorSpace(from.get());
  if (is_cmyk != (space == cmsSigCmykData)) return false;
  if (space == cmsSigRgbData) {
    const Transform transform = transform_to_srgb(from.get(), TYPE_RGBA_8, cmsFLAGS_COPY_ALPHA);
    if (transform) convert_by(picture, transform.get());
    return transform != nullptr;
  }
  if (space == cmsSigGrayData) {
    const Transform transform = transform_to_srgb(from.get(), TYPE_GRAY_8, 0);
    if (transform) convert_grey(picture, transform.get());
    return transform != nullptr;
  }
  if (!is_cmyk) return false;
  const Transform transform = transform_to_srgb(from.get(), TYPE_CMYK_8, 0);
  if (!transform) return false;
  convert_by(picture, transform.get());
  for (std::size_t i = 3; i < picture.data().size(); i += 4) picture.data()[i] = 255;
  return true;
}

}  // namespace

void convert_to_srgb(image::Image8& picture, const std::vector<std::uint8_t>& icc, bool is_cmyk) {
  if (convert_by_profile(picture, icc, is_cmyk) || !is_cmyk) return;
  for (std::size_t i = 0; i < picture.data().size(); i += 4) convert_plainly(picture.data().data() + i);
}

}  // namespace core::io
