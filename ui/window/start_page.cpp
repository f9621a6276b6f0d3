// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/start_page.h"

#include <QFileInfo>
#include <QImageReader>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/appearance.h"

namespace ui {
namespace {

constexpr int kSample_px = 92;
constexpr int kMaxSamples = 6;
constexpr int kWordsWidth = 430;

QIcon thumbnail(const QString& path) {
  QImageReader reader(path);
  const QSize size = reader.size();
  if (size.isValid()) reader.setScaledSize(size.scaled(2 * kSample_px, 2 * kSample_px, Qt::KeepAspectRatio));
  return QIcon(QPixmap::fromImage(reader.read()));
}

}  // namespace

StartPage::StartPage(const QStringList& samples, QWidget* parent) : QWidget(parent) {
  auto* glyph = new QLabel;
  glyph->setPixmap(
      icon(QStringLiteral("picture"), QPalette::PlaceholderText).pixmap(QSize(56, 56), devicePixelRatioF()));
  auto* title = new QLabel(tr("Drop a picture here"));
  QFont large = title->font();
  large.setPointSizeF(large.pointSizeF() * 1.7);
  large.setWeight(QFont::DemiBold);
  title->setFont(large);
  auto* words =
      new QLabel(tr("One object, whole and on its own. PNG, JPEG, WebP, BMP or TIFF; a transparent background "
                    "is used as it is. Pasting with Ctrl+V works too."));
  words->setProperty("quiet", true);
  words->setWordWrap(true);
  words->setAlignment(Qt::AlignCenter);
  words->setFixedWidth(kWordsWidth);
  words->setMinimumHeight(words->heightForWidth(kWordsWidth));
  auto* open = new QPushButton(tr("Open picture..."));
  open->setProperty("accent", true);
  connect(open, &QPushButton::clicked, this, &StartPage::open_wanted);
  auto* layout = new QVBoxLayout(this);
  layout->setSpacing(12);
  layout->addStretch(2);
  for (QWidget* widget : std::initializer_list<QWidget*>{glyph, title, words, open}) {
    layout->addWidget(widget, 0, Qt::AlignHCenter);
  }
  if (!samples.isEmpty()) {
    layout->addSpacing(22);
    auto* heading = new QLabel(tr("OR TRY ONE OF THESE"));
    heading->setProperty("heading", true);
    layout->addWidget(heading, 0, Qt::AlignHCenter);
    auto* line = new QHBoxLayout;
    line->addStretch();
    for (const QString& path : samples.mid(0, kMaxSamples)) {
      auto* button = new QToolButton;
      button->setIcon(thumbnail(path));
      button->setIconSize(QSize(kSample_px, kSample_px));
      button->setToolTip(QFileInfo(path).completeBaseName());
      button->setAccessibleName(tr("Sample picture %1").arg(button->toolTip()));
      connect(button, &QToolButton::clicked, this, [this, path] { Q_EMIT sample_chosen(path); });
      line->addWidget(button);
    }
    line->addStretch();
    layout->addLayout(line);
  }
  layout->addStretch(3);
}

void StartPage::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(palette().color(QPalette::Midlight), 2.0, Qt::DashLine));
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(QRectF(rect()).adjusted(16, 16, -16, -16), 12, 12);
}

}  // namespace ui
