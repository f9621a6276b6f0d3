// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/geometry/view_ring.h"
#include "core/io/image_file.h"
#include "core/io/mesh_file.h"
#include "core/mesh/rasterizer.h"
#include "core/mesh/topology.h"
#include "tests/app/program.h"

// sample_check OUT_FOLDER PICTURE...
//
// Makes a mesh of each picture with the command-line program, renders it through camera 0 and compares it with the
// framed cut-out: PSNR inside the silhouette eroded by 3 pixels, IoU of the masks. Prints a table row each and writes a
// contact sheet of four sides, textured and clay.
namespace {

namespace fs = std::filesystem;
using core::image::Image8;

constexpr int kTilePx = 256;
constexpr int kErosionPx = 3;

bool is_deep_inside(const Image8& rgba, int x, int y) {
  for (int dy = -kErosionPx; dy <= kErosionPx; ++dy) {
    for (int dx = -kErosionPx; dx <= kErosionPx; ++dx) {
      if (!rgba.contains(x + dx, y + dy) || rgba.at(x + dx, y + dy, 3) < 250) return false;
    }
  }
  return true;
}

double psnr_inside(const Image8& truth, const Image8& render) {
  double squares = 0.0;
  int count = 0;
  for (int y = 0; y < truth.height(); ++y) {
    for (int x = 0; x < truth.width(); ++x) {
      if (!is_deep_inside(truth, x, y)) continue;
      for (int c = 0; c < 3; ++c) {
        const double difference = (static_cast<double>(truth.at(x, y, c)) - render.at(x, y, c)) / 255.0;
        squares += difference * difference;
      }
      count += 3;
    }
  }
  return count == 0 ? 0.0 : -10.0 * std::log10(std::max(1e-10, squares / count));
}

double mask_iou(const Image8& a, const Image8& b) {
  double both = 0.0, either = 0.0;
  for (std::size_t i = 3; i < a.data().size(); i += 4) {
    both += a.data()[i] >= 128 && b.data()[i] >= 128;
    either += a.data()[i] >= 128 || b.data()[i] >= 128;
  }
  return either == 0.0 ? 1.0 : both / either;
}

void paste_over_grey(const Image8& tile, Image8& sheet, int left, int top) {
  for (int y = 0; y < tile.height(); ++y) {
    for (int x = 0; x < tile.width(); ++x) {
      const int alpha = tile.at(x, y, 3);
      for (int c = 0; c < 3; ++c)
        sheet.at(left + x, top + y, c) =
            static_cast<std::uint8_t>((tile.at(x, y, c) * alpha + 104 * (255 - alpha)) / 255);
    }
  }
}

Image8 contact_sheet(const core::mesh::Mesh& mesh) {
  Image8 sheet(4 * kTilePx, 2 * kTilePx, 3);
  for (int side = 0; side < 4; ++side) {
    const float azimuth_deg = 90.0f * static_cast<float>(side);
    paste_over_grey(core::mesh::draw(mesh, core::geometry::ring_camera(azimuth_deg, 0.0f, kTilePx),
                                     core::mesh::Shading::Textured, 3),
                    sheet, side * kTilePx, 0);
    paste_over_grey(core::mesh::draw(mesh, core::geometry::ring_camera(azimuth_deg + 30.0f, 20.0f, kTilePx),
                                     core::mesh::Shading::Clay, 3),
                    sheet, side * kTilePx, kTilePx);
  }
  return sheet;
}

bool check(const fs::path& picture, const fs::path& out) {
  const std::string stem = picture.stem().string();
  const fs::path views = out / (stem + "-views"), mesh_path = out / (stem + ".glb");
  const auto result = support::run_program(
      {"make", picture.string(), "-o", mesh_path.string(), "--views-out", views.string(), "--frame", "world", "--json"},
      600);
  if (result.status != 0) {
    std::printf("| %s | failed with %d | %s\n", stem.c_str(), result.status, result.err.c_str());
    return false;
  }
  const auto done = nlohmann::json::parse(result.out.substr(result.out.rfind("{\"event\":\"done\"")));
  core::mesh::Mesh mesh = core::io::read_mesh(mesh_path).mesh;
  mesh.normals = core::mesh::smooth_normals(mesh);
  const Image8 front = core::io::read_picture(views / "masked_rgb" / "rgb0.png").rgba;
  const Image8 render =
      core::mesh::draw(mesh, core::geometry::view_camera(0, front.width()), core::mesh::Shading::Textured, 4);
  const double psnr = psnr_inside(front, render), iou = mask_iou(front, render),
               seconds = done.at("seconds").at("total");
  const bool is_watertight = core::mesh::topology_of(mesh).is_watertight();
  const bool is_good = is_watertight && mesh.is_textured() && psnr >= 30.0 && iou >= 0.98 && seconds < 60.0;
  std::printf("| %-10s | %5.1f s | %6zu faces | %s | %5.1f dB | IoU %.4f | %4.0f MB | %s |\n", stem.c_str(), seconds,
              mesh.faces.size(), is_watertight ? "watertight" : "OPEN", psnr, iou, done.at("peak_rss_mb").get<double>(),
              is_good ? "ok" : "FALLS SHORT");
  std::fflush(stdout);
  core::io::write_png(out / (stem + "-sheet.png"), contact_sheet(mesh));
  return is_good;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("usage: sample_check OUT_FOLDER PICTURE...\n", stderr);
    return 2;
  }
  fs::create_directories(argv[1]);
  bool is_all_good = true;
  try {
    for (int i = 2; i < argc; ++i) is_all_good = check(argv[i], argv[1]) && is_all_good;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "sample_check: %s\n", error.what());
    return 1;
  }
  return is_all_good ? 0 : 1;
}
