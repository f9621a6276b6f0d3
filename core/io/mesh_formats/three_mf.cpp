// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <zip.h>

#include <iterator>
#include <string>

#include "core/base/error.h"
#include "core/io/mesh_formats/mesh_codec.h"

// Source of the layout: 3MF Consortium, Core Specification 1.3.
namespace core::io {
namespace {

constexpr const char* kContentTypes =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="model" ContentType="application/vnd.ms-package.3dmanufacturing-3dmodel+xml"/></Types>)";
constexpr const char* kRelations =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Target="/3D/3dmodel.model" Id="rel0" Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/></Relationships>)";

std::string model_xml(const mesh::Mesh& mesh) {
  std::string text = R"(<?xml version="1.0" encoding="UTF-8"?>
<model unit="millimeter" xml:lang="en-US" xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02">
<metadata name="Application">Envision3D</metadata>
<resources><object id="1" type="model"><mesh><vertices>
)";
  for (const glm::vec3& p : mesh.positions) {
    text += "<vertex x=\"";
    append_number(text, p.x);
    text += "\" y=\"";
    append_number(text, p.y);
    text += "\" z=\"";
    append_number(text, p.z);
    text += "\"/>\n";
  }
  text += "</vertices><triangles>\n";
  for (const glm::uvec3& f : mesh.faces)
    fmt::format_to(std::back_inserter(text), "<triangle v1=\"{}\" v2=\"{}\" v3=\"{}\"/>\n", f.x, f.y, f.z);
  text += "</triangles></mesh></object></resources><build><item objectid=\"1\"/></build></model>\n";
  return text;
}

/// A zip archive in memory.
class Archive {
 public:
  Archive() {
    zip_error_t error;
    zip_error_init(&error);
    source_ = zip_source_buffer_create(nullptr, 0, 0, &error);
    archive_ = source_ != nullptr ? zip_open_from_source(source_, ZIP_TRUNCATE, &error) : nullptr;
    zip_error_fini(&error);
    if (archive_ == nullptr) fail();
    zip_source_keep(source_);
  }
  ~Archive() {
    if (archive_ != nullptr) zip_discard(archive_);
    if (source_ != nullptr) zip_source_free(source_);
  }
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  /// The content must live until finish().
  void add(const char* name, const std::string& content) {
    zip_source_t* part = zip_source_buffer(archive_, content.data(), content.size(), 0);
    if (part == nullptr || zip_file_add(archive_, name, part, ZIP_FL_ENC_UTF_8) < 0) fail();
  }

  std::vector<std::uint8_t> finish() {
    if (zip_close(archive_) != 0) fail();
    archive_ = nullptr;
    zip_stat_t status;
    if (zip_source_open(source_) != 0 || zip_source_stat(source_, &status) != 0) fail();
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(status.size));
    const zip_int64_t count = zip_source_read(source_, bytes.data(), bytes.size());
    zip_source_close(source_);
    if (count != static_cast<zip_int64_t>(bytes.size())) fail();
    return bytes;
  }

 private:
  [[noreturn]] static void fail() { throw Error(ErrorCode::Internal, "The 3MF container could not be put together."); }

  zip_source_t* source_ = nullptr;
  zip_t* archive_ = nullptr;
};

std::vector<NamedBytes> write_3mf(const std::filesystem::path& path, const mesh::Mesh& mesh) {
  const std::string model = model_xml(mesh), types = kContentTypes, relations = kRelations;
  Archive archive;
  archive.add("[Content_Types].xml", types);
  archive.add("_rels/.rels", relations);
  archive.add("3D/3dmodel.model", model);
  return {{path, archive.finish()}};
}

}  // namespace

MeshCodec three_mf_codec() {
  // Printers ask for one closed body: texture seams are welded.
  return {{"3MF", ".3mf", false, false, true, true}, /*holds_uvs=*/false, /*is_welded=*/true, read_3mf, write_3mf};
}

}  // namespace core::io
