// RTL4ML_COVERAGE=<folder>: the simulations of the unit suite count what they reach in rtl_templates, and each leaves
// its counts there. cmake/coverage sets it, and reads them. Slower many times over: nothing is repeated in Icarus then.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace rtl4ml::test {

[[nodiscard]] bool counts_coverage();

/// A name in RTL4ML_COVERAGE that no other simulation has; empty where nothing is counted.
[[nodiscard]] std::string next_coverage_file();

/// What Verilator is told for it, in `folder`, where the generated sources `benches` are, which do not count; empty
/// where nothing is counted.
[[nodiscard]] std::vector<std::string> coverage_options(const std::filesystem::path& folder,
                                                        const std::vector<std::string>& benches);

}  // namespace rtl4ml::test
