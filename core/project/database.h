// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace core::project {

/// One connection to an SQLite database. Every failure is thrown as core::Error with the file's name.
class Database {
 public:
  enum class Mode { Create, ReadWrite };
  Database(const std::filesystem::path& path, Mode mode);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Runs SQL without results, several statements if need be.
  void execute(const std::string& sql);
  std::int64_t read_int(const std::string& sql);
  const std::filesystem::path& path() const { return path_; }
  sqlite3* handle() { return handle_; }
  /// @throws Error with the code that fits an SQLite result
  [[noreturn]] void fail(int result, std::string_view what);

 private:
  std::filesystem::path path_;
  sqlite3* handle_ = nullptr;
};

/// A prepared statement: bind in order, then step through the rows.
class Statement {
 public:
  Statement(Database& database, std::string_view sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& bind(std::int64_t value);
  Statement& bind(double value);
  Statement& bind(std::string_view text);
  /// Bytes must live until the statement has stepped. Empty bytes are stored as NULL.
  Statement& bind(std::span<const std::uint8_t> bytes);

  /// True while there is a row.
  bool step();
  /// Steps a statement that gives no rows.
  void run();

  std::int64_t int_at(int column);
  double double_at(int column);
  std::string text_at(int column);
  /// Empty for NULL. Valid until the next step.
  std::span<const std::uint8_t> bytes_at(int column);

 private:
  void check(int result, std::string_view what);

  Database& database_;
  sqlite3_stmt* statement_ = nullptr;
  int num_bound_ = 0;
};

/// Everything done while it lives is committed together, or not at all if commit() was not reached.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool is_open_ = true;
};

}  // namespace core::project
