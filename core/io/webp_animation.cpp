// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/io/webp_animation.h"

#include <fmt/format.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include "core/base/error.h"

namespace core::io {
namespace {

constexpr float kQuality = 88.0f;
/// 0 is fastest, 6 smallest. The step from 4 on costs twice the time for a few per cent.
constexpr int kEffort = 3;

[[noreturn]] void fail(WebPAnimEncoder* encoder) {
  throw Error(ErrorCode::Internal, fmt::format("The animated WebP could not be made: {}. Please report this.",
                                               WebPAnimEncoderGetError(encoder)));
}

struct Picture {
  WebPPicture value{};
  ~Picture() { WebPPictureFree(&value); }
};

struct Bytes {
  WebPData value{};
  Bytes() { WebPDataInit(&value); }
  ~Bytes() { WebPDataClear(&value); }
};

}  // namespace

struct WebpAnimation::Encoder {
  int width = 0, height = 0, end_ms = 0, num_frames = 0;
  WebPAnimEncoder* encoder = nullptr;
  ~Encoder() { WebPAnimEncoderDelete(encoder); }
};

WebpAnimation::WebpAnimation(int width, int height) : encoder_(std::make_unique<Encoder>()) {
  if (width < 1 || height < 1 || width > WEBP_MAX_DIMENSION || height > WEBP_MAX_DIMENSION) {
    throw Error(ErrorCode::LimitExceeded, fmt::format("WebP takes no picture of {} x {} pixels; the limit is {} on a "
                                                      "side. Choose a smaller size, or PNG.",
                                                      width, height, WEBP_MAX_DIMENSION));
  }
  encoder_->width = width;
  encoder_->height = height;
  WebPAnimEncoderOptions options;
  if (WebPAnimEncoderOptionsInit(&options) == 0) {
    throw Error(ErrorCode::Internal, "The WebP library has another version.");
  }
  encoder_->encoder = WebPAnimEncoderNew(width, height, &options);
  if (encoder_->encoder == nullptr) {
    throw Error(ErrorCode::OutOfMemory, "There is not enough memory for the animated WebP. Choose a smaller size.");
  }
}

WebpAnimation::~WebpAnimation() = default;

void WebpAnimation::add(const image::Image8& rgba, int duration_ms) {
  if (rgba.width() != encoder_->width || rgba.height() != encoder_->height || rgba.channels() != 4) {
    throw Error(ErrorCode::Usage, "A frame does not fit the animation: its size or its channels differ.");
  }
  WebPConfig config;
  Picture picture;
  if (WebPConfigPreset(&config, WEBP_PRESET_DRAWING, kQuality) == 0 || WebPPictureInit(&picture.value) == 0) {
    throw Error(ErrorCode::Internal, "The WebP library has another version.");
  }
  config.method = kEffort;
  config.thread_level = 1;
  picture.value.use_argb = 1;
  picture.value.width = rgba.width();
  picture.value.height = rgba.height();
  if (WebPPictureImportRGBA(&picture.value, rgba.data().data(), 4 * rgba.width()) == 0) {
    throw Error(ErrorCode::OutOfMemory, "There is not enough memory for a frame of the animated WebP.");
  }
  if (WebPAnimEncoderAdd(encoder_->encoder, &picture.value, encoder_->end_ms, &config) == 0) fail(encoder_->encoder);
  encoder_->end_ms += duration_ms;
  ++encoder_->num_frames;
}

std::vector<std::uint8_t> WebpAnimation::finish() {
  if (encoder_->num_frames == 0) throw Error(ErrorCode::Usage, "An animation without frames cannot be written.");
  Bytes bytes;
  // A last empty frame says when the one before it ends.
  if (WebPAnimEncoderAdd(encoder_->encoder, nullptr, encoder_->end_ms, nullptr) == 0 ||
      WebPAnimEncoderAssemble(encoder_->encoder, &bytes.value) == 0) {
    fail(encoder_->encoder);
  }
  return {bytes.value.bytes, bytes.value.bytes + bytes.value.size};
}

}  // namespace core::io
