// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <array>
#include <deque>
#include <memory>
#include <optional>

#include "core/pipeline/bring_up_to_date.h"
#include "ui/file_jobs.h"
#include "ui/job_desk.h"
#include "ui/pause_gate.h"
#include "ui/project_keeper.h"
#include "ui/surface_inspector.h"

namespace ui {

/// The only door to a running pipeline. Owns the workspace; a job gets a copy. Results that come back are stored in the
/// project, and added to the workspace once they are on disk. Commands return at once; signals come on the UI thread.
class PipelineController : public QObject {
  Q_OBJECT

 public:
  PipelineController(core::pipeline::Tools tools, FileJobs files, QObject* parent = nullptr);
  ~PipelineController() override;

  const core::project::Workspace& workspace() const { return work_; }
  const core::project::Algorithms& algorithms() const { return algorithms_; }
  ProjectKeeper& project() { return *keeper_; }
  const ProjectKeeper& project() const { return *keeper_; }
  SurfaceInspector& inspector() { return *inspector_; }
  bool has_picture() const { return work_.picture != nullptr; }
  /// Sources of views that this machine can draw with; "sketch" is always one.
  std::vector<std::string> source_names() const;
  core::project::Freshness freshness(int view) const;
  core::pipeline::Plan plan(core::pipeline::Goal goal = core::pipeline::Goal::Handover) const;
  bool is_running() const { return run_.has_value(); }
  /// Anything at all under way, exports and saving included.
  bool is_busy() const { return desk_.is_busy() || !arrivals_.empty() || preview_delay_.isActive(); }
  /// Stage of the run; nothing between runs.
  std::optional<core::pipeline::Stage> stage() const;
  /// What a view that is being drawn is going to look like, or, where the source is quick, how a stale anchor would be
  /// drawn with the choices as they are; null where nothing is known. Nothing of it is stored.
  const core::views::ViewPtr& preview(int view) const { return previews_[static_cast<std::size_t>(view)]; }
  /// What stands in the way of a good mesh in the picture as it is cut out.
  const core::matting::Findings& findings() const { return findings_; }
  /// Why the last run did not draw what it should have; empty otherwise.
  const QString& failure() const { return failure_; }

  /// Opens a picture, a project or a view folder, by what lies there.
  void open(const std::filesystem::path& path);
  /// Splits a turnaround sheet into its drawings; sheet_ready follows.
  void open_sheet(const std::filesystem::path& path);
  /// Starts new work with a picture that was read already.
  void open_picture(core::project::PicturePtr picture) { begin_picture(std::move(picture)); }
  /// Opens a picture that came by paste or drag.
  void open_image(const std::string& name, core::image::Image8 rgba);
  /// Computes what is stale up to the goal. A run under way is stopped first; what it finished stays.
  void make(core::pipeline::Goal goal = core::pipeline::Goal::Handover);
  /// Computes the cut-out only, on the light lane.
  void make_cut_out();
  /// Ends the run under way, and what was being prepared for tiles and would start another.
  void stop();
  /// Holds the run under way at its next step, or lets it go on.
  void set_paused(bool is_paused);
  bool is_paused() const { return run_ && run_->gate->is_closed(); }
  /// Exchanges what the artist chose; what is stale follows from it. A run under way starts again with the new choices.
  void set_choices(const core::project::Choices& choices);
  /// A variant with its pictures as they were drawn; the workspace has small ones of old variants.
  core::project::VariantPtr whole(const core::project::VariantPtr& variant) const { return keeper_->whole(variant); }
  /// Takes a variant out of the workspace and the project, or puts it back.
  void remove_variant(const core::project::VariantPtr& variant);
  void restore_variant(const core::project::VariantPtr& variant);

  /// Reads, cuts out and fits an own picture for an anchor; own_picture_ready follows.
  void prepare_own_picture(int anchor, const std::filesystem::path& path);
  void prepare_own_picture(int anchor, core::image::Image8 rgba);
  /// Reads and checks normals for an anchor that is shown; own_normals_ready follows.
  void prepare_own_normals(int anchor, const std::filesystem::path& path);
  void prepare_own_normals(int anchor, core::image::Image8 rgba);
  /// Finds out how what lies on tiles follows another framing by hand; framing_ready follows.
  void prepare_framing(const core::views::Framing& framing);
  /// The mesh that File > Export writes: the finished one while it is current, else the surface as it stands.
  core::mesh::MeshPtr exportable_mesh() const;
  bool is_handover_current() const;
  void export_mesh(const std::filesystem::path& path, const core::io::MeshWriteOptions& options);
  /// Writes a mesh without telling anyone but `then`, which is called once it is there; a failure is told as ever.
  void write_copy(const std::filesystem::path& path, const core::mesh::MeshPtr& mesh, std::function<void()> then);
  core::pipeline::Job turntable_job(const Turntable& turntable) const { return files_.write_turntable(turntable); }
  /// Draws and writes one picture of the mesh, away from the UI thread. @param still  of that kind
  void export_still(const Turntable& still);
  void export_view_folder(const std::filesystem::path& path);

 Q_SIGNALS:
  void opened();           ///< another workspace
  void choices_changed();  ///< and with them what is stale
  void views_changed();
  void cut_out_changed();
  void findings_changed();
  void snapshot_changed(const core::pipeline::SnapshotReady& snapshot);
  void residual_changed(const core::reconstruct::Residual& residual);
  void surface_changed(core::mesh::MeshPtr colored);
  void handover_changed(core::mesh::MeshPtr mesh);
  void progress_changed(const core::pipeline::Progress& progress);
  void running_changed();  ///< started, another stage, ended
  void finished(double seconds);
  void cancelled();
  void stopped();  ///< by stop(): nothing that was asked for before goes on
  void sheet_ready(const std::vector<core::project::PicturePtr>& drawings);
  void own_picture_ready(int anchor, core::pipeline::OwnView own);
  void own_normals_ready(int anchor, core::project::OwnNormalsPtr normals);
  /// @param scale  core::pipeline::framing_change
  void framing_ready(const core::views::Framing& framing, float scale);
  void exported(const core::pipeline::Exported& exported);
  void view_folder_written(const QString& path);
  void path_opened(const QString& path);  ///< for the list of recent files
  void warned(const QString& message);
  void failed(const QString& message);

 private:
  struct ActiveRun {
    core::pipeline::JobId id = 0;
    core::pipeline::Goal goal = core::pipeline::Goal::Handover;
    std::optional<core::pipeline::Stage> stage;
    std::chrono::steady_clock::time_point started;
    std::shared_ptr<PauseGate> gate;
  };

  void open_picture(const std::filesystem::path& path);
  void open_project(const std::filesystem::path& path);
  void open_view_folder(const std::filesystem::path& path);
  void begin_picture(core::project::PicturePtr picture);
  void replace_workspace(core::project::Workspace work);
  void stop_run();
  void start_own_picture(int anchor, core::pipeline::Job job);
  /// @param read  sends PictureReady
  void start_own_normals(int anchor, core::pipeline::Job read, const std::string& name);
  /// Starts a job that prepares something for a tile. What was being prepared there before is not wanted any more.
  void start_preparation(core::pipeline::JobId& newest, core::pipeline::Job job, JobDesk::Listener take);
  void cancel_preparations();
  void settle();
  /// Keeps the pictures in memory that are looked at, and few others.
  void keep_used_pictures();
  /// Emits views_changed once, however many views came in one delivery.
  void post_views_changed();
  /// Events of a run are shown in their order, results once they are on disk.
  void take_event(core::pipeline::JobId job, int document, const core::pipeline::Event& event);
  /// Whether the event brings a result, which then is on its way to the disk.
  bool store_result_of(const core::pipeline::Event& event);
  void show_arrivals();
  void show(core::pipeline::JobId job, int document, const core::pipeline::Event& event);
  template <class Result>
  void take_result(int document, const Result& result);
  void end_run(const core::pipeline::Outcome& outcome);
  /// Choices or cut-out have changed: stale anchors are previewed a moment later, once for all changes until then.
  void want_previews();
  void start_previews();
  void forget_previews_of_current_views();
  void show_preview(int document, const core::views::ViewPtr& view);
  /// Finds out what examine() says where no run has: the work was opened from a project.
  void examine_picture();
  void set_findings(core::matting::Findings findings);
  /// Listener for jobs that only succeed or fail.
  JobDesk::Listener reporting_failure();

  core::pipeline::Tools tools_;
  FileJobs files_;
  core::project::Workspace work_;
  core::project::Algorithms algorithms_;
  int document_ = 0;  ///< results of runs for an older document are dropped
  std::optional<ActiveRun> run_;
  struct Arrival {
    core::pipeline::JobId job = 0;
    int document = 0;
    core::pipeline::Event event;
    bool is_stored = true;
  };
  std::deque<std::shared_ptr<Arrival>> arrivals_;  ///< events that are not shown yet
  core::pipeline::JobId cut_out_job_ = 0;
  /// Newest of each anchor; 0 without.
  std::array<core::pipeline::JobId, core::geometry::kNumAnchors> own_picture_jobs_{}, own_normals_jobs_{};
  core::pipeline::JobId framing_job_ = 0;
  QString failure_;
  bool is_views_change_posted_ = false;
  std::array<core::views::ViewPtr, core::geometry::kNumViews> previews_{};
  QTimer preview_delay_;
  core::pipeline::JobId preview_job_ = 0;
  bool are_previews_wanted_ = false;
  core::matting::Findings findings_;
  core::mesh::MeshPtr live_mesh_;  ///< newest snapshot or coloured surface
  std::unique_ptr<ProjectKeeper> keeper_;
  std::unique_ptr<SurfaceInspector> inspector_;
  JobDesk desk_;  // last: its threads end before what they report to
};

}  // namespace ui
