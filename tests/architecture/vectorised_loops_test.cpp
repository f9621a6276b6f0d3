// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <map>
#include <memory>
#include <regex>
#include <string>

/// The compiler's output for the loops that a solve spends its time in.
namespace {

#if defined(__OPTIMIZE__) && defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

/// Arithmetic instructions on single-precision numbers.
struct Instructions {
  int packed = 0, scalar = 0;
};

/// By function and version, such as "adam v4".
std::map<std::string, Instructions> instructions_of(const std::string& library) {
  const std::string command = "objdump --disassemble --no-show-raw-insn --demangle '" + library + "' 2>/dev/null";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  const std::regex head("core::reconstruct::([a-z_]+).*clone \\.arch_x86_64_(v[34])\\]>:");
  const std::regex arithmetic("\\tv(?:add|sub|mul|div|sqrt|fn?m(?:add|sub)[0-9]+)(ps|ss) ");
  std::map<std::string, Instructions> found;
  Instructions* current = nullptr;
  std::array<char, 4096> buffer;
  while (pipe && std::fgets(buffer.data(), static_cast<int>(buffer.size()), pipe.get()) != nullptr) {
    const std::string line(buffer.data());
    std::smatch match;
    if (line.find(">:") != std::string::npos) {
      current = std::regex_search(line, match, head) ? &found[match[1].str() + " " + match[2].str()] : nullptr;
    } else if (current != nullptr && std::regex_search(line, match, arithmetic)) {
      ++(match[1] == "ps" ? current->packed : current->scalar);
    }
  }
  return found;
}

TEST(HotLoops, AreVectorisedForEachProcessorThatTheyAreBuiltFor) {
  const auto found = instructions_of(ENVISION3D_RECONSTRUCT_LIBRARY);
  if (found.empty()) GTEST_SKIP() << "objdump is not installed";
  for (const char* loop : {"find_nodes", "add_nodes", "add_eikonal", "find_value_gradient", "sum_squares", "add_side",
                           "adam", "restrict_block", "add_upsampled", "find_bilaplacian", "render_tiles"}) {
    for (const char* version : {" v3", " v4"}) {
      const auto entry = found.find(loop + std::string(version));
      ASSERT_NE(entry, found.end()) << loop << version << " is not built";
      EXPECT_GT(entry->second.packed, 0) << loop << version << " has " << entry->second.scalar << " scalar operations";
    }
  }
}

#endif

}  // namespace
