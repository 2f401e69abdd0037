// Transforms the float network into the integer oracle: every layer's integer operator with its constants.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "gen/config/hardware_config.hpp"
#include "gen/ops/operator.hpp"
#include "sw/model/network.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

/// One quantized layer per layer of the network. Parameters are rounded as the layer says and always saturate.
/// Appends warnings with figures: precision.all_zero, if every weight becomes zero though some are not; and
/// precision.saturated, if more than 1 % of a tensor is beyond its type.
/// `on_layer` is told each layer's index once its codes are made: the caller may then let go of the float parameters.
/// Shapes: features as infer_shapes(), types as resolve_precision() give them.
[[nodiscard]] QuantizedModel quantize_parameters(const HardwareConfig& config, const Network& network,
                                                 const std::vector<int>& features, const std::vector<LayerTypes>& types,
                                                 std::vector<std::string>& warnings,
                                                 const std::function<void(std::size_t)>& on_layer = {});

}  // namespace rtl4ml
