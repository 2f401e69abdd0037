// The result of `rtl4ml sim` as a table for people and as JSON for scripts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/pipeline.hpp"
#include "sim/simulate.hpp"
#include "sw/reference/fake_quantized.hpp"

namespace rtl4ml {

struct PhaseSeconds {
  double compile = 0.0, oracle = 0.0, reference = 0.0, emit = 0.0, build = 0.0, run = 0.0;
};

struct SimReport {
  std::string design, folder, engine, stall, stimulus;
  std::string reloaded;  ///< the checkpoint whose weights were written in the middle of the run; empty: none
  std::uint64_t seed = 0;
  SimulationReport simulation;
  ReferenceComparison reference;
  std::optional<double> accuracy_fixed, accuracy_float;  ///< 0 to 1; of the vectors that have a label
  double clock_mhz = 0.0;
  PhaseSeconds seconds;
};

/// "vector 3, element 1, layer fc1: expected ...": a mismatch in one line, with values of `type`; no layer where none
/// is known.
[[nodiscard]] std::string mismatch_text(const Mismatch& mismatch, const FixedType& type);

/// Whether hardware, integer oracle and (where arithmetic is exact) torch agree on every element.
[[nodiscard]] bool all_equal(const SimReport& report);

/// JSON, one object, indented; `warnings` are the compiler's.
[[nodiscard]] std::string to_json(const SimReport& report, const std::vector<std::string>& warnings);

/// A few lines for a person; every mismatch told is one line of its own.
[[nodiscard]] std::string to_text(const SimReport& report, const CompiledDesign& design);

}  // namespace rtl4ml
