// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QSurfaceFormat>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <optional>
#include <vector>

#include "core/image/resize.h"
#include "core/pipeline/runner.h"
#include "core/reconstruct/solver.h"
#include "tests/support/ring_views.h"
#include "tests/support/shapes.h"
#include "tests/support/virtual_display.h"
#include "ui/board/view_grid.h"
#include "ui/viewport/viewport_widget.h"

// How long the UI thread is held by what it draws, on a virtual display with Mesa's software renderer, with and without
// a solve on all cores. One JSON line for each case:
//   build/<preset>/bin/window_benchmark
// Each figure is over the turns of the event loop, whatever they did; wall time, and time of the thread itself.
namespace {

constexpr int kRun_ms = 6000, kWarmUp_ms = 1500;
constexpr int kTilePx = 512;
constexpr QSize kBoard(1000, 800), kViewport(800, 600);
constexpr int kMeshRings = 224, kMeshSegments = 224;  ///< 100,000 triangles
constexpr int kSnapshot_ms = 400;

double thread_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

/// Measures every turn of the event loop that is not nested in another one.
class TimedApplication : public QApplication {
 public:
  using QApplication::QApplication;

  bool notify(QObject* receiver, QEvent* event) override {
    if (depth_++ > 0 || !is_measuring) {
      const bool result = QApplication::notify(receiver, event);
      --depth_;
      return result;
    }
    QElapsedTimer wall;
    wall.start();
    const double before_ms = thread_ms();
    const bool result = QApplication::notify(receiver, event);
    --depth_;
    const double busy_ms = thread_ms() - before_ms;
    if (busy_ms < 0.05) return result;  // nothing was drawn
    walls_ms.push_back(static_cast<double>(wall.nsecsElapsed()) * 1e-6);
    busies_ms.push_back(busy_ms);
    return result;
  }

  bool is_measuring = false;
  std::vector<double> walls_ms, busies_ms;

 private:
  int depth_ = 0;
};

double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0.0;
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

/// Runs the event loop for a while and calls `change` every 16 ms, as an artist's hand would.
void measure(TimedApplication& application, const char* name, bool is_solving, const std::function<void(int)>& change) {
  QTimer hand;
  int count = 0;
  QObject::connect(&hand, &QTimer::timeout, [&] { change(count++); });
  hand.start(16);
  const auto run_for = [&](int time_ms) {
    QEventLoop loop;
    QTimer::singleShot(time_ms, &loop, &QEventLoop::quit);
    loop.exec();
  };
  run_for(kWarmUp_ms);
  application.walls_ms.clear();
  application.busies_ms.clear();
  application.is_measuring = true;
  run_for(kRun_ms);
  application.is_measuring = false;
  const auto& walls = application.walls_ms;
  const auto& busies = application.busies_ms;
  std::printf(
      "{\"case\":\"%s\",\"solving\":%s,\"turns\":%zu,\"busy_p50_ms\":%.2f,\"busy_p99_ms\":%.2f,\"busy_max_ms\":%.2f,"
      "\"wall_p50_ms\":%.2f,\"wall_p99_ms\":%.2f,\"wall_max_ms\":%.2f}\n",
      name, is_solving ? "true" : "false", walls.size(), percentile(busies, 0.5), percentile(busies, 0.99),
      percentile(busies, 1.0), percentile(walls, 0.5), percentile(walls, 0.99), percentile(walls, 1.0));
  std::fflush(stdout);
}

/// Solves one surface after the other, as the window's pipeline does, until it is destroyed.
class Solving {
 public:
  explicit Solving(const core::views::ViewSet& views) : runner_([](auto, const auto&) {}) {
    runner_.start(core::pipeline::Lane::Heavy, [views](const core::RunContext& context, const auto&) {
      core::reconstruct::SolveOptions options;
      options.quality = core::reconstruct::Quality::Fine;
      while (true) core::reconstruct::solve(views, nullptr, options, {}, context);
    });
  }

 private:
  core::pipeline::Runner runner_;
};

core::views::ViewPtr enlarged(const core::views::View& view) {
  auto large = std::make_shared<core::views::View>(view);
  large->rgba = core::image::resize(view.rgba, kTilePx, kTilePx);
  large->normal = {};
  return large;
}

ui::TileStates states_of(const core::views::ViewSet& views) {
  ui::TileStates states;
  for (int k = 0; k < core::geometry::kNumViews; ++k) {
    ui::TileState& state = states[static_cast<std::size_t>(k)];
    state.view = k;
    state.phase = ui::TileState::Phase::Done;
    state.picture = enlarged(*views.at(k));
  }
  return states;
}

void measure_board(TimedApplication& application, const core::views::ViewSet& views, bool is_solving) {
  ui::ViewGrid grid;
  grid.fit(kBoard);
  const ui::TileStates states = states_of(views);
  grid.show_states(states);
  grid.show();
  // Everything is painted anew, as after a window came to the front; then views come in one after the other.
  measure(application, "board, all tiles painted again", is_solving, [&](int) { grid.update(); });
  ui::TileStates changing = states;
  measure(application, "board, a new picture at a time", is_solving, [&](int count) {
    if (count % 4 != 0) return;
    ui::TileState& state = changing[static_cast<std::size_t>(count / 4 % core::geometry::kNumViews)];
    state.picture = std::make_shared<const core::views::View>(*state.picture);
    grid.show_states(changing);
  });
}

void measure_viewport(TimedApplication& application, bool is_solving) {
  std::vector<core::mesh::MeshPtr> snapshots;
  for (const float radius : {0.30f, 0.31f, 0.32f}) {
    core::mesh::Mesh mesh = support::make_sphere(radius, kMeshRings, kMeshSegments);
    support::paint_by_position(mesh);
    snapshots.push_back(std::make_shared<const core::mesh::Mesh>(std::move(mesh)));
  }
  ui::viewport::ViewportWidget viewport;
  viewport.resize(kViewport);
  viewport.set_shading(render::Shading::VertexColors);
  viewport.set_mesh(snapshots[0]);
  viewport.show();
  const auto turn = [&](int count) { viewport.turn_to_angles(static_cast<float>(count), 15.0f); };
  measure(application, "viewport, turned", is_solving, turn);
  measure(application, "viewport, turned while snapshots arrive", is_solving, [&](int count) {
    turn(count);
    const int every = kSnapshot_ms / 16;
    if (count % every == 0) viewport.set_mesh(snapshots[static_cast<std::size_t>(count / every) % snapshots.size()]);
  });
}

}  // namespace

int main(int argc, char** argv) {
  const support::VirtualDisplay display;
  if (display.name().empty()) {
    std::fprintf(stderr, "Xvfb is not installed.\n");
    return 4;
  }
  qputenv("DISPLAY", QByteArray::fromStdString(display.name()));
  qunsetenv("QT_QPA_PLATFORM");
  QSurfaceFormat format;
  format.setVersion(3, 3);
  format.setProfile(QSurfaceFormat::CoreProfile);
  QSurfaceFormat::setDefaultFormat(format);
  TimedApplication application(argc, argv);
  core::mesh::Mesh body = support::make_torus(0.28f, 0.1f);
  support::paint_by_position(body);
  const core::views::ViewSet views = support::ring_views(body);
  for (const bool is_solving : {false, true}) {
    std::optional<Solving> solving;
    if (is_solving) solving.emplace(views);
    measure_board(application, views, is_solving);
    measure_viewport(application, is_solving);
  }
  return 0;
}
