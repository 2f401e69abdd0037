// What a design takes of a part, before any tool has seen it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "gen/compile.hpp"
#include "gen/cost/tally.hpp"
#include "sw/base/part_use.hpp"

namespace rtl4ml {

/// Look-up tables a unit of each LutPart, by family: hw/cost/coefficients.txt, which `make fit-cost` writes.
struct CostModel {
  std::string family;
  std::array<double, kLutParts> tables{};

  /// Errors: file.*, cost.coefficients (a line that is none, a part that is missing, or no line for the family)
  [[nodiscard]] static Result<CostModel> read(const std::string& family,
                                              const std::filesystem::path& file = default_file());
  [[nodiscard]] static std::filesystem::path default_file();
  [[nodiscard]] double lut(const Tally& tally) const;
};

struct Estimate {
  std::vector<Use> layers;  ///< [node of the graph]; fractions are what remains of a sum of averages
  Use total;
};

/// On that target; `model` holds the payloads of the graph's layers. Source: docs/estimates.md. Errors: cost.family,
/// those of CostModel::read()
[[nodiscard]] Result<Estimate> estimate(const Graph& graph, const QuantizedModel& model, const Target& target);
[[nodiscard]] inline Result<Estimate> estimate(const CompiledDesign& design) {
  return estimate(design.graph, design.model, design.config.target);
}

}  // namespace rtl4ml
