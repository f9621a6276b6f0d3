// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/io/atomic_file.h"
#include "core/io/image_file.h"
#include "core/io/mesh_file.h"
#include "core/io/view_folder.h"
#include "core/reconstruct/ground_truth.h"
#include "tests/app/program.h"
#include "tests/support/shapes.h"

// Every wrong input ends with the exit status of the contract and a message that names what is wrong, as text and as
// JSON; nothing crashes, hangs or leaves a file. `--gtest_also_run_disabled_tests` is not needed to see the table: it
// is printed row by row.
namespace {

namespace fs = std::filesystem;
using core::image::Image8;

/// Inputs that are wrong in many ways, made once.
class BadInputs : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new support::TemporaryFolder;
    make_pictures();
    make_folders();
    make_usable_folders();
    make_meshes();
    make_weights();
  }
  static void TearDownTestSuite() {
    delete folder_;
    folder_ = nullptr;
  }

  static std::string at(const std::string& name) { return (*folder_ / name).string(); }
  static void write(const std::string& name, const std::string& bytes) {
    std::ofstream(at(name), std::ios::binary) << bytes;
  }
  static std::string read(const std::string& name) {
    std::ifstream stream(at(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  static Image8 disc(int size, int radius) {
    Image8 picture(size, size, 4);
    for (int y = 0; y < size; ++y) {
      for (int x = 0; x < size; ++x) {
        const int dx = x - size / 2, dy = y - size / 2;
        if (dx * dx + dy * dy <= radius * radius) std::fill_n(picture.pixel(x, y), 4, std::uint8_t{255});
      }
    }
    return picture;
  }

  static void make_pictures() {
    core::io::write_png(at("good.png"), disc(200, 80));
    core::io::write_png(at("empty.png"), Image8(64, 64, 4));
    core::io::write_png(at("tiny.png"), disc(64, 5));
    core::io::write_png(at("plain.png"), Image8(64, 64, 3, 200));
    const std::string good = read("good.png");
    write("nothing.png", "");
    write("text.png", "This is not a picture.\n");
    write("half.png", good.substr(0, good.size() / 2));
    write("head.png", good.substr(0, 20));
    std::string flipped = good;
    flipped[flipped.size() / 2] ^= 0x55;
    write("flipped.png", flipped);
    write("photo.heic", std::string("\0\0\0\x18"
                                    "ftypheic\0\0\0\0mif1heic",
                                    24));
    // Headers of pictures that are too large, without their pixels.
    std::string wide = good;
    wide.replace(16, 8, std::string("\0\1\0\0\0\0\0\x01", 8));
    write_crc(wide, 12, 17);
    write("wide.png", wide);
    write("half.jpg", std::string("\xff\xd8\xff\xe0\0\x10JFIF\0", 11));
    write("half.webp", std::string("RIFF\x40\0\0\0WEBPVP8 ", 16));
    write("half.bmp", std::string("BM\x40\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", 18));
    write("half.tif", std::string("II*\0\x08\0\0\0", 8));
    mkfifo(at("pipe.png").c_str(), 0600);
    fs::create_directory(at("folder.png"));
  }

  /// Puts the checksum of a PNG chunk's type and data behind them.
  static void write_crc(std::string& bytes, std::size_t begin, std::size_t size) {
    std::uint32_t crc = 0xffffffffu;
    for (std::size_t i = begin; i < begin + size; ++i) {
      crc ^= static_cast<unsigned char>(bytes[i]);
      for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320u : 0u);
    }
    crc = ~crc;
    for (std::size_t i = 0; i < 4; ++i) bytes[begin + size + i] = static_cast<char>(crc >> (24 - 8 * i));
  }

  static void make_weights() {
    write("half.safetensors", std::string("\xe8\x03\0\0\0\0\0\0{ ", 10));
    write("text.ckpt", "These are no weights.\n");
    fs::create_directories(at("pack/s1_pipe"));
    fs::create_directory(at("pipeline"));
    write("pipeline/model_index.json", "{}");
  }

  static core::io::ViewFolder good_views() {
    core::io::ViewFolder content;
    content.set = core::reconstruct::ground_truth_views(support::make_sphere(0.3f));
    content.info.source = "sketch";
    return content;
  }

  static void copy_folder(const std::string& name) { fs::copy(at("views"), at(name), fs::copy_options::recursive); }

  static void make_folders() {
    core::io::write_view_folder(at("views"), good_views());
    fs::create_directory(at("hollow"));
    copy_folder("no_anchor");
    fs::remove(at("no_anchor/rgb12.png"));
    copy_folder("no_normals");
    for (int k = 0; k < 32; k += 4) fs::remove(at("no_normals/normal" + std::to_string(k) + ".png"));
    copy_folder("sizes");
    core::io::write_png(at("sizes/rgb8.png"), Image8(320, 320, 3, 255));
    copy_folder("not_square");
    core::io::write_png(at("not_square/rgb0.png"), Image8(256, 320, 3, 255));
    copy_folder("odd_size");
    core::io::write_png(at("odd_size/rgb0.png"), Image8(300, 300, 3, 255));
    copy_folder("bad_json");
    write("bad_json/views.json", "{\"version\":1,");
    copy_folder("bad_camera");
    write("bad_camera/views.json", R"({"version":1,"camera":{"distance":-1,"fov_deg":39.6}})");
    copy_folder("broken_view");
    write("broken_view/rgb16.png", "not a picture");
    copy_folder("locked");
    core::io::ViewFolder locked = good_views();
    locked.info.locked[16] = true;
    core::io::write_view_folder(at("locked"), locked);
    copy_folder("blank");
    core::io::ViewFolder blank = good_views();
    for (auto& view : blank.set.views) {
      auto empty = std::make_shared<core::views::View>(*view);
      empty->rgba = Image8(256, 256, 4);
      view = empty;
    }
    core::io::write_view_folder(at("blank"), blank);
  }

  /// Folders with a fault that can be worked around.
  static void make_usable_folders() {
    copy_folder("one_normal_missing");
    fs::remove(at("one_normal_missing/normal8.png"));
    copy_folder("one_mask_empty");
    core::io::write_png(at("one_mask_empty/masked_rgb/rgb20.png"), Image8(256, 256, 4));
    copy_folder("normals_inverted");
    for (int k = 0; k < 32; k += 4) {
      const std::string path = at("normals_inverted/normal" + std::to_string(k) + ".png");
      Image8 normal = core::io::read_picture(path).rgba;
      for (std::size_t i = 0; i < normal.num_pixels(); ++i) {
        for (std::size_t c = 0; c < 3; ++c)
          normal.data()[4 * i + c] = static_cast<std::uint8_t>(255 - normal.data()[4 * i + c]);
      }
      core::io::write_png(path, normal);
    }
    copy_folder("normals_of_the_front");
    fs::copy(at("views/normal0.png"), at("normals_of_the_front/normal16.png"), fs::copy_options::overwrite_existing);
    const auto write_views = [](const std::string& name, const core::mesh::Mesh& mesh,
                                const core::geometry::RingGeometry& ring) {
      core::io::ViewFolder content;
      content.set = core::reconstruct::ground_truth_views(mesh, 256, ring);
      core::io::write_view_folder(at(name), content);
      fs::remove(at(name + "/views.json"));
    };
    write_views("large", support::make_box({0.1f, 0.45f, 0.3f}), {});
    write_views("wide", support::make_box({0.2f, 0.12f, 0.3f}), {1.3f, 44.0f});
  }

  static void make_meshes() {
    core::io::MeshWriteOptions options;
    core::io::write_mesh(at("good.glb"), support::make_sphere(0.3f, 8, 16), options);
    core::io::write_mesh(at("good.ply"), support::make_sphere(0.3f, 8, 16), options);
    core::io::write_mesh(at("good.stl"), support::make_sphere(0.3f, 8, 16), options);
    const std::string glb = read("good.glb"), ply = read("good.ply");
    write("half.glb", glb.substr(0, glb.size() / 2));
    write("text.glb", "not a mesh");
    write("half.ply", ply.substr(0, ply.size() / 2));
    write("huge.ply",
          "ply\nformat binary_little_endian 1.0\nelement vertex 4000000000\nproperty float x\nend_header\n");
    write("index.ply",
          "ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty float z\nelement face "
          "1\nproperty list uchar "
          "int vertex_indices\nend_header\n0 0 0\n1 0 0\n0 1 0\n3 0 1 9\n");
    write("nan.ply",
          "ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty float z\nelement face "
          "1\nproperty list uchar "
          "int vertex_indices\nend_header\nnan 0 0\n1 0 0\n0 1 0\n3 0 1 2\n");
    write("faceless.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\n");
    write("mesh.xyz", "0 0 0\n");
    write("text.3mf", "not a container");
    write("project.e3d",
          "not a database, but long enough to be looked at as one "
          "................................................................");
  }

  static support::TemporaryFolder* folder_;
};

support::TemporaryFolder* BadInputs::folder_ = nullptr;

struct Row {
  const char* what;
  std::vector<std::string> arguments;
  int status;
  const char* code;
  const char* message;  ///< a part of it
};

TEST_F(BadInputs, EachEndsWithItsStatusAndASentence) {
  const std::string out = at("out.glb"), views = at("views"), good = at("good.png");
  const auto make = [&](const std::string& picture) {
    return std::vector<std::string>{"make", at(picture), "-o", out};
  };
  const auto with = [&](std::vector<std::string> more) {
    std::vector<std::string> all = {"make", good, "-o", out};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  };
  const auto reconstruct = [&](const std::string& folder) {
    return std::vector<std::string>{"reconstruct", at(folder), "-o", out};
  };
  const auto convert = [&](const std::string& mesh) {
    return std::vector<std::string>{"convert", at(mesh), "-o", out};
  };
  const std::vector<Row> rows = {
      // Pictures
      {"picture that is not there", make("absent.png"), 3, "not_found", "absent.png"},
      {"empty file", make("nothing.png"), 3, "bad_format", "empty"},
      {"text named as picture", make("text.png"), 3, "unsupported", "not a picture format"},
      {"HEIC", make("photo.heic"), 3, "unsupported", "not a picture format"},
      {"half a PNG", make("half.png"), 3, "bad_format", "ends too early"},
      {"only a PNG's head", make("head.png"), 3, "bad_format", "head.png"},
      {"PNG with flipped bits", make("flipped.png"), 3, "bad_format", "flipped.png"},
      {"PNG over the limit", make("wide.png"), 3, "limit_exceeded", "16384"},
      {"half a JPEG", make("half.jpg"), 3, "bad_format", "half.jpg"},
      {"half a WebP", make("half.webp"), 3, "bad_format", "half.webp"},
      {"half a BMP", make("half.bmp"), 3, "bad_format", "half.bmp"},
      {"half a TIFF", make("half.tif"), 3, "bad_format", "half.tif"},
      {"pipe", make("pipe.png"), 3, "unsupported", "not a file"},
      {"folder", make("folder.png"), 3, "unsupported", "folder"},
      {"device", {"make", "/dev/zero", "-o", out}, 3, "unsupported", "not a file"},
      {"fully transparent picture", make("empty.png"), 3, "empty", "cut-out is empty"},
      {"cut-out of a few pixels", make("tiny.png"), 3, "empty", "16"},
      {"picture of one colour", make("plain.png"), 3, "empty", "cut-out is empty"},
      {"views of a picture that is not there",
       {"views", at("absent.png"), "-o", at("v")},
       3,
       "not_found",
       "absent.png"},
      {"own picture that is damaged", with({"--own", "8=" + at("half.png")}), 3, "bad_format", "half.png"},
      {"own picture that is empty", with({"--own", "8=" + at("empty.png")}), 3, "empty", "cut-out"},
      // View folders
      {"view folder that is not there", reconstruct("absent"), 3, "not_found", "absent"},
      {"file instead of a view folder", reconstruct("good.png"), 3, "not_found", "good.png"},
      {"folder without views", reconstruct("hollow"), 3, "", "rgb0.png"},
      {"missing anchor", reconstruct("no_anchor"), 3, "", "12"},
      {"no normals", reconstruct("no_normals"), 3, "", "normal"},
      {"views of differing size", reconstruct("sizes"), 3, "bad_format", "8"},
      {"view that is not square", reconstruct("not_square"), 3, "bad_format", "square"},
      {"view of an odd size", reconstruct("odd_size"), 3, "bad_format", "64"},
      {"views.json cut off", reconstruct("bad_json"), 3, "bad_format", "views.json"},
      {"views.json with an impossible camera", reconstruct("bad_camera"), 3, "bad_format", ""},
      {"view that is no picture", reconstruct("broken_view"), 3, "unsupported", "rgb16.png"},
      {"empty masks", reconstruct("blank"), 3, "empty", ""},
      {"second folder that is not there", {"reconstruct", views, at("absent"), "-o", out}, 3, "not_found", "absent"},
      {"reroll of the photo", {"reroll", views, "--view", "0"}, 2, "usage", "photo"},
      {"reroll of an in-between", {"reroll", views, "--view", "3"}, 2, "usage", "not an anchor"},
      {"reroll of view 99", {"reroll", views, "--view", "99"}, 2, "usage", "99"},
      {"reroll of a locked view", {"reroll", at("locked"), "--view", "16"}, 2, "usage", "locked"},
      {"reroll with a mask", {"reroll", views, "--view", "8", "--mask", good}, 2, "usage", "--mask"},
      {"reroll without a view", {"reroll", views}, 2, "usage", "--view"},
      {"interpolate clip 7", {"interpolate", views, "--clips", "7"}, 2, "usage", "--clips"},
      {"interpolate clip words", {"interpolate", views, "--clips", "a,b"}, 2, "usage", "--clips"},
      {"interpolate without anchors", {"interpolate", at("no_anchor")}, 3, "", "12"},
      // Meshes
      {"mesh that is not there", convert("absent.glb"), 3, "not_found", "absent.glb"},
      {"half a GLB", convert("half.glb"), 3, "bad_format", "half.glb"},
      {"text named GLB", convert("text.glb"), 3, "bad_format", "text.glb"},
      {"half a PLY", convert("half.ply"), 3, "bad_format", "half.ply"},
      {"PLY that declares four billion vertices", convert("huge.ply"), 3, "", "huge.ply"},
      {"PLY with a wrong index", convert("index.ply"), 3, "bad_format", "vertex"},
      {"PLY with NaN", convert("nan.ply"), 3, "bad_format", "nan.ply"},
      {"OBJ without faces", convert("faceless.obj"), 3, "", "faceless.obj"},
      {"unknown mesh format", convert("mesh.xyz"), 3, "unsupported", "mesh.xyz"},
      {"text named 3MF", convert("text.3mf"), 3, "bad_format", "text.3mf"},
      {"picture named as mesh input", convert("good.png"), 3, "unsupported", "good.png"},
      {"render of nothing", {"render", at("absent.ply"), "-o", at("r.png")}, 3, "not_found", "absent.ply"},
      // Outputs
      {"output of unknown format", {"make", good, "-o", at("out.xyz")}, 2, "", ".glb"},
      {"output in a folder that is not there", {"make", good, "-o", at("absent/out.glb")}, 2, "not_writable", "absent"},
      {"output over a folder",
       {"make", good, "-o", at("folder.png") + "/../hollow/../views.glb/x.glb"},
       2,
       "not_writable",
       ""},
      {"output over a device", {"convert", at("good.glb"), "-o", "/dev/full.glb/x.glb"}, 2, "not_writable", ""},
      {"view folder over a file", {"views", good, "-o", at("good.glb")}, 2, "not_writable", "good.glb"},
      // Options
      {"no command", {}, 2, "usage", ""},
      {"unknown command", {"sculpt", good}, 2, "usage", ""},
      {"unknown option", with({"--sparkle"}), 2, "usage", "--sparkle"},
      {"option of another command", {"convert", at("good.glb"), "-o", out, "--seed", "4"}, 2, "usage", "--seed"},
      {"no picture", {"make", "-o", out}, 2, "usage", "picture"},
      {"no output", {"make", good}, 2, "usage", "-o"},
      {"depth NaN", with({"--depth", "nan"}), 2, "usage", "depth"},
      {"depth infinite", with({"--depth", "inf"}), 2, "usage", "depth"},
      {"depth negative", with({"--depth", "-1"}), 2, "usage", "depth"},
      {"depth in words", with({"--depth", "deep"}), 2, "usage", "--depth"},
      {"unknown body", with({"--body", "cubic"}), 2, "usage", "cubic"},
      {"unknown unseen", with({"--unseen", "magic"}), 2, "usage", "magic"},
      {"unknown quality", with({"--quality", "best"}), 2, "usage", "best"},
      {"seed negative", with({"--seed", "-3"}), 2, "usage", "--seed"},
      {"seed in words", with({"--seed", "lucky"}), 2, "usage", "--seed"},
      {"no threads", with({"--threads", "0"}), 2, "usage", "--threads"},
      {"three faces", with({"--faces", "3"}), 2, "usage", "faces"},
      {"half a face", with({"--faces", "2000.5"}), 2, "usage", "whole"},
      {"texture of a million pixels", with({"--texture", "1000000"}), 2, "usage", "texture"},
      {"size zero", with({"--size", "0"}), 2, "usage", "size"},
      {"up x", with({"--up", "x"}), 2, "usage", "--up"},
      {"unknown frame", with({"--frame", "picture"}), 2, "usage", "--frame"},
      {"own picture for an in-between", with({"--own", "3=" + good}), 2, "usage", "--own"},
      {"own picture without a path", with({"--own", "8="}), 2, "usage", "--own"},
      {"own picture without an anchor", with({"--own", good}), 2, "usage", "--own"},
      {"own picture twice", with({"--own", "8=" + good, "--own", "8=" + good}), 2, "usage", "twice"},
      {"unknown device", with({"--device", "abacus"}), 2, "usage", "'device'"},
      {"unknown precision", with({"--precision", "fp8"}), 2, "usage", "'precision'"},
      {"CUDA that is not there", with({"--device", "cuda"}), 4, "device_unavailable", "cpu"},
      {"CUDA that is not there, for views",
       {"reconstruct", at("no_anchor"), "-o", out, "--device", "cuda"},
       4,
       "device_unavailable",
       "cpu"},
      {"model pack that is not there", with({"--source", "envision3d"}), 4, "missing_weights", "envision3d"},
      {"render of elevation 200",
       {"render", at("good.glb"), "-o", at("r.png"), "--elevation", "200"},
       2,
       "usage",
       "elevation"},
      {"render of four pixels", {"render", at("good.glb"), "-o", at("r.png"), "--pixels", "4"}, 2, "usage", "--pixels"},
      {"render in crayon", {"render", at("good.glb"), "-o", at("r.png"), "--shading", "crayon"}, 2, "usage", "crayon"},
      // Inspect
      {"inspect nothing", {"inspect", at("absent")}, 3, "not_found", "absent"},
      {"inspect a damaged picture", {"inspect", at("half.png")}, 3, "bad_format", "half.png"},
      {"inspect a false project", {"inspect", at("project.e3d")}, 3, "bad_format", "project"},
      {"inspect an unfinished folder", {"inspect", at("no_anchor")}, 3, "", "12"},
      {"inspect a pipe", {"inspect", at("pipe.png")}, 3, "unsupported", "not a file"},
      {"inspect weights that are cut off", {"inspect", at("half.safetensors")}, 3, "bad_format", "cut off: 10 of 1008"},
      {"inspect a checkpoint that is none", {"inspect", at("text.ckpt")}, 3, "unsupported", "text.ckpt"},
      {"inspect a pack without weights", {"inspect", at("pack")}, 3, "not_found", "s1_pipe/unet"},
      {"inspect a folder of networks", {"inspect", at("pipeline")}, 3, "unsupported", "not a model pack"},
  };
  EXPECT_GE(rows.size(), 60u);
  // Hides what devices there are from the programs.
  setenv("CUDA_VISIBLE_DEVICES", "", 1);
  for (const Row& row : rows) {
    std::vector<std::string> arguments = row.arguments;
    if (!arguments.empty()) arguments.push_back("--json");
    const support::ProgramResult result = support::run_program(arguments);
    std::string last_line = result.out;
    while (!last_line.empty() && last_line.back() == '\n') last_line.pop_back();
    last_line.erase(0, last_line.rfind('\n') + 1);
    std::printf("| %s | %d | %s |\n", row.what, result.status, last_line.c_str());
    EXPECT_EQ(result.status, row.status) << row.what << ": " << result.err;
    EXPECT_NE(result.err.find(row.message), std::string::npos) << row.what << ": " << result.err;
    EXPECT_FALSE(result.err.empty()) << row.what;
    if (arguments.empty()) continue;
    const auto json = nlohmann::json::parse(last_line, nullptr, false);
    ASSERT_TRUE(json.is_object()) << row.what << ": " << last_line;
    EXPECT_EQ(json.value("event", ""), "error") << row.what;
    if (*row.code != '\0') {
      EXPECT_EQ(json.value("code", ""), row.code) << row.what;
    }
    EXPECT_FALSE(fs::exists(out)) << row.what << " left an output";
  }
  for (const auto& entry : fs::recursive_directory_iterator(folder_->path())) {
    EXPECT_NE(entry.path().filename().string().front(), '.') << entry.path() << " was left";
  }
}

struct UsableRow {
  const char* folder;
  const char* code;
  const char* message;  ///< a part of it
};

TEST_F(BadInputs, ViewsWithAFaultThatCanBeWorkedAroundEndWithAWarningAndAMesh) {
  const std::string out = at("usable.ply");
  const UsableRow rows[] = {
      {"one_normal_missing", "view_without_normals", "in view 8;"},
      {"one_mask_empty", "view_folder", "View 20"},
      {"normals_inverted", "normals_turned", "views 0, 4, 8, 12, 16, 20, 24 and 28"},
      {"normals_of_the_front", "normals_ignored", "in view 16 "},
      {"large", "outline_at_border", " 8, "},
      {"wide", "camera_estimated", "A field of view of 44"},
  };
  for (const UsableRow& row : rows) {
    SCOPED_TRACE(row.folder);
    const auto result = support::run_program(
        {"reconstruct", at(row.folder), "-o", out, "--quality", "draft", "--faces", "2000", "--texture", "0", "--json"},
        240);
    ASSERT_EQ(result.status, 0) << result.err;
    bool is_warned = false;
    nlohmann::json last;
    std::istringstream stream(result.out);
    for (std::string line; std::getline(stream, line);) {
      last = nlohmann::json::parse(line);
      if (last.value("event", "") != "warning") continue;
      is_warned |=
          last.value("code", "") == row.code && last.value("message", "").find(row.message) != std::string::npos;
      std::printf("| %s | %d | %s |\n", row.folder, result.status, line.c_str());
    }
    EXPECT_TRUE(is_warned) << result.out;
    EXPECT_TRUE(last.value("watertight", false));
    EXPECT_GT(last.value("faces", 0), 100);
    fs::remove(out);
  }
}

}  // namespace
