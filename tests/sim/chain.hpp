// The small design of the simulation tests, tests/sim/designs/chain, whole or with one of its faults, and its model.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/simulate.hpp"
#include "sim/traffic/traffic.hpp"
#include "sw/base/file.hpp"
#include "tests/catch.hpp"
#include "tests/scratch_folder.hpp"
#include "tests/test_cache.hpp"

namespace rtl4ml {

/// Models go to the tests' cache.
class ChainFolder : public test::ScratchFolder {
 public:
  ChainFolder() : ScratchFolder("sim-test") { test::use_test_cache(); }

  [[nodiscard]] std::string get(const std::string& file) const { return read_file(path() / file, 1 << 24).value(); }

  /// Replaces the first `from` in a file.
  void edit(const std::string& file, const std::string& from, const std::string& to) const {
    std::string text = get(file);
    const std::size_t at = text.find(from);
    if (at == std::string::npos) std::abort();
    write(file, text.replace(at, from.size(), to));
  }
};

/// A copy of the chain design with fault number `fault`, see chain_add.sv.
inline void copy_chain(const ChainFolder& folder, int fault_number = 0) {
  std::filesystem::copy("tests/sim/designs/chain", folder.path(), std::filesystem::copy_options::recursive);
  folder.edit("rtl/top.sv", "FAULT = 0", "FAULT = " + std::to_string(fault_number));
}

/// The model of the chain: add f + 1 to feature f (identity weights and a bias), then ReLU with saturation.
inline QuantizedModel chain_model(int features = 6) {
  LinearOp add;
  add.in_features = features;
  add.out_features = features;
  add.data_in = {8, 3, true};
  add.weight_type = {2, 0, true};
  add.bias_type = {9, 3, true};
  add.data_out = {9, 3, true};
  add.weight.assign(static_cast<std::size_t>(features * features), 0);
  for (int i = 0; i < features; ++i) {
    add.weight[static_cast<std::size_t>(i * features + i)] = 1;
    add.bias.push_back(i + 1);
  }
  QuantizedModel model;
  model.layers.push_back({"add", features, features, add});
  model.layers.push_back({"relu", features, features, ReluOp{{9, 3, true}, {8, 3, true}}});
  return model;
}

/// Shapes: [vectors][features], the codes that fault 1 needs included.
inline std::vector<std::int64_t> chain_inputs(std::int64_t vectors, int features = 6) {
  SplitMix64 random(7);
  std::vector<std::int64_t> codes(static_cast<std::size_t>(vectors * features));
  for (std::int64_t& code : codes) code = random.between(-128, 127);
  return codes;
}

inline std::vector<std::int64_t> chain_outputs(const std::vector<std::int64_t>& inputs, int features = 6) {
  std::vector<std::int64_t> outputs;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const std::int64_t sum = inputs[i] + static_cast<std::int64_t>(i) % features + 1;
    outputs.push_back(sum < 0 ? 0 : sum > 127 ? 127 : sum);
  }
  return outputs;
}

/// Simulates the chain in a folder over random vectors.
inline Result<SimulationReport> run_chain(const ChainFolder& folder, const SimulationOptions& options,
                                          std::int64_t vectors = 500) {
  const std::vector<std::int64_t> inputs = chain_inputs(vectors);
  return simulate(folder.path().string(), chain_model(), inputs, chain_outputs(inputs), options);
}

inline SimulationReport expect_report(const Result<SimulationReport>& result) {
  INFO((result ? "" : to_string(result.error())));
  REQUIRE(result);
  return *result;
}

}  // namespace rtl4ml
