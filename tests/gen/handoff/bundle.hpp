// A small design with everything around it that write_handoff() writes.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "gen/handoff/write_handoff.hpp"
#include "sw/base/process.hpp"
#include "sw/base/source_tree.hpp"
#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"
#include "tests/rtl_templates/run_tool.hpp"

namespace rtl4ml::test {

inline constexpr int kBundleVectors = 6;

/// A design whose sizes do not divide: 4 elements in beats of 3, 8 out in beats of 3, codes of 5 and 11 bits.
inline CompiledDesign bundle_design(Weights weights = Weights::kConstant, std::uint64_t seed = 1,
                                    const Target& target = {}) {
  HardwareConfig config = test::config("small");
  config.target = target;
  config.precision.data_in = spec(5, 2);
  config.precision.data_out = spec(11, 3);
  config.parallelism = {3, 3, ""};
  config.weights = {weights, ""};
  auto design = compile(config, Network{{{"fc1", linear(4, 8, true, seed)}}}, {});
  if (!design) FAIL(to_string(design.error()));
  return std::move(*design);
}

/// With golden vectors from the oracle, negative codes too.
inline void write_bundle(const std::filesystem::path& folder, Weights weights = Weights::kConstant,
                         const Target& target = {}) {
  const CompiledDesign design = bundle_design(weights, 1, target);
  std::vector<std::int64_t> in(kBundleVectors * 4), out(kBundleVectors * 8);
  for (std::size_t i = 0; i < in.size(); ++i) in[i] = static_cast<std::int64_t>(i * 7 % 32) - 16;
  evaluate(design.model, in, out);
  const Result<void> emitted = emit_design(design, folder, in, out);
  if (!emitted) FAIL(to_string(emitted.error()));
  const Result<void> written = write_handoff(design, folder, kBundleVectors, "1.2.3");
  if (!written) FAIL(to_string(written.error()));
}

/// Writes the text as rtl/bench.cpp of the bundle, "SEED" in it replaced, and axi_lite_bench.hpp beside it. Result: the
/// seed.
inline std::string write_bench(const std::filesystem::path& bundle, std::string text) {
  const std::string seeded = std::to_string(seed() & 0xFFFFFFFF);
  text.replace(text.find("SEED"), 4, seeded);
  std::ofstream(bundle / "rtl/bench.cpp") << text;
  std::filesystem::copy_file(source_tree() / "tests/gen/handoff/axi_lite_bench.hpp", bundle / "rtl/axi_lite_bench.hpp");
  return seeded;
}

inline ProcessResult shell(const std::string& command, const std::filesystem::path& folder) {
  const auto result = run_process({"bash", "-c", command}, folder, 240.0);
  if (!result) FAIL(to_string(result.error()));
  return *result;
}

}  // namespace rtl4ml::test
