#include "gen/cost/family.hpp"

#include "gen/ops/common.hpp"

namespace rtl4ml {
namespace {

/// Without their blocks, which the target tells. Source: Yosys 0.23, synth_ice40, synth_ecp5 and synth_xilinx with
/// their libraries of memories and multipliers; hw/flows/ecp5.ys.
std::vector<Family> families() {
  // Where a function of more inputs than a table takes several, multiplexers beside the tables join them.
  const TableSizes four{.most_inputs = 4, .price = {0, 1, 1, 1, 1}};  // abc -lut 4
  const TableSizes four_to_seven{
      .most_inputs = 7, .price = {0, 1, 1, 1, 1, 2, 4, 8}, .more_depth = 20};               // abc -lut 4:7, if -R 20
  const TableSizes six_to_eight{.most_inputs = 8, .price = {0, 2, 2, 3, 5, 5, 5, 10, 20}};  // abc -luts 2:2,3,6:5,10,20
  const Fabric ice40_fabric{.functions = four,
                            .lut_inputs = 4,
                            .carry_takes_reader = true,
                            .carry_needs_table = false,
                            .reset_needs_enable = true};
  const Fabric ecp5_fabric{.functions = four_to_seven,
                           .lut_inputs = 4,
                           .carry_step = 2,
                           .carry_hides_constants = true,
                           .gate_adder_bits = 4,
                           .buffers_hide_constants = false};
  const Fabric xilinx_fabric{.functions = six_to_eight,
                             .constant_tables_go = true,
                             .lut_inputs = 6,
                             .carry_takes_logic = true,
                             .carry_hides_constants = true,
                             .resets_take_tables = true,
                             .joins_comparisons = true,
                             .and_group = 6,
                             .least_shift = 3};
  const MultiplierRule ice40_multiplier{
      .blocks = true, .least_product = 11, .wide = 16, .narrow = 16, .takes_register = true, .opaque = true};
  const MultiplierRule ecp5_multiplier{
      .blocks = true, .wide = 18, .narrow = 18, .takes_register = true, .takes_factors = true, .takes_pairs = true};
  const MultiplierRule xilinx_multiplier{.blocks = true,
                                         .least_product = 9,
                                         .wide = 25,
                                         .narrow = 18,
                                         .takes_register = true,
                                         .takes_factors = true,
                                         .takes_adder = true,
                                         .leaves_memories = true};
  // Yosys has no rules for what else the blocks of UltraScale+ can take in.
  const MultiplierRule xcup_multiplier{
      .blocks = true, .least_product = 9, .wide = 27, .narrow = 18, .leaves_memories = true};
  const std::vector<TableMemory> ecp5_tables = {{.words = 16, .width = 4, .tables = 6.0, .cost = 4.0}};
  const std::vector<TableMemory> xilinx_tables = {{.words = 32, .width = 6, .tables = 4.0},
                                                  {.words = 64, .width = 3, .tables = 4.0}};
  return {
      {.name = "ice40", .measured_as = "ice40", .fabric = ice40_fabric},
      {.name = "ice40-dsp", .measured_as = "ice40", .fabric = ice40_fabric, .multiplier = ice40_multiplier},
      {.name = "ecp5",
       .measured_as = "ecp5",
       .fabric = ecp5_fabric,
       .multiplier = ecp5_multiplier,
       .table_memories = ecp5_tables},
      {.name = "xc7",
       .measured_as = "xc7",
       .fabric = xilinx_fabric,
       .multiplier = xilinx_multiplier,
       .table_memories = xilinx_tables},
      {.name = "xcup",
       .measured_as = "xc7",
       .fabric = xilinx_fabric,
       .multiplier = xcup_multiplier,
       .table_memories = xilinx_tables},
  };
}

}  // namespace

Memory ring_memory(const Family& family, std::int64_t words, std::int64_t width) {
  const TableMemory* fitting = nullptr;
  for (const TableMemory& candidate : family.table_memories) {
    if (fitting == nullptr || fitting->words < words) fitting = &candidate;
  }
  Memory memory;
  constexpr std::int64_t kFewBits = 12;  // so many registers are cheaper than tables and an address register; measured
  if (fitting != nullptr && words * width <= kFewBits) {
    constexpr int kSix = 6;  // inputs, of a choice between four words
    memory.of_registers = true;
    memory.cost[LutPart::kFunction] = static_cast<double>(words);  // which of them is written
    memory.cost_a_bit.ff = static_cast<double>(words);
    memory.cost_a_bit[LutPart::kFunction] = static_cast<double>(words) / (family.fabric.lut_inputs >= kSix ? 4.0 : 1.0);
    return memory;
  }
  const double blocks = blocks_of(family.block, words, width, true);
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
