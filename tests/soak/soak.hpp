// The soak: long runs, interruptions and full disks, through the real program. Each part tells what went wrong, in
// lines, and its figures.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sw/base/process.hpp"

namespace rtl4ml::soak {

struct SoakOptions {
  std::filesystem::path program;  ///< rtl4ml
  std::filesystem::path scratch;  ///< a folder of the soak's own
  std::int64_t vectors = 10'000'000;
  int interruptions = 40;
  std::uint64_t seed = 1;  ///< of the stalls and of the moments
};

struct SoakResult {
  std::vector<std::string> faults;  ///< empty: all is well
  nlohmann::ordered_json figures = nlohmann::ordered_json::object();
};

/// One design under random stalls for so many vectors, in one run: every element equal, memory flat.
[[nodiscard]] SoakResult soak_stalls(const SoakOptions& options);

/// `generate` and `sim` ended by SIGINT, SIGTERM and SIGKILL at random moments of every phase. What is then there is
/// whole or absent, and the same command afterwards ends well, with the same files to the byte.
[[nodiscard]] SoakResult soak_interruptions(const SoakOptions& options);

/// Disks of many sizes that are too small, and a read-only one: a fault, nothing half-written, and all well once there
/// is room. Needs a mount namespace of its own, see disk_command().
[[nodiscard]] SoakResult soak_disks(const SoakOptions& options);

/// Runs rtl4ml with its cache in `folder`/cache.
[[nodiscard]] ProcessResult run_program(const SoakOptions& options, const std::filesystem::path& folder,
                                        const std::vector<std::string>& arguments);

/// Every file below a folder with its content, but for reports (they hold times).
[[nodiscard]] std::map<std::string, std::string> files_of(const std::filesystem::path& folder);

}  // namespace rtl4ml::soak
