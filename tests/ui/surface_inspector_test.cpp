// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/surface_inspector.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/support/shapes.h"
#include "tests/ui/fixtures.h"

namespace {

using core::mesh::MeshPtr;
using core::pipeline::FindingsReady;

MeshPtr sphere(float radius) { return std::make_shared<const core::mesh::Mesh>(support::make_sphere(radius)); }

struct Answers {
  ui_test::OpenedWork work;
  std::vector<FindingsReady> found;
  Answers() {
    QObject::connect(&work.controller.inspector(), &ui::SurfaceInspector::found,
                     [this](const FindingsReady& ready) { found.push_back(ready); });
  }
  void ask(const MeshPtr& mesh, std::optional<int> only = std::nullopt) {
    work.controller.inspector().inspect(work.controller.workspace(), mesh, only);
  }
};

TEST(SurfaceInspector, AnswersForTheMeshThatWasAsked) {
  Answers answers;
  const MeshPtr mesh = sphere(0.3f);
  answers.ask(mesh, 4);
  ASSERT_TRUE(ui_test::wait_until([&] { return !answers.found.empty(); }));
  EXPECT_EQ(answers.found[0].mesh, mesh);
  EXPECT_EQ(answers.found[0].only, 4);
  EXPECT_EQ(answers.found[0].findings->num_views.size(), mesh->positions.size());
  ASSERT_NE(answers.found[0].picture, nullptr);
  EXPECT_EQ(answers.found[0].picture->index, 4);
}

TEST(SurfaceInspector, TheNewestQuestionIsAnsweredAndOlderOnesAreNot) {
  Answers answers;
  MeshPtr last;
  for (int i = 0; i < 8; ++i) answers.ask(last = sphere(0.2f + 0.01f * static_cast<float>(i)));
  answers.work.settle();
  ASSERT_FALSE(answers.found.empty());
  EXPECT_EQ(answers.found.back().mesh, last);
  EXPECT_LE(answers.found.size(), 2u);
}

}  // namespace
