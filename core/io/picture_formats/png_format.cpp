// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <png.h>

#include <algorithm>
#include <cstring>

#include "core/base/error.h"
#include "core/io/picture_formats/exif.h"
#include "core/io/picture_formats/picture_format.h"

namespace core::io {
namespace {

/// Largest text or profile chunk that is unpacked.
constexpr png_alloc_size_t kMaxChunkBytes = 16 << 20;

struct Source {
  std::span<const std::uint8_t> bytes;
  std::size_t position = 0;
  bool is_exhausted = false;
};

/// libpng reports through longjmp; nothing with a destructor lives between setjmp and the calls.
struct ErrorText {
  char text[200] = "";
};

void on_error(png_structp png, png_const_charp message) {
  auto* error = static_cast<ErrorText*>(png_get_error_ptr(png));
  std::strncpy(error->text, message, sizeof(error->text) - 1);
  png_longjmp(png, 1);
}

void on_warning(png_structp, png_const_charp) {}

void read_bytes(png_structp png, png_bytep target, png_size_t count) {
  auto* source = static_cast<Source*>(png_get_io_ptr(png));
  if (source->bytes.size() - source->position < count) {
    source->is_exhausted = true;
    png_error(png, "the file ends too early");
  }
  std::memcpy(target, source->bytes.data() + source->position, count);
  source->position += count;
}

/// Owns libpng's reader.
struct Reader {
  png_structp png = nullptr;
  png_infop info = nullptr;
  Source source;
  ErrorText error;

  explicit Reader(std::span<const std::uint8_t> bytes) {
    source.bytes = bytes;
    png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &error, on_error, on_warning);
    if (png == nullptr) throw Error(ErrorCode::OutOfMemory, "There is not enough memory to read a PNG picture.");
    info = png_create_info_struct(png);
    png_set_read_fn(png, &source, read_bytes);
    png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
    png_set_chunk_malloc_max(png, kMaxChunkBytes);
    png_set_chunk_cache_max(png, 100);
  }
  ~Reader() { png_destroy_read_struct(&png, &info, nullptr); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  [[noreturn]] void fail(const std::string& name) const {
    if (source.is_exhausted) throw_truncated_picture(name);
    throw_damaged_picture(name, error.text);
  }
};

bool recognises(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= 8 && png_sig_cmp(bytes.data(), 0, 8) == 0;
}

bool read_header(Reader& reader) {
  if (setjmp(png_jmpbuf(reader.png)) != 0) return false;
  png_read_info(reader.png, reader.info);
  return true;
}

int orientation_of(Reader& reader) {
  png_uint_32 size = 0;
  png_bytep exif = nullptr;
  if (png_get_eXIf_1(reader.png, reader.info, &size, &exif) == 0) return 1;
  return exif_orientation({exif, size});
}

PictureInfo inspect(std::span<const std::uint8_t> bytes, const std::string& name) {
  Reader reader(bytes);
  if (!read_header(reader)) reader.fail(name);
  PictureInfo info;
  info.format = "PNG";
  info.width = static_cast<int>(png_get_image_width(reader.png, reader.info));
  info.height = static_cast<int>(png_get_image_height(reader.png, reader.info));
  info.channels = png_get_channels(reader.png, reader.info);
  info.bits_per_channel = png_get_bit_depth(reader.png, reader.info);
  info.has_alpha_channel = (png_get_color_type(reader.png, reader.info) & PNG_COLOR_MASK_ALPHA) != 0 ||
                           png_get_valid(reader.png, reader.info, PNG_INFO_tRNS) != 0;
  turn(info, orientation_of(reader));
  return info;
}

/// Turns every kind of PNG into 8-bit RGBA rows.
bool set_transforms(Reader& reader) {
  if (setjmp(png_jmpbuf(reader.png)) != 0) return false;
  png_set_expand(reader.png);
  png_set_scale_16(reader.png);
  png_set_gray_to_rgb(reader.png);
  png_set_add_alpha(reader.png, 0xff, PNG_FILLER_AFTER);
  png_set_interlace_handling(reader.png);
  png_read_update_info(reader.png, reader.info);
  return true;
}

bool read_rows(Reader& reader, png_bytepp rows) {
  if (setjmp(png_jmpbuf(reader.png)) != 0) return false;
  png_read_image(reader.png, rows);
  png_read_end(reader.png, reader.info);
  return true;
}

std::vector<std::uint8_t> embedded_profile(Reader& reader) {
  png_charp name = nullptr;
  int compression = 0;
  png_bytep profile = nullptr;
  png_uint_32 size = 0;
  if (png_get_iCCP(reader.png, reader.info, &name, &compression, &profile, &size) == 0) return {};
  return {profile, profile + size};
}

DecodedPicture decode(std::span<const std::uint8_t> bytes, const std::string& name) {
  Reader reader(bytes);
  if (!read_header(reader) || !set_transforms(reader)) reader.fail(name);
  const int width = static_cast<int>(png_get_image_width(reader.png, reader.info));
  const int height = static_cast<int>(png_get_image_height(reader.png, reader.info));
  if (png_get_rowbytes(reader.png, reader.info) != 4 * static_cast<std::size_t>(width)) {
    throw_damaged_picture(name, "its pixels have an unknown layout");
  }
  DecodedPicture picture;
  picture.rgba = image::Image8(width, height, 4);
  std::vector<png_bytep> rows(static_cast<std::size_t>(height));
  for (int y = 0; y < height; ++y) rows[static_cast<std::size_t>(y)] = picture.rgba.pixel(0, y);
  if (!read_rows(reader, rows.data())) reader.fail(name);
  picture.icc = embedded_profile(reader);
  picture.orientation = orientation_of(reader);
  return picture;
}

void append_bytes(png_structp png, png_bytep bytes, png_size_t count) {
  auto* target = static_cast<std::vector<std::uint8_t>*>(png_get_io_ptr(png));
  target->insert(target->end(), bytes, bytes + count);
}

void no_flush(png_structp) {}

bool write_rows(png_structp png, png_infop info, const image::Image8& picture, int color_type, int compression,
                png_bytepp rows) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_set_IHDR(png, info, static_cast<png_uint_32>(picture.width()), static_cast<png_uint_32>(picture.height()), 8,
               color_type, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_compression_level(png, compression);
  png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
  png_write_info(png, info);
  png_write_image(png, rows);
  png_write_end(png, nullptr);
  return true;
}

}  // namespace

PictureFormat png_format() { return {"PNG", recognises, inspect, decode}; }

std::vector<std::uint8_t> encode_png(const image::Image8& picture, int compression) {
  const int color_type = picture.channels() == 1   ? PNG_COLOR_TYPE_GRAY
                         : picture.channels() == 3 ? PNG_COLOR_TYPE_RGB
                         : picture.channels() == 4 ? PNG_COLOR_TYPE_RGB_ALPHA
                                                   : -1;
  if (color_type < 0 || picture.is_empty()) throw Error(ErrorCode::Usage, "A PNG needs pixels of 1, 3 or 4 channels.");
  std::vector<std::uint8_t> bytes;
  std::vector<png_bytep> rows(static_cast<std::size_t>(picture.height()));
  for (int y = 0; y < picture.height(); ++y)
    rows[static_cast<std::size_t>(y)] = const_cast<png_bytep>(picture.pixel(0, y));
  ErrorText error;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &error, on_error, on_warning);
  if (png == nullptr) throw Error(ErrorCode::OutOfMemory, "There is not enough memory to write a PNG picture.");
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(png, &bytes, append_bytes, no_flush);
  const bool is_written = write_rows(png, info, picture, color_type, compression, rows.data());
  png_destroy_write_struct(&png, &info);
  if (!is_written) throw Error(ErrorCode::Internal, fmt::format("A PNG picture could not be written: {}.", error.text));
  return bytes;
}

}  // namespace core::io
