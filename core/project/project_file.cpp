// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/project/project_file.h"

#include <sqlite3.h>

#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/io/image_file.h"
#include "core/project/database.h"
#include "core/project/stored_values.h"
#include "core/project/stored_workspace.h"

namespace core::project {
namespace {

/// Old results beyond these are removed, so that a project does not grow without end.
constexpr int kMaxStoredSurfaces = 3;
constexpr int kMaxStoredMeshes = 3;

}  // namespace

/// The writer: one thread, one connection, a queue of writes that each are a transaction.
struct ProjectFile::Impl {
  using Write = std::function<void(Database&)>;

  Impl(const std::filesystem::path& file, OnError error_listener)
      : path(file),
        on_error(std::move(error_listener)),
        database(file, Database::Mode::ReadWrite),
        thread([this] { loop(); }) {}

  ~Impl() {
    {
      const std::lock_guard lock(mutex);
      is_closing = true;
    }
    wake.notify_all();
  }

  void queue(Write write) {
    {
      const std::lock_guard lock(mutex);
      writes.push_back(std::move(write));
      ++num_queued;
    }
    wake.notify_all();
  }

  void flush() {
    std::unique_lock lock(mutex);
    const std::uint64_t target = num_queued;
    written.wait(lock, [&] { return num_written >= target; });
  }

  void loop() {
    while (true) {
      Write write;
      {
        std::unique_lock lock(mutex);
        wake.wait(lock, [this] { return is_closing || !writes.empty(); });
        if (writes.empty()) return;  // closing, and everything is written
        write = std::move(writes.front());
        writes.pop_front();
      }
      run(write);
      const std::lock_guard lock(mutex);
      ++num_written;
      written.notify_all();
    }
  }

  void run(const Write& write) {
    try {
      Transaction transaction(database);
      write(database);
      transaction.commit();
    } catch (const Error& error) {
      if (on_error) on_error(error);
    } catch (const std::exception& error) {
      if (on_error)
        on_error(Error(ErrorCode::Internal,
                       fmt::format("The project '{}' was not saved: {}.", path.string(), error.what())));
    }
  }

  std::filesystem::path path;
  OnError on_error;
  Database database;
  std::mutex mutex;
  std::condition_variable wake, written;
  std::deque<Write> writes;
  std::uint64_t num_queued = 0, num_written = 0;
  bool is_closing = false;
  std::jthread thread;  // last: joined before what it uses is destroyed
};

ProjectFile::ProjectFile(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ProjectFile::~ProjectFile() = default;

std::unique_ptr<ProjectFile> ProjectFile::create(const std::filesystem::path& path, OnError on_error) {
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) {
    throw Error(ErrorCode::NotWritable, fmt::format("'{}' exists already. Choose another name.", path.string()));
  }
  {
    Database database(path, Database::Mode::Create);
    database.execute(fmt::format("PRAGMA journal_mode = TRUNCATE; PRAGMA application_id = {};", kApplicationId));
    make_schema(database);
  }
  return std::unique_ptr<ProjectFile>(new ProjectFile(std::make_unique<Impl>(path, std::move(on_error))));
}

std::unique_ptr<ProjectFile> ProjectFile::open(const std::filesystem::path& path, OnError on_error) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored))
    throw Error(ErrorCode::NotFound, fmt::format("'{}' does not exist.", path.string()));
  if (!std::filesystem::is_regular_file(path, ignored)) {
    throw Error(ErrorCode::Unsupported,
                fmt::format("'{}' is not a regular file, so it is not a project.", path.string()));
  }
  {
    Database database(path, Database::Mode::ReadWrite);
    check_is_project(database);
    bring_schema_up_to_date(database);
  }
  auto impl = std::make_unique<Impl>(path, std::move(on_error));
  return std::unique_ptr<ProjectFile>(new ProjectFile(std::move(impl)));
}

const std::filesystem::path& ProjectFile::path() const { return impl_->path; }

Workspace ProjectFile::load() const {
  impl_->flush();
  Database database(impl_->path, Database::Mode::ReadWrite);
  return load_workspace(database);
}

VariantPtr ProjectFile::read_whole(const Variant& small) const {
  try {
    Database database(impl_->path, Database::Mode::ReadWrite);
    return load_whole(database, small);
  } catch (const Error& error) {
    if (impl_->on_error) impl_->on_error(error);
    return nullptr;
  }
}

void ProjectFile::store(PicturePtr picture) {
  if (!picture) return;
  impl_->queue([picture = std::move(picture)](Database& database) {
    const auto png = io::encode_png(picture->rgba);
    Statement(database, "INSERT OR REPLACE INTO picture (id, name, has_alpha, png) VALUES (1, ?, ?, ?)")
        .bind(picture->name)
        .bind(std::int64_t{picture->has_alpha})
        .bind(png)
        .run();
  });
}

void ProjectFile::store(const Choices& choices) {
  impl_->queue([choices](Database& database) { store_choices(database, choices); });
}

void ProjectFile::store(const Workspace& work) {
  impl_->queue([choices = work.choices, shown = work.shown](Database& database) {
    store_choices(database, choices);
    for (std::size_t view = 0; view < shown.size(); ++view) {
      const std::int64_t index = static_cast<std::int64_t>(view);
      if (shown[view]) {
        Statement(database, "INSERT OR REPLACE INTO shown (view, content) VALUES (?, ?)")
            .bind(index)
            .bind(shown[view]->content.text())
            .run();
      } else {
        Statement(database, "DELETE FROM shown WHERE view = ?").bind(index).run();
      }
    }
  });
}

void ProjectFile::store(CutOutPtr cut_out) {
  if (!cut_out) return;
  impl_->queue([cut_out = std::move(cut_out)](Database& database) {
    const auto front = io::encode_png(cut_out->front), detail = png_or_nothing(cut_out->detail.get());
    Statement(database, "INSERT OR REPLACE INTO cut_out (id, inputs, ratio, front, detail) VALUES (1, ?, ?, ?, ?)")
        .bind(cut_out->inputs.text())
        .bind(static_cast<double>(cut_out->framing_ratio))
        .bind(front)
        .bind(detail)
        .run();
  });
}

void ProjectFile::store(VariantPtr variant) {
  if (!variant || !variant->is_whole) return;  // the whole of a small one is here
  impl_->queue([variant = std::move(variant)](Database& database) { store_variant(database, *variant); });
}

void ProjectFile::remove(VariantPtr variant) {
  if (!variant) return;
  impl_->queue([variant = std::move(variant)](Database& database) {
    Statement(database, "DELETE FROM variants WHERE view = ? AND inputs = ? AND content = ?")
        .bind(std::int64_t{variant->view->index})
        .bind(variant->inputs.text())
        .bind(variant->content.text())
        .run();
  });
}

void ProjectFile::store(SurfaceResultPtr surface) {
  if (!surface) return;
  impl_->queue([surface = std::move(surface)](Database& database) {
    const auto dense = bytes_of(*surface->surface->dense);
    const auto& field = surface->surface->field;
    Statement(database, "INSERT OR REPLACE INTO surfaces (inputs, dense, field, disagreement) VALUES (?, ?, ?, ?)")
        .bind(surface->inputs.text())
        .bind(dense)
        .bind(field ? std::span<const std::uint8_t>(*field) : std::span<const std::uint8_t>{})
        .bind(json_of(surface->surface->disagreement))
        .run();
    database.execute(
        fmt::format("DELETE FROM surfaces WHERE id NOT IN (SELECT id FROM surfaces ORDER BY id DESC LIMIT {})",
                    kMaxStoredSurfaces));
  });
}

void ProjectFile::store(HandoverResultPtr handover) {
  if (!handover) return;
  impl_->queue([handover = std::move(handover)](Database& database) {
    const auto mesh = bytes_of(*handover->mesh), texture = png_or_nothing(handover->mesh->texture.get()),
               normal_map = png_or_nothing(handover->mesh->normal_map.get());
    Statement(database, "INSERT OR REPLACE INTO meshes (inputs, mesh, texture, normal_map) VALUES (?, ?, ?, ?)")
        .bind(handover->inputs.text())
        .bind(mesh)
        .bind(texture)
        .bind(normal_map)
        .run();
    database.execute(fmt::format("DELETE FROM meshes WHERE id NOT IN (SELECT id FROM meshes ORDER BY id DESC LIMIT {})",
                                 kMaxStoredMeshes));
  });
}

void ProjectFile::log(const std::string& line) {
  impl_->queue([line](Database& database) {
    Statement(database, "INSERT INTO log (at_ms, line) VALUES (unixepoch() * 1000, ?)").bind(line).run();
  });
}

void ProjectFile::when_stored(std::function<void()> then) {
  impl_->queue([then = std::move(then)](Database&) { then(); });
}

void ProjectFile::flush() { impl_->flush(); }

void ProjectFile::save_copy(const std::filesystem::path& target) {
  impl_->flush();
  const std::filesystem::path partial = target.string() + ".partial";
  std::error_code ignored;
  std::filesystem::remove(partial, ignored);
  try {
    Database copy(partial, Database::Mode::Create);
    sqlite3_backup* backup = sqlite3_backup_init(copy.handle(), "main", impl_->database.handle(), "main");
    if (backup == nullptr) copy.fail(sqlite3_errcode(copy.handle()), "copied");
    const int result = sqlite3_backup_step(backup, -1);
    sqlite3_backup_finish(backup);
    if (result != SQLITE_DONE) copy.fail(result, "copied");
  } catch (...) {
    std::filesystem::remove(partial, ignored);
    throw;
  }
  std::error_code failure;
  std::filesystem::rename(partial, target, failure);
  if (failure) {
    std::filesystem::remove(partial, ignored);
    throw Error(ErrorCode::NotWritable, fmt::format("'{}' cannot be written: {}.", target.string(), failure.message()));
  }
}

std::filesystem::path unsaved_folder() {
  const char* data_home = std::getenv("XDG_DATA_HOME");
  const char* home = std::getenv("HOME");
  std::filesystem::path base = data_home != nullptr && *data_home != '\0' ? std::filesystem::path(data_home)
                               : home != nullptr ? std::filesystem::path(home) / ".local" / "share"
                                                 : std::filesystem::temp_directory_path();
  base /= "envision3d/unsaved";
  std::error_code failure;
  std::filesystem::create_directories(base, failure);
  if (failure) {
    throw Error(ErrorCode::NotWritable,
                fmt::format("The folder '{}' cannot be made: {}.", base.string(), failure.message()));
  }
  return base;
}

}  // namespace core::project
