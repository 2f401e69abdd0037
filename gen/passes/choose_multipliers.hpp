// Transforms the graph: how the multipliers of every node are built on the config's target.
#pragma once

#include <string>

#include "gen/config/hardware_config.hpp"
#include "gen/graph/graph.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

/// Whether two lanes of a layer may, or have to, share a block a product: as the config says where a block has room for
/// two products; where it leaves that open, kSeparate unless a pair saves look-up tables.
[[nodiscard]] Packing packing_of(const std::string& layer, const LinearOp& op, const HardwareConfig& config);

/// Slices of a weight whose multiplier is built of look-up tables. One of two bits is cheaper whole.
[[nodiscard]] int slices_of(const FixedType& weight);

/// Gives the part's DSP blocks to the output lanes of the linear layers, those first whose products would take the most
/// look-up tables; the lanes that get none are built of look-up tables, their weights cut into slices for a faster
/// clock. Where the part is not known every lane may take DSP blocks; where it is known to have none the tool makes the
/// multipliers, of slices too: on iCE40 its arrays of gates take more tables than our trees of adders, but nextpnr
/// routes them.
/// Where products are narrow enough, two lanes share a block a product: as the config orders, else as far as the part
/// is short of blocks. Source: rtl_templates/linear/fixed_multiplier_pair.sv
[[nodiscard]] Graph choose_multipliers(Graph graph, const HardwareConfig& config, const QuantizedModel& model);

}  // namespace rtl4ml
