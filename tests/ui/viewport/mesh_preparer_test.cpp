// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/viewport/mesh_preparer.h"

#include <gtest/gtest.h>

#include <QTest>
#include <vector>

#include "tests/support/shapes.h"

namespace {

using core::mesh::MeshPtr;
using ui::viewport::MeshPreparer;

MeshPtr sphere(float radius) { return std::make_shared<const core::mesh::Mesh>(support::make_sphere(radius)); }

struct Listener {
  explicit Listener(MeshPreparer& preparer) {
    QObject::connect(&preparer, &MeshPreparer::prepared, &preparer,
                     [this](const render::PreparedMeshPtr& mesh) { meshes.push_back(mesh ? mesh->mesh : nullptr); });
  }
  bool wait_for(const MeshPtr& mesh) const {
    return QTest::qWaitFor([&] { return !meshes.empty() && meshes.back() == mesh; }, 10000);
  }
  std::vector<MeshPtr> meshes;
};

TEST(MeshPreparer, TheNewestWinsAndThoseBetweenAreLeftOut) {
  MeshPreparer preparer;
  const Listener listener(preparer);
  MeshPtr last;
  for (int i = 0; i < 50; ++i) preparer.prepare(last = sphere(0.1f + 0.005f * static_cast<float>(i)));
  EXPECT_TRUE(listener.wait_for(last));
  EXPECT_LE(listener.meshes.size(), 2u);
}

TEST(MeshPreparer, NoMeshComesBackAsNone) {
  MeshPreparer preparer;
  const Listener listener(preparer);
  preparer.prepare(nullptr);
  EXPECT_TRUE(listener.wait_for(nullptr));
}

TEST(MeshPreparer, ABrokenMeshIsNotDrawnAndHurtsNothing) {
  MeshPreparer preparer;
  const Listener listener(preparer);
  core::mesh::Mesh broken = support::make_box(glm::vec3(0.2f));
  broken.faces.emplace_back(7u, 8u, 9999u);
  preparer.prepare(std::make_shared<const core::mesh::Mesh>(broken));
  EXPECT_TRUE(listener.wait_for(nullptr));
  const MeshPtr good = sphere(0.2f);
  preparer.prepare(good);
  EXPECT_TRUE(listener.wait_for(good));
}

TEST(MeshPreparer, CanEndWhileItWorks) {
  auto preparer = std::make_unique<MeshPreparer>();
  preparer->prepare(std::make_shared<const core::mesh::Mesh>(support::make_sphere(0.4f, 300, 400)));
  preparer.reset();
  QCoreApplication::processEvents();
}

}  // namespace
