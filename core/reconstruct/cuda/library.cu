// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
//
// The library that the program loads when there is a CUDA device: level_data.h's functions around a LevelProgram.
#include <cuda_runtime.h>

#include <cstdio>
#include <memory>
#include <new>
#include <stdexcept>

#include "core/reconstruct/cuda/level_program.h"

namespace core::reconstruct::cuda {
namespace {

constexpr int kThreadsABlock = 128;

/// What a call of the CUDA runtime answered, as an exception inside this library.
struct CudaError {
  cudaError_t code;
};

void check(cudaError_t code) {
  if (code != cudaSuccess) throw CudaError{code};
}

template <class Kernel>
__global__ void run(const Kernel kernel, int num_threads) {
  const int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  if (i < num_threads) kernel(i);
}

/// The first device, with a stream of its own.
class CudaDevice {
 public:
  CudaDevice() { check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking)); }
  ~CudaDevice() { cudaStreamDestroy(stream_); }
  CudaDevice(const CudaDevice&) = delete;
  CudaDevice& operator=(const CudaDevice&) = delete;

  template <class T>
  class Array {
   public:
    Array(const CudaDevice& device, std::size_t size) : stream_(device.stream_), size_(size) {
      if (size == 0) return;
      check(cudaMalloc(&data_, size * sizeof(T)));
      check(cudaMemsetAsync(data_, 0, size * sizeof(T), stream_));
    }
    Array(const CudaDevice& device, std::size_t size, const T* from) : stream_(device.stream_), size_(size) {
      check(cudaMalloc(&data_, size * sizeof(T)));
      upload(from, size);
    }
    Array(Array&& other) noexcept { swap(other); }
    Array& operator=(Array&& other) noexcept {
      swap(other);
      return *this;
    }
    ~Array() { cudaFree(data_); }

    T* data() const { return data_; }
    std::size_t size() const { return size_; }
    /// Waits for the kernels before it, so that a stop request waits for one step at most.
    void upload(const T* from, std::size_t size) {
      check(cudaMemcpyAsync(data_, from, size * sizeof(T), cudaMemcpyHostToDevice, stream_));
    }
    void download(T* to) const {
      check(cudaMemcpyAsync(to, data_, size_ * sizeof(T), cudaMemcpyDeviceToHost, stream_));
      check(cudaStreamSynchronize(stream_));
    }

   private:
    void swap(Array& other) noexcept {
      std::swap(stream_, other.stream_);
      std::swap(data_, other.data_);
      std::swap(size_, other.size_);
    }

    cudaStream_t stream_ = nullptr;
    T* data_ = nullptr;
    std::size_t size_ = 0;
  };

  template <class Kernel>
  void launch(const Kernel& kernel, int num_threads) const {
    if (num_threads == 0) return;
    run<<<(num_threads + kThreadsABlock - 1) / kThreadsABlock, kThreadsABlock, 0, stream_>>>(kernel, num_threads);
    check(cudaGetLastError());
  }

 private:
  cudaStream_t stream_ = nullptr;
};

void say(Message* message, const char* text) { std::snprintf(message->text, sizeof message->text, "%s", text); }

/// Nothing is thrown across the library's boundary.
template <class Body>
Status guarded(Message* message, const Body& body) {
  try {
    body();
    return Status::Done;
  } catch (const CudaError& error) {
    say(message, cudaGetErrorString(error.code));
    return error.code == cudaErrorMemoryAllocation ? Status::OutOfMemory : Status::Failed;
  } catch (const std::bad_alloc&) {
    say(message, "the program's memory is used up");
    return Status::OutOfMemory;
  } catch (const std::exception& error) {
    say(message, error.what());
    return Status::Failed;
  }
}

/// A device answers only if its kernels run: the driver may be older than this library, or the device.
Status find_device(Message* message) {
  int driver = 0, count = 0;
  if (cudaDriverGetVersion(&driver) != cudaSuccess || driver == 0) {
    say(message, "no NVIDIA driver is installed");
    return Status::NoDevice;
  }
  const cudaError_t counted = cudaGetDeviceCount(&count);
  if (counted != cudaSuccess || count == 0) {
    say(message, counted != cudaSuccess ? cudaGetErrorString(counted) : "no CUDA-capable device is detected");
    return Status::NoDevice;
  }
  cudaFuncAttributes attributes;
  const cudaError_t loaded = cudaFuncGetAttributes(&attributes, run<FindNodes>);
  if (loaded != cudaSuccess) {
    say(message, cudaGetErrorString(loaded));
    return Status::NoDevice;
  }
  return guarded(message, [&] {
    cudaDeviceProp properties;
    check(cudaGetDeviceProperties(&properties, 0));
    say(message, properties.name);
  });
}

}  // namespace

struct Level {
  explicit Level(const LevelData& data) : program(device, data) {}
  CudaDevice device;
  LevelProgram<CudaDevice> program;
};

namespace {

Status begin(const LevelData* data, Level** level, Message* message) {
  return guarded(message, [&] { *level = std::make_unique<Level>(*data).release(); });
}

Status step(Level* level, const TileData* tiles, std::int32_t num_tiles, const StepData* settings, Message* message) {
  return guarded(message, [&] { level->program.step(tiles, num_tiles, *settings); });
}

Status smooth(Level* level, float kappa, Message* message) {
  return guarded(message, [&] { level->program.smooth(kappa); });
}

Status download(Level* level, LevelArray which, void* out, Message* message) {
  return guarded(message, [&] { level->program.download(which, out); });
}

void end(Level* level) { delete level; }

}  // namespace
}  // namespace core::reconstruct::cuda

extern "C" __attribute__((visibility("default"))) const core::reconstruct::cuda::Library* envision3d_cuda_library() {
  using namespace core::reconstruct::cuda;
  static constexpr Library kLibrary = {kLibraryVersion, find_device, begin, step, smooth, download, end};
  return &kLibrary;
}
