// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/forms/option_form.h"

#include <gtest/gtest.h>

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QSignalSpy>
#include <QSlider>

namespace {

enum class Shape { Round, Square };
struct Options {
  float depth = 1.0f;
  int faces = 20000;
  Shape shape = Shape::Round;
  bool is_closed = true;
  static constexpr void describe(auto&& field) {
    field("depth", &Options::depth, core::Range{0.1f, 4.0f}, "Depth.");
    field("faces", &Options::faces, core::Range{100, 1000000}, "Faces.");
    field("shape", &Options::shape, core::Choices{{"round", "square"}}, "Shape.");
    field("is_closed", &Options::is_closed, core::NoLimits{}, "Closed.");
  }
};

struct Fixture : testing::Test {
  ui::OptionForm form{ui::describe_fields<Options>(), {}};
  core::OptionValues heard;
  Fixture() {
    QObject::connect(&form, &ui::OptionForm::changed, [this](const core::OptionValues& values) { heard = values; });
    form.show_values({});
  }
  QDoubleSpinBox* number(int index) { return form.findChildren<QDoubleSpinBox*>().at(index); }
};
using OptionForm = Fixture;

TEST_F(OptionForm, HasARowForEveryDescribedField) {
  EXPECT_EQ(form.findChildren<QDoubleSpinBox*>().size(), 2);
  EXPECT_EQ(form.findChildren<QComboBox*>().size(), 1);
  EXPECT_EQ(form.findChildren<QSlider*>().size(), 2);
}

TEST_F(OptionForm, TypedNumbersAreTakenAsTheOptionHoldsThem) {
  number(0)->setValue(1.15);
  EXPECT_EQ(std::get<double>(heard.at("depth")), static_cast<double>(1.15f));
  EXPECT_FLOAT_EQ(core::from_values<Options>(heard).depth, 1.15f);
}

TEST_F(OptionForm, BackToTheDefaultStoresNothing) {
  number(0)->setValue(2.0);
  number(0)->setValue(1.0);
  EXPECT_TRUE(heard.empty());
}

TEST_F(OptionForm, AFullSetOfValuesStaysFull) {
  form.show_values(core::to_values(Options{}));
  number(0)->setValue(2.0);
  number(0)->setValue(1.0);
  EXPECT_EQ(heard, core::to_values(Options{}));
}

TEST_F(OptionForm, ShowingValuesEmitsNothing) {
  QSignalSpy changed(&form, &ui::OptionForm::changed);
  form.show_values({{"depth", 3.0}, {"shape", std::string("square")}});
  EXPECT_EQ(changed.count(), 0);
  EXPECT_EQ(number(0)->value(), 3.0);
  EXPECT_EQ(form.findChild<QComboBox*>()->currentIndex(), 1);
}

TEST_F(OptionForm, NumbersStayInTheirRange) {
  number(1)->setValue(5.0);
  EXPECT_EQ(std::get<double>(heard.at("faces")), 100.0);
}

}  // namespace
