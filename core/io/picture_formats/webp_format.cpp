// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <webp/decode.h>
#include <webp/demux.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "core/base/error.h"
#include "core/io/picture_formats/exif.h"
#include "core/io/picture_formats/picture_format.h"

namespace core::io {
namespace {

struct DeleteDemuxer {
  void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
};
using Demuxer = std::unique_ptr<WebPDemuxer, DeleteDemuxer>;

/// A frame or a chunk inside the file; nothing is copied.
struct Frame {
  WebPIterator value{};
  ~Frame() { WebPDemuxReleaseIterator(&value); }
};
struct Chunk {
  WebPChunkIterator value{};
  ~Chunk() { WebPDemuxReleaseChunkIterator(&value); }
};

bool recognises(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= 12 && std::memcmp(bytes.data(), "RIFF", 4) == 0 &&
         std::memcmp(bytes.data() + 8, "WEBP", 4) == 0;
}

[[noreturn]] void fail(VP8StatusCode status, const std::string& name) {
  switch (status) {
    case VP8_STATUS_NOT_ENOUGH_DATA:
      throw_truncated_picture(name);
    case VP8_STATUS_OUT_OF_MEMORY:
      throw Error(ErrorCode::OutOfMemory, "There is not enough memory to read '" + name + "'.");
    case VP8_STATUS_UNSUPPORTED_FEATURE:
      throw_unsupported_picture(name, "a kind of WebP that is not read");
    default:
      throw_damaged_picture(name, "its WebP data cannot be decoded");
  }
}

std::vector<std::uint8_t> chunk_of(WebPDemuxer* demuxer, const char* four_letters) {
  Chunk chunk;
  if (WebPDemuxGetChunk(demuxer, four_letters, 1, &chunk.value) == 0) return {};
  return {chunk.value.chunk.bytes, chunk.value.chunk.bytes + chunk.value.chunk.size};
}

/// The parts of the file; a file that is shorter than its head says is refused.
Demuxer open(std::span<const std::uint8_t> bytes, const std::string& name) {
  std::uint64_t length = 8;
  for (std::size_t i = 0; i < 4; ++i) length += std::uint64_t{bytes[4 + i]} << (8 * i);
  if (length > bytes.size()) throw_truncated_picture(name);
  const WebPData data{bytes.data(), bytes.size()};
  Demuxer demuxer(WebPDemux(&data));
  if (!demuxer) throw_damaged_picture(name, "its parts do not fit together");
  return demuxer;
}

/// The first frame; a still picture has one.
void first_frame(WebPDemuxer* demuxer, Frame& frame, const std::string& name) {
  if (WebPDemuxGetFrame(demuxer, 1, &frame.value) == 0) throw_damaged_picture(name, "it holds no picture");
  if (frame.value.complete == 0) throw_truncated_picture(name);
}

PictureInfo inspect(std::span<const std::uint8_t> bytes, const std::string& name) {
  const Demuxer demuxer = open(bytes, name);
  PictureInfo info;
  info.format = "WebP";
  info.width = static_cast<int>(WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_WIDTH));
  info.height = static_cast<int>(WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_HEIGHT));
  Frame frame;
  first_frame(demuxer.get(), frame, name);
  info.has_alpha_channel = frame.value.has_alpha != 0;
  info.channels = info.has_alpha_channel ? 4 : 3;
  info.bits_per_channel = 8;
  turn(info, exif_orientation(chunk_of(demuxer.get(), "EXIF")));
  return info;
}

DecodedPicture decode(std::span<const std::uint8_t> bytes, const std::string& name) {
  const Demuxer demuxer = open(bytes, name);
  Frame frame;
  first_frame(demuxer.get(), frame, name);
  const WebPIterator& part = frame.value;
  DecodedPicture picture;
  picture.rgba = image::Image8(static_cast<int>(WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_WIDTH)),
                               static_cast<int>(WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_HEIGHT)), 4);
  const bool is_inside = part.x_offset >= 0 && part.y_offset >= 0 && part.width > 0 && part.height > 0 &&
                         part.x_offset + part.width <= picture.rgba.width() &&
                         part.y_offset + part.height <= picture.rgba.height();
  if (!is_inside) throw_damaged_picture(name, "its first frame leaves the picture");
  WebPDecoderConfig config;
  if (WebPInitDecoderConfig(&config) == 0) throw Error(ErrorCode::Internal, "The WebP library has another version.");
  config.output.colorspace = MODE_RGBA;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = picture.rgba.pixel(part.x_offset, part.y_offset);
  config.output.u.RGBA.stride = 4 * picture.rgba.width();
  config.output.u.RGBA.size =
      static_cast<std::size_t>(part.height - 1) * 4 * static_cast<std::size_t>(picture.rgba.width()) +
      static_cast<std::size_t>(part.width) * 4;
  const VP8StatusCode status = WebPDecode(part.fragment.bytes, part.fragment.size, &config);
  if (status != VP8_STATUS_OK) fail(status, name);
  picture.icc = chunk_of(demuxer.get(), "ICCP");
  picture.orientation = exif_orientation(chunk_of(demuxer.get(), "EXIF"));
  return picture;
}

}  // namespace

PictureFormat webp_format() { return {"WebP", recognises, inspect, decode}; }

}  // namespace core::io
