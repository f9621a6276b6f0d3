// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/panels/residual_plot.h"

#include <gtest/gtest.h>

#include "tests/ui/fixtures.h"

namespace {

using core::reconstruct::Residual;
using ui::ResidualPlot;

/// A fall over two levels.
void fill(ResidualPlot& plot, int num_rows) {
  for (int i = 1; i <= num_rows; ++i) {
    plot.add({i <= num_rows / 2 ? 64 : 128, i, num_rows, 1.0f / static_cast<float>(i), 0.5f});
  }
}

int count_unlike(const QImage& image, const QColor& ground) {
  int count = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) count += image.pixelColor(x, y) != ground;
  }
  return count;
}

TEST(ResidualPlot, DrawsItsCurvesOnceThereAreSteps) {
  ui::PipelineController controller(ui_test::disc_tools(), ui_test::disc_files());
  ResidualPlot plot(controller);
  plot.resize(240, 64);
  const QRect curves(0, 0, 240, 38);
  const QImage empty = plot.grab().toImage().copy(curves);
  fill(plot, 40);
  const QImage drawn = plot.grab().toImage().copy(curves);
  EXPECT_GT(count_unlike(drawn, empty.pixelColor(1, 1)), 240);
  EXPECT_EQ(count_unlike(empty, empty.pixelColor(1, 1)), 0);
}

TEST(ResidualPlot, AnotherSolveBeginsAnew) {
  ui::PipelineController controller(ui_test::disc_tools(), ui_test::disc_files());
  ResidualPlot plot(controller);
  fill(plot, 40);
  EXPECT_EQ(plot.rows().size(), 40u);
  plot.add({32, 1, 20, 1.0f, 1.0f});
  EXPECT_EQ(plot.rows().size(), 1u);
}

TEST(ResidualPlot, ARunOfThePipelineFillsIt) {
  ui_test::OpenedWork work;
  ResidualPlot plot(work.controller);
  core::project::Choices choices = work.controller.workspace().choices;
  choices.surface["quality"] = std::string("draft");
  work.controller.set_choices(choices);
  work.controller.make(core::pipeline::Goal::Surface);
  work.settle();
  ASSERT_GE(plot.rows().size(), 2u);
  EXPECT_EQ(plot.rows().back().step, plot.rows().back().num_steps);
}

}  // namespace
