// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/pipeline/inspect.h"

#include "core/reconstruct/disagreement.h"
#include "core/reconstruct/view_findings.h"

namespace core::pipeline {
namespace {

views::ViewSet alone(const views::ViewSet& set, int view) {
  const auto slot = static_cast<std::size_t>(view);
  views::ViewSet result;
  result.ring = set.ring;
  result.views[slot] = set.views[slot];
  result.trust[slot] = 1.0f;
  return result;
}

/// Where the view disagrees, as a picture that stands in for it on the board.
views::ViewPtr disagreement_of(const mesh::Mesh& mesh, const views::View& view, const geometry::RingGeometry& ring) {
  auto drawn = std::make_shared<views::View>();
  drawn->index = view.index;
  drawn->rgba = reconstruct::disagreement_picture(mesh, view, ring);
  drawn->normal = drawn->rgba;
  return drawn;
}

}  // namespace

views::ViewSet without_dropped(views::ViewSet set, const mesh::Surface& surface) {
  for (const mesh::Disagreement& row : surface.disagreement) {
    if (row.dropped) set.trust[static_cast<std::size_t>(row.view)] = 0.0f;
  }
  return set;
}

Job inspect(const project::Workspace& work, mesh::MeshPtr mesh, std::optional<int> only) {
  views::ViewSet views = work.view_set();
  if (work.surface) views = without_dropped(std::move(views), *work.surface->surface);
  return [views = std::move(views), mesh = std::move(mesh), only](const RunContext& context, const EventSink& sink) {
    mesh::MeshPtr whole = mesh;
    if (mesh->normals.size() != mesh->positions.size()) {
      auto smooth = std::make_shared<mesh::Mesh>(*mesh);
      smooth->normals = mesh::smooth_normals(*mesh);
      whole = smooth;
    }
    FindingsReady found;
    found.mesh = mesh;
    found.only = only;
    if (only && views.at(*only)) found.picture = disagreement_of(*whole, *views.at(*only), views.ring);
    found.findings = std::make_shared<const mesh::ViewFindings>(
        reconstruct::find_in_views(*whole, only ? alone(views, *only) : views, context));
    sink(found);
  };
}

}  // namespace core::pipeline
