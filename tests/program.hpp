// Runs the real program as a user would.
#pragma once

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sw/base/process.hpp"
#include "sw/base/source_tree.hpp"
#include "tests/catch.hpp"
#include "tests/scratch_folder.hpp"
#include "tests/test_cache.hpp"

namespace rtl4ml::test {

/// The compiler, built beside the test programs.
inline std::string program_path() {
  return std::filesystem::read_symlink("/proc/self/exe").replace_filename("rtl4ml").string();
}

/// Runs rtl4ml with the arguments in the checkout.
inline ProcessResult run_rtl4ml(std::vector<std::string> arguments) {
  use_test_cache();
  arguments.insert(arguments.begin(), program_path());
  const Result<ProcessResult> result = run_process(arguments, source_tree().string(), 800.0);
  if (!result) FAIL(to_string(result.error()));
  return *result;
}

/// Writes a config of the network linear_relu under this name, with these lines of settings, into the folder. Result:
/// its path.
inline std::string write_linear_relu(const ScratchFolder& folder, const std::string& name,
                                     const std::string& settings) {
  const std::string checkpoint = (source_tree() / "hw/configs/checkpoints/linear_relu.safetensors").string();
  return folder.write(name + ".yaml", "name: " + name + "\ncheckpoint: " + checkpoint +
                                          "\ninput: 4\nmodel: [{linear: fc1}, relu]\n" + settings);
}

/// What --json printed: the output without lines of progress before it, which come after some seconds only.
inline nlohmann::json json_of(const ProcessResult& result) {
  return nlohmann::json::parse(result.output.substr(result.output.find("{\n")));
}

/// Runs `rtl4ml sim` into the folder and reads its report.json. Fails the test where it does not end bit-exact.
inline nlohmann::json simulate_exactly(const std::filesystem::path& build, const std::string& config,
                                       std::vector<std::string> options = {}) {
  std::vector<std::string> arguments = {"sim", config, "--build", build.string()};
  arguments.insert(arguments.end(), options.begin(), options.end());
  const ProcessResult result = run_rtl4ml(arguments);
  INFO(result.output);
  REQUIRE(result.exit_status == 0);
  for (const auto& entry : std::filesystem::directory_iterator(build)) {
    if (!std::filesystem::exists(entry.path() / "report.json")) continue;
    std::ifstream file(entry.path() / "report.json");
    nlohmann::json report = nlohmann::json::parse(file);
    CHECK(report["bit_exact"] == true);
    CHECK(report["mismatches"] == 0);
    CHECK(report["vectors"].get<int>() > 0);
    CHECK(report["reference"]["differences"] == 0);
    return report;
  }
  FAIL("no report.json");
  return {};
}

inline bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
inline bool has(const ProcessResult& result, const std::string& part) { return has(result.output, part); }

}  // namespace rtl4ml::test
