// Analyses the quantized model: how many elements a beat carries into and out of every layer, where the config leaves
// that to the compiler.
#pragma once

#include "gen/config/hardware_config.hpp"
#include "gen/folding/folding.hpp"
#include "gen/folding/search.hpp"
#include "sw/base/error.hpp"
#include "sw/model/network.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

/// The least hardware at the goal's interval, or the shortest interval that fits the config's target. Source:
/// docs/folding.md. Precondition: config.folding. Errors: folding.interval (layers whose parallelism the config gives
/// are slower), folding.target (there is no part to fit), folding.does_not_fit, cost.family, precision.accumulator,
/// those of `estimate`
[[nodiscard]] Result<Folding> choose_parallelism(const HardwareConfig& config, const Network& network,
                                                 const QuantizedModel& model, const FullEstimate& estimate);

}  // namespace rtl4ml
