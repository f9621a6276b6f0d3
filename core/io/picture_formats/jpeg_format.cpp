// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <csetjmp>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
// jpeglib.h needs the declarations of cstddef and cstdio.
#include <jerror.h>
#include <jpeglib.h>

#include <cstring>

#include "core/base/error.h"
#include "core/io/picture_formats/exif.h"
#include "core/io/picture_formats/picture_format.h"

namespace core::io {
namespace {

constexpr int kExifMarker = JPEG_APP0 + 1;
constexpr int kIccMarker = JPEG_APP0 + 2;
constexpr unsigned kMaxMarkerBytes = 0xffff;
/// A progressive picture has about ten scans; thousands are made to waste time.
constexpr int kMaxScans = 200;

/// What became of a picture; libjpeg reports through longjmp, and no object with a destructor may be skipped by it.
struct ErrorManager {
  jpeg_error_mgr base;  ///< first: libjpeg sees only this part
  std::jmp_buf place;
  int code = 0;
  char text[JMSG_LENGTH_MAX] = "";
};

[[noreturn]] void leave(j_common_ptr common) {
  auto* manager = reinterpret_cast<ErrorManager*>(common->err);
  manager->code = common->err->msg_code;
  common->err->format_message(common, manager->text);
  std::longjmp(manager->place, 1);
}

/// Warnings after which libjpeg would fill in grey.
void on_message(j_common_ptr common, int level) {
  if (level >= 0) return;
  switch (common->err->msg_code) {
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_MUST_RESYNC:
      leave(common);
    default:
      break;
  }
}

void on_progress(j_common_ptr common) {
  if (reinterpret_cast<j_decompress_ptr>(common)->input_scan_number > kMaxScans) {
    common->err->msg_code = JERR_BAD_PROGRESSION;
    leave(common);
  }
}

/// Owns libjpeg's reader.
struct Reader {
  jpeg_decompress_struct jpeg{};
  ErrorManager error{};
  jpeg_progress_mgr progress{};

  Reader() {
    jpeg.err = jpeg_std_error(&error.base);
    error.base.error_exit = leave;
    error.base.emit_message = on_message;
    progress.progress_monitor = on_progress;
  }
  ~Reader() { jpeg_destroy_decompress(&jpeg); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  [[noreturn]] void fail(const std::string& name) const {
    switch (error.code) {
      case JWRN_JPEG_EOF:
      case JERR_INPUT_EOF:
      case JERR_INPUT_EMPTY:
        throw_truncated_picture(name);
      case JERR_BAD_PRECISION:
      case JERR_SOF_UNSUPPORTED:
      case JERR_ARITH_NOTIMPL:
      case JERR_CONVERSION_NOTIMPL:
      case JERR_NOT_COMPILED:
        throw_unsupported_picture(name, std::string("a kind of JPEG that is not read (") + error.text + ")");
      case JERR_IMAGE_TOO_BIG:
        check_picture_size(JPEG_MAX_DIMENSION + 1L, 1, name);
        break;
      case JERR_OUT_OF_MEMORY:
        throw Error(ErrorCode::OutOfMemory, "There is not enough memory to read '" + name + "'.");
      default:
        break;
    }
    throw_damaged_picture(name, error.text);
  }
};

bool recognises(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= 3 && bytes[0] == 0xff && bytes[1] == 0xd8 && bytes[2] == 0xff;
}

bool read_header(Reader& reader, std::span<const std::uint8_t> bytes) {
  if (setjmp(reader.error.place) != 0) return false;
  jpeg_create_decompress(&reader.jpeg);
  reader.jpeg.progress = &reader.progress;
  jpeg_mem_src(&reader.jpeg, bytes.data(), static_cast<unsigned long>(bytes.size()));
  jpeg_save_markers(&reader.jpeg, kExifMarker, kMaxMarkerBytes);
  jpeg_save_markers(&reader.jpeg, kIccMarker, kMaxMarkerBytes);
  jpeg_read_header(&reader.jpeg, TRUE);
  return true;
}

int orientation_of(const Reader& reader) {
  for (jpeg_saved_marker_ptr marker = reader.jpeg.marker_list; marker != nullptr; marker = marker->next) {
    const std::span<const std::uint8_t> data(marker->data, marker->data_length);
    if (marker->marker == kExifMarker && data.size() > 6 && std::memcmp(data.data(), "Exif\0\0", 6) == 0)
      return exif_orientation(data);
  }
  return 1;
}

PictureInfo inspect(std::span<const std::uint8_t> bytes, const std::string& name) {
  Reader reader;
  if (!read_header(reader, bytes)) reader.fail(name);
  PictureInfo info;
  info.format = "JPEG";
  info.width = static_cast<int>(reader.jpeg.image_width);
  info.height = static_cast<int>(reader.jpeg.image_height);
  info.channels = reader.jpeg.num_components;
  info.bits_per_channel = reader.jpeg.data_precision;
  turn(info, orientation_of(reader));
  return info;
}

bool read_rows(Reader& reader, std::uint8_t* pixels, bool is_cmyk) {
  if (setjmp(reader.error.place) != 0) return false;
  reader.jpeg.out_color_space = is_cmyk ? JCS_CMYK : JCS_EXT_RGBA;
  jpeg_start_decompress(&reader.jpeg);
  while (reader.jpeg.output_scanline < reader.jpeg.output_height) {
    JSAMPROW row = pixels + std::size_t{4} * reader.jpeg.output_width * reader.jpeg.output_scanline;
    jpeg_read_scanlines(&reader.jpeg, &row, 1);
  }
  jpeg_finish_decompress(&reader.jpeg);
  return true;
}

bool read_profile(Reader& reader, JOCTET** data, unsigned* size) {
  if (setjmp(reader.error.place) != 0) return false;
  return jpeg_read_icc_profile(&reader.jpeg, data, size) != FALSE;
}

std::vector<std::uint8_t> embedded_profile(Reader& reader) {
  JOCTET* data = nullptr;
  unsigned size = 0;
  if (!read_profile(reader, &data, &size)) return {};
  std::vector<std::uint8_t> profile(data, data + size);
  std::free(data);
  return profile;
}

DecodedPicture decode(std::span<const std::uint8_t> bytes, const std::string& name) {
  Reader reader;
  if (!read_header(reader, bytes)) reader.fail(name);
  DecodedPicture picture;
  picture.icc = embedded_profile(reader);
  picture.orientation = orientation_of(reader);
  picture.is_cmyk = reader.jpeg.jpeg_color_space == JCS_CMYK || reader.jpeg.jpeg_color_space == JCS_YCCK;
  picture.rgba =
      image::Image8(static_cast<int>(reader.jpeg.image_width), static_cast<int>(reader.jpeg.image_height), 4);
  if (!read_rows(reader, picture.rgba.data().data(), picture.is_cmyk)) reader.fail(name);
  if (picture.is_cmyk && reader.jpeg.saw_Adobe_marker != FALSE) {
    // Adobe's programs store how much ink is missing.
    for (std::uint8_t& value : picture.rgba.data()) value = static_cast<std::uint8_t>(255 - value);
  }
  return picture;
}

}  // namespace

PictureFormat jpeg_format() { return {"JPEG", recognises, inspect, decode}; }

}  // namespace core::io
