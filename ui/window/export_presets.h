// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <vector>

#include "core/pipeline/events.h"

namespace ui {

/// What a program that takes the mesh expects of it.
struct ExportPreset {
  QString name;
  std::string extension;  ///< of its format, such as ".glb"
  double size = 1.0;      ///< longest side in the format's unit
  core::io::UpAxis up = core::io::UpAxis::Default;
  int faces = 20000;
  int texture_px = 1024;  ///< 0: vertex colours or none
};

const std::vector<ExportPreset>& export_presets();

}  // namespace ui
