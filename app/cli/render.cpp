// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <glm/common.hpp>

#include "app/cli/run.h"
#include "core/geometry/view_ring.h"
#include "core/io/image_file.h"
#include "core/mesh/rasterizer.h"

namespace app::cli {
namespace {

/// Longest side of a mesh in a rendered picture, ring world units.
constexpr float kRenderedSize = 0.70f;

struct Arguments {
  std::string input, output, shading = "textured", frame = "asset";
  double azimuth_deg = 0.0, elevation_deg = 0.0;
  int pixels = 512;
};

core::mesh::Shading parse_shading(const std::string& name) {
  using core::mesh::Shading;
  if (name == "textured") return Shading::Textured;
  if (name == "clay") return Shading::Clay;
  if (name == "normals") return Shading::Normals;
  if (name == "wire") return Shading::Wire;
  if (name == "colours") return Shading::Colors;
  throw core::Error(core::ErrorCode::Usage,
                    fmt::format("--shading is '{}'; it must be one of: textured, clay, normals, wire, colours.", name));
}

/// Centres the mesh and scales its longest side to 0.70.
void fit(core::mesh::Mesh& mesh) {
  const core::geometry::Aabb box = core::geometry::bounds_of(mesh.positions);
  const glm::vec3 size = box.size();
  const float longest = std::max({size.x, size.y, size.z});
  const float scale = longest > 0.0f ? kRenderedSize / longest : 1.0f;
  for (glm::vec3& position : mesh.positions) position = (position - box.center()) * scale;
}

void run(const Arguments& arguments, Session& session) {
  const core::mesh::Shading shading = parse_shading(arguments.shading);
  if (arguments.frame != "asset" && arguments.frame != "world") {
    throw core::Error(core::ErrorCode::Usage,
                      fmt::format("--frame is '{}'; it must be asset or world.", arguments.frame));
  }
  core::detail::checked_number("azimuth", arguments.azimuth_deg, -36000.0, 36000.0);
  core::detail::checked_number("elevation", arguments.elevation_deg, -90.0, 90.0);
  const core::io::MeshFile file = core::io::read_mesh(arguments.input);
  // A file of the world frame holds ring coordinates in every format; others are turned by their format's convention.
  core::mesh::Mesh mesh = arguments.frame == "world" ? file.mesh : core::io::world_from_file(file);
  if (arguments.frame == "asset") fit(mesh);
  if (mesh.normals.empty()) mesh.normals = core::mesh::smooth_normals(mesh);
  const core::geometry::Camera camera = core::geometry::ring_camera(
      static_cast<float>(arguments.azimuth_deg), static_cast<float>(arguments.elevation_deg), arguments.pixels);
  core::io::write_png(arguments.output, core::mesh::draw(mesh, camera, shading, 4));
  session.reporter.done({{"output", arguments.output}}, arguments.output);
}

}  // namespace

Command render_command(CLI::App& root) {
  Command command = new_command(root, "render", "A picture of a mesh by the software rasteriser");
  auto arguments = std::make_shared<Arguments>();
  command.app->add_option("mesh", arguments->input, "GLB, glTF, OBJ, PLY, STL or 3MF")->required();
  command.app->add_option("-o", arguments->output, "PNG to write")->required();
  command.app->add_option("--azimuth", arguments->azimuth_deg, "Degrees from the front towards the picture's right");
  command.app->add_option("--elevation", arguments->elevation_deg, "Degrees above the object, -90 to 90");
  command.app->add_option("--pixels", arguments->pixels, "Side of the square picture, 16 to 8192")
      ->check(CLI::Range(16, 8192));
  command.app->add_option("--shading", arguments->shading, "textured, clay, normals, wire or colours");
  command.app->add_option("--frame", arguments->frame, "asset (scaled to fit) or world (coordinates as they are)");
  command.run = [arguments](Session& session) { run(*arguments, session); };
  return command;
}

}  // namespace app::cli
