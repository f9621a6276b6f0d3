// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/reconstruct/live_mesher.h"

#include <chrono>

#include "core/base/elapsed.h"

namespace core::reconstruct {

bool LiveMesher::is_busy() const {
  return under_way_.valid() && under_way_.wait_for(std::chrono::seconds(0)) != std::future_status::ready;
}

void LiveMesher::start(const SparseField& field, OnMesh on_mesh) {
  finish();
  under_way_ = std::async(std::launch::async, [field, context = context_, on_mesh = std::move(on_mesh)] {
    const auto begin = std::chrono::steady_clock::now();
    on_mesh(std::make_shared<mesh::Mesh>(extract_surface(field.dense(), context)));
    return seconds_since(begin);
  });
}

void LiveMesher::finish() {
  if (under_way_.valid()) seconds_ += under_way_.get();
}

}  // namespace core::reconstruct
