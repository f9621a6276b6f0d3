// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/message_bar.h"

#include <gtest/gtest.h>

#include <QPushButton>

namespace {

using ui::MessageBar;

TEST(MessageBar, NoMessageIsLostWhenSeveralCome) {
  MessageBar bar;
  bar.show_message(MessageBar::Kind::Error, "first");
  bar.show_message(MessageBar::Kind::Error, "second");
  EXPECT_EQ(bar.num_messages(), 2);
  EXPECT_EQ(bar.text(), "second");
}

TEST(MessageBar, TheSameMessageTwiceIsOne) {
  MessageBar bar;
  bar.show_message(MessageBar::Kind::Error, "again");
  bar.show_message(MessageBar::Kind::Error, "again");
  EXPECT_EQ(bar.num_messages(), 1);
}

TEST(MessageBar, AChoiceActsAndClosesItsMessage) {
  MessageBar bar;
  int num_acts = 0;
  bar.show_message(MessageBar::Kind::Note, "unsaved", {{"Continue", [&] { ++num_acts; }}});
  bar.findChild<QPushButton*>()->click();
  EXPECT_EQ(num_acts, 1);
  EXPECT_EQ(bar.num_messages(), 0);
}

}  // namespace
