// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <future>
#include <string>

#include <fmt/format.h>

#include "core/pipeline/bring_up_to_date.h"
#include "core/project/project_file.h"
#include "tests/support/disc_source.h"
#include "tests/support/shapes.h"

// scripted_run PROJECT: works on a new project as the window does (draw, re-roll, lay an own picture, lock, delete a
// variant, undo) and writes one line for everything the moment it could be shown, because it is on disk. The test that
// kills it (kill_test.cpp) reads the lines:
//
//   cutout|surface|handover INPUTS     a result
//   variant VIEW CONTENT               a drawing
//   removing VIEW CONTENT              a drawing that goes, from here on; "removed" once it has gone
//   changing STEP                      choices that are on their way to the disk
//   tiles STEP CONTENT...              choices that are there, and what all tiles show with them
namespace {

using core::pipeline::Goal;
using core::project::HandoverResult;
using core::project::ProjectFile;
using core::project::SurfaceResult;
using core::project::VariantPtr;
using core::project::Workspace;

constexpr const char* kStep = "step";  ///< a choice that no source of this program reads
constexpr std::size_t kBack = 16, kRight = 8;

void tell(const std::string& line) {
  const std::string bytes = line + "\n";
  if (write(STDOUT_FILENO, bytes.data(), bytes.size()) < 0) _exit(3);
}

core::pipeline::Tools disc_tools() {
  core::pipeline::Tools tools;
  tools.make_source = [](const core::project::Choices&) { return std::make_unique<support::DiscSource>(); };
  tools.algorithms_for = [](const core::project::Choices&) { return core::project::Algorithms(); };
  return tools;
}

class ScriptedRun {
 public:
  explicit ScriptedRun(const std::filesystem::path& path)
      : file_(ProjectFile::create(path, [](const core::Error&) { _exit(2); })) {
    work_.picture = core::project::make_picture("disc.png", support::DiscSource::disc_picture(5), true);
    file_->store(work_.picture);
  }

  void play() {
    change([](auto&) {});
    bring_up_to_date();
    const VariantPtr first = work_.shown[kBack];
    for (const std::uint64_t seed : {7, 8}) {
      change([&](auto& choices) { choices.anchor_seeds[kBack / 4] = seed; });
      bring_up_to_date();
    }
    change([&](auto& choices) { choices.own[kRight / 4] = own_picture(); });
    bring_up_to_date();
    change([&](auto& choices) { choices.locked[kBack] = choices.locked[kRight] = true; });
    remove(first);
    change([&](auto& choices) { choices.own[kRight / 4] = nullptr, choices.locked[kRight] = false; });
    bring_up_to_date();
  }

 private:
  /// Calls `then` on the writer's thread, where it may not look at what goes on here.
  void when_stored(std::string line) {
    file_->when_stored([line = std::move(line)] { tell(line); });
  }

  template <class Edit>
  void change(const Edit& edit) {
    edit(work_.choices);
    work_.choices.cascade[kStep] = static_cast<double>(++step_);
    tell(fmt::format("changing {}", step_));
    core::project::settle(work_, {});
    store_state();
  }

  void store_state() {
    file_->store(work_);
    std::string line = fmt::format("tiles {}", step_);
    for (const VariantPtr& shown : work_.shown) line += ' ' + (shown ? shown->content.text() : std::string("-"));
    when_stored(std::move(line));
  }

  void bring_up_to_date() {
    work_ = core::pipeline::bring_up_to_date(
        work_, Goal::InBetweens, disc_tools(),
        [this](const core::pipeline::Event& event) {
          if (const auto* cut_out = std::get_if<core::pipeline::CutOutReady>(&event)) {
            file_->store(cut_out->cut_out);
            when_stored("cutout " + cut_out->cut_out->inputs.text());
          } else if (const auto* view = std::get_if<core::pipeline::ViewReady>(&event)) {
            store(view->variant);
          }
        },
        {});
    store_surface();
    store_state();
    file_->flush();  // the artist goes on with what can be seen
  }

  void store(const VariantPtr& variant) {
    file_->store(variant);
    when_stored(fmt::format("variant {} {}", variant->view->index, variant->content.text()));
  }

  /// A solve would take seconds; what is stored of it is the same.
  void store_surface() {
    const auto mesh = std::make_shared<const core::mesh::Mesh>(support::make_sphere(0.3f, 16, 32));
    auto surface = std::make_shared<core::mesh::Surface>();
    surface->dense = mesh;
    const auto result =
        std::make_shared<const SurfaceResult>(SurfaceResult{core::project::surface_key(work_, {}), std::move(surface)});
    core::project::add_result(work_, {}, result);
    file_->store(result);
    when_stored("surface " + result->inputs.text());
    const auto handover =
        std::make_shared<const HandoverResult>(HandoverResult{core::project::handover_key(work_, {}), mesh});
    core::project::add_result(work_, {}, handover);
    file_->store(handover);
    when_stored("handover " + handover->inputs.text());
  }

  VariantPtr own_picture() {
    auto view = std::make_shared<core::views::View>();
    view->index = static_cast<int>(kRight);
    view->own = true;
    view->rgba = support::DiscSource::disc_picture(77, 256);
    const VariantPtr own = core::project::make_variant(view, {});
    store(own);
    return own;
  }

  void remove(const VariantPtr& variant) {
    const std::string words = fmt::format("{} {}", variant->view->index, variant->content.text());
    tell("removing " + words);
    std::erase(work_.variants[static_cast<std::size_t>(variant->view->index)], variant);
    file_->remove(variant);
    when_stored("removed " + words);
  }

  std::unique_ptr<ProjectFile> file_;
  Workspace work_;
  int step_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  ScriptedRun(argv[1]).play();
  return 0;
}
