// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/device.h"

#include <gtest/gtest.h>

#include <string>

#include "core/base/error.h"

namespace core::reconstruct {
namespace {

TEST(UsableDevice, TheProcessorAlwaysIs) { EXPECT_EQ(usable_device(Device::Cpu), Device::Cpu); }

TEST(UsableDevice, AutoIsCudaWhereThatCanBeAskedFor) {
  try {
    EXPECT_EQ(usable_device(Device::Cuda), Device::Cuda);
    EXPECT_EQ(usable_device(Device::Auto), Device::Cuda);
    EXPECT_NE(std::string(cuda_device_name()), "");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::DeviceUnavailable);
    EXPECT_NE(std::string(error.what()).find("--device cpu"), std::string::npos) << error.what();
    EXPECT_EQ(usable_device(Device::Auto), Device::Cpu);
    EXPECT_THROW(cuda_library(), Error);
  }
}

}  // namespace
}  // namespace core::reconstruct
