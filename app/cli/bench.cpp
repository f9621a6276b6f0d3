// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "app/cli/bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <glm/geometric.hpp>
#include <map>

#include "core/image/alpha.h"
#include "core/io/image_file.h"
#include "core/io/mesh_file.h"
#include "core/mesh/metrics.h"
#include "core/mesh/rasterizer.h"
#include "core/mesh/topology.h"
#include "core/reconstruct/ground_truth.h"
#include "core/reconstruct/view_noise.h"
#include "core/sketch/body_bench.h"
#include "core/texture/atlas.h"
#include "core/texture/finish.h"

namespace app::cli {
namespace {

using core::mesh::Mesh;
using Clock = std::chrono::steady_clock;

constexpr int kIouCells = kBenchIouCells;
constexpr int kDistanceSamples = 40000;
constexpr int kViewPx = kBenchViewPx;

const char* name_of(core::reconstruct::Device device) {
  return device == core::reconstruct::Device::Cuda ? core::reconstruct::cuda_device_name() : "cpu";
}

glm::vec3 normal_at(const Mesh& mesh, const core::mesh::RasterBuffers& buffers, std::size_t pixel) {
  const glm::uvec3& face = mesh.faces[buffers.face[pixel]];
  const glm::vec2& b = buffers.barycentric[pixel];
  return glm::normalize(mesh.normals[face.x] * (1.0f - b.x - b.y) + mesh.normals[face.y] * b.x +
                        mesh.normals[face.z] * b.y);
}

struct RenderedError {
  double normal_deg = 0.0, mask_iou = 0.0;
};

/// Renders at azimuths halfway between the 32 views.
RenderedError rendered_error(const Mesh& truth, const Mesh& found) {
  double angles = 0.0, iou = 0.0;
  std::size_t num_pixels = 0;
  constexpr int kNumAzimuths = 16;
  for (int i = 0; i < kNumAzimuths; ++i) {
    const auto camera = core::geometry::ring_camera(22.5f * static_cast<float>(i) + 5.625f, 0.0f, kViewPx);
    const auto a = core::mesh::rasterize(truth, camera), b = core::mesh::rasterize(found, camera);
    std::size_t both = 0, either = 0;
    for (std::size_t pixel = 0; pixel < a.face.size(); ++pixel) {
      const bool in_a = a.face[pixel] != core::mesh::RasterBuffers::kNoFace,
                 in_b = b.face[pixel] != core::mesh::RasterBuffers::kNoFace;
      both += in_a && in_b;
      either += in_a || in_b;
      if (!in_a || !in_b) continue;
      const float cosine = glm::dot(normal_at(truth, a, pixel), normal_at(found, b, pixel));
      angles += std::acos(std::clamp(static_cast<double>(cosine), -1.0, 1.0)) * 57.29577951;
      ++num_pixels;
    }
    iou += static_cast<double>(both) / static_cast<double>(std::max<std::size_t>(1, either)) / kNumAzimuths;
  }
  return {angles / static_cast<double>(std::max<std::size_t>(1, num_pixels)), iou};
}

/// Mean of both ways, over what the 32 views see.
double seen_distance(const Mesh& truth, const Mesh& found, const core::geometry::RingGeometry& ring) {
  std::vector<glm::vec3> eyes;
  for (int k = 0; k < core::geometry::kNumViews; ++k) {
    eyes.push_back(core::geometry::view_camera(k, kViewPx, ring).position_in_world());
  }
  return 0.5 * (core::mesh::mean_seen_distance(found, truth, eyes, kDistanceSamples) +
                core::mesh::mean_seen_distance(truth, found, eyes, kDistanceSamples));
}

/// Sums over pictures of a mesh and of the truth.
struct PictureError {
  double squares = 0.0, inside_squares = 0.0, energy_of_truth = 0.0, energy_of_found = 0.0;
  std::size_t num_values = 0, num_inside = 0;

  void add(const core::image::Image8& truth, const core::image::Image8& found) {
    const auto a = core::image::over_white(truth), b = core::image::over_white(found);
    for (int y = 1; y + 1 < truth.height(); ++y) {
      for (int x = 1; x + 1 < truth.width(); ++x) {
        const bool is_inside = is_covered(truth, x, y) && is_covered(found, x, y);
        for (int c = 0; c < 3; ++c) {
          const double difference = (static_cast<double>(a.at(x, y, c)) - b.at(x, y, c)) / 255.0;
          squares += difference * difference;
          ++num_values;
          if (!is_inside) continue;
          inside_squares += difference * difference;
          ++num_inside;
          energy_of_truth += laplacian(a, x, y, c);
          energy_of_found += laplacian(b, x, y, c);
        }
      }
    }
  }
  double psnr() const { return of(squares, num_values); }
  double inside_psnr() const { return of(inside_squares, num_inside); }
  /// Sharpness: energy of the Laplacian inside the silhouettes, as a share of the truth's.
  double sharpness() const { return energy_of_truth > 0.0 ? energy_of_found / energy_of_truth : 1.0; }

 private:
  static double of(double sum, std::size_t count) {
    return -10.0 * std::log10(std::max(1e-10, sum / static_cast<double>(std::max<std::size_t>(1, count))));
  }
  /// With all pixels around it.
  static bool is_covered(const core::image::Image8& picture, int x, int y) {
    for (int i = 0; i < 9; ++i) {
      if (picture.at(x + i % 3 - 1, y + i / 3 - 1, 3) < 255) return false;
    }
    return true;
  }
  static double laplacian(const core::image::Image8& picture, int x, int y, int c) {
    const double value = 4.0 * picture.at(x, y, c) - picture.at(x - 1, y, c) - picture.at(x + 1, y, c) -
                         picture.at(x, y - 1, c) - picture.at(x, y + 1, c);
    return value * value;
  }
};

struct TextureError {
  PictureError anchors, in_betweens, from_above;
};

/// Unlit, at the azimuths of all views, and between them at elevation 20.
TextureError texture_error(const core::views::ViewSet& views, const Mesh& truth, const Mesh& found) {
  constexpr int kSamples = 4;
  const auto shading = [](const Mesh& mesh) {
    return mesh.is_textured() ? core::mesh::Shading::Textured : core::mesh::Shading::Colors;
  };
  TextureError error;
  for (int k = 0; k < core::geometry::kNumViews; ++k) {
    const auto camera = core::geometry::view_camera(k, kViewPx, views.ring);
    (core::geometry::is_anchor(k) ? error.anchors : error.in_betweens)
        .add(views.at(k)->rgba, core::mesh::draw(found, camera, shading(found), kSamples));
  }
  for (int azimuth_deg = 0; azimuth_deg < 360; azimuth_deg += 45) {
    const auto camera = core::geometry::ring_camera(static_cast<float>(azimuth_deg), 20.0f, kViewPx);
    error.from_above.add(core::mesh::draw(truth, camera, shading(truth), kSamples),
                         core::mesh::draw(found, camera, shading(found), kSamples));
  }
  return error;
}

/// Views of a known mesh, solved, finished and compared with it, without alignment.
void bench_reconstruct(const std::string& path, const BenchArguments& arguments, Session& session) {
  const Mesh truth = read_truth(path);
  const auto views = core::reconstruct::ground_truth_views(truth, kViewPx);
  const core::RunContext context(session.stop, {});
  double first_s = 0.0;
  const auto solve_start = Clock::now();
  const auto surface = core::reconstruct::solve(
      views, nullptr, arguments.options.solve,
      [&](const core::reconstruct::Snapshot&) {
        if (first_s == 0.0) first_s = seconds_since(solve_start);
      },
      context, arguments.device);
  const double surface_s = seconds_since(solve_start);
  const auto texture_start = Clock::now();
  core::texture::FinishTimes times;
  Mesh found = *core::texture::finish(*surface->dense, views, arguments.options.finish, context, &times);
  const double texture_s = seconds_since(texture_start);
  if (found.normals.empty()) found.normals = core::mesh::smooth_normals(found);
  if (!arguments.meshes_out.empty()) {
    std::filesystem::create_directories(arguments.meshes_out);
    const std::string name = std::filesystem::path(path).stem().string() + ".glb";
    core::io::write_mesh(std::filesystem::path(arguments.meshes_out) / name, found, {core::io::MeshFrame::World});
  }
  const auto topology = core::mesh::topology_of(found);
  const RenderedError error = rendered_error(truth, found);
  const TextureError pictures = texture_error(views, truth, found);
  Json row{{"bench", "reconstruct"},
           {"mesh", std::filesystem::path(path).stem().string()},
           {"iou", rounded(core::mesh::volume_iou(found, truth, kIouCells), 1e4)},
           {"distance_to_truth", rounded(core::mesh::mean_distance(found, truth, kDistanceSamples), 1e6)},
           {"distance_from_truth", rounded(core::mesh::mean_distance(truth, found, kDistanceSamples), 1e6)},
           {"seen_distance", rounded(seen_distance(truth, found, views.ring), 1e6)},
           {"normal_deg", rounded(error.normal_deg, 1e2)},
           {"mask_iou", rounded(error.mask_iou, 1e4)},
           {"psnr_anchors", rounded(pictures.anchors.psnr(), 1e2)},
           {"psnr_in_betweens", rounded(pictures.in_betweens.psnr(), 1e2)},
           {"psnr_elevation_20", rounded(pictures.from_above.psnr(), 1e2)},
           {"psnr_inside", rounded(pictures.in_betweens.inside_psnr(), 1e2)},
           {"sharpness", rounded(pictures.in_betweens.sharpness(), 1e3)},
           {"first_mesh_s", rounded(first_s, 1e3)},
           {"device", name_of(arguments.device)},
           {"surface_s", rounded(surface_s, 1e3)},
           {"texture_s", rounded(texture_s, 1e3)},
           {"normal_map_s", rounded(times.normal_map, 1e3)},
           {"atlas_use", rounded(core::texture::atlas_use(found), 1e3)},
           {"faces", found.faces.size()},
           {"watertight", topology.is_watertight()},
           {"components", topology.num_components},
           {"peak_rss_mb", std::round(peak_rss_mb())}};
  session.reporter.line(row, row.dump());
}

/// Solves after one anchor changed, from the surface before and from nothing: an anchor that was not heard before, and
/// ones whose picture was a little and quite wrong before.
void bench_warm(const std::string& path, const BenchArguments& arguments, Session& session) {
  constexpr int kChanged = 16;
  const Mesh truth = read_truth(path);
  const auto views = core::reconstruct::ground_truth_views(truth, kViewPx);
  const core::RunContext context(session.stop, {});
  const auto solved = [&](const core::views::ViewSet& set, const core::mesh::SurfacePtr& from) {
    return core::reconstruct::solve(set, from, arguments.options.solve, {}, context, arguments.device);
  };
  const auto timed = [&](const core::mesh::SurfacePtr& from, double& seconds) {
    const auto begin = Clock::now();
    const auto surface = solved(views, from);
    seconds = seconds_since(begin);
    return rounded(core::mesh::volume_iou(*surface->dense, truth, kIouCells), 1e4);
  };
  auto muted = views;
  muted.trust[kChanged] = 0.0f;
  const auto with_wrong_anchor = [&](const core::reconstruct::ViewNoise& noise) {
    auto wrong = views;
    wrong.views[kChanged] = core::reconstruct::with_noise(views, noise, 1).views[kChanged];
    return wrong;
  };
  double cold_s = 0.0;
  const double cold_iou = timed(nullptr, cold_s);
  for (const auto& [before, set] : {std::pair{"muted", muted},
                                    {"5 deg, 0.5 px", with_wrong_anchor({5.0f, 0.5f})},
                                    {"10 deg, 2 px", with_wrong_anchor({10.0f, 2.0f})}}) {
    const auto start = solved(set, nullptr);
    double warm_s = 0.0;
    const double warm_iou = timed(start, warm_s);
    Json row{{"bench", "warm"},
             {"mesh", std::filesystem::path(path).stem().string()},
             {"before", before},
             {"start_iou", rounded(core::mesh::volume_iou(*start->dense, truth, kIouCells), 1e4)},
             {"cold_iou", cold_iou},
             {"warm_iou", warm_iou},
             {"cold_s", rounded(cold_s, 1e3)},
             {"warm_s", rounded(warm_s, 1e3)},
             {"ratio", rounded(warm_s / cold_s, 1e3)},
             {"device", name_of(arguments.device)}};
    session.reporter.line(row, row.dump());
  }
}

double iou_of_solved(const core::views::ViewSet& views, const Mesh& truth, const BenchArguments& arguments,
                     const core::RunContext& context, std::string& dropped) {
  const auto surface = core::reconstruct::solve(views, nullptr, arguments.options.solve, {}, context, arguments.device);
  for (const auto& row : surface->disagreement) {
    if (row.dropped) dropped += fmt::format(" {}", row.view);
  }
  return core::mesh::volume_iou(*surface->dense, truth, kIouCells);
}

/// Solves from views with faults: noise of two strengths (mean of five seeds) and one wholly wrong anchor.
void bench_robust(const std::string& path, const BenchArguments& arguments, Session& session) {
  const Mesh truth = read_truth(path);
  const auto views = core::reconstruct::ground_truth_views(truth, kViewPx);
  const core::RunContext context(session.stop, {});
  Json row{{"bench", "robust"}, {"mesh", std::filesystem::path(path).stem().string()}};
  constexpr int kNumSeeds = 5;
  for (const core::reconstruct::ViewNoise& noise : {core::reconstruct::ViewNoise{5.0f, 0.5f}, {10.0f, 2.0f}}) {
    double sum = 0.0;
    std::string dropped;
    for (int seed = 0; seed < kNumSeeds; ++seed) {
      const auto noisy = core::reconstruct::with_noise(views, noise, static_cast<std::uint64_t>(seed));
      sum += iou_of_solved(noisy, truth, arguments, context, dropped) / kNumSeeds;
    }
    const std::string name = fmt::format("{:g}deg_{:g}px", noise.normal_deg, noise.outline_px);
    row["iou_" + name] = rounded(sum, 1e4);
    row["dropped_" + name] = dropped;
  }
  for (const int wrong : {4, 12}) {
    std::string dropped;
    const auto faulty = core::reconstruct::with_wrong_view(views, truth, wrong);
    row[fmt::format("iou_wrong_{}", wrong)] = rounded(iou_of_solved(faulty, truth, arguments, context, dropped), 1e4);
    row[fmt::format("dropped_wrong_{}", wrong)] = dropped;
  }
  session.reporter.line(row, row.dump());
}

/// Bodies made of true outlines: the front alone, with the right side, and with four sides.
void bench_body(const BenchArguments& arguments, Session& session) {
  std::vector<core::sketch::BenchShape> shapes;
  for (const std::string& path : arguments.meshes)
    shapes.push_back({std::filesystem::path(path).stem().string(), read_truth(path)});
  if (shapes.empty()) shapes = core::sketch::program_shapes();
  const core::RunContext context(session.stop, {});
  for (const std::vector<int>& own : {std::vector<int>{}, {8}, {4, 8, 12}}) {
    core::sketch::BodyBenchOptions options;
    options.own_views = own;
    const auto rows = core::sketch::bench_bodies(shapes, options, context);
    for (const auto& shape : shapes) {
      std::vector<core::sketch::BodyBenchRow> of_shape;
      Json by_azimuth = Json::array();
      double silhouette_iou = 1.0;
      for (const auto& row : rows) {
        if (row.name != shape.name) continue;
        of_shape.push_back(row);
        by_azimuth.push_back(rounded(row.volume_iou, 1e3));
        silhouette_iou = std::min(silhouette_iou, row.silhouette_iou);
      }
      const Json line{{"bench", "body"},
                      {"mesh", shape.name},
                      {"own_views", own},
                      {"mean_iou", rounded(core::sketch::mean_iou(of_shape), 1e4)},
                      {"iou_by_azimuth", by_azimuth},
                      {"worst_silhouette_iou", rounded(silhouette_iou, 1e3)}};
      session.reporter.line(line, line.dump());
    }
    const Json line{{"bench", "body"},
                    {"mesh", "all"},
                    {"own_views", own},
                    {"mean_iou", rounded(core::sketch::mean_iou(rows), 1e4)}};
    session.reporter.line(line, line.dump());
  }
}

void run(const BenchArguments& arguments, Session& session) {
  if (arguments.name == "body") return bench_body(arguments, session);
  if (is_network_bench(arguments.name)) return bench_networks(arguments, session);
  const std::map<std::string, decltype(&bench_warm)> benches = {{"reconstruct", bench_reconstruct},
                                                                {"warm", bench_warm},
                                                                {"robust", bench_robust},
                                                                {"camera", bench_camera},
                                                                {"cost", bench_cost}};
  const auto bench = benches.find(arguments.name);
  if (bench == benches.end()) {
    throw core::Error(
        core::ErrorCode::Usage,
        fmt::format("There is no benchmark '{}'; there are reconstruct, warm, robust, body, camera and cost, and "
                    "unet, vae, clip, stage1 and stage2 of networks.",
                    arguments.name));
  }
  if (arguments.meshes.empty()) {
    throw core::Error(core::ErrorCode::Usage,
                      fmt::format("bench {} needs meshes to measure with: name one or more files.", arguments.name));
  }
  for (const std::string& path : arguments.meshes) bench->second(path, arguments, session);
}

}  // namespace

double rounded(double value, double steps) { return std::round(value * steps) / steps; }

Mesh read_truth(const std::string& path) {
  Mesh mesh = core::reconstruct::normalized_for_ring(core::io::world_from_file(core::io::read_mesh(path)));
  const std::filesystem::path file(path);
  const auto beside = file.parent_path() / (file.stem().string() + "_texture.png");
  if (!mesh.is_textured() && !mesh.uvs.empty() && std::filesystem::exists(beside)) {
    mesh.texture = std::make_shared<core::image::Image8>(core::image::over_white(core::io::read_picture(beside).rgba));
  }
  return core::reconstruct::detailed_for_ring(mesh);
}

Command bench_command(CLI::App& root) {
  Command command = new_command(
      root, "bench",
      "Own benchmarks, one JSON line each: reconstruct, warm, robust, body, camera, cost, with meshes to measure with; "
      "unet, vae, clip, stage1, stage2 with random weights");
  auto arguments = std::make_shared<BenchArguments>();
  command.app
      ->add_option("name", arguments->name,
                   "reconstruct, warm, robust, body, camera, cost, unet, vae, clip, stage1 or stage2")
      ->required();
  command.app->add_option("meshes", arguments->meshes, "Closed meshes, y up, front towards +z");
  command.app->add_option("--meshes-out", arguments->meshes_out, "reconstruct: folder for the meshes found, as GLB");
  command.app->add_flag("--full", arguments->is_full_size, "Networks as large as the original's; else tiny ones");
  command.app->add_option("--precision", arguments->precision, "auto, fp32, bf16 or fp16, of networks");
  add_device(*command.app, arguments->device_name);
  add_surface(*command.app, arguments->options);
  command.run = [arguments](Session& session) {
    if (!is_network_bench(arguments->name)) arguments->device = surface_device(arguments->device_name);
    run(*arguments, session);
  };
  return command;
}

}  // namespace app::cli
