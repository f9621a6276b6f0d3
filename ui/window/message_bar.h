// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QFrame>
#include <QLabel>
#include <QToolButton>
#include <functional>
#include <vector>

namespace ui {

/// Messages above the board that block nothing: the text can be selected and copied, and each stays until it is closed.
class MessageBar : public QFrame {
  Q_OBJECT

 public:
  enum class Kind { Error, Note };
  struct Choice {
    QString text;
    std::function<void()> act;
  };

  explicit MessageBar(QWidget* parent = nullptr);

  void show_message(Kind kind, const QString& text, std::vector<Choice> choices = {});
  QString text() const { return text_->text(); }
  int num_messages() const { return static_cast<int>(messages_.size()); }
  void close_all();

 private:
  struct Message {
    Kind kind;
    QString text;
    std::vector<Choice> choices;
  };
  void show_newest();
  void close_newest();

  std::vector<Message> messages_;
  QLabel* glyph_;
  QLabel* text_;
  QLabel* count_;
  QWidget* choices_;
  QToolButton* copy_;
};

}  // namespace ui
