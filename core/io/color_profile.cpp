// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/color_profile.h"

#include <lcms2.h>

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

/// Null if the profile is damaged or of another colour space.
Transform transform_to_srgb(const std::vector<std::uint8_t>& icc, bool is_cmyk) {
  if (icc.empty()) return nullptr;
  const Profile from(cmsOpenProfileFromMem(icc.data(), static_cast<cmsUInt32Number>(icc.size())));
  if (!from || cmsGetColorSpace(from.get()) != (is_cmyk ? cmsSigCmykData : cmsSigRgbData)) return nullptr;
  const Profile srgb(cmsCreate_sRGBProfile());
  // lcms measures ink from 0 (none) to 100 %; its 8-bit CMYK has 0 = no ink, as the decoded picture has.
  return Transform(cmsCreateTransform(from.get(), is_cmyk ? TYPE_CMYK_8 : TYPE_RGBA_8, srgb.get(), TYPE_RGBA_8,
                                      INTENT_PERCEPTUAL, is_cmyk ? 0 : cmsFLAGS_COPY_ALPHA));
}

void convert_plainly(std::uint8_t* pixel) {
  const int key = 255 - pixel[3];
  for (int c = 0; c < 3; ++c) pixel[c] = static_cast<std::uint8_t>(((255 - pixel[c]) * key + 127) / 255);
  pixel[3] = 255;
}

}  // namespace

void convert_to_srgb(image::Image8& picture, const std::vector<std::uint8_t>& icc, bool is_cmyk) {
  const Transform transform = transform_to_srgb(icc, is_cmyk);
  if (!transform && !is_cmyk) return;
  parallel_for(0, picture.height(), 16, [&](int y) {
    std::uint8_t* row = picture.pixel(0, y);
    if (transform) {
      cmsDoTransform(transform.get(), row, row, static_cast<cmsUInt32Number>(picture.width()));
      if (!is_cmyk) return;
      for (int x = 0; x < picture.width(); ++x) row[4 * x + 3] = 255;
    } else {
      for (int x = 0; x < picture.width(); ++x) convert_plainly(row + 4 * x);
    }
  });
}

}  // namespace core::io
