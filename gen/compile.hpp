// The compiler's front door: a config and a network in, a design that can be emitted and its integer oracle out.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gen/config/hardware_config.hpp"
#include "gen/folding/folding.hpp"
#include "gen/graph/graph.hpp"
#include "gen/ops/operator.hpp"
#include "sw/base/error.hpp"
#include "sw/base/part_use.hpp"
#include "sw/model/network.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

struct CompiledDesign {
  HardwareConfig config;
  Network network;                    ///< after folding (batch norm, identities): the float reference of oracle A
  std::vector<LayerTypes> types;      ///< of the network's layers: what another checkpoint is quantized with
  QuantizedModel model;               ///< the integer oracle B
  Graph graph;                        ///< typed streams and nodes, ready to emit
  std::optional<Folding> folding;     ///< how the parallelism was chosen, where the config leaves it to the compiler
  std::vector<std::string> warnings;  ///< "place: warning[code]: ..." lines: unused tensors, saturation over 1 %, all
                                      ///< weights zero, no calibration data
};

/// Whether the compiled design keeps the float weights, which only the float reference needs: they are as large as the
/// codes made of them.
enum class FloatWeights { kKeep, kRelease };

/// The passes from integers to a schedule; they add to `warnings`. Shapes: parallelism[network layer]
/// Errors: precision.accumulator
[[nodiscard]] Result<Graph> lower(const HardwareConfig& config, const QuantizedModel& model,
                                  const std::vector<LayerParallelism>& parallelism, std::vector<std::string>& warnings);

/// What a design with that parallelism takes of the config's target. Shapes: parallelism[network layer] -> [layer of
/// the model], adapters with the layer behind them. Errors: those of lower() and of estimate()
[[nodiscard]] Result<std::vector<Use>> estimate_folded(const HardwareConfig& config, const QuantizedModel& model,
                                                       const std::vector<LayerParallelism>& parallelism);

/// Runs every pass. `calibration` holds real input vectors, row-major [count][in_features], empty where there are none.
/// Errors: every mismatch between config and network, all at once.
[[nodiscard]] Result<CompiledDesign> compile(HardwareConfig config, Network network,
                                             std::span<const double> calibration,
                                             FloatWeights float_weights = FloatWeights::kKeep);

}  // namespace rtl4ml
