// SPDX-FileCopyrightText: 2026 The Envision3D authors
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <iostream>
#include <nlohmann/json.hpp>

// Tests that need a CUDA device. With --json, one JSON object a test on standard output and nothing else.
namespace {

class JsonPrinter : public testing::EmptyTestEventListener {
  void OnTestEnd(const testing::TestInfo& test) override {
    const testing::TestResult& result = *test.result();
    std::string message;
    for (int i = 0; i < result.total_part_count(); ++i) {
      const testing::TestPartResult& part = result.GetTestPartResult(i);
      if (!part.passed()) message += (message.empty() ? "" : "; ") + std::string(part.summary());
    }
    const nlohmann::ordered_json line{{"check", std::string(test.test_suite_name()) + "." + test.name()},
                                      {"result", result.Failed()    ? "failed"
                                                 : result.Skipped() ? "skipped"
                                                                    : "passed"},
                                      {"seconds", static_cast<double>(result.elapsed_time()) / 1e3},
                                      {"message", message}};
    std::cout << line.dump() << std::endl;
  }
};

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (argc > 1 && std::string(argv[1]) == "--json") {
    testing::TestEventListeners& listeners = testing::UnitTest::GetInstance()->listeners();
    delete listeners.Release(listeners.default_result_printer());
    listeners.Append(new JsonPrinter);
  }
  return RUN_ALL_TESTS();
}
