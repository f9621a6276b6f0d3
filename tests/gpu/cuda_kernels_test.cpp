// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/cuda_refiner.h"

#include "core/mesh/metrics.h"
#include "core/reconstruct/ground_truth.h"
#include "core/reconstruct/solver.h"
#include "tests/gpu/device_test.h"
#include "tests/support/refiner_twin_tests.h"
#include "tests/support/shapes.h"

namespace support {

/// The same as tests/core/reconstruct/cuda_kernels_test.cpp, on the device.
template <>
void RefinerTwin<core::reconstruct::CudaRefiner>::SetUp() {
  gpu::skip_without_device();
}
INSTANTIATE_TYPED_TEST_SUITE_P(OnTheDevice, RefinerTwin, core::reconstruct::CudaRefiner);

}  // namespace support

namespace core::reconstruct {
namespace {

class CudaSolve : public testing::Test {
 protected:
  void SetUp() override { gpu::skip_without_device(); }
};

TEST_F(CudaSolve, ATorusIsAsCloseAsOnTheProcessor) {
  const mesh::Mesh truth = support::make_torus(0.24f, 0.1f);
  const views::ViewSet views = ground_truth_views(truth);
  const auto iou_on = [&](Device device) {
    SolveOptions options;
    options.quality = Quality::Draft;
    return mesh::volume_iou(*solve(views, nullptr, options, {}, RunContext(), device)->dense, truth, 100);
  };
  EXPECT_GT(iou_on(Device::Cuda), iou_on(Device::Cpu) - 0.005);
}

TEST_F(CudaSolve, FineReaches512Voxels) {
  const views::ViewSet views = ground_truth_views(support::make_sphere(0.3f));
  SolveOptions options;
  options.quality = Quality::Fine;
  int finest = 0;
  const auto look = [&](const Snapshot& snapshot) { finest = snapshot.resolution; };
  const SurfacePtr surface = solve(views, nullptr, options, look, RunContext(), Device::Cuda);
  EXPECT_EQ(finest, 512);
  EXPECT_GT(mesh::volume_iou(*surface->dense, support::make_sphere(0.3f), 100), 0.97);
}

}  // namespace
}  // namespace core::reconstruct
