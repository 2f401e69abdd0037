#include "gen/cost/family.hpp"

#include "gen/ops/common.hpp"

namespace rtl4ml {
namespace {

/// Without their blocks, which the target tells. Source: Yosys 0.23, synth_ice40, synth_ecp5 and synth_xilinx with
/// their libraries of memories and multipliers; hw/flows/ecp5.ys.
std::vector<Family> families() {
  // Where a function of more inputs than a table takes several, multiplexers beside the tables join them.
  const TableSizes four{4, {0, 1, 1, 1, 1}, {0, 1, 1, 1, 1}};                                 // abc -lut 4
  const TableSizes four_to_seven{7, {0, 1, 1, 1, 1, 2, 4, 8}, {0, 1, 1, 1, 1, 2, 4, 8}, 20};  // abc -lut 4:7, if -R 20
  const TableSizes six_to_eight{
      8, {0, 2, 2, 3, 5, 5, 5, 10, 20}, {0, 1, 1, 1, 1, 1, 1, 2, 4}};  // abc -luts 2:2,3,6:5,10,20
  const Fabric ice40_fabric{four, 4, 1, false, true, false, false, true, false, 0};
  const Fabric xilinx_fabric{six_to_eight, 6, 1, true, false, true, true, false, true, 3};
  const MultiplierRule xilinx_multiplier{true, 2, 9, 25, 18, true, true, false, true, true, false};
  // Yosys has no rules for what else the blocks of UltraScale+ can take in.
  const MultiplierRule xcup_multiplier{true, 2, 9, 27, 18, false, false, false, false, true, false};
  const std::vector<TableMemory> xilinx_tables = {{32, 6, 4.0, 0.0}, {64, 3, 4.0, 0.0}};
  return {
      {"ice40", "ice40", ice40_fabric, {}, {}, {}},
      {"ice40-dsp", "ice40", ice40_fabric, {}, {true, 2, 11, 16, 16, true, false, false, false, false, true}, {}},
      {"ecp5",
       "ecp5",
       {four_to_seven, 4, 2, false, false, true, true, false, false, 0, 4, false},
       {},
       {true, 2, 0, 18, 18, true, true, true, false, false, false},
       {{16, 4, 6.0, 4.0}}},
      {"xc7", "xc7", xilinx_fabric, {}, xilinx_multiplier, xilinx_tables},
      {"xcup", "xc7", xilinx_fabric, {}, xcup_multiplier, xilinx_tables},
  };
}

}  // namespace

Memory ring_memory(const Family& family, std::int64_t words, std::int64_t width) {
  const TableMemory* fitting = nullptr;
  for (const TableMemory& candidate : family.table_memories) {
    if (fitting == nullptr || fitting->words < words) fitting = &candidate;
  }
  Memory memory;
  const double blocks = blocks_of(family.block, words, width);
  double other = static_cast<double>(words * width);  // as registers
  double deep = 1.0, across = 1.0;
  if (fitting != nullptr) {
    deep = static_cast<double>(ceil_div(words, fitting->words));
    across = static_cast<double>(ceil_div(width, fitting->width));
    other = fitting->cost * deep * across + (deep - 1.0) * static_cast<double>(width);
  }
  constexpr double kMended =
      10.0;  // what mends a block that is read as it is written, where no tables do without; measured
  const double mended = fitting == nullptr ? kMended : 0.0;
  if ((fitting == nullptr || fitting->cost > 0.0) && blocks * family.block.cost + mended < other) {
    memory.cost.bram = blocks * family.block.blocks_a_cell;
    memory.cost.ff = static_cast<double>(width) + 1.0;  // what was written last, where it is read at once
    memory.takes_address = true;
    memory.cost[LutPart::kMemoryBypass] = static_cast<double>(width);
  } else if (fitting != nullptr) {
    memory.cost[LutPart::kMemory] = deep * across * fitting->tables;
    memory.cost[LutPart::kMemoryBit] = (deep - 1.0) * static_cast<double>(width);
  } else {
    memory.of_registers = true;
    memory.cost_a_bit.ff = static_cast<double>(words);
    memory.cost_a_bit[LutPart::kMemoryBit] = static_cast<double>(words);
  }
  return memory;
}

Memory reloadable_memory(const Family& family, std::int64_t words, std::int64_t width) {
  Memory memory = ring_memory(family, words, width);
  if (!memory.takes_address) return memory;
  memory.cost.ff = 0.0;
  memory.cost[LutPart::kMemoryBypass] = 0.0;
  return memory;
}

std::vector<std::string> known_families() {
  std::vector<std::string> names;
  for (const Family& family : families()) names.push_back(family.name);
  return names;
}

Result<Family> family_of(const Target& target) {
  for (Family& family : families()) {
    if (family.name != target.flow) continue;
    family.block = block_rule(target);
    return std::move(family);
  }
  std::string known;
  for (const std::string& name : known_families()) known += (known.empty() ? "" : ", ") + name;
  return fault("cost.family", "target " + target.name,
               "nothing is known of what designs take with the flow " + target.flow,
               "estimates are made for: " + known);
}

}  // namespace rtl4ml
