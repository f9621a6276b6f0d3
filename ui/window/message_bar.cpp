// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/message_bar.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>

#include "ui/appearance.h"

namespace ui {

MessageBar::MessageBar(QWidget* parent) : QFrame(parent) {
  setProperty("message", true);
  glyph_ = new QLabel;
  text_ = new QLabel;
  text_->setWordWrap(true);
  text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  text_->setFocusPolicy(Qt::ClickFocus);
  text_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  count_ = new QLabel;
  count_->setProperty("quiet", true);
  choices_ = new QWidget;
  (new QHBoxLayout(choices_))->setContentsMargins(0, 0, 0, 0);
  copy_ = new QToolButton;
  copy_->setIcon(icon(QStringLiteral("copy")));
  copy_->setToolTip(tr("Copy this message"));
  copy_->setAccessibleName(copy_->toolTip());
  copy_->setProperty("flat", true);
  auto* close = new QToolButton;
  close->setIcon(icon(QStringLiteral("close")));
  close->setToolTip(tr("Close this message"));
  close->setAccessibleName(close->toolTip());
  close->setProperty("flat", true);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(10, 6, 8, 6);
  layout->setSpacing(10);
  for (QWidget* widget : std::initializer_list<QWidget*>{glyph_, text_, count_, choices_, copy_, close}) {
    layout->addWidget(widget, widget == text_ ? 1 : 0);
  }
  connect(copy_, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(text_->text()); });
  connect(close, &QToolButton::clicked, this, &MessageBar::close_newest);
  hide();
}

void MessageBar::show_message(Kind kind, const QString& text, std::vector<Choice> choices) {
  const bool is_repeated = !messages_.empty() && messages_.back().text == text;
  if (is_repeated) messages_.pop_back();
  messages_.push_back({kind, text, std::move(choices)});
  show_newest();
}

void MessageBar::close_newest() {
  if (!messages_.empty()) messages_.pop_back();
  show_newest();
}

void MessageBar::close_all() {
  messages_.clear();
  show_newest();
}

void MessageBar::show_newest() {
  for (QPushButton* button : choices_->findChildren<QPushButton*>()) {
    button->hide();
    button->deleteLater();
  }
  setVisible(!messages_.empty());
  if (messages_.empty()) return;
  const Message& newest = messages_.back();
  const QString name = newest.kind == Kind::Error ? QStringLiteral("warning") : QStringLiteral("info");
  glyph_->setPixmap(icon(name, QPalette::Highlight).pixmap(QSize(18, 18), devicePixelRatioF()));
  text_->setText(newest.text);
  text_->setAccessibleName(newest.text);
  count_->setText(messages_.size() > 1 ? tr("and %1 more").arg(messages_.size() - 1) : QString());
  for (const Choice& choice : newest.choices) {
    auto* button = new QPushButton(choice.text);
    choices_->layout()->addWidget(button);
    connect(button, &QPushButton::clicked, this, [this, act = choice.act] {
      close_newest();
      act();
    });
  }
  choices_->setVisible(!newest.choices.empty());
}

}  // namespace ui
