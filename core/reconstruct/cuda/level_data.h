// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <glm/vec3.hpp>
#include <limits>

/// What crosses the boundary between the program and the library that holds the CUDA code: plain structs and functions,
/// so that neither needs the other to be linked.
namespace core::reconstruct::cuda {

inline constexpr int kSide = 8;  ///< voxels along a block
inline constexpr int kVoxels = kSide * kSide * kSide;
inline constexpr int kNodesASide = kSide + 1;  ///< corners of the cells that begin in a block
inline constexpr int kNodes = kNodesASide * kNodesASide * kNodesASide;
inline constexpr int kTileSide = 8;  ///< pixels
inline constexpr int kNumCoarse = 3;

/// Field value and its gradient at a voxel, or derivatives by them.
struct alignas(16) FieldNode {
  float value;
  glm::vec3 gradient;
};

/// In LevelData::grid, of a block that is not kept and lies inside the surface.
inline constexpr std::int32_t kInside = std::numeric_limits<std::int32_t>::min();

/// One view: the ray through pixel (x, y), centres at + 0.5, has the direction right (x - center_x) / focal + down
/// (y - center_y) / focal + forward.
struct ViewData {
  glm::vec3 position, right, down, forward;
  float focal_px, center_x_px, center_y_px;
  std::int32_t width_px, height_px;
  float mask_weight, normal_weight;
  const float* mask;         ///< per pixel
  const float* distance;     ///< per pixel
  const glm::vec3* normals;  ///< per pixel; none if normal_weight is 0
};

/// A sparse field and its targets, in the program's memory.
struct LevelData {
  std::int32_t resolution, blocks_a_side, num_blocks, num_views;
  float spacing;
  glm::vec3 origin;               ///< centre of voxel (0, 0, 0)
  const std::int32_t* grid;       ///< a block's index; where it is not kept, -clearance or kInside
  const std::int32_t* neighbors;  ///< 27 a block, as SparseField::neighbor
  const float* values;            ///< kVoxels a block
  const ViewData* views;
};

struct TileData {
  std::uint16_t view, y, x;
};

struct StepData {
  float inv_s, normal_weight, mask_weight, eikonal_weight, learning_rate;
};

/// What a level holds on the device; the arrays after NumSamples for tests.
enum class LevelArray : std::int32_t {
  Values,       ///< kVoxels floats a block
  NumSamples,   ///< of all rays so far, one 64-bit number
  Nodes,        ///< kNodes FieldNodes a block
  Derivatives,  ///< kVoxels FieldNodes a block: of the losses, by value and gradient at each voxel
  Gradient,     ///< kVoxels floats a block
  CoarseSums,   ///< 4^3 floats a block
  CoarserSums,  ///< 2^3
  CoarsestSums  ///< 1
};

enum class Status : std::int32_t { Done, NoDevice, OutOfMemory, Failed };

/// Why a call failed, in the device's words.
struct Message {
  char text[256];
};

/// A level on the device.
struct Level;

/// The functions of the library. Each may be called from any thread, a level from one at a time.
struct Library {
  std::int32_t version;  ///< kLibraryVersion of the library
  /// NoDevice with the reason if none answers; else its name.
  Status (*find_device)(Message* message);
  /// Copies what `data` points to.
  Status (*begin)(const LevelData* data, Level** level, Message* message);
  Status (*step)(Level* level, const TileData* tiles, std::int32_t num_tiles, const StepData* settings,
                 Message* message);
  Status (*smooth)(Level* level, float kappa, Message* message);
  /// Waits for all steps so far.
  Status (*download)(Level* level, LevelArray which, void* out, Message* message);
  void (*end)(Level* level);
};

/// Grows with every change of this file.
inline constexpr std::int32_t kLibraryVersion = 1;
/// Name of the library's only visible function, a GetLibrary.
inline constexpr const char* kGetLibraryName = "envision3d_cuda_library";
using GetLibrary = const Library* (*)();

}  // namespace core::reconstruct::cuda
