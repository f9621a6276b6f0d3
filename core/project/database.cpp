// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include "core/project/database.h"

#include <sqlite3.h>

#include <fmt/format.h>

#include "core/base/error.h"

namespace core::project {
namespace {

/// Largest value of a column; keeps a damaged file from asking for all memory.
constexpr int kMaxValueBytes = 1 << 30;
constexpr int kBusyTimeoutMs = 3000;

ErrorCode code_for(int result) {
  switch (result & 0xff) {
    case SQLITE_FULL:
      return ErrorCode::DiskFull;
    case SQLITE_NOMEM:
      return ErrorCode::OutOfMemory;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_CANTOPEN:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_IOERR:
      return ErrorCode::NotWritable;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_SCHEMA:
    case SQLITE_ERROR:
      return ErrorCode::BadFormat;
    default:
      return ErrorCode::Internal;
  }
}

}  // namespace

Database::Database(const std::filesystem::path& path, Mode mode) : path_(path) {
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX | (mode == Mode::Create ? SQLITE_OPEN_CREATE : 0);
  const int result = sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr);
  if (result != SQLITE_OK) {
    const std::string message = handle_ != nullptr ? sqlite3_errmsg(handle_) : "out of memory";
    sqlite3_close(handle_);
    throw Error(code_for(result), fmt::format("The project '{}' cannot be opened: {}.", path.string(), message));
  }
  sqlite3_extended_result_codes(handle_, 1);
  sqlite3_busy_timeout(handle_, kBusyTimeoutMs);
  sqlite3_limit(handle_, SQLITE_LIMIT_LENGTH, kMaxValueBytes);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
}

Database::~Database() { sqlite3_close(handle_); }

void Database::fail(int result, std::string_view what) {
  throw Error(code_for(result),
              fmt::format("The project '{}' cannot be {}: {}.", path_.string(), what, sqlite3_errmsg(handle_)));
}

void Database::execute(const std::string& sql) {
  const int result = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (result != SQLITE_OK) fail(result, "written");
}

std::int64_t Database::read_int(const std::string& sql) {
  Statement statement(*this, sql);
  return statement.step() ? statement.int_at(0) : 0;
}

Statement::Statement(Database& database, std::string_view sql) : database_(database) {
  check(sqlite3_prepare_v2(database.handle(), sql.data(), static_cast<int>(sql.size()), &statement_, nullptr), "read");
}

Statement::~Statement() { sqlite3_finalize(statement_); }

void Statement::check(int result, std::string_view what) {
  if (result != SQLITE_OK) database_.fail(result, what);
}

Statement& Statement::bind(std::int64_t value) {
  check(sqlite3_bind_int64(statement_, ++num_bound_, value), "written");
  return *this;
}

Statement& Statement::bind(double value) {
  check(sqlite3_bind_double(statement_, ++num_bound_, value), "written");
  return *this;
}

Statement& Statement::bind(std::string_view text) {
  check(sqlite3_bind_text64(statement_, ++num_bound_, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8),
        "written");
  return *this;
}

Statement& Statement::bind(std::span<const std::uint8_t> bytes) {
  ++num_bound_;
  if (bytes.empty()) {
    check(sqlite3_bind_null(statement_, num_bound_), "written");
  } else {
    check(sqlite3_bind_blob64(statement_, num_bound_, bytes.data(), bytes.size(), SQLITE_STATIC), "written");
  }
  return *this;
}

bool Statement::step() {
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) database_.fail(result, sqlite3_stmt_readonly(statement_) != 0 ? "read" : "written");
  return false;
}

void Statement::run() { step(); }

std::int64_t Statement::int_at(int column) { return sqlite3_column_int64(statement_, column); }
double Statement::double_at(int column) { return sqlite3_column_double(statement_, column); }

std::string Statement::text_at(int column) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return text == nullptr ? std::string()
                         : std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

std::span<const std::uint8_t> Statement::bytes_at(int column) {
  const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Transaction::Transaction(Database& database) : database_(database) { database_.execute("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
  if (is_open_) sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  database_.execute("COMMIT");
  is_open_ = false;
}

}  // namespace core::project
