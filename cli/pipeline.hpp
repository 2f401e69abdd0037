// The steps that several commands share: from the YAML file to a compiled design, and to the vectors that are fed to
// it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "gen/compile.hpp"
#include "sim/simulate.hpp"
#include "sw/base/error.hpp"

namespace rtl4ml {

/// Reads config, checkpoint and calibration data and runs the compiler.
/// `target`: a part of hw/targets that takes the place of the config's; empty: the config's.
[[nodiscard]] Result<CompiledDesign> compile_config(const std::string& config_path,
                                                    FloatWeights float_weights = FloatWeights::kKeep,
                                                    const std::string& target = "");

/// The same, and prints the compiler's warnings to standard error.
[[nodiscard]] Result<CompiledDesign> load_design(const std::string& config_path,
                                                 FloatWeights float_weights = FloatWeights::kKeep,
                                                 const std::string& target = "");

/// The network of a checkpoint, as the config says how it is read. Errors: those of read_network()
[[nodiscard]] Result<Network> load_network(const HardwareConfig& config, const std::string& checkpoint,
                                           std::vector<std::string>* warnings = nullptr);

/// Another checkpoint of the design's network, read as the config says, quantized with the design's types; prints its
/// warnings to standard error. Errors: weights.*
[[nodiscard]] Result<QuantizedModel> load_other_weights(const CompiledDesign& design, const std::string& checkpoint);

/// Input vectors of a run. Shapes: real[count][in_features], codes the same, labels[count] or empty.
struct Stimulus {
  std::int64_t count = 0;
  std::vector<double> real;
  std::vector<std::int64_t> codes;
  std::vector<std::int64_t> labels;  ///< -1 where a vector has none
  std::string source;                ///< for the report: "rendered_digits", "random codes"
};

/// What a run feeds and expects, and the weights that are written between.
struct Laps {
  std::vector<std::int64_t> codes, expected;
  std::vector<ReloadStep> reloads;
};

/// The stimulus once, where no checkpoint is named; else three times over: with the design's weights, with those of the
/// checkpoint, with its own again. Errors: weights.*
[[nodiscard]] Result<Laps> reload_laps(const CompiledDesign& design, const std::string& checkpoint, Stimulus stimulus,
                                       std::vector<std::int64_t> expected);

/// Where the design goes: <build_folder>/<design name>.
/// Errors: cli.reserved_name, if the name is one that the build itself uses
[[nodiscard]] Result<std::filesystem::path> design_folder(const HardwareConfig& config,
                                                          const std::string& build_folder);

/// The vectors a run feeds: the config's first_vectors, then `inputs` (a file or data set; empty: the config's data,
/// else codes drawn evenly over the range of data_in, its corners first). A data set shorter than `count` is repeated.
/// `count` 0: the whole data set, or 1,000 random vectors.
[[nodiscard]] Result<Stimulus> load_stimulus(const CompiledDesign& design, const std::string& inputs,
                                             std::int64_t count, std::uint64_t seed);

/// Golden vectors beside an emitted design, at most.
inline constexpr std::int64_t kGoldenVectors = 16;

/// What the quantized model answers. Shapes: the stimulus' codes -> [count][out_features]. Errors: cli.interrupted
[[nodiscard]] Result<std::vector<std::int64_t>> integer_oracle(const QuantizedModel& model, const Stimulus& stimulus);

/// Emits the design with the first vectors of the stimulus, or of random codes, as golden vectors.
[[nodiscard]] Result<void> emit_with_vectors(const CompiledDesign& design, const std::filesystem::path& folder,
                                             const Stimulus& stimulus);

/// The same with the config's first_vectors and random codes as golden vectors: no data set is needed.
[[nodiscard]] Result<void> emit_with_random_vectors(const CompiledDesign& design, const std::filesystem::path& folder);

}  // namespace rtl4ml
