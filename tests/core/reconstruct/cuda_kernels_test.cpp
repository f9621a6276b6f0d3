// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/base/random.h"
#include "core/reconstruct/cuda/level_arrays.h"
#include "tests/support/refiner_twin_tests.h"
#include "tests/support/serial_refiner.h"

// The CUDA kernels, run on the processor: what they compute is right before a device ever runs them. tests/gpu runs the
// same tests on the device.
namespace support {

INSTANTIATE_TYPED_TEST_SUITE_P(OnTheProcessor, RefinerTwin, SerialRefiner);

}  // namespace support

namespace core::reconstruct::cuda {
namespace {

TEST(UnitsOf, KeepNumbersOfEitherSignAndTheirSums) {
  for (const float value : {0.0f, 1.0f, -1.0f, 0.125f, -1234.5f, 1e6f, -1e6f}) {
    EXPECT_EQ(value_of(units_of(value)), value);
  }
  unsigned long long sum = 0;
  add_shared(sum, units_of(-3.5f));
  add_shared(sum, units_of(1.25f));
  EXPECT_EQ(value_of(sum), -2.25f);
}

TEST(BlockValuesAround, ReadsWhatGatherCopies) {
  // Random values, a box that most blocks are missing from: borders with and without a block beyond.
  const support::LevelScene scene = support::rough_scene();
  const PackedLevel packed(scene.field, scene.targets);
  for (std::size_t block = 0; block < scene.field.num_blocks(); ++block) {
    SparseField::Apron<2> expected;
    scene.field.gather(scene.field.values(), block, expected);
    const BlockValuesAround<kSide> found{packed.data().values, packed.data().neighbors + 27 * block,
                                         static_cast<int>(block)};
    for (int i = 0; i < 12 * 12 * 12; ++i) {
      const int x = i % 12 - 2, y = i / 12 % 12 - 2, z = i / 144 - 2;
      ASSERT_EQ(found.at(x, y, z), expected.values[expected.index(x, y, z)])
          << "block " << block << ": " << x << ' ' << y << ' ' << z;
    }
  }
}

}  // namespace
}  // namespace core::reconstruct::cuda
