// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <random>
#include <set>
#include <sstream>
#include <thread>

#include "core/project/artifact_keys.h"
#include "core/project/project_file.h"
#include "tests/support/temporary_folder.h"

// Kills a program that works on a project (scripted_run.cpp) and looks whether what it could have shown is there.
namespace core::pipeline {
namespace {

namespace fs = std::filesystem;
using Seconds = std::chrono::duration<double>;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kNumKills = 40;  // each start takes long
#else
constexpr int kNumKills = 200;
#endif
constexpr std::uint32_t kSeed = 20261122;

/// The program, and the lines that it has told.
class ScriptedRun {
 public:
  explicit ScriptedRun(const fs::path& project) {
    int channel[2] = {};
    if (pipe(channel) != 0) return;
    process_ = fork();
    if (process_ == 0) {
      dup2(channel[1], STDOUT_FILENO);
      close(channel[0]);
      close(channel[1]);
      execl(ENVISION3D_SCRIPTED_RUN, ENVISION3D_SCRIPTED_RUN, project.c_str(), nullptr);
      _exit(127);
    }
    close(channel[1]);
    from_ = channel[0];
  }
  ~ScriptedRun() { end(); }
  ScriptedRun(const ScriptedRun&) = delete;
  ScriptedRun& operator=(const ScriptedRun&) = delete;

  /// Waits until it has told so many lines, or has ended. Returns whether there are so many.
  bool wait_for(std::size_t num_lines) {
    while (lines_.size() < num_lines && read_some()) {
    }
    return lines_.size() >= num_lines;
  }
  void send_kill() const { kill(process_, SIGKILL); }
  /// Everything it has told, once it is dead.
  const std::vector<std::string>& end() {
    while (read_some()) {
    }
    if (from_ >= 0) close(std::exchange(from_, -1));
    if (process_ > 0) waitpid(std::exchange(process_, 0), &status_, 0);
    return lines_;
  }
  bool was_killed() const { return WIFSIGNALED(status_) && WTERMSIG(status_) == SIGKILL; }
  bool has_succeeded() const { return WIFEXITED(status_) && WEXITSTATUS(status_) == 0; }

 private:
  bool read_some() {
    char bytes[4096];
    const ssize_t count = from_ < 0 ? 0 : read(from_, bytes, sizeof(bytes));
    for (ssize_t i = 0; i < count; ++i) {
      if (bytes[i] != '\n') {
        begun_ += bytes[i];
      } else {
        lines_.push_back(std::exchange(begun_, {}));
      }
    }
    return count > 0;
  }

  pid_t process_ = 0;
  int from_ = -1, status_ = 0;
  std::string begun_;
  std::vector<std::string> lines_;
};

/// What must be in the project after these lines, whatever happened then.
struct Shown {
  std::set<std::string> results;  ///< "surface 0123...", "variant 16 0123..."
  std::set<std::string> removed;
  int step = 0;                        ///< of choices that are on disk
  int changing = 0;                    ///< of choices that may be
  std::vector<std::string> tiles;      ///< of the choices on disk
  std::set<std::string> before_tiles;  ///< results that were there before

  explicit Shown(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) {
      std::istringstream words(line);
      std::string kind, word;
      words >> kind;
      if (kind == "changing") {
        words >> changing;
      } else if (kind == "tiles") {
        words >> step;
        tiles.clear();
        before_tiles = results;
        while (words >> word) tiles.push_back(word);
      } else if (kind == "removing") {
        results.erase("variant" + line.substr(kind.size()));
      } else if (kind == "removed") {
        removed.insert("variant" + line.substr(kind.size()));
      } else {
        // Of surfaces and meshes the project holds a few; the one on screen is the last.
        if (kind != "variant") std::erase_if(results, [&](const std::string& old) { return old.starts_with(kind); });
        results.insert(line);
      }
    }
  }
};

std::set<std::string> results_in(const project::Workspace& work) {
  std::set<std::string> found;
  if (work.cut_out) found.insert("cutout " + work.cut_out->inputs.text());
  for (const auto& list : work.variants) {
    for (const auto& variant : list)
      found.insert("variant " + std::to_string(variant->view->index) + " " + variant->content.text());
  }
  for (const auto& surface : work.surfaces) found.insert("surface " + surface->inputs.text());
  for (const auto& handover : work.handovers) found.insert("handover " + handover->inputs.text());
  return found;
}

void expect_all_there(const fs::path& path, const Shown& shown) {
  const auto file = project::ProjectFile::open(path, [](const Error& error) { ADD_FAILURE() << error.what(); });
  project::Workspace work = file->load();
  const std::set<std::string> found = results_in(work);
  for (const std::string& result : shown.results) EXPECT_TRUE(found.contains(result)) << result;
  for (const std::string& result : shown.removed) EXPECT_FALSE(found.contains(result)) << result;
  const auto step = work.choices.cascade.find("step");
  const int stored = step == work.choices.cascade.end() ? 0 : static_cast<int>(std::get<double>(step->second));
  EXPECT_GE(stored, shown.step);
  EXPECT_LE(stored, shown.changing);
  if (shown.step == 0 || stored != shown.step) return;
  project::settle(work, {});
  for (std::size_t view = 0; view < shown.tiles.size(); ++view) {
    if (shown.tiles[view] == "-") continue;
    ASSERT_TRUE(work.shown[view]) << view;
    const std::string content = work.shown[view]->content.text();
    // A drawing that came after may be there already; an older one would be a step back.
    const bool is_newer = !shown.before_tiles.contains("variant " + std::to_string(view) + " " + content);
    EXPECT_TRUE(content == shown.tiles[view] || is_newer) << view;
  }
}

/// Memory if there is a file system of it: what a killed process has written is with the kernel, so that the test need
/// not wait 20,000 times for a disk.
fs::path folder_for_projects() {
  const fs::path memory = "/dev/shm";
  return access(memory.c_str(), W_OK) == 0 ? memory : fs::temp_directory_path();
}

TEST(Kill, NothingThatWasShownIsLostAtManyMomentsOfARun) {
  const support::TemporaryFolder folder(folder_for_projects());
  ScriptedRun whole(folder / "whole.e3d");
  const auto started = std::chrono::steady_clock::now();
  const std::size_t num_lines = whole.end().size();
  const Seconds between_lines = (std::chrono::steady_clock::now() - started) / static_cast<double>(num_lines);
  ASSERT_TRUE(whole.has_succeeded());
  ASSERT_GT(num_lines, 100u);
  expect_all_there(folder / "whole.e3d", Shown(whole.end()));

  std::mt19937 random(kSeed);
  std::uniform_real_distribution<double> share(0.0, 1.0);
  int num_killed = 0;
  for (int i = 0; i < kNumKills && !testing::Test::HasFailure(); ++i) {
    // After each line in turn, and then at any moment up to the next.
    const std::size_t line = static_cast<std::size_t>(i) * num_lines / kNumKills;
    SCOPED_TRACE("killed after line " + std::to_string(line));
    const fs::path project = folder / "killed.e3d";
    ScriptedRun run(project);
    EXPECT_TRUE(run.wait_for(line));
    std::this_thread::sleep_for(between_lines * share(random));
    run.send_kill();
    const Shown shown(run.end());
    num_killed += run.was_killed() ? 1 : 0;
    if (line > 1 || fs::exists(project)) expect_all_there(project, shown);
    for (const char* suffix : {"", "-journal"}) fs::remove(project.string() + suffix);
  }
  EXPECT_GE(num_killed, kNumKills * 9 / 10);
}

}  // namespace
}  // namespace core::pipeline
