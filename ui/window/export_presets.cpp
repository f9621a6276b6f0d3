// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "ui/window/export_presets.h"

#include <QCoreApplication>

namespace ui {

const std::vector<ExportPreset>& export_presets() {
  using core::io::UpAxis;
  // Formats that each program reads without an add-on; sizes and budgets of a prop in the middle distance.
  static const std::vector<ExportPreset> presets = {
      {QStringLiteral("Blender"), ".glb", 1.0, UpAxis::Default, 50000, 2048},
      {QStringLiteral("Unity"), ".obj", 1.0, UpAxis::Default, 20000, 1024},
      {QStringLiteral("Unreal"), ".glb", 1.0, UpAxis::Default, 20000, 2048},
      {QStringLiteral("Godot"), ".glb", 1.0, UpAxis::Default, 20000, 1024},
      {QCoreApplication::translate("ui::ExportDialog", "3D print"), ".3mf", 100.0, UpAxis::Default, 200000, 0},
      {QCoreApplication::translate("ui::ExportDialog", "Raw"), ".ply", 1.0, UpAxis::Default, 1000000, 0}};
  return presets;
}

}  // namespace ui
