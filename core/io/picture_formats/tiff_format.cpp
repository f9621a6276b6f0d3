// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <tiffio.h>

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <limits>
#include <memory>

#include "core/base/error.h"
#include "core/io/picture_formats/exif.h"
#include "core/io/picture_formats/picture_format.h"

namespace core::io {
namespace {

/// One strip or tile; a strip may be the whole of the largest picture with four channels of 16 bits.
constexpr std::uint64_t kMaxBlockBytes = std::uint64_t{1} << 30;

/// The file in memory, as libtiff's callbacks see it, and what it had to say.
struct Source {
  std::span<const std::uint8_t> bytes;
  std::uint64_t position = 0;
  bool is_exhausted = false;  ///< something beyond the end was asked for
  bool is_cut = false;        ///< a codec filled in what was missing
  std::string message;
};

tmsize_t read_bytes(thandle_t handle, void* target, tmsize_t size) {
  auto* source = static_cast<Source*>(handle);
  const std::uint64_t left = source->bytes.size() - std::min<std::uint64_t>(source->position, source->bytes.size());
  const std::uint64_t count = std::min(left, static_cast<std::uint64_t>(std::max<tmsize_t>(size, 0)));
  if (count < static_cast<std::uint64_t>(size)) source->is_exhausted = true;
  if (count > 0) std::memcpy(target, source->bytes.data() + source->position, static_cast<std::size_t>(count));
  source->position += count;
  return static_cast<tmsize_t>(count);
}
tmsize_t write_nothing(thandle_t, void*, tmsize_t) { return -1; }
toff_t seek(thandle_t handle, toff_t offset, int whence) {
  auto* source = static_cast<Source*>(handle);
  if (whence == SEEK_CUR) offset += source->position;
  if (whence == SEEK_END) offset += source->bytes.size();
  return source->position = offset;
}
int close_nothing(thandle_t) { return 0; }
toff_t size_of(thandle_t handle) { return static_cast<Source*>(handle)->bytes.size(); }

/// 1: the message goes nowhere else.
int on_error(TIFF*, void* user, const char*, const char* format, va_list arguments) {
  char text[200];
  std::vsnprintf(text, sizeof(text), format, arguments);
  auto* source = static_cast<Source*>(user);
  if (source->message.empty()) source->message = text;
  return 1;
}
int on_warning(TIFF*, void* user, const char*, const char* format, va_list arguments) {
  char text[200];
  std::vsnprintf(text, sizeof(text), format, arguments);
  if (std::strstr(text, "remature end") != nullptr) static_cast<Source*>(user)->is_cut = true;
  return 1;
}

struct CloseTiff {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};

/// Owns libtiff's reader.
class Reader {
 public:
  Reader(std::span<const std::uint8_t> bytes, const std::string& name) : name_(name) {
    source_.bytes = bytes;
    const std::unique_ptr<TIFFOpenOptions, void (*)(TIFFOpenOptions*)> options(TIFFOpenOptionsAlloc(),
                                                                               TIFFOpenOptionsFree);
    TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), static_cast<tmsize_t>(kMaxBlockBytes));
    TIFFOpenOptionsSetErrorHandlerExtR(options.get(), on_error, &source_);
    TIFFOpenOptionsSetWarningHandlerExtR(options.get(), on_warning, &source_);
    // m: no mapping, so that every access is seen by read_bytes().
    tiff_.reset(TIFFClientOpenExt("picture", "rm", &source_, read_bytes, write_nothing, seek, close_nothing, size_of,
                                  nullptr, nullptr, options.get()));
    if (!tiff_ || is_cut()) fail();
  }

  TIFF* get() const { return tiff_.get(); }
  /// Whether something was missing, even where libtiff went on without it.
  bool is_cut() const { return source_.is_cut || source_.is_exhausted; }
  [[noreturn]] void fail() const {
    if (is_cut()) throw_truncated_picture(name_);
    throw_damaged_picture(name_, source_.message.empty() ? "its TIFF data cannot be decoded" : source_.message);
  }

 private:
  const std::string& name_;
  Source source_;
  std::unique_ptr<TIFF, CloseTiff> tiff_;
};

/// What the tags of the first picture say.
struct Layout {
  std::uint32_t width = 0, height = 0;
  std::uint16_t bits = 1, samples = 1, photometric = PHOTOMETRIC_MINISWHITE, planar = PLANARCONFIG_CONTIG;
  std::uint16_t sample_format = SAMPLEFORMAT_UINT, ink_set = INKSET_CMYK, compression = COMPRESSION_NONE;
  std::uint16_t orientation = 1;
  int alpha_sample = -1;
  bool is_premultiplied = false;
};

Layout layout_of(const Reader& reader) {
  TIFF* tiff = reader.get();
  Layout layout;
  if (TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &layout.width) == 0 ||
      TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &layout.height) == 0) {
    reader.fail();
  }
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &layout.bits);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &layout.samples);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &layout.planar);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &layout.sample_format);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_INKSET, &layout.ink_set);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &layout.compression);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &layout.orientation);
  if (TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &layout.photometric) == 0)
    layout.photometric = layout.samples >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
  std::uint16_t num_extra = 0;
  std::uint16_t* kinds = nullptr;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &num_extra, &kinds);
  for (int i = 0; i < num_extra && num_extra < layout.samples; ++i) {
    if (kinds[i] != EXTRASAMPLE_ASSOCALPHA && kinds[i] != EXTRASAMPLE_UNASSALPHA) continue;
    layout.alpha_sample = layout.samples - num_extra + i;
    layout.is_premultiplied = kinds[i] == EXTRASAMPLE_ASSOCALPHA;
    break;
  }
  return layout;
}

bool recognises(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < 8) return false;
  const std::array<std::uint8_t, 4> head = {bytes[0], bytes[1], bytes[2], bytes[3]};
  using Head = std::array<std::uint8_t, 4>;
  return head == Head{'I', 'I', 42, 0} || head == Head{'M', 'M', 0, 42} || head == Head{'I', 'I', 43, 0} ||
         head == Head{'M', 'M', 0, 43};
}

PictureInfo inspect(std::span<const std::uint8_t> bytes, const std::string& name) {
  const Reader reader(bytes, name);
  const Layout layout = layout_of(reader);
  check_picture_size(layout.width, layout.height, name);
  PictureInfo info;
  info.format = "TIFF";
  info.width = static_cast<int>(layout.width);
  info.height = static_cast<int>(layout.height);
  info.channels = layout.samples;
  info.bits_per_channel = layout.bits;
  info.has_alpha_channel = layout.alpha_sample >= 0;
  turn(info, layout.orientation);
  return info;
}

/// Undoes the multiplication with alpha.
void unmultiply(image::Image8& rgba) {
  const auto data = rgba.data();
  for (std::size_t i = 0; i < data.size(); i += 4) {
    const int alpha = data[i + 3];
    if (alpha == 0 || alpha == 255) continue;
    for (std::size_t c = 0; c < 3; ++c)
      data[i + c] = static_cast<std::uint8_t>(std::min(255, (data[i + c] * 255 + alpha / 2) / alpha));
  }
}

/// Pictures of 8 or 16 bits are read sample by sample, so that no alpha is multiplied in and ink stays ink.
class SampleReader {
 public:
  SampleReader(const Reader& reader, const Layout& layout)
      : reader_(reader),
        layout_(layout),
        rgba_(static_cast<int>(layout.width), static_cast<int>(layout.height), 4, 255) {}

  static bool can_read(const Layout& layout) {
    if (layout.sample_format != SAMPLEFORMAT_UINT || (layout.bits != 8 && layout.bits != 16)) return false;
    switch (layout.photometric) {
      case PHOTOMETRIC_MINISWHITE:
      case PHOTOMETRIC_MINISBLACK:
        return true;
      case PHOTOMETRIC_PALETTE:
        return layout.bits == 8;
      case PHOTOMETRIC_RGB:
        return layout.samples >= 3;
      case PHOTOMETRIC_SEPARATED:
        return layout.samples >= 4 && layout.ink_set == INKSET_CMYK;
      default:
        return false;
    }
  }

  image::Image8 read() {
    const bool is_separate = layout_.planar == PLANARCONFIG_SEPARATE;
    for (int plane = 0; plane < (is_separate ? layout_.samples : 1); ++plane) read_plane(is_separate ? plane : -1);
    switch (layout_.photometric) {
      case PHOTOMETRIC_MINISWHITE:
      case PHOTOMETRIC_MINISBLACK:
        spread_grey();
        break;
      case PHOTOMETRIC_PALETTE:
        look_up();
        break;
      default:
        break;
    }
    if (layout_.is_premultiplied) unmultiply(rgba_);
    return std::move(rgba_);
  }

 private:
  /// Where a sample belongs in RGBA or CMYK; -1: nowhere.
  int channel_of(int sample) const {
    const bool is_ink = layout_.photometric == PHOTOMETRIC_SEPARATED;
    const int num_colors = is_ink ? 4 : layout_.photometric == PHOTOMETRIC_RGB ? 3 : 1;
    if (sample < num_colors) return sample;
    return sample == layout_.alpha_sample && !is_ink ? 3 : -1;
  }

  /// @param plane  the sample this plane holds; -1: all samples interleaved
  void read_plane(int plane) {
    TIFF* tiff = reader_.get();
    const bool is_tiled = TIFFIsTiled(tiff) != 0;
    std::uint32_t block_width = layout_.width, block_height = layout_.height;
    if (is_tiled) {
      TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &block_width);
      TIFFGetField(tiff, TIFFTAG_TILELENGTH, &block_height);
    } else {
      TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &block_height);
      block_height = std::min(block_height, layout_.height);
    }
    const std::uint64_t block_bytes = is_tiled ? TIFFTileSize64(tiff) : TIFFStripSize64(tiff);
    const std::uint64_t pixel_bytes = layout_.bits / 8u * (plane < 0 ? layout_.samples : 1u);
    if (block_width == 0 || block_height == 0 || block_bytes > kMaxBlockBytes ||
        block_bytes < std::uint64_t{block_width} * block_height * pixel_bytes) {
      reader_.fail();
    }
    const auto block = std::make_unique_for_overwrite<std::uint8_t[]>(static_cast<std::size_t>(block_bytes));
    const auto sample = static_cast<std::uint16_t>(std::max(plane, 0));
    for (std::uint32_t top = 0; top < layout_.height; top += block_height) {
      for (std::uint32_t left = 0; left < layout_.width; left += block_width) {
        const std::uint32_t rows = std::min(block_height, layout_.height - top);
        const tmsize_t wanted = static_cast<tmsize_t>(is_tiled ? block_bytes : block_width * rows * pixel_bytes);
        const tmsize_t got =
            is_tiled ? TIFFReadEncodedTile(tiff, TIFFComputeTile(tiff, left, top, 0, sample), block.get(), wanted)
                     : TIFFReadEncodedStrip(tiff, TIFFComputeStrip(tiff, top, sample), block.get(), wanted);
        if (got != wanted || reader_.is_cut()) reader_.fail();
        const std::uint32_t columns = std::min(block_width, layout_.width - left);
        for (std::uint32_t y = 0; y < rows; ++y) {
          take_row(block.get() + std::uint64_t{y} * block_width * pixel_bytes, plane, left, top + y, columns);
        }
      }
    }
  }

  void take_row(const std::uint8_t* row, int plane, std::uint32_t left, std::uint32_t y, std::uint32_t columns) {
    const int num_samples = plane < 0 ? layout_.samples : 1;
    for (int s = 0; s < num_samples; ++s) {
      const int channel = channel_of(plane < 0 ? s : plane);
      if (channel < 0) continue;
      std::uint8_t* out = rgba_.pixel(static_cast<int>(left), static_cast<int>(y)) + channel;
      for (std::size_t x = 0; x < columns; ++x) {
        const std::size_t at = x * static_cast<std::size_t>(num_samples) + static_cast<std::size_t>(s);
        out[4 * x] = layout_.bits == 8 ? row[at] : byte_of(row + 2 * at);
      }
    }
  }
  /// libtiff has put 16 bits into the machine's order.
  static std::uint8_t byte_of(const std::uint8_t* sample) {
    std::uint16_t value = 0;
    std::memcpy(&value, sample, 2);
    return static_cast<std::uint8_t>((value * 255u + 32767u) / 65535u);
  }

  void spread_grey() {
    const auto data = rgba_.data();
    const std::uint8_t flip = layout_.photometric == PHOTOMETRIC_MINISWHITE ? 255 : 0;
    for (std::size_t i = 0; i < data.size(); i += 4)
      data[i] = data[i + 1] = data[i + 2] = static_cast<std::uint8_t>(data[i] ^ flip);
  }

  void look_up() {
    std::array<std::uint16_t*, 3> map{};
    if (TIFFGetField(reader_.get(), TIFFTAG_COLORMAP, map.data(), map.data() + 1, map.data() + 2) == 0) reader_.fail();
    // Some writers fill the 16-bit table with 8-bit values.
    const bool is_wide = std::any_of(map.begin(), map.end(), [](const std::uint16_t* entries) {
      return std::any_of(entries, entries + 256, [](std::uint16_t value) { return value > 255; });
    });
    const auto data = rgba_.data();
    for (std::size_t i = 0; i < data.size(); i += 4) {
      const std::uint8_t index = data[i];
      for (std::size_t c = 0; c < 3; ++c)
        data[i + c] = static_cast<std::uint8_t>(is_wide ? map[c][index] >> 8 : map[c][index]);
    }
  }

  const Reader& reader_;
  const Layout& layout_;
  image::Image8 rgba_;
};

/// All other kinds through libtiff's own conversion (few bits, YCbCr, Lab).
image::Image8 read_converted(const Reader& reader, const Layout& layout, const std::string& name) {
  std::vector<std::uint32_t> raster(std::size_t{layout.width} * layout.height);
  char why[1024] = "";
  TIFFRGBAImage converter;
  if (TIFFRGBAImageOK(reader.get(), why) == 0 || TIFFRGBAImageBegin(&converter, reader.get(), 1, why) == 0)
    throw_unsupported_picture(name, fmt::format("a kind of TIFF that is not read ({})", why));
  // The turn comes later, in one place for all formats.
  converter.orientation = ORIENTATION_TOPLEFT;
  converter.req_orientation = ORIENTATION_TOPLEFT;
  const bool has_alpha = converter.alpha != 0;
  const bool is_read = TIFFRGBAImageGet(&converter, raster.data(), layout.width, layout.height) != 0;
  TIFFRGBAImageEnd(&converter);
  if (!is_read || reader.is_cut()) reader.fail();
  image::Image8 rgba(static_cast<int>(layout.width), static_cast<int>(layout.height), 4, 255);
  const auto data = rgba.data();
  for (std::size_t i = 0; i < raster.size(); ++i) {
    data[4 * i] = static_cast<std::uint8_t>(TIFFGetR(raster[i]));
    data[4 * i + 1] = static_cast<std::uint8_t>(TIFFGetG(raster[i]));
    data[4 * i + 2] = static_cast<std::uint8_t>(TIFFGetB(raster[i]));
    if (has_alpha) data[4 * i + 3] = static_cast<std::uint8_t>(TIFFGetA(raster[i]));
  }
  if (has_alpha) unmultiply(rgba);
  return rgba;
}

DecodedPicture decode(std::span<const std::uint8_t> bytes, const std::string& name) {
  const Reader reader(bytes, name);
  const Layout layout = layout_of(reader);
  if (TIFFIsCODECConfigured(layout.compression) == 0)
    throw_unsupported_picture(name, fmt::format("a TIFF with compression {}, which is not read", layout.compression));
  DecodedPicture picture;
  picture.orientation = layout.orientation;
  if (SampleReader::can_read(layout)) {
    picture.rgba = SampleReader(reader, layout).read();
    picture.is_cmyk = layout.photometric == PHOTOMETRIC_SEPARATED;
  } else {
    picture.rgba = read_converted(reader, layout, name);
  }
  std::uint32_t profile_bytes = 0;
  const std::uint8_t* profile = nullptr;
  if (TIFFGetField(reader.get(), TIFFTAG_ICCPROFILE, &profile_bytes, &profile) != 0)
    picture.icc.assign(profile, profile + profile_bytes);
  if (reader.is_cut()) reader.fail();
  return picture;
}

}  // namespace

PictureFormat tiff_format() { return {"TIFF", recognises, inspect, decode}; }

}  // namespace core::io
