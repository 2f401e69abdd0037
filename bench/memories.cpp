// How well large weights use block RAM: the weight sources of layers over 16 kbit, synthesised alone with Yosys.
// usage: bench_memories TARGET...   a row each
#include "gen/cost/memories.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "bench/random_layer.hpp"
#include "bench/row.hpp"
#include "gen/ops/operator.hpp"
#include "gen/passes/choose_memories.hpp"
#include "sim/build/tools.hpp"
#include "sim/netlist/utilisation.hpp"
#include "sw/base/source_tree.hpp"

namespace rtl4ml::bench {
namespace {

namespace fs = std::filesystem;

/// Words as many as a block is deep and not, words that fill its width and do not, few words of many bits.
constexpr LayerShape kLayers[] = {{72, 256, 9, 4}, {512, 256, 8, 8}, {100, 60, 5, 2}, {130, 100, 1, 10},
                                  {64, 64, 8, 8},  {97, 83, 3, 3},   {200, 120, 2, 1}};

/// Block RAMs that the weight source takes. Errors: those of emitting and of the tool
Result<double> blocks_taken(const CompiledDesign& design, const fs::path& folder) {
  const Node& node = design.graph.nodes.front();
  const Target& target = design.config.target;
  const Result<CellTable> table = CellTable::read(target.family);
  if (!table) return faults(table.error());
  fs::create_directories(folder);
  const auto files = node.operation->write_sources(view_of(design.graph, node, design.model), folder);
  if (!files) return faults(files.error());
  const std::string source = node.identifier + "_weight_source";
  const Result<std::string> ran = run_tool({(source_tree() / "hw" / "flows" / "synthesize").string(), target.flow,
                                            source, (folder / "netlist").string(), source + ".sv"},
                                           folder);
  if (!ran) return faults(ran.error());
  double blocks = 0.0;
  std::ifstream cells(folder / "netlist" / "cells.txt");
  std::string cell;
  for (double count = 0.0; cells >> cell >> count;) blocks += count * table->of(cell).bram;
  return blocks;
}

Result<bool> measure(const std::string& name, const fs::path& folder) {
  const Result<Target> target = find_target(name, "bench_memories");
  if (!target) return faults(target.error());
  const BlockRule rule = block_rule(*target);
  double least = 1.0;
  std::int64_t bits = 0, in_blocks = 0;
  for (const LayerShape& shape : kLayers) {
    const Result<CompiledDesign> design = compile_random_layer("memories", shape, 1, *target);
    if (!design) return faults(design.error());
    if (!design->warnings.empty()) continue;  // it is larger than the blocks of the part
    const Result<double> blocks = blocks_taken(*design, folder);
    fs::remove_all(folder);
    if (!blocks) return faults(blocks.error());
    const RomPlacement& placed = design->graph.nodes.front().weight_memory;
    const std::int64_t held = placed.block_words * placed.block_bits;
    bits += std::int64_t{shape.in_features} * shape.out_features * 8;
    in_blocks += held;
    if (*blocks == 0.0 && held == 0) continue;
    const double room = *blocks / rule.blocks_a_cell * static_cast<double>(block_capacity(rule));
    least = std::min(least, static_cast<double>(held) / room);
  }
  return print_row(
      fmt::format("weight bits per block RAM bit, layers over 16 kbit, {}", name),
      fmt::format("{:.0f} % at least, {} of {} kbit in blocks", 100.0 * least, in_blocks / 1024, bits / 1024),
      ">= 85 %", least >= kWellUsed);
}

}  // namespace
}  // namespace rtl4ml::bench

int main(int argc, char** argv) {
  using namespace rtl4ml;
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("rtl4ml-memories-" + std::to_string(getpid()));
  bool passed = true;
  for (int i = 1; i < argc; ++i) {
    const Result<bool> row = bench::measure(argv[i], folder);
    if (!row) {
      fmt::print(stderr, "{}", to_string(row.error()));
      return 2;
    }
    passed = *row && passed;
  }
  return passed ? 0 : 1;
}
