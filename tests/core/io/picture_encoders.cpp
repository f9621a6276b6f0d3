// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "tests/core/io/picture_encoders.h"

#include <cstddef>
#include <cstdio>
#include <cstdlib>
// jpeglib.h needs the declarations of cstddef and cstdio.
#include <jpeglib.h>
#include <lcms2.h>
#include <png.h>
#include <webp/encode.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace support {
namespace {

using core::image::Image8;

void put16(Bytes& bytes, unsigned value, bool is_big_endian = false) {
  const auto low = static_cast<std::uint8_t>(value), high = static_cast<std::uint8_t>(value >> 8);
  bytes.push_back(is_big_endian ? high : low);
  bytes.push_back(is_big_endian ? low : high);
}
void put32(Bytes& bytes, std::uint32_t value, bool is_big_endian = false) {
  put16(bytes, is_big_endian ? value >> 16 : value & 0xffff, is_big_endian);
  put16(bytes, is_big_endian ? value & 0xffff : value >> 16, is_big_endian);
}
void put24(Bytes& bytes, std::uint32_t value) {
  put16(bytes, value & 0xffff);
  bytes.push_back(static_cast<std::uint8_t>(value >> 16));
}
void put(Bytes& bytes, const Bytes& more) { bytes.insert(bytes.end(), more.begin(), more.end()); }
void put(Bytes& bytes, const char* text) { bytes.insert(bytes.end(), text, text + std::strlen(text)); }

Bytes saved(cmsHPROFILE profile) {
  cmsUInt32Number size = 0;
  cmsSaveProfileToMem(profile, nullptr, &size);
  Bytes bytes(size);
  cmsSaveProfileToMem(profile, bytes.data(), &size);
  cmsCloseProfile(profile);
  return bytes;
}

cmsInt32Number ink_to_lab(const cmsUInt16Number in[], cmsUInt16Number out[], void*) {
  const cmsCIELab lab = {100.0 - 100.0 * in[0] / 65535.0, 0.0, 0.0};
  cmsFloat2LabEncoded(out, &lab);
  return 1;
}

void append(png_structp png, png_bytep data, png_size_t size) {
  auto* bytes = static_cast<Bytes*>(png_get_io_ptr(png));
  bytes->insert(bytes->end(), data, data + size);
}
void no_flush(png_structp) {}

/// Rows of a PNG: indices for palettes, two bytes a sample for 16 bits.
struct PngRows {
  std::vector<Bytes> rows;
  std::vector<std::array<std::uint8_t, 4>> palette;
};

PngRows png_rows(const Image8& picture, const PngOptions& options) {
  PngRows result;
  const int channels = picture.channels();
  for (int y = 0; y < picture.height(); ++y) {
    Bytes row;
    for (int x = 0; x < picture.width(); ++x) {
      const std::uint8_t* p = picture.pixel(x, y);
      if (options.is_palette) {
        const std::array<std::uint8_t, 4> color = {p[0], p[1], p[2], channels == 4 ? p[3] : std::uint8_t{255}};
        auto place = std::find(result.palette.begin(), result.palette.end(), color);
        if (place == result.palette.end()) place = result.palette.insert(place, color);
        row.push_back(static_cast<std::uint8_t>(place - result.palette.begin()));
        continue;
      }
      for (int c = 0; c < channels; ++c) {
        row.push_back(p[c]);
        if (options.bits == 16) row.push_back(p[c]);
      }
    }
    result.rows.push_back(row);
  }
  return result;
}

unsigned fields_565(const std::uint8_t* p) { return (p[0] >> 3) << 11 | (p[1] >> 2) << 5 | p[2] >> 3; }

Bytes bmp_row(const Image8& rgba, int y, const BmpOptions& options) {
  Bytes row;
  unsigned collected = 0;
  for (int x = 0; x < rgba.width(); ++x) {
    const std::uint8_t* p = rgba.pixel(x, y);
    if (options.bits <= 8) {
      const int per_byte = 8 / options.bits;
      collected = collected << options.bits | p[0];
      if (x % per_byte == per_byte - 1 || x == rgba.width() - 1) {
        const int missing = per_byte - 1 - x % per_byte;
        row.push_back(static_cast<std::uint8_t>(collected << (missing * options.bits)));
        collected = 0;
      }
    } else if (options.bits == 16) {
      put16(row, options.has_fields ? fields_565(p)
                                    : static_cast<unsigned>((p[0] >> 3) << 10 | (p[1] >> 3) << 5 | p[2] >> 3));
    } else {
      for (const int c : {2, 1, 0}) row.push_back(p[c]);
      if (options.bits == 32) row.push_back(options.has_fields ? p[3] : 0);
    }
  }
  while (row.size() % 4 != 0) row.push_back(0);
  return row;
}

/// Run-length coding with every kind of code: runs, single colours, ends of rows, end.
Bytes bmp_runs(const Image8& rgba, const BmpOptions& options) {
  Bytes out;
  for (int y = rgba.height() - 1; y >= 0; --y) {
    for (int x = 0; x < rgba.width();) {
      int run = 1;
      while (x + run < rgba.width() && run < 255 && rgba.at(x + run, y) == rgba.at(x, y)) ++run;
      const int index = rgba.at(x, y);
      const bool is_single = run == 1 && x + 3 <= rgba.width();
      if (is_single) {
        put(out, Bytes{0, 3});
        if (options.bits == 8) {
          put(out, Bytes{rgba.at(x, y), rgba.at(x + 1, y), rgba.at(x + 2, y), 0});
        } else {
          put(out, Bytes{static_cast<std::uint8_t>(index << 4 | rgba.at(x + 1, y)),
                         static_cast<std::uint8_t>(rgba.at(x + 2, y) << 4)});
        }
        x += 3;
      } else {
        put(out, Bytes{static_cast<std::uint8_t>(run),
                       static_cast<std::uint8_t>(options.bits == 8 ? index : index << 4 | index)});
        x += run;
      }
    }
    put(out, Bytes{0, static_cast<std::uint8_t>(y == 0 ? 1 : 0)});
  }
  return out;
}

void put_chunk(Bytes& riff, const char* name, const Bytes& data) {
  put(riff, name);
  put32(riff, static_cast<std::uint32_t>(data.size()));
  put(riff, data);
  if (data.size() % 2 != 0) riff.push_back(0);
}

/// The chunks inside a simple WebP file.
Bytes webp_chunks(const Image8& rgba) {
  std::uint8_t* data = nullptr;
  const std::size_t size =
      WebPEncodeLosslessRGBA(rgba.data().data(), rgba.width(), rgba.height(), 4 * rgba.width(), &data);
  if (size < 12) throw std::runtime_error("the WebP encoder failed");
  const Bytes chunks(data + 12, data + size);
  WebPFree(data);
  return chunks;
}

Bytes riff_of(const Bytes& chunks) {
  Bytes riff;
  put(riff, "RIFF");
  put32(riff, static_cast<std::uint32_t>(chunks.size() + 4));
  put(riff, "WEBP");
  put(riff, chunks);
  return riff;
}

}  // namespace

Bytes exif_with_orientation(int orientation, bool is_big_endian) {
  Bytes bytes;
  put(bytes, is_big_endian ? "MM" : "II");
  put16(bytes, 42, is_big_endian);
  put32(bytes, 8, is_big_endian);
  put16(bytes, 1, is_big_endian);
  put16(bytes, 0x0112, is_big_endian);
  put16(bytes, 3, is_big_endian);
  put32(bytes, 1, is_big_endian);
  put16(bytes, static_cast<unsigned>(orientation), is_big_endian);
  put16(bytes, 0);
  put32(bytes, 0);
  return bytes;
}

Bytes linear_rgb_profile() {
  const cmsCIExyY white = {0.3127, 0.3290, 1.0};
  const cmsCIExyYTRIPLE primaries = {{0.64, 0.33, 1.0}, {0.30, 0.60, 1.0}, {0.15, 0.06, 1.0}};
  cmsToneCurve* linear = cmsBuildGamma(nullptr, 1.0);
  cmsToneCurve* curves[] = {linear, linear, linear};
  const Bytes bytes = saved(cmsCreateRGBProfile(&white, &primaries, curves));
  cmsFreeToneCurve(linear);
  return bytes;
}

Bytes linear_grey_profile() {
  cmsToneCurve* linear = cmsBuildGamma(nullptr, 1.0);
  const Bytes bytes = saved(cmsCreateGrayProfile(cmsD50_xyY(), linear));
  cmsFreeToneCurve(linear);
  return bytes;
}

Bytes cyan_only_cmyk_profile() {
  cmsHPROFILE profile = cmsCreateProfilePlaceholder(nullptr);
  cmsSetProfileVersion(profile, 4.3);
  cmsSetDeviceClass(profile, cmsSigOutputClass);
  cmsSetColorSpace(profile, cmsSigCmykData);
  cmsSetPCS(profile, cmsSigLabData);
  cmsStage* table = cmsStageAllocCLut16bit(nullptr, 2, 4, 3, nullptr);
  cmsStageSampleCLut16bit(table, ink_to_lab, nullptr, 0);
  cmsPipeline* pipeline = cmsPipelineAlloc(nullptr, 4, 3);
  cmsPipelineInsertStage(pipeline, cmsAT_END, cmsStageAllocToneCurves(nullptr, 4, nullptr));
  cmsPipelineInsertStage(pipeline, cmsAT_END, table);
  cmsPipelineInsertStage(pipeline, cmsAT_END, cmsStageAllocToneCurves(nullptr, 3, nullptr));
  cmsWriteTag(profile, cmsSigAToB0Tag, pipeline);
  cmsPipelineFree(pipeline);
  return saved(profile);
}

Bytes encode_png_variant(const Image8& picture, const PngOptions& options) {
  Bytes bytes;
  PngRows content = png_rows(picture, options);
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(png, &bytes, append, no_flush);
  constexpr std::array kTypes = {PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB,
                                 PNG_COLOR_TYPE_RGB_ALPHA};
  const int type =
      options.is_palette ? PNG_COLOR_TYPE_PALETTE : kTypes[static_cast<std::size_t>(picture.channels() - 1)];
  png_set_IHDR(png, info, static_cast<png_uint_32>(picture.width()), static_cast<png_uint_32>(picture.height()),
               options.bits, type, options.is_interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (options.is_palette) {
    std::vector<png_color> colors;
    Bytes alpha;
    for (const auto& color : content.palette) {
      colors.push_back({color[0], color[1], color[2]});
      alpha.push_back(color[3]);
    }
    png_set_PLTE(png, info, colors.data(), static_cast<int>(colors.size()));
    png_set_tRNS(png, info, alpha.data(), static_cast<int>(alpha.size()), nullptr);
  }
  Bytes exif = options.exif;
  if (!options.icc.empty())
    png_set_iCCP(png, info, "test", 0, options.icc.data(), static_cast<png_uint_32>(options.icc.size()));
  if (!exif.empty()) png_set_eXIf_1(png, info, static_cast<png_uint_32>(exif.size()), exif.data());
  std::vector<png_bytep> rows;
  for (Bytes& row : content.rows) rows.push_back(row.data());
  png_set_rows(png, info, rows.data());
  png_write_png(png, info, PNG_TRANSFORM_IDENTITY, nullptr);
  png_destroy_write_struct(&png, &info);
  return bytes;
}

Bytes encode_jpeg(const Image8& picture, const JpegOptions& options) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr error{};
  jpeg.err = jpeg_std_error(&error);
  jpeg_create_compress(&jpeg);
  unsigned char* data = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &data, &size);
  jpeg.image_width = static_cast<JDIMENSION>(picture.width());
  jpeg.image_height = static_cast<JDIMENSION>(picture.height());
  jpeg.input_components = picture.channels();
  jpeg.in_color_space = options.is_cmyk ? JCS_CMYK : picture.channels() == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&jpeg);
  if (options.is_cmyk) jpeg_set_colorspace(&jpeg, options.is_ycck ? JCS_YCCK : JCS_CMYK);
  jpeg.write_Adobe_marker = options.is_adobe_inverted ? TRUE : FALSE;
  for (int c = 0; c < jpeg.num_components; ++c) jpeg.comp_info[c].h_samp_factor = jpeg.comp_info[c].v_samp_factor = 1;
  jpeg_set_quality(&jpeg, options.quality, TRUE);
  if (options.is_progressive) jpeg_simple_progression(&jpeg);
  jpeg_start_compress(&jpeg, TRUE);
  if (!options.exif.empty()) {
    Bytes marker = {'E', 'x', 'i', 'f', 0, 0};
    put(marker, options.exif);
    jpeg_write_marker(&jpeg, JPEG_APP0 + 1, marker.data(), static_cast<unsigned>(marker.size()));
  }
  if (!options.icc.empty())
    jpeg_write_icc_profile(&jpeg, options.icc.data(), static_cast<unsigned>(options.icc.size()));
  for (int y = 0; y < picture.height(); ++y) {
    Bytes row(picture.pixel(0, y), picture.pixel(0, y) + picture.width() * picture.channels());
    if (options.is_adobe_inverted) {
      for (std::uint8_t& value : row) value = static_cast<std::uint8_t>(255 - value);
    }
    JSAMPROW pointer = row.data();
    jpeg_write_scanlines(&jpeg, &pointer, 1);
  }
  jpeg_finish_compress(&jpeg);
  const Bytes bytes(data, data + size);
  jpeg_destroy_compress(&jpeg);
  std::free(data);
  return bytes;
}

Bytes encode_webp(const Image8& rgba, const WebpOptions& options) {
  const Bytes still = webp_chunks(rgba);
  if (options.icc.empty() && options.exif.empty() && !options.is_animated) return riff_of(still);
  Bytes head = {static_cast<std::uint8_t>((options.icc.empty() ? 0 : 0x20) | 0x10 | (options.exif.empty() ? 0 : 0x08) |
                                          (options.is_animated ? 0x02 : 0)),
                0, 0, 0};
  put24(head, static_cast<std::uint32_t>(rgba.width() - 1));
  put24(head, static_cast<std::uint32_t>(rgba.height() - 1));
  Bytes chunks;
  put_chunk(chunks, "VP8X", head);
  if (!options.icc.empty()) put_chunk(chunks, "ICCP", options.icc);
  if (options.is_animated) {
    put_chunk(chunks, "ANIM", {0, 0, 0, 0, 0, 0});
    for (const Bytes& frame : {still, webp_chunks(Image8(rgba.width(), rgba.height(), 4))}) {
      Bytes content = {0, 0, 0, 0, 0, 0};
      put24(content, static_cast<std::uint32_t>(rgba.width() - 1));
      put24(content, static_cast<std::uint32_t>(rgba.height() - 1));
      put24(content, 100);
      content.push_back(0);
      put(content, frame);
      put_chunk(chunks, "ANMF", content);
    }
  } else {
    put(chunks, still);
  }
  if (!options.exif.empty()) put_chunk(chunks, "EXIF", options.exif);
  return riff_of(chunks);
}

Bytes encode_bmp(const Image8& rgba, const BmpOptions& options) {
  const bool has_v4_header = options.has_fields && options.bits == 32;
  const std::uint32_t header_bytes = options.is_core ? 12 : has_v4_header ? 108 : 40;
  const std::uint32_t palette_colors = options.bits <= 8 ? 1u << options.bits : 0;
  const std::uint32_t mask_bytes = options.has_fields && !has_v4_header ? 12 : 0;
  Bytes bytes;
  put(bytes, "BM");
  put32(bytes, 0);
  put32(bytes, 0);
  put32(bytes, 14 + header_bytes + mask_bytes + palette_colors * (options.is_core ? 3 : 4));
  put32(bytes, header_bytes);
  if (options.is_core) {
    put16(bytes, static_cast<unsigned>(rgba.width()));
    put16(bytes, static_cast<unsigned>(rgba.height()));
  } else {
    put32(bytes, static_cast<std::uint32_t>(rgba.width()));
    put32(bytes, static_cast<std::uint32_t>(options.is_top_down ? -rgba.height() : rgba.height()));
  }
  put16(bytes, 1);
  put16(bytes, static_cast<unsigned>(options.bits));
  if (!options.is_core) {
    put32(bytes, options.is_run_length ? (options.bits == 8 ? 1 : 2) : options.has_fields ? 3 : 0);
    for (int i = 0; i < 5; ++i) put32(bytes, 0);
  }
  if (options.has_fields && options.bits == 16) {
    for (const std::uint32_t mask : {0xf800u, 0x07e0u, 0x001fu}) put32(bytes, mask);
  }
  if (has_v4_header) {
    for (const std::uint32_t mask : {0xff0000u, 0xff00u, 0xffu, 0xff000000u}) put32(bytes, mask);
    bytes.resize(14 + header_bytes);
  }
  for (std::uint32_t i = 0; i < palette_colors; ++i) {
    const auto grey = static_cast<std::uint8_t>(i * 255 / (palette_colors - 1));
    put(bytes, options.is_core ? Bytes{grey, grey, grey} : Bytes{grey, grey, grey, 0});
  }
  if (options.is_run_length) {
    put(bytes, bmp_runs(rgba, options));
    return bytes;
  }
  for (int row = 0; row < rgba.height(); ++row)
    put(bytes, bmp_row(rgba, options.is_top_down ? row : rgba.height() - 1 - row, options));
  return bytes;
}

}  // namespace support
