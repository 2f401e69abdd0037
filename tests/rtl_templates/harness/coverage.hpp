// RTL4ML_COVERAGE=<folder>: the simulations of the unit suite count what they reach in rtl_templates, and each leaves
// its counts there. cmake/coverage sets it, and reads them. Slower many times over: nothing is repeated in Icarus
// then, and RTL4ML_QUICK takes fewer devices.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace rtl4ml::test {

[[nodiscard]] bool counts_coverage();

/// For a model to be made; one that counts is many times as large, and ctest's own limit stands beside this one.
inline constexpr double kMostBuildSeconds = 1500.0;

/// A name in RTL4ML_COVERAGE that no other simulation has; empty where nothing is counted.
[[nodiscard]] std::string next_coverage_file();

/// What Verilator is told for it, in `folder`, where the generated sources `benches` are, which do not count; empty
/// where nothing is counted.
[[nodiscard]] std::vector<std::string> coverage_options(const std::filesystem::path& folder,
                                                        const std::vector<std::string>& benches);

}  // namespace rtl4ml::test
