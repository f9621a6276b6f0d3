// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QLabel>
#include <QListWidget>
#include <QSlider>
#include <QWidget>
#include <vector>

#include "core/project/workspace.h"

namespace ui {

/// Every variant of the selected view, newest first. Enter uses one, Delete removes it, resting on it previews it.
class VariantTray : public QWidget {
  Q_OBJECT

 public:
  explicit VariantTray(QWidget* parent = nullptr);

  void show_variants(int view, const std::vector<core::project::VariantPtr>& variants,
                     const core::project::VariantPtr& shown);
  void show_trust(float trust, bool is_enabled);
  int num_variants() const { return list_->count(); }

 Q_SIGNALS:
  void use_wanted(const core::project::VariantPtr& variant);
  void remove_wanted(const core::project::VariantPtr& variant);
  /// Null when the pointer leaves.
  void previewed(const core::project::VariantPtr& variant);
  void trust_changed(float trust);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  core::project::VariantPtr variant_at(const QListWidgetItem* item) const;

  QLabel* heading_;
  QLabel* trust_words_;
  QSlider* trust_;
  QListWidget* list_;
  QLabel* hint_;
  std::vector<core::project::VariantPtr> variants_;  ///< as listed
  core::project::VariantPtr shown_;
  int view_ = -1;
};

}  // namespace ui
