// The measured synthesis runs of hw/cost, and how far the model of gen/cost is from them.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "gen/cost/cost_model.hpp"
#include "sw/base/source_tree.hpp"

namespace rtl4ml::bench {

/// What Yosys made of the random network number `seed`.
struct Measurement {
  std::uint64_t seed = 0;
  Use use;
};

/// These seeds are held out: neither the coefficients nor the model have seen them.
inline constexpr std::uint64_t kFirstHeldOut = 3001, kLastHeldOut = 3050;
[[nodiscard]] constexpr bool is_held_out(std::uint64_t seed) { return seed >= kFirstHeldOut && seed <= kLastHeldOut; }

/// The families that are measured, each with a part of it.
inline const std::vector<std::pair<std::string, std::string>> kMeasuredFamilies = {
    {"ice40", "ice40-hx8k"}, {"xc7", "xc7a35t"}, {"ecp5", "ecp5-85k"}};

[[nodiscard]] inline std::filesystem::path measurements_file(const std::string& family) {
  return source_tree() / "hw" / "cost" / (family + ".csv");
}

/// All rows "seed,LUT,FF,DSP,BRAM" of the file; empty where there is none.
[[nodiscard]] inline std::vector<Measurement> read_measurements(const std::filesystem::path& file) {
  std::vector<Measurement> rows;
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    std::replace(line.begin(), line.end(), ',', ' ');
    std::istringstream words(line);
    Measurement row;
    if (words >> row.seed >> row.use.lut >> row.use.ff >> row.use.dsp >> row.use.bram) rows.push_back(row);
  }
  return rows;
}

/// Relative error; a few look-up tables more or less are no matter, so that what is smaller than 50 is judged as if it
/// were 50.
[[nodiscard]] inline double relative_error(double estimated, double measured) {
  constexpr double kLeast = 50.0;
  return std::abs(estimated - measured) / std::max(measured, kLeast);
}

struct ErrorSummary {
  double median = 0.0, worst = 0.0;
};

[[nodiscard]] inline ErrorSummary summarise(std::vector<double> errors) {
  if (errors.empty()) return {};
  std::sort(errors.begin(), errors.end());
  const std::size_t half = errors.size() / 2;
  const double median = errors.size() % 2 == 1 ? errors[half] : (errors[half - 1] + errors[half]) / 2.0;
  return {median, errors.back()};
}

}  // namespace rtl4ml::bench
