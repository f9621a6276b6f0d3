// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

#include "core/io/picture_formats/picture_format.h"

namespace core::io {
namespace {

constexpr std::size_t kFileHeaderBytes = 14;
constexpr std::uint32_t kCoreHeader = 12, kInfoHeader = 40, kV3Header = 56, kV5Header = 124;
constexpr std::uint32_t kEmbeddedProfile = 0x4d424544;  ///< "MBED"

enum Compression : std::uint32_t { kPlain = 0, kRle8 = 1, kRle4 = 2, kBitFields = 3, kAlphaBitFields = 6 };

/// Little-endian numbers with checked access.
class Bytes {
 public:
  Bytes(std::span<const std::uint8_t> bytes, const std::string& name) : bytes_(bytes), name_(name) {}
  std::uint8_t u8(std::uint64_t at) const {
    if (at >= bytes_.size()) throw_truncated_picture(name_);
    return bytes_[static_cast<std::size_t>(at)];
  }
  std::uint32_t u16(std::uint64_t at) const { return u8(at) | std::uint32_t{u8(at + 1)} << 8; }
  std::uint32_t u32(std::uint64_t at) const { return u16(at) | u16(at + 2) << 16; }
  std::uint64_t size() const { return bytes_.size(); }
  std::span<const std::uint8_t> part(std::uint64_t at, std::uint64_t size) const {
    if (at > bytes_.size() || size > bytes_.size() - at) throw_truncated_picture(name_);
    return bytes_.subspan(static_cast<std::size_t>(at), static_cast<std::size_t>(size));
  }

 private:
  std::span<const std::uint8_t> bytes_;
  const std::string& name_;
};

/// One channel of a pixel of 16 or 32 bits.
struct Field {
  std::uint32_t mask = 0;
  std::uint8_t of(std::uint32_t pixel) const {
    if (mask == 0) return 0;
    const std::uint64_t value = (pixel & mask) >> std::countr_zero(mask);
    const std::uint64_t largest = mask >> std::countr_zero(mask);
    return static_cast<std::uint8_t>((value * 255 + largest / 2) / largest);
  }
};

struct Header {
  std::int64_t width = 0, height = 0;
  bool is_top_down = false;
  std::uint32_t bits = 0, compression = kPlain;
  std::uint64_t pixels_at = 0, palette_at = 0;
  std::uint32_t num_colors = 0, bytes_per_color = 4;
  std::array<Field, 4> fields{};  ///< red, green, blue, alpha
  std::uint64_t profile_at = 0, profile_bytes = 0;
};

bool recognises(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < kFileHeaderBytes + 4 || bytes[0] != 'B' || bytes[1] != 'M') return false;
  const std::uint32_t size = bytes[14] | bytes[15] << 8 | bytes[16] << 16 | std::uint32_t{bytes[17]} << 24;
  constexpr std::array<std::uint32_t, 8> kKnown = {kCoreHeader, 16, kInfoHeader, 52, kV3Header, 64, 108, kV5Header};
  return std::find(kKnown.begin(), kKnown.end(), size) != kKnown.end();
}

void check_kind(const Header& header, const std::string& name) {
  const std::uint32_t bits = header.bits;
  const bool is_indexed = bits == 1 || bits == 2 || bits == 4 || bits == 8;
  const bool is_direct = bits == 16 || bits == 24 || bits == 32;
  const auto refuse = [&] {
    throw_unsupported_picture(
        name, fmt::format("a kind of BMP that is not read ({} bits, compression {})", bits, header.compression));
  };
  if (!is_indexed && !is_direct) refuse();
  switch (header.compression) {
    case kPlain:
      return;
    case kRle8:
    case kRle4:
      if (bits != (header.compression == kRle8 ? 8u : 4u) || header.is_top_down)
        throw_damaged_picture(name, "its compression does not fit its colours");
      return;
    case kBitFields:
    case kAlphaBitFields:
      if (bits != 16 && bits != 32) throw_damaged_picture(name, "its bit fields do not fit its colours");
      return;
    default:
      refuse();
  }
}

void read_fields(const Bytes& bytes, std::uint32_t header_bytes, Header& header, const std::string& name) {
  if (header.compression != kBitFields && header.compression != kAlphaBitFields) {
    if (header.bits == 16) header.fields = {Field{0x7c00}, Field{0x03e0}, Field{0x001f}, Field{0}};
    if (header.bits == 32) header.fields = {Field{0xff0000}, Field{0xff00}, Field{0xff}, Field{0}};
    return;
  }
  const bool has_alpha = header_bytes >= kV3Header || header.compression == kAlphaBitFields;
  for (std::size_t i = 0; i < (has_alpha ? 4u : 3u); ++i) {
    const std::uint32_t mask = bytes.u32(kFileHeaderBytes + kInfoHeader + 4 * i);
    const std::uint64_t run = mask == 0 ? 0 : (std::uint64_t{mask} >> std::countr_zero(mask)) + 1;
    if (!std::has_single_bit(run) && run != 0) throw_damaged_picture(name, "its bit fields have gaps");
    header.fields[i].mask = mask;
  }
}

Header read_header(const Bytes& bytes, const std::string& name) {
  Header header;
  header.pixels_at = bytes.u32(10);
  const std::uint32_t header_bytes = bytes.u32(kFileHeaderBytes);
  header.palette_at = kFileHeaderBytes + header_bytes;
  if (header_bytes == kCoreHeader) {
    header.width = bytes.u16(18);
    header.height = bytes.u16(20);
    header.bits = bytes.u16(24);
    header.bytes_per_color = 3;
  } else {
    header.width = static_cast<std::int32_t>(bytes.u32(18));
    header.height = static_cast<std::int32_t>(bytes.u32(22));
    header.bits = bytes.u16(28);
    if (header_bytes >= kInfoHeader) {
      header.compression = bytes.u32(30);
      header.num_colors = bytes.u32(46);
    }
  }
  header.is_top_down = header.height < 0;
  if (header.is_top_down) header.height = -header.height;
  check_kind(header, name);
  read_fields(bytes, header_bytes, header, name);
  if (header.bits <= 8 && (header.num_colors == 0 || header.num_colors > 1u << header.bits))
    header.num_colors = 1u << header.bits;
  if (header_bytes >= kV5Header && bytes.u32(kFileHeaderBytes + 56) == kEmbeddedProfile) {
    header.profile_at = kFileHeaderBytes + std::uint64_t{bytes.u32(kFileHeaderBytes + 112)};
    header.profile_bytes = bytes.u32(kFileHeaderBytes + 116);
  }
  return header;
}

PictureInfo inspect(std::span<const std::uint8_t> data, const std::string& name) {
  const Header header = read_header(Bytes(data, name), name);
  if (header.width < 1 || header.height < 1) throw_damaged_picture(name, "it has no pixels");
  check_picture_size(header.width, header.height, name);
  PictureInfo info;
  info.format = "BMP";
  info.width = static_cast<int>(header.width);
  info.height = static_cast<int>(header.height);
  info.has_alpha_channel = header.fields[3].mask != 0;
  info.channels = header.bits <= 8 ? 1 : info.has_alpha_channel ? 4 : 3;
  info.bits_per_channel = header.bits <= 8 ? static_cast<int>(header.bits) : header.bits == 16 ? 5 : 8;
  return info;
}

class Decoder {
 public:
  Decoder(std::span<const std::uint8_t> data, const std::string& name)
      : bytes_(data, name), name_(name), header_(read_header(bytes_, name)) {
    if (!is_run_length())
      bytes_.part(header_.pixels_at, static_cast<std::uint64_t>(header_.height - 1) * row_bytes() + needed_row_bytes());
    rgba_ = image::Image8(static_cast<int>(header_.width), static_cast<int>(header_.height), 4, 255);
  }

  image::Image8 decode() {
    if (header_.bits <= 8) read_palette();
    if (is_run_length()) {
      decode_runs();
    } else {
      decode_rows();
    }
    if (header_.fields[3].mask != 0) forget_empty_alpha();
    return std::move(rgba_);
  }

  std::vector<std::uint8_t> profile() const {
    if (header_.profile_bytes == 0) return {};
    const auto part = bytes_.part(header_.profile_at, header_.profile_bytes);
    return {part.begin(), part.end()};
  }

 private:
  bool is_run_length() const { return header_.compression == kRle8 || header_.compression == kRle4; }
  std::uint64_t row_bytes() const { return (static_cast<std::uint64_t>(header_.width) * header_.bits + 31) / 32 * 4; }
  /// Without padding, which the last row of some writers lacks.
  std::uint64_t needed_row_bytes() const { return (static_cast<std::uint64_t>(header_.width) * header_.bits + 7) / 8; }

  void read_palette() {
    for (std::uint32_t i = 0; i < header_.num_colors; ++i) {
      const std::uint64_t at = header_.palette_at + std::uint64_t{i} * header_.bytes_per_color;
      palette_[i] = {bytes_.u8(at + 2), bytes_.u8(at + 1), bytes_.u8(at)};
    }
  }

  std::uint8_t* pixel(std::int64_t x, std::int64_t row) {
    const std::int64_t y = header_.is_top_down ? row : header_.height - 1 - row;
    return rgba_.pixel(static_cast<int>(x), static_cast<int>(y));
  }
  void set(std::int64_t x, std::int64_t row, unsigned index) {
    if (index >= header_.num_colors) throw_damaged_picture(name_, "it uses a colour that its palette lacks");
    std::copy_n(palette_[index].data(), 3, pixel(x, row));
  }

  void decode_rows() {
    for (std::int64_t row = 0; row < header_.height; ++row) {
      const std::uint64_t at = header_.pixels_at + static_cast<std::uint64_t>(row) * row_bytes();
      const auto data = bytes_.part(at, needed_row_bytes());
      for (std::int64_t x = 0; x < header_.width; ++x) decode_pixel(data, x, row);
    }
  }

  void decode_pixel(std::span<const std::uint8_t> data, std::int64_t x, std::int64_t row) {
    const auto at = static_cast<std::size_t>(x);
    std::uint8_t* out = pixel(x, row);
    if (header_.bits <= 8) {
      const std::size_t bit = at * header_.bits;
      const unsigned shift = 8 - header_.bits - bit % 8;
      set(x, row, (data[bit / 8] >> shift) & ((1u << header_.bits) - 1));
    } else if (header_.bits == 24) {
      for (std::size_t c = 0; c < 3; ++c) out[c] = data[3 * at + 2 - c];
    } else {
      const std::size_t size = header_.bits / 8;
      std::uint32_t value = 0;
      for (std::size_t i = 0; i < size; ++i) value |= std::uint32_t{data[size * at + i]} << (8 * i);
      for (std::size_t c = 0; c < 3; ++c) out[c] = header_.fields[c].of(value);
      if (header_.fields[3].mask != 0) out[3] = header_.fields[3].of(value);
    }
  }

  /// Run-length coding of Windows bitmaps: pairs of count and colour; a count of 0 starts an escape: 0 ends the row, 1
  /// the picture, 2 moves on, more is a stretch of single colours padded to 16 bits.
  void decode_runs() {
    std::uint64_t at = header_.pixels_at;
    for (std::int64_t row = 0; row < header_.height; ++row) {
      for (std::int64_t x = 0; x < header_.width; ++x) set(x, row, 0);
    }
    std::int64_t x = 0, row = 0;
    for (;;) {
      const bool is_full = row >= header_.height || (row == header_.height - 1 && x == header_.width);
      if (is_full && at + 2 > bytes_.size()) return;
      const unsigned count = bytes_.u8(at), value = bytes_.u8(at + 1);
      at += 2;
      if (count > 0) {
        for (unsigned i = 0; i < count; ++i) put(x, row, color_of(value, i));
      } else if (value == 0) {
        x = 0;
        ++row;
      } else if (value == 1) {
        return;
      } else if (value == 2) {
        x += bytes_.u8(at);
        row += bytes_.u8(at + 1);
        at += 2;
      } else {
        at = put_single_colors(at, value, x, row);
      }
    }
  }

  unsigned color_of(unsigned value, unsigned i) const {
    if (header_.compression == kRle8) return value;
    return i % 2 == 0 ? value >> 4 : value & 15;
  }
  void put(std::int64_t& x, std::int64_t row, unsigned color) {
    if (x >= header_.width || row >= header_.height) throw_damaged_picture(name_, "a run of pixels leaves the picture");
    set(x++, row, color);
  }
  std::uint64_t put_single_colors(std::uint64_t at, unsigned count, std::int64_t& x, std::int64_t row) {
    const bool is_8 = header_.compression == kRle8;
    for (unsigned i = 0; i < count; ++i) put(x, row, is_8 ? bytes_.u8(at + i) : color_of(bytes_.u8(at + i / 2), i));
    const std::uint64_t used = is_8 ? count : (count + 1) / 2;
    return at + (used + 1) / 2 * 2;
  }

  /// Many programs reserve the field for alpha and leave it 0 everywhere.
  void forget_empty_alpha() {
    const auto data = rgba_.data();
    for (std::size_t i = 3; i < data.size(); i += 4) {
      if (data[i] != 0) return;
    }
    for (std::size_t i = 3; i < data.size(); i += 4) data[i] = 255;
  }

  Bytes bytes_;
  const std::string& name_;
  Header header_;
  std::array<std::array<std::uint8_t, 3>, 256> palette_{};
  image::Image8 rgba_;
};

DecodedPicture decode(std::span<const std::uint8_t> bytes, const std::string& name) {
  Decoder decoder(bytes, name);
  DecodedPicture picture;
  picture.rgba = decoder.decode();
  picture.icc = decoder.profile();
  return picture;
}

}  // namespace

PictureFormat bmp_format() { return {"BMP", recognises, inspect, decode}; }

}  // namespace core::io
