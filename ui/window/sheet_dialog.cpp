// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/sheet_dialog.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/board/tile_state.h"
#include "ui/image_convert.h"

namespace ui {
namespace {

constexpr int kThumb = 120;
constexpr int kColumns = 4;
constexpr int kLeftOut = -1;

QPixmap thumbnail(const core::project::PicturePtr& drawing, double ratio) {
  const QSize side_px = QSize(kThumb, kThumb) * ratio;
  QPixmap result(side_px);
  result.fill(Qt::white);
  const QImage picture = scaled_for_screen(shared_qimage(drawing, drawing->rgba), side_px);
  QPainter(&result).drawImage((side_px.width() - picture.width()) / 2, (side_px.height() - picture.height()) / 2,
                              picture);
  result.setDevicePixelRatio(ratio);
  return result;
}

}  // namespace

std::vector<int> usual_anchors(std::size_t num_drawings) {
  switch (num_drawings) {
    case 2:
      return {0, 2};
    case 3:
      return {0, 2, 4};
    case 4:
      return {0, 2, 4, 6};
    case 5:
      return {0, 1, 2, 3, 4};
    case 6:
      return {0, 1, 2, 3, 4, 6};
    case 7:
      return {0, 1, 2, 3, 4, 5, 6};
    default:
      return {0, 1, 2, 3, 4, 5, 6, 7};
  }
}

SheetDialog::SheetDialog(std::vector<core::project::PicturePtr> drawings, QWidget* parent)
    : QDialog(parent), drawings_(std::move(drawings)) {
  setWindowTitle(tr("Turnaround sheet"));
  auto* grid = new QGridLayout;
  grid->setSpacing(12);
  const std::vector<int> usual = usual_anchors(drawings_.size());
  for (std::size_t i = 0; i < drawings_.size(); ++i) {
    auto* picture = new QLabel;
    picture->setPixmap(thumbnail(drawings_[i], devicePixelRatioF()));
    auto* place = new QComboBox;
    for (int anchor = 0; anchor < core::geometry::kNumAnchors; ++anchor) {
      place->addItem(view_label(anchor * core::geometry::kViewsPerAnchor), anchor);
    }
    place->addItem(tr("Leave out"), kLeftOut);
    place->setAccessibleName(tr("Tile of drawing %1").arg(i + 1));
    places_.push_back(place);
    const int row = static_cast<int>(i) / kColumns, column = static_cast<int>(i) % kColumns;
    grid->addWidget(picture, 2 * row, column, Qt::AlignCenter);
    grid->addWidget(place, 2 * row + 1, column);
  }
  words_ = new QLabel;
  words_->setWordWrap(true);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
  accept_ = buttons->addButton(tr("Lay on tiles"), QDialogButtonBox::AcceptRole);
  accept_->setProperty("accent", true);
  for (QAbstractButton* button : buttons->buttons()) button->setIcon({});
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(18, 16, 18, 14);
  layout->setSpacing(12);
  layout->addLayout(grid);
  layout->addWidget(words_);
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  for (std::size_t i = 0; i < places_.size(); ++i) {
    connect(places_[i], &QComboBox::currentIndexChanged, this, &SheetDialog::refresh);
    assign(i, i < usual.size() ? usual[i] : kLeftOut);
  }
  refresh();
}

void SheetDialog::assign(std::size_t drawing, int anchor) {
  QComboBox* place = places_.at(drawing);
  place->setCurrentIndex(place->findData(anchor));
}

SheetDrawings SheetDialog::chosen() const {
  SheetDrawings chosen{};
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const int anchor = places_[i]->currentData().toInt();
    if (anchor != kLeftOut) chosen[static_cast<std::size_t>(anchor)] = drawings_[i];
  }
  return chosen;
}

void SheetDialog::refresh() {
  std::array<int, core::geometry::kNumAnchors> num_on{};
  for (const QComboBox* place : places_) {
    const int anchor = place->currentData().toInt();
    if (anchor != kLeftOut) ++num_on[static_cast<std::size_t>(anchor)];
  }
  QString words = tr("The front becomes the picture, the others your own pictures of their views.");
  bool can_accept = true;
  if (num_on[0] == 0) {
    words = tr("Say which drawing shows the front.");
    can_accept = false;
  }
  for (std::size_t anchor = 0; anchor < num_on.size(); ++anchor) {
    if (num_on[anchor] < 2) continue;
    words = tr("Two drawings are meant for %1.")
                .arg(view_label(static_cast<int>(anchor) * core::geometry::kViewsPerAnchor));
    can_accept = false;
  }
  words_->setText(words);
  accept_->setEnabled(can_accept);
}

}  // namespace ui
