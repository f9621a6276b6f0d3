// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <fstream>

#include "app/cli/inspect_weights.h"
#include "app/cli/run.h"
#include "app/composition.h"
#include "core/image/alpha.h"
#include "core/io/image_file.h"
#include "core/io/mesh_file.h"
#include "core/io/view_folder.h"
#include "core/mesh/topology.h"
#include "core/project/project_file.h"
#include "core/reconstruct/view_checks.h"

namespace app::cli {
namespace {

using core::Error;
using core::ErrorCode;
namespace fs = std::filesystem;

struct Arguments {
  std::string path;
};

std::string lower_extension(const fs::path& path) {
  std::string extension = path.extension().string();
  for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return extension;
}

void inspect_folder(const fs::path& path, Session& session) {
  int num_warnings = 0;
  const core::io::ViewFolder folder = core::io::read_view_folder(path, {}, [&](const std::string& message) {
    ++num_warnings;
    session.reporter.warning("view_folder", message);
  });
  for (const auto& remark : core::reconstruct::check_views(folder.set).remarks) {
    ++num_warnings;
    session.reporter.warning(std::string(remark.code), remark.message);
  }
  int num_views = 0, num_normals = 0;
  for (const auto& view : folder.set.views) {
    num_views += view != nullptr;
    num_normals += view != nullptr && view->has_normal();
  }
  session.reporter.done(
      {{"kind", "view_folder"},
       {"path", path.string()},
       {"views", num_views},
       {"normals", num_normals},
       {"size_px", folder.set.size_px()},
       {"source", folder.info.source},
       {"warnings", num_warnings}},
      fmt::format("{}: view folder, {} of 32 views, {} normal maps, {} x {} pixels, source {}", path.string(),
                  num_views, num_normals, folder.set.size_px(), folder.set.size_px(), folder.info.source));
}

void inspect_mesh(const fs::path& path, Session& session) {
  const core::io::MeshFile file = core::io::read_mesh(path);
  const core::mesh::Topology topology = core::mesh::topology_of(file.mesh);
  const core::geometry::Aabb box = core::geometry::bounds_of(file.mesh.positions);
  const glm::vec3 size = box.size();
  session.reporter.done(
      {{"kind", "mesh"},
       {"path", path.string()},
       {"format", file.format},
       {"vertices", file.mesh.positions.size()},
       {"faces", file.mesh.faces.size()},
       {"watertight", topology.is_watertight()},
       {"boundary_edges", topology.num_boundary_edges},
       {"nonmanifold_edges", topology.num_nonmanifold_edges},
       {"components", topology.num_components},
       {"textured", file.mesh.is_textured()},
       {"size", {size.x, size.y, size.z}},
       {"unit", file.is_millimetres ? "mm" : "m"}},
      fmt::format("{}: {} mesh, {} vertices, {} faces, {}, {} component(s), {}, {:.4g} x {:.4g} x {:.4g} {}",
                  path.string(), file.format, file.mesh.positions.size(), file.mesh.faces.size(),
                  topology.is_watertight() ? "watertight" : "not watertight", topology.num_components,
                  file.mesh.is_textured() ? "textured" : "no texture", size.x, size.y, size.z,
                  file.is_millimetres ? "mm" : "m"));
}

void inspect_picture(const fs::path& path, Session& session) {
  const core::io::PictureInfo info = core::io::inspect_picture(path);
  const core::io::Picture picture = core::io::read_picture(path);  // a damaged picture cannot be used
  session.reporter.done({{"kind", "picture"},
                         {"path", path.string()},
                         {"format", info.format},
                         {"width", info.width},
                         {"height", info.height},
                         {"channels", info.channels},
                         {"bits", info.bits_per_channel},
                         {"transparent", picture.has_alpha}},
                        fmt::format("{}: {} picture, {} x {}, {} channels of {} bits, {}", path.string(), info.format,
                                    info.width, info.height, info.channels, info.bits_per_channel,
                                    picture.has_alpha ? "with transparency" : "opaque"));
}

void inspect_project(const fs::path& path, Session& session) {
  const auto file = core::project::ProjectFile::open(path, [](const Error&) {});
  const core::project::Workspace work = file->load();
  std::size_t num_variants = 0;
  for (const auto& variants : work.variants) num_variants += variants.size();
  session.reporter.done(
      {{"kind", "project"},
       {"path", path.string()},
       {"picture", work.picture ? work.picture->name : ""},
       {"variants", num_variants},
       {"surfaces", work.surfaces.size()},
       {"meshes", work.handovers.size()}},
      fmt::format("{}: project of '{}', {} drawn views, {} surfaces, {} finished meshes", path.string(),
                  work.picture ? work.picture->name : "", num_variants, work.surfaces.size(), work.handovers.size()));
}

void run(const Arguments& arguments, Session& session) {
  const fs::path path = arguments.path;
  std::error_code ignored;
  if (!fs::exists(path, ignored)) throw Error(ErrorCode::NotFound, fmt::format("'{}' does not exist.", path.string()));
  if (fs::is_directory(path, ignored)) {
    if (is_weight_folder(path)) return inspect_pack(path, session);
    return inspect_folder(path, session);
  }
  const std::string extension = lower_extension(path);
  if (extension == ".e3d") return inspect_project(path, session);
  for (const char* mesh : {".glb", ".gltf", ".obj", ".ply", ".stl", ".3mf"}) {
    if (extension == mesh) return inspect_mesh(path, session);
  }
  if (is_weight_file(path)) return inspect_weight_file(path, session);
  inspect_picture(path, session);
}

}  // namespace

Command inspect_command(CLI::App& root) {
  Command command =
      new_command(root, "inspect", "What a picture, view folder, mesh, project, weight file or model pack holds");
  auto arguments = std::make_shared<Arguments>();
  command.app->add_option("path", arguments->path, "File or folder")->required();
  command.run = [arguments](Session& session) { run(*arguments, session); };
  return command;
}

}  // namespace app::cli
