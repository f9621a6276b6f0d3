// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/pipeline/inspect.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/ring_views.h"
#include "tests/support/shapes.h"

namespace {

using namespace core;
using pipeline::FindingsReady;

project::Workspace with_views_of(const mesh::Mesh& mesh) {
  project::Workspace work;
  const views::ViewSet views = support::anchor_views(mesh);
  for (int k = 0; k < geometry::kNumViews; k += geometry::kViewsPerAnchor) {
    work.shown[static_cast<std::size_t>(k)] = project::make_variant(views.at(k), ContentKey());
  }
  return work;
}

FindingsReady findings_of(const pipeline::Job& job) {
  FindingsReady result;
  job(RunContext(), [&](const pipeline::Event& event) { result = std::get<FindingsReady>(event); });
  return result;
}

int most_views(const FindingsReady& found) {
  return *std::max_element(found.findings->num_views.begin(), found.findings->num_views.end());
}

TEST(Inspect, AsksAllViewsAboutAMeshWithoutNormals) {
  const auto sphere = std::make_shared<const mesh::Mesh>(support::make_sphere(0.3f));
  const FindingsReady found = findings_of(pipeline::inspect(with_views_of(*sphere), sphere, std::nullopt));
  EXPECT_EQ(found.mesh, sphere);
  EXPECT_EQ(found.findings->num_views.size(), sphere->positions.size());
  EXPECT_GE(most_views(found), 2);
  EXPECT_EQ(found.picture, nullptr);
}

TEST(Inspect, OneViewAloneIsAskedEvenIfItIsMutedAndDrawn) {
  const auto sphere = std::make_shared<const mesh::Mesh>(support::make_sphere(0.3f));
  project::Workspace work = with_views_of(*sphere);
  work.choices.trust[8] = 0.0f;
  const FindingsReady found = findings_of(pipeline::inspect(work, sphere, 8));
  EXPECT_EQ(most_views(found), 1);
  ASSERT_NE(found.picture, nullptr);
  EXPECT_EQ(found.picture->index, 8);
  EXPECT_EQ(found.picture->rgba.at(128, 128, 3), 255);
}

TEST(Inspect, AViewThatTheSurfaceWasSolvedWithoutSaysNothing) {
  const auto sphere = std::make_shared<const mesh::Mesh>(support::make_sphere(0.3f));
  project::Workspace work = with_views_of(*sphere);
  auto surface = std::make_shared<mesh::Surface>();
  for (int k = 4; k < geometry::kNumViews; k += 4) surface->disagreement.push_back({.view = k, .dropped = true});
  auto result = std::make_shared<project::SurfaceResult>();
  result->surface = surface;
  work.surface = result;
  const FindingsReady found = findings_of(pipeline::inspect(work, sphere, std::nullopt));
  EXPECT_EQ(most_views(found), 1);
}

}  // namespace
