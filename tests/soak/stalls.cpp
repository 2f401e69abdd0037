#include <fmt/format.h>

#include <fstream>

#include "tests/soak/soak.hpp"

namespace rtl4ml::soak {
namespace {

constexpr std::int64_t kStored = 50'000;   // vectors drawn; fed again and again
constexpr std::int64_t kGrowthKib = 1024;  // what the C library may keep for itself

}  // namespace

SoakResult soak_stalls(const SoakOptions& options) {
  SoakResult result;
  const std::filesystem::path folder = options.scratch / "stalls";
  const std::int64_t laps = std::max<std::int64_t>(20, options.vectors / kStored);
  const std::int64_t count = options.vectors / laps;
  const ProcessResult ran =
      run_program(options, folder,
                  {"sim", "hw/configs/linear_relu.yaml", "--stall", "random", "--trace", "none", "--count",
                   std::to_string(count), "--laps", std::to_string(laps), "--seed", std::to_string(options.seed)});
  std::ifstream file(folder / "linear_relu/report.json");
  const nlohmann::json report = nlohmann::json::parse(file, nullptr, false);
  if (ran.exit_status != 0 || !report.is_object()) {
    result.faults.push_back("stalls: " + ran.output);
    return result;
  }
  const std::int64_t early = report.at("resident_kib_early");
  const std::int64_t end = report.at("resident_kib_end");
  result.figures["stall_vectors"] = report.at("vectors");
  result.figures["stall_cycles"] = report.at("cycles");
  result.figures["stall_mismatches"] = report.at("mismatches");
  result.figures["resident_kib_early"] = early;
  result.figures["resident_kib_end"] = end;
  if (report.at("vectors") != count * laps) result.faults.push_back("stalls: vectors are missing");
  if (early <= 0 || end > early + kGrowthKib) {
    result.faults.push_back(fmt::format("stalls: memory grew from {} to {} KiB", early, end));
  }
  return result;
}

}  // namespace rtl4ml::soak
