// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/board/variant_tray.h"

#include <QApplication>
#include <QDateTime>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/board/tile_painter.h"

namespace ui {
namespace {

using core::project::VariantPtr;

constexpr int kThumb = 74;
constexpr int kVariantRole = Qt::UserRole;  ///< index into the tray's list
constexpr int kInUseRole = Qt::UserRole + 1;
constexpr int kPictureRole = Qt::UserRole + 2;

/// Paints a card: thumbnail, and below it the seed; the one in use is framed and says so.
class VariantDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
    return {kThumb + 12, kThumb + 14 + option.fontMetrics.height()};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QPalette palette = QApplication::palette();
    const QRectF card = QRectF(option.rect).adjusted(1, 1, -1, -1);
    const bool is_in_use = index.data(kInUseRole).toBool();
    const bool is_over = option.state & (QStyle::State_MouseOver | QStyle::State_HasFocus);
    painter->setPen(is_in_use ? QPen(palette.color(QPalette::Highlight), 2.0)
                    : is_over ? QPen(palette.color(QPalette::PlaceholderText), 1.0)
                              : QPen(Qt::NoPen));
    painter->setBrush(palette.color(QPalette::Base));
    painter->drawRoundedRect(card, 6, 6);
    const QRectF thumb(card.left() + 5, card.top() + 5, card.width() - 10, card.width() - 10);
    painter->drawPixmap(thumb, index.data(kPictureRole).value<QPixmap>(), QRectF());
    QFont small = option.font;
    small.setPointSizeF(small.pointSizeF() * 0.88);
    painter->setFont(small);
    painter->setPen(palette.color(is_in_use ? QPalette::Text : QPalette::PlaceholderText));
    painter->drawText(QRectF(card.left(), thumb.bottom(), card.width(), card.bottom() - thumb.bottom()),
                      Qt::AlignCenter, index.data(Qt::DisplayRole).toString());
    painter->restore();
  }
};

}  // namespace

VariantTray::VariantTray(QWidget* parent) : QWidget(parent) {
  heading_ = new QLabel;
  heading_->setProperty("heading", true);
  trust_words_ = new QLabel;
  trust_words_->setProperty("quiet", true);
  trust_ = new QSlider(Qt::Horizontal);
  trust_->setRange(0, 100);
  trust_->setFixedWidth(110);
  trust_->setAccessibleName(tr("Trust of the selected view"));
  trust_->setToolTip(tr("Trust: weight of this view in surface and texture; 0 mutes it"));
  list_ = new QListWidget;
  list_->setItemDelegate(new VariantDelegate(list_));
  list_->setViewMode(QListView::IconMode);
  list_->setFlow(QListView::LeftToRight);
  list_->setWrapping(false);
  list_->setMovement(QListView::Static);
  list_->setSpacing(4);
  list_->setMouseTracking(true);
  list_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  list_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setAccessibleName(tr("Variants of the selected view"));
  list_->setFixedHeight(kThumb + 14 + fontMetrics().height() + 22);
  list_->installEventFilter(this);
  list_->viewport()->installEventFilter(this);
  hint_ =
      new QLabel(tr("R re-roll · L lock · C compare\nO paint the outline\nEnter use · Delete remove\n"
                    "Space plays all views\nDrop a picture to replace"));
  hint_->setProperty("quiet", true);

  auto* top = new QHBoxLayout;
  top->addWidget(heading_);
  top->addStretch();
  top->addWidget(trust_words_);
  top->addWidget(trust_);
  auto* bottom = new QHBoxLayout;
  bottom->setSpacing(10);
  bottom->addWidget(list_, 1);
  bottom->addWidget(hint_, 0, Qt::AlignVCenter);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  layout->addLayout(top);
  layout->addLayout(bottom);

  connect(list_, &QListWidget::itemActivated, this,
          [this](QListWidgetItem* item) { Q_EMIT use_wanted(variant_at(item)); });
  connect(list_, &QListWidget::itemEntered, this,
          [this](QListWidgetItem* item) { Q_EMIT previewed(variant_at(item)); });
  connect(trust_, &QSlider::valueChanged, this,
          [this](int value) { Q_EMIT trust_changed(static_cast<float>(value) / 100.0f); });
  show_variants(0, {}, nullptr);
}

VariantPtr VariantTray::variant_at(const QListWidgetItem* item) const {
  return item ? variants_.at(static_cast<std::size_t>(item->data(kVariantRole).toInt())) : nullptr;
}

void VariantTray::show_variants(int view, const std::vector<VariantPtr>& variants, const VariantPtr& shown) {
  std::vector<VariantPtr> newest_first = variants;
  if (shown && std::find(variants.begin(), variants.end(), shown) == variants.end()) newest_first.push_back(shown);
  std::stable_sort(newest_first.begin(), newest_first.end(),
                   [](const VariantPtr& a, const VariantPtr& b) { return a->created_ms > b->created_ms; });
  if (view == view_ && newest_first == variants_ && shown == shown_) return;
  const bool is_other_view = view != view_;
  view_ = view;
  shown_ = shown;
  variants_ = std::move(newest_first);
  const int row = is_other_view ? -1 : list_->currentRow();
  const QString name = view_label(view);
  heading_->setText(name.contains(QChar(0xb0)) ? tr("VARIANTS OF %1").arg(name.toUpper())
                                               : tr("VARIANTS OF %1 (%2)").arg(name.toUpper(), angle_label(view)));
  list_->clear();
  const int side_px = static_cast<int>(kThumb * devicePixelRatioF());
  for (std::size_t i = 0; i < variants_.size(); ++i) {
    const VariantPtr& variant = variants_[i];
    const QString seed = variant->view->own ? tr("own picture") : tr("seed %1").arg(variant->view->seed);
    auto* item = new QListWidgetItem(view == 0 && !variant->view->own ? tr("photo") : seed, list_);
    item->setData(kVariantRole, static_cast<int>(i));
    item->setData(kInUseRole, variant == shown);
    item->setData(kPictureRole, QVariant::fromValue(tile_pixmap(variant->view, TileMode::Color, side_px)));
    const QString when = QLocale().toString(QDateTime::fromMSecsSinceEpoch(variant->created_ms), QLocale::ShortFormat);
    item->setToolTip(variant == shown ? tr("%1, %2, in use").arg(seed, when) : tr("%1, %2").arg(seed, when));
  }
  if (row >= 0 && row < list_->count()) list_->setCurrentRow(row);
}

void VariantTray::show_trust(float trust, bool is_enabled) {
  const QSignalBlocker blocker(trust_);
  trust_->setEnabled(is_enabled);
  trust_->setValue(static_cast<int>(std::lround(trust * 100.0f)));
  trust_words_->setText(tr("Trust %1").arg(static_cast<double>(trust), 0, 'f', 2));
}

bool VariantTray::eventFilter(QObject* watched, QEvent* event) {
  if (watched == list_->viewport() && event->type() == QEvent::Leave) Q_EMIT previewed(nullptr);
  if (watched == list_ && event->type() == QEvent::KeyPress) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Delete && list_->currentItem() != nullptr) {
      Q_EMIT remove_wanted(variant_at(list_->currentItem()));
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace ui
