// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/pipeline/events.h"

namespace core::pipeline {

std::string stage_name(Stage stage) {
  switch (stage) {
    case Stage::CutOut:
      return "cutout";
    case Stage::Anchors:
      return "anchors";
    case Stage::InBetweens:
      return "in_betweens";
    case Stage::Surface:
      return "surface";
    case Stage::Texture:
      return "texture";
    case Stage::Export:
      return "export";
  }
  return "export";
}

}  // namespace core::pipeline
