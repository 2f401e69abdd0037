// Synthesises random networks with Yosys and adds what each takes to a table: the data that the model of gen/cost is
// fitted to. usage: bench_measure_cost TARGET FIRST_SEED COUNT FILE   a line "seed,LUT,FF,DSP,BRAM" each; seeds that
// FILE has are left out A netlist that has lost what the network needs (outputs that nothing drives, or that are
// constant) is no measure: its line is "seed,wrong netlist".
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <set>
#include <string>

#include "bench/cost/random_mlp.hpp"
#include "gen/emit/emit_design.hpp"
#include "sim/build/cache.hpp"
#include "sim/netlist/inspect.hpp"
#include "sim/netlist/synthesize.hpp"
#include "sim/netlist/utilisation.hpp"

namespace rtl4ml::bench {
namespace {

namespace fs = std::filesystem;

/// The row's numbers.
Result<std::string> measure(const CompiledDesign& design, const fs::path& folder) {
  constexpr std::size_t kVectors = 16;
  const std::vector<std::int64_t> data_in = random_vectors(design.model, kVectors, 1);
  std::vector<std::int64_t> data_out(kVectors * static_cast<std::size_t>(design.model.out_features()));
  evaluate(design.model, data_in, data_out);
  const Result<void> emitted = emit_design(design, folder, data_in, data_out);
  if (!emitted) return faults(emitted.error());
  const Result<DesignSignature> signature = read_signature(folder / "signature.json");
  if (!signature) return faults(signature.error());
  const Result<CellTable> table = CellTable::read(design.config.target.family);
  if (!table) return faults(table.error());
  const Result<Synthesis> synthesis =
      synthesize(cache_folder(folder), folder, *signature, {.flow = design.config.target.flow});
  if (!synthesis) return faults(synthesis.error());
  const Result<Netlist> netlist = read_netlist(synthesis->folder / "netlist.json");
  if (!netlist) return faults(netlist.error());
  for (const std::string& lost : inspect_netlist(*netlist, *signature, data_out, 0)) {
    fmt::print(stderr, "{} on {}: {}\n", design.config.name, design.config.target.name, lost);
    return std::string("wrong netlist");
  }
  const Use use = utilisation(*netlist, *table, {}).total;
  return fmt::format("{:g},{:g},{:g},{:g}", use.lut, use.ff, use.dsp, use.bram);
}

std::set<std::uint64_t> measured_seeds(const fs::path& file) {
  std::set<std::uint64_t> seeds;
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) seeds.insert(std::strtoull(line.c_str(), nullptr, 10));
  return seeds;
}

int run(const std::string& target_name, std::uint64_t first, std::uint64_t count, const fs::path& file) {
  const Result<Target> target = find_target(target_name, "bench_measure_cost");
  if (!target) {
    fmt::print(stderr, "{}", to_string(target.error()));
    return 2;
  }
  const std::set<std::uint64_t> measured = measured_seeds(file);
  const fs::path folder = fs::temp_directory_path() / ("rtl4ml-cost-" + std::to_string(getpid()));
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    if (measured.contains(seed)) continue;
    const Result<CompiledDesign> design = compile_random_mlp(seed, *target);
    const Result<std::string> row = design ? measure(*design, folder / "design") : faults(design.error());
    if (!row) {
      fmt::print(stderr, "seed {}: {}", seed, to_string(row.error()));
      return 2;
    }
    std::ofstream(file, std::ios::app) << seed << ',' << *row << '\n';
  }
  fs::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace rtl4ml::bench

int main(int argc, char** argv) {
  if (argc != 5) {
    fmt::print(stderr, "usage: bench_measure_cost TARGET FIRST_SEED COUNT FILE\n");
    return 2;
  }
  return rtl4ml::bench::run(argv[1], std::strtoull(argv[2], nullptr, 10), std::strtoull(argv[3], nullptr, 10), argv[4]);
}
