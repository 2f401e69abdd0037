// Transforms the graph: how many registers the linear layers have, for the clock that the config asks for.
#pragma once

#include "gen/config/hardware_config.hpp"
#include "gen/graph/graph.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

/// Sets operand_registers, sum_fan_in and bias_register of every linear node: as few registers as let each stage of its
/// pipeline end within a cycle of clock_mhz by the delays of the target's file; where none do, those with the shortest
/// stage. A target without delays leaves the nodes as they are. bias_register goes where a cycle is too short for what
/// is ahead of the accumulator without it, and where synthesis makes a ROM of the biases: it would move the counter of
/// the address into the ROM. Biases that can be reloaded have none: one that was fetched ahead would be an old one.
/// After choose_multipliers, which says how products are built.
[[nodiscard]] Graph choose_registers(Graph graph, const HardwareConfig& config, const QuantizedModel& model);

}  // namespace rtl4ml
