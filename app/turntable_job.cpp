// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "app/turntable_job.h"

#include <limits>

#include "app/film_writers.h"
#include "core/base/error.h"
#include "render/offscreen.h"
#include "render/scene_renderer.h"

namespace app {
namespace {

constexpr int kSamples = 8;

}  // namespace

core::pipeline::Job write_turntable(const ui::Turntable& turntable) {
  return [turntable](const core::RunContext& context, const core::pipeline::EventSink&) {
    if (!turntable.mesh || turntable.num_frames < 1) {
      throw core::Error(core::ErrorCode::Usage, "There is no mesh to turn yet. Make one first (Mesh > Make mesh).");
    }
    const core::RunContext part = context.part(core::pipeline::stage_name(core::pipeline::Stage::Export), 0.0, 1.0);
    const std::unique_ptr<FilmWriter> writer = make_film_writer(turntable, part);
    const render::OffscreenContext opengl;
    render::SceneRenderer renderer;
    renderer.begin_upload(turntable.mesh);
    renderer.advance_upload(std::numeric_limits<std::size_t>::max());
    render::Scene scene = turntable.scene;
    scene.mesh = turntable.mesh->mesh;
    for (int frame = 0; frame < turntable.num_frames; ++frame) {
      part.checkpoint();
      render::ViewCamera camera = turntable.camera;
      camera.azimuth_deg += 360.0f * static_cast<float>(frame) / static_cast<float>(turntable.num_frames);
      writer->add(render::draw_picture(renderer, scene, camera, turntable.size_px, kSamples));
      part.report(frame + 1, turntable.num_frames);
    }
    writer->finish();
  };
}

}  // namespace app
