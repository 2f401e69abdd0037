#include "gen/cost/family.hpp"

#include <algorithm>

namespace rtl4ml {
namespace {

/// Source: Yosys 0.23, synth_ice40, synth_ecp5 and synth_xilinx with their libraries of memories and multipliers.
std::vector<Family> families() {
  const MultiplierRule xilinx{true, 2, 9, 25, 18, true, true, true, false};
  const std::vector<TableMemory> xilinx_tables = {{32, 6, 4.0}, {64, 3, 4.0}};
  return {
      {"ice40", "ice40", {4, 1, false, false, 0}, {64.0, {{16, 256}, {8, 512}, {4, 1024}, {2, 2048}}, 1.0}, {}, {}},
      {"ice40-dsp",
       "ice40",
       {4, 1, false, false, 0},
       {64.0, {{16, 256}, {8, 512}, {4, 1024}, {2, 2048}}, 1.0},
       {true, 2, 11, 16, 16, true, false, false, true},
       {}},
      {"ecp5",
       "ecp5",
       {4, 2, false, true, 3},
       {128.0, {{36, 512}, {18, 1024}, {9, 2048}, {4, 4096}, {2, 8192}, {1, 16384}}, 1.0},
       {true, 2, 0, 18, 18, false, false, false, false},
       {{16, 4, 6.0}}},
      {"xc7",
       "xc7",
       {6, 1, true, true, 2},
       {384.0, {{36, 512}, {18, 1024}, {9, 2048}, {4, 4096}, {2, 8192}, {1, 16384}}, 0.5},
       xilinx,
       xilinx_tables},
      {"xcup",
       "xc7",
       {6, 1, true, true, 2},
       {384.0, {{36, 512}, {18, 1024}, {9, 2048}, {4, 4096}, {2, 8192}, {1, 16384}}, 0.5},
       xilinx,
       xilinx_tables},
  };
}

}  // namespace

Memory ring_memory(const Family& family, std::int64_t words, std::int64_t width) {
  Memory memory;
  const auto bits = static_cast<double>(words * width);
  if (family.table_memories.empty()) {
    const double blocks = blocks_of(family.block, words, width);
    if (blocks * family.block.cost < bits) {
      memory.cost.ff = static_cast<double>(width) + 1.0;  // what was written last, where it is read at once
      memory.cost.bram = blocks * family.block.blocks_a_cell;
      memory.takes_address = true;
      memory.cost[LutPart::kMemory] = static_cast<double>(width);
      return memory;
    }
    memory.of_registers = true;
    memory.cost_a_bit.ff = static_cast<double>(words);
    memory.cost_a_bit[LutPart::kMemoryBit] = static_cast<double>(words);
    return memory;
  }
  const TableMemory* fitting = &family.table_memories.back();
  for (const TableMemory& candidate : family.table_memories) {
    if (words <= candidate.words) {
      fitting = &candidate;
      break;
    }
  }
  const auto deep = (words + fitting->words - 1) / fitting->words;
  const auto across = (width + fitting->width - 1) / fitting->width;
  memory.cost[LutPart::kMemory] = static_cast<double>(deep * across) * fitting->tables;
  memory.cost[LutPart::kMemoryBit] = static_cast<double>((deep - 1) * width);
  return memory;
}

std::vector<std::string> known_families() {
  std::vector<std::string> names;
  for (const Family& family : families()) names.push_back(family.name);
  return names;
}

Result<Family> family_of(const Target& target) {
  for (Family& family : families()) {
    if (family.name == target.flow) return std::move(family);
  }
  std::string known;
  for (const std::string& name : known_families()) known += (known.empty() ? "" : ", ") + name;
  return fault("cost.family", "target " + target.name,
               "nothing is known of what designs take with the flow " + target.flow,
               "estimates are made for: " + known);
}

}  // namespace rtl4ml
