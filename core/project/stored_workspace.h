// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "core/project/database.h"
#include "core/project/workspace.h"

/// The tables of a project file: how a workspace is written into them and read again. Every failure is thrown as
/// core::Error.
namespace core::project {

/// The tables of an empty project, in one transaction.
void make_schema(Database& database);
/// @throws Error BadFormat: not a project; Unsupported: of a newer schema, with a sentence that says so
void check_is_project(Database& database);
/// Adds what an older schema lacks, in one transaction.
void bring_schema_up_to_date(Database& database);

/// Everything in the tables, settled against nothing; old drawings of anchors as small ones (whole_variants.h).
Workspace load_workspace(Database& database);

/// The whole of a drawing; null if it is not in the tables.
VariantPtr load_whole(Database& database, const Variant& variant);

void store_choices(Database& database, const Choices& choices);
/// Of an in-between only the newest drawings stay (kKeptInBetweens).
void store_variant(Database& database, const Variant& variant);
/// No bytes for a missing or empty picture.
std::vector<std::uint8_t> png_or_nothing(const image::Image8* picture);

}  // namespace core::project
