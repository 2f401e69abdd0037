// What a design is going to take of its part: the table of `rtl4ml estimate`, and whether `rtl4ml synth` should begin
// at all.
#pragma once

#include <string>

#include "cli/synth_report.hpp"
#include "gen/compile.hpp"
#include "gen/cost/cost_model.hpp"

namespace rtl4ml {

/// Errors: synth.no_target, synth.no_flow (the target is no part)
[[nodiscard]] Result<void> check_part(const HardwareConfig& config);

/// The columns of a synthesis report that the compiler knows: design, target, layers with their cycles and bits, no
/// area.
[[nodiscard]] SynthReport start_report(const CompiledDesign& design);

/// The same with the model's area. Errors: those of estimate()
[[nodiscard]] Result<SynthReport> estimate_report(const CompiledDesign& design);

/// What holds the design back.
struct Bottleneck {
  std::string layer;     ///< the first of the longest interval
  std::string resource;  ///< "LUT", "FF", "DSP" or "BRAM", the one nearest to what the part has
  double share = 0.0;    ///< of the part, per cent
};
[[nodiscard]] Bottleneck bottleneck(const SynthReport& report);

/// What is needed far beyond the part, in words: more than `kRefusalMargin` times what it has, by the estimate; empty:
/// nothing. The margin is several times the model's worst error (docs/estimates.md), so that no design is refused that
/// would fit.
inline constexpr double kRefusalMargin = 2.0;
[[nodiscard]] std::string too_large(const SynthReport& estimated);

[[nodiscard]] std::string estimate_text(const SynthReport& report);

/// JSON, one object, indented; the keys are those of `rtl4ml synth --json`.
[[nodiscard]] std::string estimate_json(const SynthReport& report);

}  // namespace rtl4ml
