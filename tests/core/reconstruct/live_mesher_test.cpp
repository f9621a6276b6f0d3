// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/live_mesher.h"

#include <gtest/gtest.h>

#include <glm/geometric.hpp>
#include <stdexcept>
#include <thread>

#include "core/base/error.h"
#include "core/reconstruct/filled_field.h"

namespace core::reconstruct {
namespace {

SparseField ball() {
  return SparseField(filled_field(Box{}, 32, [](const glm::vec3& p) { return glm::length(p) - 0.3f; }), 32, 4.5f);
}

TEST(LiveMesher, SendsTheMeshThatTheFieldHadWhenItWasGiven) {
  SparseField field = ball();
  LiveMesher mesher{RunContext()};
  mesh::MeshPtr sent;
  std::thread::id sender;
  mesher.start(field, [&](mesh::MeshPtr mesh) {
    sent = std::move(mesh);
    sender = std::this_thread::get_id();
  });
  for (float& value : field.values()) value = 1.0f;
  mesher.finish();
  ASSERT_NE(sent, nullptr);
  EXPECT_FALSE(sent->is_empty());
  for (const glm::vec3& p : sent->positions) EXPECT_NEAR(glm::length(p), 0.3f, 0.01f);
  EXPECT_NE(sender, std::this_thread::get_id());
  EXPECT_GT(mesher.seconds(), 0.0);
}

TEST(LiveMesher, IsBusyUntilTheMeshIsSent) {
  LiveMesher mesher{RunContext()};
  EXPECT_FALSE(mesher.is_busy());
  std::promise<void> go;
  mesher.start(ball(), [ready = go.get_future().share()](const mesh::MeshPtr&) { ready.wait(); });
  EXPECT_TRUE(mesher.is_busy());
  go.set_value();
  mesher.finish();
  EXPECT_FALSE(mesher.is_busy());
}

TEST(LiveMesher, HandsOnWhatTheReceiverThrew) {
  LiveMesher mesher{RunContext()};
  mesher.start(ball(), [](const mesh::MeshPtr&) { throw std::runtime_error("full"); });
  EXPECT_THROW(mesher.finish(), std::runtime_error);
  EXPECT_FALSE(mesher.is_busy());
}

TEST(LiveMesher, StopsWithItsJob) {
  std::stop_source stop;
  stop.request_stop();
  LiveMesher mesher{RunContext(stop.get_token(), {})};
  mesher.start(ball(), [](const mesh::MeshPtr&) { FAIL() << "sent after a stop"; });
  EXPECT_THROW(mesher.finish(), Cancelled);
}

}  // namespace
}  // namespace core::reconstruct
