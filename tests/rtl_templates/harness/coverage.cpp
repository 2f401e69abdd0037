#include "tests/rtl_templates/harness/coverage.hpp"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>

namespace rtl4ml::test {
namespace {

constexpr const char* kWidest = "8192";  // bits of a signal or memory whose toggles are counted

std::string chosen_folder() {
  const char* const folder = std::getenv("RTL4ML_COVERAGE");  // NOLINT(concurrency-mt-unsafe)
  return folder == nullptr ? "" : folder;
}

}  // namespace

bool counts_coverage() { return !chosen_folder().empty(); }

std::string next_coverage_file() {
  static std::atomic<int> files{0};
  if (!counts_coverage()) return "";
  return chosen_folder() + "/" + std::to_string(getpid()) + "-" + std::to_string(files++) + ".dat";
}

std::vector<std::string> coverage_options(const std::filesystem::path& folder,
                                          const std::vector<std::string>& benches) {
  if (!counts_coverage()) return {};
  std::ofstream config(folder / "coverage.vlt");
  config << "`verilator_config\n";
  for (const std::string& bench : benches) config << "coverage_off -file \"" << bench << "\"\n";
  return {"--coverage-line", "--coverage-toggle", "--coverage-max-width", kWidest, "coverage.vlt"};
}

}  // namespace rtl4ml::test
