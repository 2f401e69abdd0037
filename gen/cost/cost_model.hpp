// What a design takes of a part, before any tool has seen it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "gen/compile.hpp"
#include "gen/cost/tally.hpp"

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

/// Fractions are halves of block RAMs, or what remains of a sum of averages.
struct Resources {
  double lut = 0.0, ff = 0.0, dsp = 0.0, bram = 0.0;
};

struct Estimate {
  std::vector<Resources> layers;  ///< [node of the graph]
  Resources total;
};

/// Source: docs/estimates.md. Errors: cost.family, those of CostModel::read()
[[nodiscard]] Result<Estimate> estimate(const CompiledDesign& design);

}  // namespace rtl4ml
