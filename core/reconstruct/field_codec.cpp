// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/field_codec.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/base/parallel.h"

namespace core::reconstruct {
namespace {

constexpr int kSide = 8;
constexpr int kVoxels = kSide * kSide * kSide;
constexpr float kStepsPerVoxel = 24.0f;
/// Blocks with a value nearer to the surface than this are kept, in voxels; values are cut off at 127 steps.
constexpr float kBandVoxels = 4.5f;
constexpr float kFarVoxels = 16.0f;

enum class BlockKind : std::uint8_t { Outside, Inside, Kept };

struct Header {
  std::uint32_t magic = 0x47443345;  // "E3DG"
  std::int32_t resolution = 0;
  float center[3] = {};
  float half = 0.0f;
};

/// Calls use(x, y, z) for the first voxel of every block, in order.
template <class Use>
void for_blocks(int resolution, const Use& use) {
  for (int z = 0; z < resolution; z += kSide) {
    for (int y = 0; y < resolution; y += kSide) {
      for (int x = 0; x < resolution; x += kSide) use(x, y, z);
    }
  }
}

template <class Use>
void for_voxels(const Use& use) {
  for (int v = 0; v < kVoxels; ++v) use(v % kSide, v / kSide % kSide, v / (kSide * kSide));
}

BlockKind kind_of(const DenseField& field, int x, int y, int z) {
  float nearest = std::numeric_limits<float>::max();
  for_voxels([&](int dx, int dy, int dz) { nearest = std::min(nearest, std::abs(field.at(x + dx, y + dy, z + dz))); });
  if (nearest < kBandVoxels * field.spacing()) return BlockKind::Kept;
  return field.at(x, y, z) < 0.0f ? BlockKind::Inside : BlockKind::Outside;
}

/// A block as it lies in the bytes.
struct StoredBlock {
  glm::ivec3 first;  ///< voxel
  BlockKind kind = BlockKind::Outside;
  std::span<const std::uint8_t> steps;  ///< of its voxels, if it is kept
};

void restore(const StoredBlock& block, DenseField& field) {
  const float far = block.kind == BlockKind::Inside ? -kFarVoxels : kFarVoxels;
  std::size_t i = 0;
  for_voxels([&](int dx, int dy, int dz) {
    const float voxels = block.kind == BlockKind::Kept
                             ? static_cast<float>(static_cast<std::int8_t>(block.steps[i++])) / kStepsPerVoxel
                             : far;
    field.at(block.first.x + dx, block.first.y + dy, block.first.z + dz) = voxels * field.spacing();
  });
}

}  // namespace

std::vector<std::uint8_t> encode_field(const DenseField& field) {
  Header header;
  header.resolution = field.resolution();
  header.half = field.box().half;
  for (int i = 0; i < 3; ++i) header.center[i] = field.box().center[i];
  std::vector<std::uint8_t> bytes(sizeof(header));
  std::memcpy(bytes.data(), &header, sizeof(header));
  const float steps_per_unit = kStepsPerVoxel / field.spacing();
  for_blocks(field.resolution(), [&](int x, int y, int z) {
    const BlockKind kind = kind_of(field, x, y, z);
    bytes.push_back(static_cast<std::uint8_t>(kind));
    if (kind != BlockKind::Kept) return;
    for_voxels([&](int dx, int dy, int dz) {
      const float steps = std::clamp(field.at(x + dx, y + dy, z + dz) * steps_per_unit, -127.0f, 127.0f);
      bytes.push_back(static_cast<std::uint8_t>(static_cast<std::int8_t>(std::lround(steps))));
    });
  });
  return bytes;
}

std::optional<DenseField> decode_field(std::span<const std::uint8_t> bytes) {
  Header header;
  if (bytes.size() < sizeof(header)) return std::nullopt;
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (header.magic != Header{}.magic || header.resolution < kSide || header.resolution > 512) return std::nullopt;
  if (header.resolution % kSide != 0 || !(header.half > 0.01f && header.half < 10.0f)) return std::nullopt;
  DenseField field({{header.center[0], header.center[1], header.center[2]}, header.half}, header.resolution);
  std::span<const std::uint8_t> left = bytes.subspan(sizeof(header));
  const auto take = [&](std::size_t count) {
    const auto taken = left.first(std::min(count, left.size()));
    left = left.subspan(taken.size());
    return taken;
  };
  bool is_valid = true;
  std::vector<StoredBlock> blocks;
  for_blocks(field.resolution(), [&](int x, int y, int z) {
    const auto kind = take(1);
    if (kind.empty() || kind[0] > static_cast<std::uint8_t>(BlockKind::Kept)) is_valid = false;
    if (!is_valid) return;
    const auto steps = take(kind[0] == static_cast<std::uint8_t>(BlockKind::Kept) ? kVoxels : 0);
    if (kind[0] == static_cast<std::uint8_t>(BlockKind::Kept) && steps.size() != kVoxels) is_valid = false;
    blocks.push_back({{x, y, z}, static_cast<BlockKind>(kind[0]), steps});
  });
  if (!is_valid || !left.empty()) return std::nullopt;
  parallel_for(std::size_t{0}, blocks.size(), std::size_t{64}, [&](std::size_t i) { restore(blocks[i], field); });
  return field;
}

}  // namespace core::reconstruct
