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

namespace core::project {
namespace {

constexpr const char* kSchema = R"(
CREATE TABLE picture (id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL, has_alpha INTEGER NOT NULL, png BLOB NOT NULL);
CREATE TABLE choices (id INTEGER PRIMARY KEY CHECK (id = 1), json TEXT NOT NULL, strokes BLOB);
CREATE TABLE cut_out (id INTEGER PRIMARY KEY CHECK (id = 1), inputs TEXT NOT NULL, ratio REAL NOT NULL, front BLOB NOT NULL, detail BLOB);
CREATE TABLE variants (id INTEGER PRIMARY KEY, view INTEGER NOT NULL, seed INTEGER NOT NULL, own INTEGER NOT NULL,
  inputs TEXT NOT NULL, content TEXT NOT NULL, created_ms INTEGER NOT NULL, rgba BLOB NOT NULL, normal BLOB,
  UNIQUE (view, inputs, content, own));
CREATE TABLE shown (view INTEGER PRIMARY KEY, content TEXT NOT NULL);
CREATE TABLE surfaces (id INTEGER PRIMARY KEY, inputs TEXT NOT NULL UNIQUE, dense BLOB NOT NULL, field BLOB, disagreement TEXT NOT NULL);
CREATE TABLE meshes (id INTEGER PRIMARY KEY, inputs TEXT NOT NULL UNIQUE, mesh BLOB NOT NULL, texture BLOB, normal_map BLOB);
CREATE TABLE outlines (anchor INTEGER PRIMARY KEY, coverage BLOB NOT NULL);
CREATE TABLE log (id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, line TEXT NOT NULL);
)";

/// Old results beyond these are removed, so that a project does not grow without end.
constexpr int kMaxStoredSurfaces = 3;
constexpr int kMaxStoredMeshes = 3;

image::Image8 decode(std::span<const std::uint8_t> png) {
  return io::decode_picture(png, "a picture of the project").rgba;
}

image::Image8 channels_of(const image::Image8& rgba, int channels) {
  image::Image8 result(rgba.width(), rgba.height(), channels);
  for (std::size_t i = 0; i < rgba.num_pixels(); ++i) {
    for (int c = 0; c < channels; ++c) {
      result.data()[i * static_cast<std::size_t>(channels) + static_cast<std::size_t>(c)] =
          rgba.data()[4 * i + static_cast<std::size_t>(c)];
    }
  }
  return result;
}

void check_is_project(Database& database) {
  if (database.read_int("PRAGMA application_id") != kApplicationId) {
    throw Error(ErrorCode::BadFormat, fmt::format("'{}' is not an Envision3D project.", database.path().string()));
  }
  const std::int64_t version = database.read_int("PRAGMA user_version");
  if (version > kSchemaVersion) {
    throw Error(ErrorCode::Unsupported, fmt::format("'{}' was saved by a newer version of Envision3D (schema {}, this "
                                                    "one reads up to {}). It was not opened, so "
                                                    "that nothing is lost. Use the newer version.",
                                                    database.path().string(), version, kSchemaVersion));
  }
}

void bring_schema_up_to_date(Database& database) {
  const std::int64_t version = database.read_int("PRAGMA user_version");
  if (version >= kSchemaVersion) return;
  Transaction transaction(database);
  if (version < 2) database.execute("ALTER TABLE meshes ADD COLUMN normal_map BLOB");
  if (version < 3) database.execute("CREATE TABLE outlines (anchor INTEGER PRIMARY KEY, coverage BLOB NOT NULL)");
  database.execute(fmt::format("PRAGMA user_version = {}", kSchemaVersion));
  transaction.commit();
}

void load_variants(Database& database, Workspace& work) {
  Statement rows(database,
                 "SELECT view, seed, own, inputs, content, created_ms, rgba, normal FROM variants ORDER BY id");
  while (rows.step()) {
    auto view = std::make_shared<views::View>();
    view->index = static_cast<int>(rows.int_at(0));
    if (view->index < 0 || view->index >= geometry::kNumViews) continue;
    view->seed = static_cast<std::uint64_t>(rows.int_at(1));
    view->own = rows.int_at(2) != 0;
    view->rgba = decode(rows.bytes_at(6));
    if (!rows.bytes_at(7).empty()) view->normal = decode(rows.bytes_at(7));
    auto variant = std::make_shared<Variant>();
    variant->inputs = ContentKey::parse(rows.text_at(3));
    variant->content = ContentKey::parse(rows.text_at(4));
    variant->created_ms = rows.int_at(5);
    const std::size_t slot = static_cast<std::size_t>(view->index);
    variant->view = std::move(view);
    work.variants[slot].push_back(variant);
  }
}

VariantPtr find_variant(const Workspace& work, int view, const ContentKey& content) {
  for (const VariantPtr& variant : work.variants[static_cast<std::size_t>(view)]) {
    if (content && variant->content == content) return variant;
  }
  return nullptr;
}

void load_choices(Database& database, Workspace& work) {
  Statement row(database, "SELECT json, strokes FROM choices");
  if (row.step()) {
    StoredChoices stored = choices_from(row.text_at(0));
    work.choices = std::move(stored.choices);
    for (int anchor = 0; anchor < geometry::kNumAnchors; ++anchor) {
      const auto slot = static_cast<std::size_t>(anchor);
      work.choices.own[slot] = find_variant(work, anchor * geometry::kViewsPerAnchor, stored.own[slot]);
    }
    if (!row.bytes_at(1).empty()) {
      set_strokes(work.choices.cut_out, std::make_shared<const image::Image8>(channels_of(decode(row.bytes_at(1)), 1)));
    }
  }
  Statement outlines(database, "SELECT anchor, coverage FROM outlines");
  while (outlines.step()) {
    const std::int64_t anchor = outlines.int_at(0);
    if (anchor < 0 || anchor >= geometry::kNumAnchors) continue;
    work.choices.outlines[static_cast<std::size_t>(anchor)] =
        make_painted_outline(channels_of(decode(outlines.bytes_at(1)), 1));
  }
  Statement shown(database, "SELECT view, content FROM shown");
  while (shown.step()) {
    const std::int64_t view = shown.int_at(0);
    if (view < 0 || view >= geometry::kNumViews) continue;
    work.shown[static_cast<std::size_t>(view)] =
        find_variant(work, static_cast<int>(view), ContentKey::parse(shown.text_at(1)));
  }
  for (std::size_t slot = 0; slot < work.shown.size(); ++slot) {
    if (!work.shown[slot] && !work.variants[slot].empty()) work.shown[slot] = work.variants[slot].back();
  }
}

void load_picture(Database& database, Workspace& work) {
  Statement picture(database, "SELECT name, has_alpha, png FROM picture");
  if (picture.step())
    work.picture = make_picture(picture.text_at(0), decode(picture.bytes_at(2)), picture.int_at(1) != 0);
  Statement row(database, "SELECT inputs, ratio, front, detail FROM cut_out");
  if (!row.step()) return;
  auto cut_out = std::make_shared<CutOut>();
  cut_out->inputs = ContentKey::parse(row.text_at(0));
  cut_out->framing_ratio = static_cast<float>(row.double_at(1));
  cut_out->front = decode(row.bytes_at(2));
  if (!row.bytes_at(3).empty()) cut_out->detail = std::make_shared<const image::Image8>(decode(row.bytes_at(3)));
  work.cut_out = cut_out;
}

void load_meshes(Database& database, Workspace& work) {
  Statement surfaces(database, "SELECT inputs, dense, field, disagreement FROM surfaces ORDER BY id");
  while (surfaces.step()) {
    auto surface = std::make_shared<mesh::Surface>();
    surface->dense = std::make_shared<const mesh::Mesh>(mesh_from(surfaces.bytes_at(1)));
    const auto field = surfaces.bytes_at(2);
    if (!field.empty()) surface->field = std::make_shared<const std::vector<std::uint8_t>>(field.begin(), field.end());
    surface->disagreement = disagreement_from(surfaces.text_at(3));
    work.surfaces.push_back(
        std::make_shared<const SurfaceResult>(SurfaceResult{ContentKey::parse(surfaces.text_at(0)), surface}));
  }
  Statement meshes(database, "SELECT inputs, mesh, texture, normal_map FROM meshes ORDER BY id");
  while (meshes.step()) {
    auto mesh = std::make_shared<mesh::Mesh>(mesh_from(meshes.bytes_at(1)));
    const auto picture_at = [&](int column) {
      const auto png = meshes.bytes_at(column);
      return png.empty() ? nullptr : std::make_shared<const image::Image8>(channels_of(decode(png), 3));
    };
    mesh->texture = picture_at(2);
    mesh->normal_map = picture_at(3);
    work.handovers.push_back(
        std::make_shared<const HandoverResult>(HandoverResult{ContentKey::parse(meshes.text_at(0)), mesh}));
  }
  if (!work.surfaces.empty()) work.surface = work.surfaces.back();
  if (!work.handovers.empty()) work.handover = work.handovers.back();
}

std::vector<std::uint8_t> png_or_nothing(const image::Image8* picture) {
  return picture == nullptr || picture->is_empty() ? std::vector<std::uint8_t>{} : io::encode_png(*picture);
}

void store_variant(Database& database, const Variant& variant) {
  const views::View& view = *variant.view;
  const auto rgba = io::encode_png(view.rgba), normal = png_or_nothing(&view.normal);
  Statement(database,
            "INSERT OR REPLACE INTO variants (view, seed, own, inputs, content, created_ms, rgba, normal) VALUES "
            "(?,?,?,?,?,?,?,?)")
      .bind(std::int64_t{view.index})
      .bind(static_cast<std::int64_t>(view.seed))
      .bind(std::int64_t{view.own})
      .bind(variant.inputs.text())
      .bind(variant.content.text())
      .bind(variant.created_ms)
      .bind(rgba)
      .bind(normal)
      .run();
  if (geometry::is_anchor(view.index)) return;
  database.execute(
      fmt::format("DELETE FROM variants WHERE view = {0} AND content NOT IN (SELECT content FROM shown "
                  "WHERE view = {0}) AND id NOT IN (SELECT id FROM variants WHERE view = {0} "
                  "ORDER BY id DESC LIMIT {1})",
                  view.index, kKeptInBetweens));
}

void store_choices(Database& database, const Choices& choices) {
  const auto strokes = png_or_nothing(choices.cut_out.strokes.get());
  Statement(database, "INSERT OR REPLACE INTO choices (id, json, strokes) VALUES (1, ?, ?)")
      .bind(json_of(choices))
      .bind(strokes)
      .run();
  database.execute("DELETE FROM outlines");
  for (std::size_t anchor = 0; anchor < choices.outlines.size(); ++anchor) {
    if (!choices.outlines[anchor]) continue;
    Statement(database, "INSERT INTO outlines (anchor, coverage) VALUES (?, ?)")
        .bind(static_cast<std::int64_t>(anchor))
        .bind(io::encode_png(choices.outlines[anchor]->coverage))
        .run();
  }
}

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
    Transaction transaction(database);
    database.execute(kSchema);
    database.execute(fmt::format("PRAGMA user_version = {}", kSchemaVersion));
    transaction.commit();
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
  Workspace work;
  load_picture(database, work);
  load_variants(database, work);
  load_choices(database, work);
  load_meshes(database, work);
  return work;
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
  if (!variant) return;
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
