// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/project/stored_workspace.h"

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/io/image_file.h"
#include "core/project/project_file.h"
#include "core/project/stored_values.h"
#include "core/project/whole_variants.h"

namespace core::project {
namespace {

constexpr const char* kSchema = R"(
CREATE TABLE picture (id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL, has_alpha INTEGER NOT NULL, png BLOB NOT NULL);
CREATE TABLE choices (id INTEGER PRIMARY KEY CHECK (id = 1), json TEXT NOT NULL, strokes BLOB);
CREATE TABLE cut_out (id INTEGER PRIMARY KEY CHECK (id = 1), inputs TEXT NOT NULL, ratio REAL NOT NULL, front BLOB NOT NULL, detail BLOB);
CREATE TABLE variants (id INTEGER PRIMARY KEY, view INTEGER NOT NULL, seed INTEGER NOT NULL, own INTEGER NOT NULL,
  inputs TEXT NOT NULL, content TEXT NOT NULL, created_ms INTEGER NOT NULL, rgba BLOB NOT NULL, normal BLOB,
  uncut_rgb BLOB, uncut_normal BLOB,
  UNIQUE (view, inputs, content, own));
CREATE TABLE shown (view INTEGER PRIMARY KEY, content TEXT NOT NULL);
CREATE TABLE surfaces (id INTEGER PRIMARY KEY, inputs TEXT NOT NULL UNIQUE, dense BLOB NOT NULL, field BLOB, disagreement TEXT NOT NULL);
CREATE TABLE meshes (id INTEGER PRIMARY KEY, inputs TEXT NOT NULL UNIQUE, mesh BLOB NOT NULL, texture BLOB, normal_map BLOB);
CREATE TABLE outlines (anchor INTEGER PRIMARY KEY, coverage BLOB NOT NULL);
CREATE TABLE own_normals (anchor INTEGER PRIMARY KEY, rgba BLOB NOT NULL);
CREATE TABLE regions (anchor INTEGER PRIMARY KEY, content TEXT NOT NULL, mask BLOB NOT NULL);
CREATE TABLE log (id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, line TEXT NOT NULL);
)";

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

/// A picture that must be as large as another; empty without bytes.
image::Image8 like(const image::Image8& other, std::span<const std::uint8_t> png, int channels) {
  if (png.empty()) return {};
  image::Image8 picture = channels_of(decode(png), channels);
  if (picture.width() != other.width() || picture.height() != other.height())
    throw Error(ErrorCode::BadFormat, "The project holds pictures of a view that differ in size.");
  return picture;
}

constexpr const char* kSelectVariants =
    "SELECT view, seed, own, inputs, content, created_ms, rgba, normal, uncut_rgb, uncut_normal FROM variants";

/// The row of kSelectVariants that was stepped to; null for a view that there is not.
VariantPtr variant_at(Statement& row) {
  auto view = std::make_shared<views::View>();
  view->index = static_cast<int>(row.int_at(0));
  if (view->index < 0 || view->index >= geometry::kNumViews) return nullptr;
  view->seed = static_cast<std::uint64_t>(row.int_at(1));
  view->own = row.int_at(2) != 0;
  view->rgba = decode(row.bytes_at(6));
  if (!row.bytes_at(7).empty()) view->normal = decode(row.bytes_at(7));
  view->uncut_rgb = like(view->rgba, row.bytes_at(8), 3);
  view->uncut_normal = like(view->rgba, row.bytes_at(9), 3);
  auto variant = std::make_shared<Variant>();
  variant->inputs = ContentKey::parse(row.text_at(3));
  variant->content = ContentKey::parse(row.text_at(4));
  variant->created_ms = row.int_at(5);
  variant->view = std::move(view);
  return variant;
}

void load_variants(Database& database, Workspace& work) {
  Statement rows(database, std::string(kSelectVariants) + " ORDER BY id");
  while (rows.step()) {
    const VariantPtr variant = variant_at(rows);
    if (!variant) continue;
    work.variants[static_cast<std::size_t>(variant->view->index)].push_back(variant);
    make_old_variants_small(work);
  }
}

VariantPtr find_variant(const Workspace& work, int view, const ContentKey& content) {
  for (const VariantPtr& variant : work.variants[static_cast<std::size_t>(view)]) {
    if (content && variant->content == content) return variant;
  }
  return nullptr;
}

/// Calls take(anchor, row) for the rows of a table whose first column is an anchor.
template <class Take>
void for_each_anchor(Database& database, const char* sql, const Take& take) {
  Statement rows(database, sql);
  while (rows.step()) {
    const std::int64_t anchor = rows.int_at(0);
    if (anchor >= 0 && anchor < geometry::kNumAnchors) take(static_cast<std::size_t>(anchor), rows);
  }
}

/// @pre the variants are loaded
void load_pictures_of_anchors(Database& database, const Workspace& work, Choices& choices) {
  for_each_anchor(database, "SELECT anchor, coverage FROM outlines", [&](std::size_t anchor, Statement& row) {
    choices.outlines[anchor] = make_painted_outline(channels_of(decode(row.bytes_at(1)), 1));
  });
  for_each_anchor(database, "SELECT anchor, rgba FROM own_normals", [&](std::size_t anchor, Statement& row) {
    choices.own_normals[anchor] = make_own_normals(decode(row.bytes_at(1)));
  });
  for_each_anchor(database, "SELECT anchor, content, mask FROM regions", [&](std::size_t anchor, Statement& row) {
    const int view = static_cast<int>(anchor) * geometry::kViewsPerAnchor;
    VariantPtr painted = find_variant(work, view, ContentKey::parse(row.text_at(1)));
    if (painted && !painted->is_whole) painted = load_whole(database, *painted);
    if (!painted) return;
    choices.regions[anchor] = std::make_shared<const views::AnchorRegion>(
        views::AnchorRegion{painted->view, like(painted->view->rgba, row.bytes_at(2), 1)});
  });
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
  load_pictures_of_anchors(database, work, work.choices);
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

}  // namespace

void make_schema(Database& database) {
  Transaction transaction(database);
  database.execute(kSchema);
  database.execute(fmt::format("PRAGMA user_version = {}", kSchemaVersion));
  transaction.commit();
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
  if (version < 4) {
    database.execute(
        "ALTER TABLE variants ADD COLUMN uncut_rgb BLOB; ALTER TABLE variants ADD COLUMN uncut_normal BLOB;"
        "CREATE TABLE own_normals (anchor INTEGER PRIMARY KEY, rgba BLOB NOT NULL);"
        "CREATE TABLE regions (anchor INTEGER PRIMARY KEY, content TEXT NOT NULL, mask BLOB NOT NULL)");
  }
  database.execute(fmt::format("PRAGMA user_version = {}", kSchemaVersion));
  transaction.commit();
}

std::vector<std::uint8_t> png_or_nothing(const image::Image8* picture) {
  return picture == nullptr || picture->is_empty() ? std::vector<std::uint8_t>{} : io::encode_png(*picture);
}

void store_variant(Database& database, const Variant& variant) {
  const views::View& view = *variant.view;
  const auto rgba = io::encode_png(view.rgba), normal = png_or_nothing(&view.normal),
             uncut_rgb = png_or_nothing(&view.uncut_rgb), uncut_normal = png_or_nothing(&view.uncut_normal);
  Statement(database,
            "INSERT OR REPLACE INTO variants (view, seed, own, inputs, content, created_ms, rgba, normal, uncut_rgb, "
            "uncut_normal) VALUES (?,?,?,?,?,?,?,?,?,?)")
      .bind(std::int64_t{view.index})
      .bind(static_cast<std::int64_t>(view.seed))
      .bind(std::int64_t{view.own})
      .bind(variant.inputs.text())
      .bind(variant.content.text())
      .bind(variant.created_ms)
      .bind(rgba)
      .bind(normal)
      .bind(uncut_rgb)
      .bind(uncut_normal)
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
  database.execute("DELETE FROM outlines; DELETE FROM own_normals; DELETE FROM regions");
  for (std::size_t anchor = 0; anchor < choices.outlines.size(); ++anchor) {
    const auto index = static_cast<std::int64_t>(anchor);
    if (const PaintedOutlinePtr& outline = choices.outlines[anchor]) {
      const auto png = io::encode_png(outline->coverage);
      Statement(database, "INSERT INTO outlines (anchor, coverage) VALUES (?, ?)").bind(index).bind(png).run();
    }
    if (const OwnNormalsPtr& normals = choices.own_normals[anchor]) {
      const auto png = io::encode_png(normals->rgba);
      Statement(database, "INSERT INTO own_normals (anchor, rgba) VALUES (?, ?)").bind(index).bind(png).run();
    }
    if (const views::AnchorRegionPtr& region = choices.regions[anchor]) {
      const auto png = io::encode_png(region->mask);
      Statement(database, "INSERT INTO regions (anchor, content, mask) VALUES (?, ?, ?)")
          .bind(index)
          .bind(views::content_key(*region->view).text())
          .bind(png)
          .run();
    }
  }
}

VariantPtr load_whole(Database& database, const Variant& variant) {
  Statement row(database, std::string(kSelectVariants) + " WHERE view = ? AND inputs = ? AND content = ? AND own = ?");
  row.bind(std::int64_t{variant.view->index})
      .bind(variant.inputs.text())
      .bind(variant.content.text())
      .bind(std::int64_t{variant.view->own});
  return row.step() ? variant_at(row) : nullptr;
}

Workspace load_workspace(Database& database) {
  Workspace work;
  load_picture(database, work);
  load_variants(database, work);
  load_choices(database, work);
  make_used_variants_whole(work, [&](const Variant& small) { return load_whole(database, small); });
  load_meshes(database, work);
  return work;
}

}  // namespace core::project
