// What the co-simulation tests share: a folder of their own, tools that have to succeed, a seed that can be given
// again.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "sw/base/process.hpp"
#include "tests/catch.hpp"
#include "tests/scratch_folder.hpp"

namespace rtl4ml::test {

/// RTL4ML_SEED where it is set, else a new seed. Tests print it where they fail.
inline std::uint64_t seed() {
  static const std::uint64_t value = [] {
    const char* given = std::getenv("RTL4ML_SEED");
    return given != nullptr ? std::strtoull(given, nullptr, 10) : std::uint64_t{std::random_device{}()};
  }();
  return value;
}

/// Runs a tool that has to end with 0; the answer is what it printed.
inline std::string run(const std::vector<std::string>& command, const std::filesystem::path& folder,
                       double most_seconds = 250.0) {
  const auto result = run_process(command, folder, most_seconds);
  if (!result) FAIL(to_string(result.error()));
  INFO(command.front() << " in " << folder.string() << ":\n" << result->output);
  REQUIRE(result->exit_status == 0);
  return result->output;
}

}  // namespace rtl4ml::test
