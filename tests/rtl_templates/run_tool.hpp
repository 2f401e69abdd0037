// What the co-simulation tests share: a folder of their own, tools that have to succeed, a seed that can be given
// again.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "sw/base/process.hpp"
#include "tests/catch.hpp"

namespace rtl4ml::test {

/// An empty folder that lives as long as the object; kept where RTL4ML_KEEP is set.
class Folder {
 public:
  explicit Folder(const std::string& name)
      : path_(std::filesystem::temp_directory_path() / ("rtl4ml_" + name + "_" + std::to_string(getpid()))) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;
    if (std::getenv("RTL4ML_KEEP") == nullptr) std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// RTL4ML_SEED where it is set, else a new seed. Tests print it where they fail.
inline std::uint64_t seed() {
  static const std::uint64_t value = [] {
    const char* given = std::getenv("RTL4ML_SEED");
    return given != nullptr ? std::strtoull(given, nullptr, 10) : std::uint64_t{std::random_device{}()};
  }();
  return value;
}

/// Runs a tool that has to end with 0; the answer is what it printed.
inline std::string run(const std::vector<std::string>& command, const std::filesystem::path& folder) {
  const auto result = run_process(command, folder, 250.0);
  if (!result) FAIL(to_string(result.error()));
  INFO(command.front() << " in " << folder.string() << ":\n" << result->output);
  REQUIRE(result->exit_status == 0);
  return result->output;
}

}  // namespace rtl4ml::test
