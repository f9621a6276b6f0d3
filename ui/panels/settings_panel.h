// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

#include "ui/edits.h"
#include "ui/forms/option_form.h"

namespace ui {

/// One form for each stage, made from the description of its options, and how well views and surface agree.
class SettingsPanel : public QWidget {
  Q_OBJECT

 public:
  SettingsPanel(PipelineController& controller, Edits& edits, QWidget* parent = nullptr);

 private:
  OptionForm* add_form(const QString& heading, const std::vector<OptionField>& fields,
                       const std::map<std::string, OptionForm::Look>& looks, Edits& edits, Edits::Group group);
  void refresh();

  PipelineController& controller_;
  OptionForm* sketch_;
  OptionForm* cascade_;
  OptionForm* surface_;
  OptionForm* finish_;
};

}  // namespace ui
