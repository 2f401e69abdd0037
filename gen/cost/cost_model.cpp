#include "gen/cost/cost_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "gen/cost/describe.hpp"
#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"

namespace rtl4ml {

std::filesystem::path CostModel::default_file() { return source_tree() / "hw" / "cost" / "coefficients.txt"; }

Result<CostModel> CostModel::read(const std::string& family, const std::filesystem::path& file) {
  constexpr std::uint64_t kLimit = std::uint64_t{1} << 20;
  const Result<std::string> text = read_file(file, kLimit);
  if (!text) return faults(text.error());
  CostModel model;
  model.family = family;
  std::array<bool, kLutParts> found{};
  std::istringstream lines(*text);
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words(line);
    std::string of_family, name;
    double value = 0.0;
    words >> of_family >> name >> value;
    const auto part = std::find(kLutPartNames.begin(), kLutPartNames.end(), name);
    if (words.fail() || part == kLutPartNames.end() || !std::isfinite(value) || value < 0.0) {
      return fault("cost.coefficients", fmt::format("{}:{}:1", file.string(), number), "is no line of the table",
                   "family, part, tables a unit; make fit-cost writes it");
    }
    if (of_family != family) continue;
    const auto index = static_cast<std::size_t>(part - kLutPartNames.begin());
    model.tables[index] = value;
    found[index] = true;
  }
  for (std::size_t index = 0; index < kLutParts; ++index) {
    if (found[index]) continue;
    return fault("cost.coefficients", file.string(),
                 fmt::format("has no {} of the family {}", kLutPartNames[index], family), "make fit-cost writes it");
  }
  return model;
}

double CostModel::lut(const Tally& tally) const {
  double sum = 0.0;
  for (std::size_t part = 0; part < kLutParts; ++part) sum += tables[part] * tally.lut[part];
  return sum;
}

Result<Estimate> estimate(const Graph& graph, const QuantizedModel& quantized, const Target& target) {
  const Result<Family> family = family_of(target);
  if (!family) return faults(family.error());
  const Result<CostModel> model = CostModel::read(family->measured_as);
  if (!model) return faults(model.error());
  Estimate result;
  for (const Tally& tally : describe_design(graph, quantized, *family)) {
    result.layers.push_back({std::round(model->lut(tally)), tally.ff, tally.dsp, tally.bram});
    result.total += result.layers.back();
  }
  return result;
}

}  // namespace rtl4ml
