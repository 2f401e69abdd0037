// Transforms the graph: where the weights of every linear node are kept on the config's target.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gen/config/hardware_config.hpp"
#include "gen/graph/graph.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

/// Bits of a weight ROM from which on block RAM has to be used well.
inline constexpr std::int64_t kLargeRomBits = std::int64_t{16} * 1024;
/// What of the block RAMs that a large ROM takes its weights have to fill.
inline constexpr double kWellUsed = 0.85;

/// Sets Node::weight_memory. A small ROM goes into block RAM as a whole where it would take more look-up tables than
/// the blocks are worth. Of a large one the corner (first words, low bits) goes into blocks that saves most look-up
/// tables and fills its blocks to kWellUsed; what is left goes into look-up tables. Where the part has too few blocks,
/// more goes into look-up tables; where it has too few of those, whole ROMs go into blocks that they fill badly: either
/// adds a warning (memory.blocks, memory.tables). What the config says of a layer goes before all this. Without a known
/// part the tool chooses. Runs after choose_multipliers, because multipliers take look-up tables too.
[[nodiscard]] Graph choose_memories(Graph graph, const HardwareConfig& config, const QuantizedModel& model,
                                    std::vector<std::string>& warnings);

/// The same of one ROM that has the target to itself and whose bits all vary; quick, because it looks at no weights.
struct LoneRom {
  RomPlacement placement;
  double blocks = 0.0;  ///< cells of the family's block RAM
};
[[nodiscard]] LoneRom place_alone(const Target& target, MemoryKind wanted, std::int64_t words, std::int64_t bits);

}  // namespace rtl4ml
