// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/cascade/held_latents.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "tests/support/golden.h"

namespace core::cascade {
namespace {

using support::TensorNear;

/// Three rows of 2 x 2: the first stays, of the second the upper half, the third is drawn.
struct Rows {
  at::Tensor clean = at::linspace(-1.0, 1.0, 12).view({3, 1, 2, 2});
  at::Tensor noise = at::linspace(3.0, -2.0, 12).view({3, 1, 2, 2});
  at::Tensor stays = [] {
    const at::Tensor parts = at::zeros({3, 1, 2, 2}, at::kBool);
    parts[0].fill_(true);
    parts[1][0][0].fill_(true);
    return parts;
  }();
  diffusion::NoiseSchedule schedule;
  HeldLatents held{clean, noise, stays, schedule};
  at::Tensor drawn = at::full({2, 1, 2, 2}, 9.0);
};

TEST(HeldLatents, OnlyRowsWithSomethingToDrawAreStepped) {
  const Rows rows;
  EXPECT_TRUE(rows.held.drawn_rows(rows.clean).equal(rows.clean.narrow(0, 1, 2)));
}

TEST(HeldLatents, WhatStaysIsNoisedToTheTimestepAndWhatIsDrawnGoesThrough) {
  const Rows rows;
  const diffusion::Mixture now = diffusion::mixture(diffusion::alphas_cumprod(rows.schedule)[481]);
  const at::Tensor seen = rows.held.at_timestep(rows.drawn, 481.0);
  const at::Tensor noised = now.signal * rows.clean + now.noise * rows.noise;
  EXPECT_THAT(seen[0], TensorNear(noised[0], 1e-6));
  EXPECT_THAT(seen[1][0][0], TensorNear(noised[1][0][0], 1e-6));
  EXPECT_TRUE(seen[1][0][1].equal(rows.drawn[0][0][1]));
  EXPECT_TRUE(seen[2].equal(rows.drawn[1]));
}

TEST(HeldLatents, AfterTheLastStepWhatStaysIsClean) {
  const Rows rows;
  const at::Tensor result = rows.held.finished(rows.drawn);
  EXPECT_TRUE(result[0].equal(rows.clean[0]));
  EXPECT_TRUE(result[1][0][0].equal(rows.clean[1][0][0]));
  EXPECT_TRUE(result[2].equal(rows.drawn[1]));
}

}  // namespace
}  // namespace core::cascade
